//! Operators, conditions, indexes and loops that meet a value of another kind than they can work on.

use rhaibook_stdlib::power;

use super::advice::{Advice, in_ticks};
use super::kinds::{self, Kind};
use super::{Explanation, Frame, Surroundings, elsewhere, words, written};
use crate::missing;
use crate::scan::{self, Token};

/// An operator and the kinds of its operands; none when the name is a function's.
pub(crate) fn operator(name: &str, types: &[&str]) -> Option<Explanation> {
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
        let message = format!("`{name}` does not work on {kind}");
        return Some(match name {
            "!" => Explanation::new(&kinds::CONDITION, message)
                .hint("`!` turns true into false; compare first, as in `!(x > 1)`."),
            _ => Explanation::new(one_sided(kind), message),
        });
    };
    Some(two_sided(name, left, right))
}

fn one_sided(kind: &str) -> &'static Kind {
    match kind {
        "text" => &kinds::TEXT_ARITHMETIC,
        "a list" => &kinds::LIST_ARITHMETIC,
        "nothing" => &kinds::NOTHING,
        _ => &kinds::OPERATOR,
    }
}

/// Where nothing comes from, when it is not known better.
const GIVES_NONE: &str =
    "Nothing comes from a function that gives no value back, or from a map that lacks the key.";

const ARITHMETIC: [&str; 6] = ["+", "-", "*", "/", "%", "**"];
const COMPARISONS: [&str; 4] = ["<", "<=", ">", ">="];

fn two_sided(name: &str, left: &str, right: &str) -> Explanation {
    let number = |kind: &str| matches!(kind, "a whole number" | "a number with a fraction");
    let either = |kind: &str| left == kind || right == kind;
    let other = |kind: &str| if left == kind { right } else { left };
    let side = |kind: &str| if left == kind { "left" } else { "right" };
    let plain = format!("`{name}` does not work on {left} and {right}");
    if matches!(name, ".." | "..=") && !either("nothing") {
        let other = if left == "a whole number" {
            ("right", right)
        } else {
            ("left", left)
        };
        return Explanation::new(
            &kinds::WHOLE,
            format!("a range goes through whole numbers; its {} side is {}", other.0, other.1),
        )
        .hint("`to_int(x)` drops the fraction; large whole numbers are written `1_000_000`, not `1e6`.");
    }
    if either("nothing") {
        let side = side("nothing");
        return Explanation::new(
            &kinds::NOTHING,
            format!("`{name}` needs two values; the {side} side is nothing, ()"),
        );
    }
    if either("text") && ARITHMETIC.contains(&name) {
        let explanation = Explanation::new(
            &kinds::TEXT_ARITHMETIC,
            format!(
                "`{name}` needs numbers; the {} side is text, the other {}",
                side("text"),
                other("text")
            ),
        );
        return match (name, left, right) {
            ("%", "text", _) => explanation.hint(
                "Values are filled into text between back-ticks, `` `${x}` ``; `fmt(x, \".2f\")` sets the digits.",
            ),
            ("*", "text", "a whole number") | ("*", "a whole number", "text") => explanation.hint(
                "`parse_float(text)` turns text into a number; to repeat a text, use a loop or `pad`.",
            ),
            (_, "text", "text") => Explanation::new(
                &kinds::TEXT_ARITHMETIC,
                format!("`{name}` needs numbers; both sides are text"),
            )
            .hint("`parse_float(text)` turns text into a number."),
            _ => explanation.hint("`parse_float(text)` turns text into a number."),
        };
    }
    if either("text") && COMPARISONS.contains(&name) {
        return Explanation::new(
            &kinds::OPERATOR,
            format!("`{name}` cannot compare {left} with {right}: there is no order between them"),
        )
        .hint(if number(other("text")) {
            "`parse_float(text)` turns text into a number."
        } else {
            "Compare text with text, and numbers with numbers."
        });
    }
    if either("true or false") && COMPARISONS.contains(&name) {
        return Explanation::new(&kinds::OPERATOR, plain)
            .hint("Two comparisons are joined with `&&`: `1 < x && x < 3`.");
    }
    if either("a list") && ARITHMETIC.contains(&name) {
        let explanation = Explanation::new(&kinds::LIST_ARITHMETIC, plain);
        return match (name, other("a list")) {
            ("+", kind) if number(kind) => explanation
                .hint("To add an item: `xs.push(x);`, or `xs + [x]`; to add to each number: `array(xs) + 1`."),
            ("*", "a whole number") => explanation
                .hint("Plain lists do no arithmetic; arrays do: `array([1, 2]) * 2`. A list of equal items is made by `full(10, 0).to_list()`."),
            _ => explanation.hint("Plain lists do no arithmetic; arrays do: `array([1, 2]) * 2`."),
        };
    }
    if either("a function") {
        return Explanation::new(&kinds::OPERATOR, plain)
            .hint("A function is called with its arguments in brackets, `f(x)`; one in a variable with `f.call(x)`.");
    }
    if either("a map") || either("a dict") {
        return Explanation::new(&kinds::OPERATOR, plain)
            .hint("A value of a map is read by its name, as in `m.price`.");
    }
    if name == "^" || name == "|" || name == "&" {
        let explanation = Explanation::new(&kinds::OPERATOR, plain);
        return if name == "^" {
            explanation.hint("A power is written `**`: `10.0 ** 6`; `^` compares bits.")
        } else {
            explanation.hint("`&&` means and, `||` means or; the single signs work on bits.")
        };
    }
    Explanation::new(&kinds::OPERATOR, plain)
}

/// What the place adds to an operator's explanation: which operand is nothing, and why.
pub(crate) fn at_place(
    explanation: Explanation,
    name: &str,
    types: &[&str],
    around: &Surroundings<'_>,
    place: &Frame,
) -> Explanation {
    if explanation.kind != &kinds::NOTHING {
        return with_fix(explanation, name, types, around, place);
    }
    let code = &place.source.code;
    let left = types.first().is_some_and(|t| words::kind(t) == "nothing") && types.len() == 2;
    let operand = place
        .span
        .and_then(|(start, _)| operand(code, start, name, left));
    let Some(operand) = operand else {
        return explanation.hint(GIVES_NONE);
    };
    let assigns = place.span.is_some_and(|(start, end)| {
        let sign = &code[start..end];
        sign.ends_with('=') && !matches!(sign, "==" | "!=" | "<=" | ">=")
    });
    why_nothing(operand, around, place).unwrap_or_else(|| {
        let sign = name.trim_end_matches('=');
        let sign = if sign.is_empty() { name } else { sign };
        Explanation::new(
            &kinds::NOTHING,
            format!("`{sign}` needs two values; `{operand}` is nothing, ()"),
        )
        .hint(if assigns && operand.contains(['.', '[']) {
            format!("Give it a value first: `{operand} = 0;`.")
        } else {
            GIVES_NONE.to_string()
        })
    })
}

/// What takes the place of an operator's two sides, where the text shows both.
fn with_fix(
    mut explanation: Explanation,
    name: &str,
    types: &[&str],
    around: &Surroundings<'_>,
    place: &Frame,
) -> Explanation {
    let kind = explanation.kind;
    let sign = name
        .strip_suffix('=')
        .filter(|s| !s.is_empty())
        .unwrap_or(name);
    let sign = if COMPARISONS.contains(&name) {
        name
    } else {
        power::shown(sign)
    };
    let kinds: Vec<&str> = types.iter().map(|t| words::kind(t)).collect();
    let (Some(sides), [left, right]) = (written::sides_at(place, sign), kinds.as_slice()) else {
        return explanation;
    };
    let number = |kind: &str| kind.contains("number");
    let wrapped = |value: &str, kind: &str, wanted: &str, function: &str| match kind == wanted {
        true => format!("{function}({value})"),
        false => value.to_string(),
    };
    let both = |wanted: &str, function: &str| {
        format!(
            "{} {sign} {}",
            wrapped(&sides.left, left, wanted, function),
            wrapped(&sides.right, right, wanted, function)
        )
    };
    let has = |kind: &str| *left == kind || *right == kind;
    let numbers = number(left) || number(right);
    let rhai = match explanation.kind {
        kind if kind == &kinds::TEXT_ARITHMETIC && sign == "*" && has("a whole number") => {
            let (text, n) = match *left == "text" {
                true => (&sides.left, &sides.right),
                false => (&sides.right, &sides.left),
            };
            // A text that reads as a number was to be one.
            let held = around.notebook.scope.get(text.as_str());
            let held = held.and_then(|value| value.clone().into_string().ok());
            let literal = text
                .starts_with('"')
                .then(|| text.trim_matches('"').to_string());
            let repeats = held
                .or(literal)
                .is_some_and(|text| text.trim().parse::<f64>().is_err());
            match repeats {
                true => {
                    explanation.hints.clear();
                    return explanation
                        .hint(Advice::write(sides.span, format!("repeat({text}, {n})")));
                }
                false => both("text", "parse_float"),
            }
        }
        kind if kind == &kinds::TEXT_ARITHMETIC && sign == "%" && *left == "text" => {
            return match elsewhere::percent(&sides.left, &sides.right) {
                Some(rhai) => {
                    explanation.hints.clear();
                    explanation.hint(
                        Advice::write(sides.span, rhai)
                            .with("; `fmt` sets the digits, and back-ticks fill values in"),
                    )
                }
                None => explanation,
            };
        }
        kind if kind == &kinds::TEXT_ARITHMETIC && numbers && sign != "%" => {
            both("text", "parse_float")
        }
        kind if kind == &kinds::OPERATOR
            && COMPARISONS.contains(&sign)
            && numbers
            && has("text") =>
        {
            both("text", "parse_float")
        }
        kind if kind == &kinds::OPERATOR
            && COMPARISONS.contains(&sign)
            && *left == "true or false" =>
        {
            let Some((before, start)) = &sides.before else {
                return explanation;
            };
            explanation.hints.clear();
            return explanation.hint(
                Advice::write(
                    (*start, sides.span.1),
                    format!("{before} {0} && {0} {sign} {1}", sides.left, sides.right),
                )
                .with("; two comparisons are joined with `&&`"),
            );
        }
        kind if kind == &kinds::LIST_ARITHMETIC => {
            let (list, n) = match *left == "a list" {
                true => (&sides.left, &sides.right),
                false => (&sides.right, &sides.left),
            };
            let inner = list.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
            let one = inner.filter(|inner| inner.trim().parse::<f64>().is_ok());
            match (sign, one) {
                ("*", Some(x)) if has("a whole number") => format!("full({n}, {x}).to_list()"),
                _ if numbers || has("an array") || left == right => both("a list", "array"),
                _ => return explanation,
            }
        }
        _ => return explanation,
    };
    explanation.hints.clear();
    let advice = Advice::write(sides.span, rhai);
    explanation.hint(match kind {
        kind if kind == &kinds::LIST_ARITHMETIC => {
            advice.with("; plain lists do no arithmetic, arrays do")
        }
        _ => advice.with("; `parse_float(text)` turns text into a number"),
    })
}

/// `[0] * 10`, a list of equal numbers in Python.
pub(crate) fn repeated(explanation: Explanation, place: &Frame) -> Explanation {
    let Some(sides) = written::sides_at(place, "*") else {
        return explanation;
    };
    let inner = |side: &str| {
        let inner = side.strip_prefix('[')?.strip_suffix(']')?;
        inner
            .trim()
            .parse::<f64>()
            .is_ok()
            .then(|| inner.to_string())
    };
    let (x, n) = match (inner(&sides.left), inner(&sides.right)) {
        (Some(x), None) => (x, &sides.right),
        (None, Some(x)) => (x, &sides.left),
        _ => return explanation,
    };
    explanation.hint(
        Advice::write(sides.span, format!("full({n}, {x}).to_list()"))
            .with(" for a list of equal numbers"),
    )
}

/// Why a variable, a part of one, or a call is nothing.
fn why_nothing(operand: &str, around: &Surroundings<'_>, place: &Frame) -> Option<Explanation> {
    if let Some((_, key, keys)) = missing::key_of(operand, &around.notebook.scope) {
        let known = missing::listed(&keys);
        let explanation = Explanation::new(
            &kinds::NOTHING,
            format!("`{operand}` is nothing: the map has no key `{key}`{known}"),
        );
        let code = &place.source.code;
        let start = (operand.as_ptr() as usize).checked_sub(code.as_ptr() as usize);
        let end = start
            .map(|start| start + operand.len())
            .filter(|end| *end <= code.len());
        let span = end
            .filter(|_| operand.ends_with(key.as_str()))
            .map(|end| (end - key.len(), end));
        return Some(match words::near(&key, keys.iter().map(String::as_str)) {
            Some(near) => explanation.hint(Advice::mean(span, near)),
            None => explanation.hint(format!(
                "`{operand} ?? 0` gives a value to use where the key is missing."
            )),
        });
    }
    if let Some((callee, _)) = operand.split_once('(').filter(|_| operand.ends_with(')')) {
        let name = callee.rsplit(['.', ':']).next().unwrap_or(callee);
        let explanation =
            Explanation::new(&kinds::NOTHING, format!("`{operand}` produced no value"));
        let own = around
            .notebook
            .functions()
            .find(|(_, f)| f.name() == name)
            .is_some();
        return Some(match own {
            true => explanation.hint(format!(
                "The last line of `{name}` has no value: end it with the value to give back."
            )),
            false if missing::GIVES_NOTHING.contains(&name) => explanation.hint(format!(
                "`{name}` changes its list and gives nothing back: write it on a line of its own."
            )),
            false if name == "print" => explanation
                .hint("`print` shows a value and gives nothing back; calculate first, then print."),
            false => explanation,
        });
    }
    let plain_name = operand.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !plain_name {
        return None;
    }
    let line = missing::line_that_stored_nothing(operand, &place.source.code)
        .map(|line| format!(" Line {line} stored it."))
        .unwrap_or_default();
    Some(
        Explanation::new(&kinds::NOTHING, format!("`{operand}` is nothing, ()")).hint(format!(
            "It got its value from something that gives none: a method such as `sort`, a function without a value, or a map without that key.{line}"
        )),
    )
}

/// The operand on one side of the operator at `at`: a name, a part of one, or a call.
fn operand<'a>(code: &'a str, at: usize, name: &str, left: bool) -> Option<&'a str> {
    let tokens = scan::significant(code);
    // Rhai gives the place of some operators, and of their left side for others.
    let here = tokens.iter().position(|t| t.start >= at)?;
    let operator = (here..tokens.len().min(here + 12)).find(|&i| {
        let text = tokens[i].text(code);
        text == name || text.strip_suffix('=') == Some(name)
    })?;
    let span = if left {
        let last = operator.checked_sub(1)?;
        (beginning(code, &tokens, last)?, tokens[last].end)
    } else {
        let first = tokens.get(operator + 1)?;
        (first.start, end(code, &tokens, operator + 1)?)
    };
    let text = &code[span.0..span.1];
    (!text.contains('\n') && text.chars().count() <= 40).then_some(text)
}

fn is_value_word(token: &Token) -> bool {
    token.kind == scan::Kind::Word
}

/// Where the chain that ends with token `last` begins: `f(x)`, `a.b[0]`.
fn beginning(code: &str, tokens: &[Token], last: usize) -> Option<usize> {
    let mut i = last;
    loop {
        match tokens[i].text(code) {
            ")" | "]" => {
                let mut depth = 0;
                i = (0..=i).rev().find(|&j| {
                    match tokens[j].text(code) {
                        ")" | "]" | "}" => depth += 1,
                        "(" | "[" | "{" | "#{" => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                })?;
                let before = i.checked_sub(1)?;
                if !is_value_word(&tokens[before])
                    && !matches!(tokens[before].text(code), ")" | "]")
                {
                    return None;
                }
                i = before;
            }
            _ if is_value_word(&tokens[i]) => {
                match i.checked_sub(1).map(|j| tokens[j].text(code)) {
                    Some("." | "::") => i = i.checked_sub(2)?,
                    _ => return Some(tokens[i].start),
                }
            }
            _ => return None,
        }
    }
}

/// Where the chain that begins with token `first` ends.
fn end(code: &str, tokens: &[Token], first: usize) -> Option<usize> {
    if !is_value_word(&tokens[first]) {
        return None;
    }
    let mut i = first;
    loop {
        let next = tokens.get(i + 1).map_or("", |t| t.text(code));
        match next {
            "." | "::" => i += 2,
            "(" | "[" => {
                let mut depth = 0;
                i = (i + 1..tokens.len()).find(|&j| {
                    match tokens[j].text(code) {
                        "(" | "[" | "{" | "#{" => depth += 1,
                        ")" | "]" | "}" => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                })?;
            }
            _ => return tokens.get(i).map(|t| t.end),
        }
    }
}

/// Brackets after something that has no items: `text` is Rhai's `type [type]`.
pub(crate) fn not_indexable(text: &str) -> Explanation {
    let (object, index) = text.split_once(" [").unwrap_or((text, ""));
    let index = index.split(']').next().unwrap_or("");
    let object = words::kind(object);
    let single = matches!(
        object,
        "nothing" | "a function" | "a whole number" | "a number with a fraction" | "true or false"
    );
    let explanation = if single {
        Explanation::new(
            &kinds::NO_ITEMS,
            format!("square brackets take an item; {object} has no items"),
        )
    } else if index.is_empty() {
        Explanation::new(
            &kinds::NO_ITEMS,
            format!("{object} has no items to take with [ ]"),
        )
    } else {
        Explanation::new(
            &kinds::OTHER_KIND,
            format!("{object} cannot be indexed with {}", words::kind(index)),
        )
    };
    match object {
        "nothing" => explanation.hint(GIVES_NONE),
        "a function" => explanation.hint("A function is called with round brackets: `f(0)`."),
        _ => explanation,
    }
}

/// The same with its place: rows of a table are taken with a mask elsewhere.
pub(crate) fn not_indexable_at(text: &str, place: &Frame) -> Explanation {
    let explanation = not_indexable(text);
    let (object, index) = text.split_once(" [").unwrap_or((text, ""));
    let index = words::kind(index.split(']').next().unwrap_or(""));
    if words::kind(object) != "a table" || index != "an array" {
        return explanation;
    }
    match written::index_at(place) {
        Some((table, mask, span)) => {
            let rhai = format!("table(zip({table}.rows, {mask}).filter(|p| p[1]).map(|p| p[0]))");
            explanation.hint(Advice::write(span, rhai))
        }
        None => explanation
            .hint("Rows are taken with a filter: `table(t.rows.filter(|r| r.price > 3.0))`."),
    }
}

/// A value of another kind than is needed; the place tells for what.
pub(crate) fn mismatch_at(
    expected: &str,
    found: &str,
    around: &Surroundings<'_>,
    place: &Frame,
) -> Explanation {
    let explanation = mismatch(expected, found);
    let Some((start, end)) = place.span else {
        return explanation;
    };
    let text = &place.source.code[start..end];
    if explanation.kind == &kinds::CONDITION && words::kind(found) == "nothing" {
        let operand = chain_at(&place.source.code, start).unwrap_or(text);
        if let Some(nothing) = why_nothing(operand, around, place) {
            return nothing;
        }
    }
    match (words::kind(expected), words::kind(found)) {
        ("true or false", "an array") => masks(explanation, place),
        ("true or false", kind) => truth(explanation, kind, place),
        ("a whole number", "a range") => part(explanation, place),
        _ => explanation,
    }
}

/// `a > 1 && a < 3` on arrays.
fn masks(mut explanation: Explanation, place: &Frame) -> Explanation {
    let Some((left, sign, right, span)) = written::joined_at(place) else {
        return explanation;
    };
    explanation.hints.clear();
    let rhai = format!("({left}) {sign} ({right})");
    let sentence = format!(
        "Arrays are joined item by item with one sign, and brackets: {}; `all(a > 0)` and `any(a > 0)` make one answer of many.",
        in_ticks(&rhai)
    );
    explanation.hint(Advice::fix(span, rhai, sentence))
}

/// A value of another kind as a condition, as Python takes it.
fn truth(explanation: Explanation, kind: &str, place: &Frame) -> Explanation {
    let Some((value, span)) = written::value_at(place) else {
        return explanation;
    };
    let rhai = match kind {
        "text" => format!("{value} != \"\""),
        "a list" | "a map" | "a dict" => format!("{value}.len() > 0"),
        kind if kind.contains("number") => format!("{value} != 0"),
        _ => return explanation,
    };
    explanation.hint(Advice::write(span, rhai))
}

/// `xs[1..3]` on a list.
fn part(mut explanation: Explanation, place: &Frame) -> Explanation {
    let Some((object, inside, span)) = written::index_at(place) else {
        return explanation;
    };
    let (inside, inclusive) = match inside.split_once("..=") {
        Some(ends) => (ends, true),
        None => match inside.split_once("..") {
            Some(ends) => (ends, false),
            None => return explanation,
        },
    };
    let from = match inside.0.trim() {
        "" => "0",
        from => from,
    };
    let rhai = match (inside.1.trim(), inclusive) {
        ("", _) => format!("slice({object}, {from})"),
        (to, false) => format!("slice({object}, {from}, {to})"),
        (to, true) => match to.parse::<i64>() {
            Ok(to) => format!("slice({object}, {from}, {})", to + 1),
            Err(_) => format!("slice({object}, {from}, {to} + 1)"),
        },
    };
    explanation.hints.clear();
    explanation.message = "a list has no slices between square brackets".to_string();
    explanation.hint(Advice::write(span, rhai))
}

/// The chain that a token belongs to, `a.b[c]`.
fn chain_at(code: &str, start: usize) -> Option<&str> {
    let tokens = scan::significant(code);
    let at = tokens.iter().position(|t| t.start == start)?;
    let from = beginning(code, &tokens, at)?;
    let first = tokens.iter().position(|t| t.start == from)?;
    Some(&code[from..end(code, &tokens, first)?])
}

/// A value of another kind than is needed.
pub(crate) fn mismatch(expected: &str, found: &str) -> Explanation {
    // Rhai's own name for a list, where it has not been told ours.
    let found = if found == "array" { "list" } else { found };
    let (wanted, found) = (words::kind(expected), words::kind(found));
    let kind = match wanted {
        "true or false" => &kinds::CONDITION,
        "a whole number" => &kinds::WHOLE,
        _ => &kinds::OTHER_KIND,
    };
    let explanation = Explanation::new(kind, format!("{wanted} is needed here, not {found}"));
    match (wanted, found) {
        ("true or false", "an array") => Explanation::new(
            &kinds::CONDITION,
            "an array has many values, so it is neither true nor false",
        )
        .hint("Say what you mean: `all(a > 0)` or `any(a > 0)`."),
        ("true or false", _) => explanation.hint("Rhai takes only true or false as a condition: compare, as in `x != 0` or `text != \"\"`."),
        ("a whole number", "a number with a fraction") => explanation.hint("`to_int(x)` drops the fraction; large whole numbers are written `1_000_000`, not `1e6`."),
        ("a whole number", "a range") => explanation.hint("A list has no slices: `list.extract(1..3)` gives a part of it, `array(list)[1..3]` works on an array."),
        ("a whole number", "text") => explanation.hint("Items of a list have numbers, from 0 on; only those of a map have names."),
        ("text", "a character") => explanation.hint("Keys of a map are text: write `m[c.to_string()]`; `dict()` takes characters as keys too."),
        ("text", "a whole number") => explanation.hint("The values of a map have names: `m[\"price\"]` or `m.price`; `m.values()[0]` takes the first."),
        _ => explanation,
    }
}

/// `a.b.c` where `a.b` is nothing.
pub(crate) fn nothing_before(
    property: &str,
    around: &Surroundings<'_>,
    place: &Frame,
) -> Option<Explanation> {
    let code = &place.source.code;
    let tokens = scan::significant(code);
    let (start, _) = place.span?;
    let here = tokens.iter().position(|t| t.start >= start)?;
    let at = (here..tokens.len().min(here + 12))
        .find(|&i| i >= 2 && tokens[i].text(code) == property && tokens[i - 1].text(code) == ".")?;
    let from = beginning(code, &tokens, at - 2)?;
    let operand = &code[from..tokens[at - 2].end];
    let mut explanation = why_nothing(operand, around, place)?;
    explanation.message = format!("{}, so there is no `.{property}`", explanation.message);
    Some(explanation)
}
