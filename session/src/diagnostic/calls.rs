//! Calls that fit no function, and properties that are not there.

use rhaibook_stdlib::{catalog, value};

use super::advice::Advice;
use super::written::{self, Written};
use super::{Explanation, Frame, Surroundings, elsewhere, kinds, operators, words};
use crate::program::CLOSURE;
use crate::scan::{self, Token};

/// A call that fits no function: `signature` is Rhai's `name (type, type)`.
pub(crate) fn no_function(
    signature: &str,
    around: &Surroundings<'_>,
    place: &Frame,
) -> Explanation {
    let (name, types) = split_signature(signature);
    if let Some(explanation) = operators::operator(name, &types) {
        return operators::at_place(explanation, name, &types, around, place);
    }
    if name.starts_with(CLOSURE) {
        return closure_count(name, types.len(), around);
    }
    let plain = name.rsplit("::").next().unwrap_or(name);
    let own: Vec<_> = around
        .notebook
        .functions()
        .map(|(_, f)| f)
        .filter(|f| f.name() == plain)
        .collect();
    if !own.is_empty() {
        let mut wanted: Vec<usize> = own.iter().map(|f| f.definition.params.len()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let signatures: Vec<String> = own.iter().map(|f| format!("`{}`", f.signature())).collect();
        return Explanation::new(
            &kinds::WRONG_COUNT,
            wrong_count(plain, &wanted, types.len()),
        )
        .hints(thousands(place))
        .hint(format!("It is defined as {}.", words::and(&signatures)));
    }
    if name.contains("::") && !name.starts_with("np::") {
        let module = name.split("::").next().unwrap_or(name);
        return Explanation::new(&kinds::NO_MODULE, format!("there is no module `{module}`")).hint(
            "The functions of the library are called by their name alone, or with `np::` in front.",
        );
    }
    let variable = around.notebook.scope.get(plain);
    if let Some(value) = variable {
        return called_value(plain, value, place);
    }
    if let Some(entry) = catalog::find(plain).filter(|e| e.kind == catalog::Kind::Function) {
        let call = written::call_at(place);
        return misfit(entry, &types, call.as_ref());
    }
    let explanation = no_such_function(plain, &types);
    let call = written::call_at(place);
    let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
    if let Some(advice) = elsewhere::function(plain, &kinds, call.as_ref()) {
        return explanation.hint(advice);
    }
    if catalog::find(plain).is_some_and(|e| e.kind == catalog::Kind::Property) {
        let sentence = format!("`{plain}` is a property: write `.{plain}` without brackets.");
        return explanation.hint(match call {
            Some(call) if call.values.len() == 1 => {
                Advice::fix((call.name.0, call.span.1), plain, sentence)
            }
            _ => sentence.into(),
        });
    }
    if let Some(promise) = around.notebook.promise(plain) {
        return Explanation::new(
            &kinds::NOT_YET,
            format!("there is no function `{plain}` yet: {}", promise.told()),
        )
        .hint(promise.advice());
    }
    match around.near_function(plain, &kinds) {
        Some(near) => explanation.hint(Advice::mean(call.map(|call| call.name), &near)),
        None if types.first().is_some_and(|t| words::kind(t) == "a map") => explanation.hint(format!(
            "A function that stands in a map is called with `.call`: `m.{plain}.call(…)`; `?` and a name tells what the library's do."
        )),
        None => explanation.hint(
            "`?` and a name, as in `?breakeven`, tells what a function does; Tab completes names.",
        ),
    }
}

/// A closure was called with another number of values than it takes.
fn closure_count(name: &str, given: usize, around: &Surroundings<'_>) -> Explanation {
    let closures = around
        .notebook
        .cells
        .iter()
        .flat_map(|cell| &cell.functions);
    let taken = closures
        .filter(|f| f.name() == name)
        .map(|f| f.definition.params.len())
        .next();
    let Some(taken) = taken else {
        return Explanation::new(
            &kinds::WRONG_COUNT,
            "the closure takes another number of values",
        );
    };
    let message = wrong_count("a closure", &[taken], given).replace("`a closure`", "the closure");
    Explanation::new(&kinds::WRONG_COUNT, message)
        .hint("The names between its two `|` are the values that it takes: `|a, b| a + b`.")
}

/// A thousand written with a comma makes two values of one.
fn thousands(place: &Frame) -> Option<Advice> {
    let code = &place.source.code;
    let (start, _) = place.span?;
    let line = code[start..].lines().next()?;
    let tokens = scan::significant(line);
    let number = |t: &Token| t.kind == scan::Kind::Number;
    let pair = tokens.windows(3).find(|three| {
        let [a, comma, b] = three else { return false };
        let digits = b.text(line);
        number(a)
            && comma.text(line) == ","
            && number(b)
            && a.end == comma.start
            && comma.end == b.start
            && digits.len() == 3
            && digits.bytes().all(|d| d.is_ascii_digit())
    })?;
    let (a, b) = (pair[0].text(line), pair[2].text(line));
    Some(Advice::fix(
        (start + pair[0].start, start + pair[2].end),
        format!("{a}_{b}"),
        format!("A number has no commas: a thousand is written `{a}_{b}`."),
    ))
}

fn called_value(name: &str, value: &rhai::Dynamic, place: &Frame) -> Explanation {
    let call = written::call_at(place);
    // The call with other signs around what it was given.
    let instead = |open: &str, close: &str, sentence: String| match &call {
        Some(call) if !call.values.is_empty() => {
            let given = call.values.join(", ");
            Advice::fix(call.span, format!("{name}{open}{given}{close}"), sentence)
        }
        _ => sentence.into(),
    };
    if value.is_fnptr() {
        let called = match &call {
            Some(call) => Advice::fix(
                call.name,
                format!("{name}.call"),
                format!("Call it with `.call`: `{name}.call(…)`."),
            ),
            None => format!("Call it with `.call`: `{name}.call(…)`.").into(),
        };
        return Explanation::new(
            &kinds::NOT_A_FUNCTION,
            format!("`{name}` is a variable that holds a function"),
        )
        .hint(called);
    }
    let kind = value::kind(value);
    let explanation = Explanation::new(
        &kinds::NOT_A_FUNCTION,
        format!("`{name}` is {kind}, not a function"),
    );
    explanation.hint(match kind {
        kind if kind.contains("number") => instead(
            " * (",
            ")",
            format!("Multiplication needs its `*`: `{name} * (…)`."),
        ),
        "a list" | "an array" | "text" => instead(
            "[",
            "]",
            format!("An item is taken with square brackets: `{name}[0]`."),
        ),
        "a map" | "a dict" => instead(
            "[",
            "]",
            format!("A value is read by its name: `{name}[\"price\"]`."),
        ),
        _ => "Only functions are called with round brackets.".into(),
    })
}

fn no_such_function(name: &str, types: &[&str]) -> Explanation {
    if types.is_empty() {
        return Explanation::new(
            &kinds::NO_FUNCTION,
            format!("there is no function `{name}`"),
        );
    }
    let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
    Explanation::new(
        &kinds::NO_FUNCTION,
        format!(
            "there is no function or method `{name}` for {}",
            words::and(&kinds)
        ),
    )
}

/// What is said of a call that fits no function from its signature alone.
pub(crate) fn misused(signature: &str) -> Explanation {
    let (name, types) = split_signature(signature);
    operators::operator(name, &types).unwrap_or_else(|| no_such_function(name, &types))
}

fn wrong_count(name: &str, wanted: &[usize], given: usize) -> String {
    let counts: Vec<String> = wanted
        .iter()
        .map(|n| if *n == 0 { "no".into() } else { n.to_string() })
        .collect();
    let thing = if wanted == [1] { "value" } else { "values" };
    let was = if given == 1 { "was" } else { "were" };
    let given = if given == 0 {
        "none".into()
    } else {
        given.to_string()
    };
    format!(
        "`{name}` takes {} {thing}, {given} {was} given",
        words::or(&counts)
    )
}

/// A function of the library was called with values that fit none of its forms.
fn misfit(entry: &catalog::Entry, types: &[&str], call: Option<&Written>) -> Explanation {
    let signatures: Vec<&str> = catalog::find_all(entry.name)
        .iter()
        .filter(|e| e.kind == catalog::Kind::Function)
        .flat_map(|e| e.signatures.iter().copied())
        .collect();
    let forms: Vec<Vec<Parameter<'_>>> = signatures.iter().map(|s| parameters(s)).collect();
    let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
    let mut wanted: Vec<usize> = forms.iter().map(Vec::len).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let (kind, message) = if !wanted.contains(&kinds.len()) {
        let message = wrong_count(entry.name, &wanted, kinds.len());
        (&kinds::WRONG_COUNT, message)
    } else if let Some((parameter, kind)) = odd_one(&forms, &kinds) {
        let message = format!("`{}` takes {parameter}, not {kind}", entry.name);
        (&kinds::WRONG_KIND, message)
    } else {
        let message = format!("`{}` does not work on {}", entry.name, words::and(&kinds));
        (&kinds::WRONG_KIND, message)
    };
    let explanation = Explanation::new(kind, message);
    if let Some(hint) = elsewhere::misused(entry.name, &kinds, call) {
        return explanation.hint(hint);
    }
    let signatures: Vec<String> = signatures
        .iter()
        .take(4)
        .map(|s| format!("`{s}`"))
        .collect();
    explanation.hint(format!("It is called as {}.", words::or(&signatures)))
}

/// Whether a function of the library takes a value of this kind first.
pub(crate) fn takes_first(name: &str, kind: &str) -> bool {
    let entries = catalog::find_all(name);
    let mut forms = entries.iter().flat_map(|e| e.signatures.iter());
    forms.any(|signature| {
        parameters(signature)
            .first()
            .is_some_and(|parameter| parameter.takes(kind) && owner_takes(parameter.name, kind))
    })
}

/// Parameters of these names are values of these kinds, though their signatures do not say so.
fn owner_takes(parameter: &str, kind: &str) -> bool {
    match parameter {
        "values" | "xs" => matches!(kind, "a list" | "an array" | "a range"),
        "table" | "scenario" | "quiz" | "ranking" | "series" | "dict" | "matrix" => {
            kind.ends_with(parameter)
        }
        _ => true,
    }
}

/// A parameter in a signature: `digits: whole number`, or `list` for a list; others take values of several kinds.
struct Parameter<'a> {
    name: &'a str,
    kind: Option<&'a str>,
}

impl Parameter<'_> {
    fn takes(&self, kind: &str) -> bool {
        match self.kind {
            Some("number") => kind.contains("number"),
            Some(wanted) => words::with_article(wanted) == kind,
            None => true,
        }
    }
}

/// The parameters in `f(a, b: number) -> text`.
fn parameters(signature: &str) -> Vec<Parameter<'_>> {
    let inside = signature
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map_or("", |(inside, _)| inside);
    inside
        .split(", ")
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| match parameter.split_once(": ") {
            Some((name, kind)) => Parameter {
                name,
                kind: Some(kind),
            },
            None => Parameter {
                name: parameter,
                kind: ["text", "list", "map", "array"]
                    .contains(&parameter)
                    .then_some(parameter),
            },
        })
        .collect()
}

/// The one value after the first that no form takes where it stands, if all others fit: what should be there, and what is.
/// The first is what the function works on, or does not.
fn odd_one<'a>(forms: &[Vec<Parameter<'_>>], kinds: &[&'a str]) -> Option<(String, &'a str)> {
    let mut found: Option<usize> = None;
    let mut wanted: Vec<String> = Vec::new();
    for form in forms.iter().filter(|form| form.len() == kinds.len()) {
        let mut misfits = (0..kinds.len()).filter(|i| !form[*i].takes(kinds[*i]));
        let (Some(at), None) = (misfits.next(), misfits.next()) else {
            continue;
        };
        if at == 0 || found.is_some_and(|other| other != at) {
            return None;
        }
        found = Some(at);
        let Parameter { name, kind } = form[at];
        let kind = words::with_article(kind.unwrap_or("value"));
        let words = if kind.ends_with(name) {
            kind
        } else {
            format!("{kind} for `{name}`")
        };
        if !wanted.contains(&words) {
            wanted.push(words);
        }
    }
    Some((words::or(&wanted), kinds[found?]))
}

/// `name (a, b)` as name and types.
fn split_signature(signature: &str) -> (&str, Vec<&str>) {
    let (name, rest) = signature.split_once(" (").unwrap_or((signature, ""));
    let rest = rest.trim_end_matches(')');
    let mut types = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (i, c) in rest.char_indices() {
        match c {
            '(' | '<' => depth += 1,
            ')' | '>' => depth -= 1,
            ',' if depth == 0 => {
                types.push(rest[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    if !rest.trim().is_empty() {
        // The list's own bracket is gone, but `()` is a type too.
        let last = rest[start..].trim();
        types.push(if last == "(" { "()" } else { last });
    }
    (name, types)
}

/// A property that is not there: Rhai's text names it and the type.
pub(crate) fn no_property(text: &str, around: &Surroundings<'_>, place: &Frame) -> Explanation {
    let explanation = no_such_property(text);
    let Some((property, object)) = property_and_object(text) else {
        return explanation;
    };
    let readable = catalog::find_all(property)
        .iter()
        .any(|e| e.kind == catalog::Kind::Property);
    if text.contains("setter") && readable {
        let what = format!("`{property}` of {object} can't be assigned");
        return Explanation::new(&kinds::NO_PROPERTY, what).hint("It can only be read.");
    }
    if object == "nothing" {
        return operators::nothing_before(property, around, place).unwrap_or(explanation);
    }
    advice(explanation, property, around, place)
}

/// A builtin's complaint about a property, with what the reader may have meant.
pub(crate) fn with_advice(
    mut explanation: Explanation,
    property: &str,
    around: &Surroundings<'_>,
    place: &Frame,
) -> Explanation {
    let theirs = std::mem::take(&mut explanation.hints);
    let mut explanation = advice(explanation, property, around, place);
    if explanation.hints.is_empty() {
        explanation.hints = theirs;
    }
    explanation
}

fn advice(
    explanation: Explanation,
    property: &str,
    around: &Surroundings<'_>,
    place: &Frame,
) -> Explanation {
    let read = written::call_at(place)
        .filter(|read| place.source.code.get(read.name.0..read.name.1) == Some(property));
    let name = read.as_ref().map(|read| read.name);
    let is_function = catalog::find(property).is_some_and(|e| e.kind == catalog::Kind::Function)
        || around
            .notebook
            .functions()
            .any(|(_, f)| f.name() == property);
    if is_function {
        let sentence = format!("`{property}` is a method: write `.{property}()`.");
        return explanation.hint(match name {
            Some(name) => Advice::fix(name, format!("{property}()"), sentence),
            None => sentence.into(),
        });
    }
    if let Some(advice) = elsewhere::property(property, read.as_ref())
        .or_else(|| elsewhere::function(property, &[], None))
    {
        return explanation.hint(advice);
    }
    let properties = catalog::ENTRIES
        .iter()
        .filter(|e| e.kind == catalog::Kind::Property)
        .map(|e| e.name);
    let (near, brackets) = match words::near(property, properties) {
        Some(near) => (near, ""),
        None => match words::near(property, super::library_names()) {
            Some(near) => (near, "()"),
            None => return explanation,
        },
    };
    let sentence = format!("Did you mean `.{near}{brackets}`?");
    explanation.hint(match name {
        Some(name) => Advice::fix(name, format!("{near}{brackets}"), sentence),
        None => sentence.into(),
    })
}

/// The same from Rhai's text alone.
pub(crate) fn no_such_property(text: &str) -> Explanation {
    let Some((property, object)) = property_and_object(text) else {
        return Explanation::new(&kinds::NO_PROPERTY, super::runtime::lower_first(text));
    };
    Explanation::new(
        &kinds::NO_PROPERTY,
        match object {
            "nothing" => {
                format!("the left side is nothing, (), which has no property `{property}`")
            }
            object => format!("{object} has no property `{property}`"),
        },
    )
}

fn property_and_object(text: &str) -> Option<(&str, &str)> {
    let mut quoted = text.split('\'').skip(1).step_by(2);
    Some((quoted.next()?, words::kind(quoted.next()?)))
}

#[cfg(test)]
mod tests {
    use super::split_signature;

    #[test]
    fn signatures_are_taken_apart() {
        assert_eq!(split_signature("f (int, text)"), ("f", vec!["int", "text"]));
        assert_eq!(split_signature("g ()"), ("g", vec![]));
        assert_eq!(split_signature("+ (int, ())"), ("+", vec!["int", "()"]));
    }
}
