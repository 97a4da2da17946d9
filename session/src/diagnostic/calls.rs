//! Names that are not there: variables, functions, methods, properties, and operators that do not fit their operands.

use rhaibook_stdlib::{catalog, power, value};

use super::{Explanation, Surroundings, words};

/// A variable that does not exist.
pub(crate) fn no_variable(name: &str, around: &Surroundings<'_>) -> Explanation {
    let explanation = Explanation::new("NameError", format!("there is no variable `{name}`"));
    if let Some(python) = from_python(name) {
        return explanation.hint(python);
    }
    if let Some(near) = around.near_name(name) {
        return explanation.hint(format!("Did you mean `{near}`?"));
    }
    if let Some(entry) = catalog::find(name).filter(|e| e.kind == catalog::Kind::Function) {
        return explanation.hint(format!(
            "There is a function of that name: `{}`.",
            entry.signatures.first().unwrap_or(&name)
        ));
    }
    if name.contains("::") {
        // No `let` makes a name with a path.
        return explanation.hint("Tab after `np::` lists what there is.");
    }
    explanation.hint(format!(
        "Make it with `let {name} = …;`, here or in a cell that has run before."
    ))
}

fn from_python(name: &str) -> Option<&'static str> {
    Some(match name {
        "True" => "Write `true`.",
        "False" => "Write `false`.",
        "None" | "null" | "undefined" => "Rhai's nothing is written `()`.",
        "not" => "Write `!x` for `not x`.",
        "np" | "numpy" => {
            "The library is there without a prefix, or as `np::array(…)` with two colons."
        }
        "math" => "The functions are there without a prefix: `sqrt(2)`, `log(x)`, `PI()`.",
        "nan" | "NaN" | "NAN" | "np::nan" => {
            "Write `0.0 / 0.0` for not-a-number; `isnan(x)` finds it."
        }
        "inf" | "Infinity" | "INFINITY" | "np::inf" => "Write `1.0 / 0.0` for infinity.",
        "pi" | "np::pi" => "Write `PI()`.",
        "e" | "np::e" => "Write `E()`.",
        "self" => "Rhai's object inside a method is `this`.",
        _ => return None,
    })
}

/// A call that fits no function: `signature` is Rhai's `name (type, type)`.
pub(crate) fn no_function(signature: &str, around: &Surroundings<'_>) -> Explanation {
    let (name, types) = split_signature(signature);
    if let Some(explanation) = operator(name, &types) {
        return explanation;
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
        return Explanation::new("TypeError", wrong_count(plain, &wanted, types.len()))
            .hint(format!("It is defined as {}.", words::and(&signatures)));
    }
    if let Some(entry) = catalog::find(plain).filter(|e| e.kind == catalog::Kind::Function) {
        return misfit(entry, &types);
    }
    let variable = around.notebook.scope.get(plain);
    if let Some(value) = variable {
        let explanation = Explanation::new(
            "TypeError",
            format!("`{plain}` is {}, not a function", value::kind(value)),
        );
        return if value.is_fnptr() {
            Explanation::new(
                "TypeError",
                format!("`{plain}` is a variable that holds a function"),
            )
            .hint(format!("Call it with `.call`: `{plain}.call(…)`."))
        } else {
            explanation.hint(
                "Multiplication needs its `*`; the item of a list is written with square brackets.",
            )
        };
    }
    let explanation = no_such_function(plain, &types);
    if catalog::find(plain).is_some_and(|e| e.kind == catalog::Kind::Property) {
        return explanation.hint(format!(
            "`{plain}` is a property: write `.{plain}` without brackets."
        ));
    }
    match around.near_name(plain) {
        Some(near) => explanation.hint(format!("Did you mean `{near}`?")),
        None => explanation.hint(
            "`?` and a name, as in `?breakeven`, tells what a function does; Tab completes names.",
        ),
    }
}

fn no_such_function(name: &str, types: &[&str]) -> Explanation {
    if types.is_empty() {
        return Explanation::new("NameError", format!("there is no function `{name}`"));
    }
    let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
    Explanation::new(
        "NameError",
        format!(
            "there is no function or method `{name}` for {}",
            words::and(&kinds)
        ),
    )
}

/// What is said of a call that fits no function from its signature alone.
pub(crate) fn misused(signature: &str) -> Explanation {
    let (name, types) = split_signature(signature);
    operator(name, &types).unwrap_or_else(|| no_such_function(name, &types))
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
fn misfit(entry: &catalog::Entry, types: &[&str]) -> Explanation {
    let arity = |signature: &str| {
        let inside = signature
            .split_once('(')
            .map_or("", |(_, rest)| rest.trim_end_matches(')'));
        if inside.trim().is_empty() {
            0
        } else {
            inside.split(", ").count()
        }
    };
    let mut wanted: Vec<usize> = entry.signatures.iter().map(|s| arity(s)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let message = if wanted.contains(&types.len()) {
        let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
        format!("`{}` does not work on {}", entry.name, words::and(&kinds))
    } else {
        wrong_count(entry.name, &wanted, types.len())
    };
    let signatures: Vec<String> = entry
        .signatures
        .iter()
        .take(4)
        .map(|s| format!("`{s}`"))
        .collect();
    Explanation::new("TypeError", message)
        .hint(format!("It is called as {}.", words::or(&signatures)))
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

fn operator(name: &str, types: &[&str]) -> Option<Explanation> {
    if !name.starts_with(|c: char| c.is_ascii_punctuation() && c != '_') {
        return None;
    }
    let name = match name {
        "+=" | "-=" | "*=" | "/=" | "%=" | "**=" => name.trim_end_matches('='),
        name => power::shown(name),
    };
    let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
    let [left, right] = kinds.as_slice() else {
        let kind = kinds.first().copied().unwrap_or("this");
        let explanation =
            Explanation::new("TypeError", format!("`{name}` does not work on {kind}"));
        return Some(if name == "!" {
            explanation.hint("`!` turns true into false; compare first, as in `!(x > 1)`.")
        } else {
            explanation
        });
    };
    let explanation = match (*left, *right) {
        ("text", other) | (other, "text") if "-*/%**".contains(name) => {
            let side = if *left == "text" { "left" } else { "right" };
            Explanation::new(
                "TypeError",
                format!("`{name}` needs numbers; the {side} side is text, the other {other}"),
            )
            .hint("`parse_float(text)` turns text into a number.")
        }
        ("a list", _) | (_, "a list") if "+-*/%**".contains(name) => Explanation::new(
            "TypeError",
            format!("`{name}` does not work on {left} and {right}"),
        )
        .hint("Plain lists do no arithmetic; arrays do: `array([1, 2]) * 2`."),
        ("nothing", _) | (_, "nothing") => {
            let side = if *left == "nothing" { "left" } else { "right" };
            Explanation::new("TypeError", format!("`{name}` needs two values; the {side} side is nothing, ()"))
                .hint("A function whose last line ends in `;` gives nothing back, and so does a map's key that is not there.")
        }
        _ => Explanation::new(
            "TypeError",
            format!("`{name}` does not work on {left} and {right}"),
        ),
    };
    Some(explanation)
}

/// Brackets behind something that has no items: `text` is Rhai's `type [type]`.
pub(crate) fn not_indexable(text: &str) -> Explanation {
    let (object, index) = text.split_once(" [").unwrap_or((text, ""));
    let index = index.split(']').next().unwrap_or("");
    let message = if index.is_empty() {
        format!("{} has no items to take with [ ]", words::kind(object))
    } else {
        format!(
            "{} cannot be indexed with {}",
            words::kind(object),
            words::kind(index)
        )
    };
    Explanation::new("TypeError", message)
}

/// A property that is not there: Rhai's text names it and the type.
pub(crate) fn no_property(text: &str, around: &Surroundings<'_>) -> Explanation {
    let mut quoted = text.split('\'').skip(1).step_by(2);
    let (Some(property), Some(object)) = (quoted.next(), quoted.next()) else {
        return Explanation::new("TypeError", super::runtime::lower_first(text));
    };
    let readable = catalog::find_all(property)
        .iter()
        .any(|e| e.kind == catalog::Kind::Property);
    if text.contains("setter") && readable {
        let what = format!("`{property}` of {} can't be assigned", words::kind(object));
        return Explanation::new("TypeError", what).hint("It can only be read.");
    }
    let explanation = Explanation::new(
        "NameError",
        format!("{} has no property `{property}`", words::kind(object)),
    );
    let explanation = match words::kind(object) {
        "nothing" => Explanation::new(
            "NameError",
            format!("the left side is nothing, (), which has no property `{property}`"),
        ),
        _ => explanation,
    };
    let is_function = catalog::find(property).is_some_and(|e| e.kind == catalog::Kind::Function)
        || around
            .notebook
            .functions()
            .any(|(_, f)| f.name() == property);
    if is_function {
        return explanation.hint(format!("`{property}` is a method: write `.{property}()`."));
    }
    let properties = catalog::ENTRIES
        .iter()
        .filter(|e| e.kind == catalog::Kind::Property)
        .map(|e| e.name);
    match words::near(property, properties) {
        Some(near) => explanation.hint(format!("Did you mean `.{near}`?")),
        None => explanation,
    }
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
