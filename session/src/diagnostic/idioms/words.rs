//! Words of other languages.

use super::super::kinds;
use super::{Found, Text, filled, short};
use crate::scan::Kind;

/// Words at the beginning of a statement that another language begins one with: followed by a word, they are told by
/// themselves.
const STATEMENTS: [(&str, &str, &str); 16] = [
    (
        "class",
        "there are no classes",
        "Keep values in a map, `#{price: 3.0}`, and write functions that take it.",
    ),
    (
        "struct",
        "there are no types of one's own",
        "Keep values in a map: `#{price: 3.0}`.",
    ),
    (
        "del",
        "Rhai has no `del`",
        "A name may simply be given another value; `%reset` forgets all.",
    ),
    (
        "global",
        "Rhai has no `global`",
        "A function reads the notebook's variables; let it give a new value back, and store it in the cell.",
    ),
    (
        "nonlocal",
        "Rhai has no `nonlocal`",
        "A closure may change the variables around it; a function gives a value back.",
    ),
    (
        "raise",
        "Rhai has no `raise`",
        "Write `throw \"what is wrong\"`.",
    ),
    (
        "with",
        "Rhai has no `with` block",
        "There are no files to close; write the statements themselves.",
    ),
    (
        "async",
        "Rhai has no `async`",
        "Statements run one after the other: leave the word away.",
    ),
    (
        "await",
        "Rhai has no `await`",
        "Statements run one after the other: leave the word away.",
    ),
    (
        "yield",
        "Rhai has no `yield`",
        "Collect the values in a list: `let out = []; out.push(x);`.",
    ),
    ("echo", "Rhai has no `echo`", "Write `print(…)`."),
    (
        "match",
        "a choice among values begins with `switch`",
        "Write `switch x { 1 => \"one\", _ => \"other\" }`.",
    ),
    (
        "case",
        "a `switch` has no `case`",
        "Write `switch x { 1 => \"one\", _ => \"other\" }`.",
    ),
    (
        "func",
        "a function begins with `fn`, not `func`",
        "Write `fn name(x) { … }`.",
    ),
    (
        "sub",
        "a function begins with `fn`, not `sub`",
        "Write `fn name(x) { … }`.",
    ),
    (
        "require",
        "nothing needs to be loaded",
        "The library is there already: remove this line.",
    ),
];

/// Words with which other languages make a variable.
const MAKERS: [&str; 14] = [
    "var", "int", "float", "double", "auto", "val", "str", "string", "String", "bool", "boolean",
    "number", "char", "long",
];

pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    if !text.is_word(i) {
        return None;
    }
    let word = text.word(i);
    if matches!(text.before(i), "." | "let" | "const" | "fn") || text.word(i + 1) == "." {
        return made(text, i);
    }
    starting(text, i, word)
        .or_else(|| joining(text, i, word))
        .or_else(|| blocks(text, i, word))
        .or_else(|| made(text, i))
        .or_else(|| filled::at(text, i, word))
}

/// Words that begin a statement.
fn starting(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let next_is_word = text.is_word(i + 1) && text.same_line(i, i + 1);
    if word == "import" && next_is_word || word == "from" && next_is_word && text.first_on_line(i) {
        let line = text.between(i, text.line_end(i));
        let what = if line.contains("matplotlib") || line.contains("pandas") {
            "Plots, tables and arrays are there already: remove this line."
        } else {
            "The library is there already, under `np::` too: remove this line."
        };
        return text.found(i, &kinds::NO_MODULE, "nothing needs to be imported", what);
    }
    if !text.begins_statement(i) {
        return None;
    }
    match word {
        "def" if next_is_word => {
            let end = text.closing(i + 2).map_or(i + 2, |close| close + 1);
            let head = untyped(text.between(i + 1, end));
            let head = short(&head, "name(x)");
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "a function begins with `fn`, not `def`",
                format!("Write `fn {head} {{ … }}`, with braces instead of `:` and indentation."),
            )
        }
        "function" if next_is_word => {
            let end = text.closing(i + 2).map_or(i + 2, |close| close + 1);
            let head = short(text.between(i + 1, end), "name(x)");
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "a function begins with `fn`, not `function`",
                format!("Write `fn {head} {{ … }}`."),
            )
        }
        "print"
            if text.same_line(i, i + 1)
                && (text.is_word(i + 1) || text.is_text(i + 1) || text.is(i + 1, Kind::Number)) =>
        {
            let end = text.statement_end(i + 1);
            let what = short(text.between(i + 1, end), "x");
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "`print` needs brackets",
                format!("Write `print({what})`."),
            )
        }
        "assert" if text.word(i + 1) != "(" => {
            let end = text.statement_end(i + 1);
            let what = short(text.between(i + 1, end), "condition, \"message\"");
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "`assert` needs brackets",
                format!("Write `assert({what})`."),
            )
        }
        "pass" if !text.same_line(i, i + 1) || matches!(text.word(i + 1), ";" | "}") => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `pass`",
            "An empty block is written `{ }`.",
        ),
        "except" => text.found(
            i,
            &kinds::FROM_PYTHON,
            "`try` is followed by `catch`, not `except`",
            "Write `try { … } catch (e) { … }`.",
        ),
        "finally" => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `finally`",
            "Write what is to happen in any case behind the `try { … } catch { … }`.",
        ),
        "raise" if !text.same_line(i, i + 1) => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `raise`",
            "Write `throw \"what is wrong\"`.",
        ),
        _ if next_is_word || word == "case" && text.same_line(i, i + 1) => STATEMENTS
            .iter()
            .find(|(other, ..)| *other == word)
            .and_then(|(_, message, hint)| {
                let python = matches!(
                    word,
                    "class" | "del" | "global" | "nonlocal" | "raise" | "with" | "yield"
                );
                let kind = if python {
                    &kinds::FROM_PYTHON
                } else {
                    &kinds::FROM_ELSEWHERE
                };
                text.found(i, kind, *message, *hint)
            }),
        _ => None,
    }
}

/// Words between or before values.
fn joining(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let between =
        i > 0 && text.ends_value(i - 1) && text.begins_value(i + 1) && text.word(i + 1) != "=";
    let same = text.same_line(i.saturating_sub(1), i);
    match word {
        "and" if between => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `and`",
            "Write `&&`, as in `a && b`.",
        ),
        "or" if between => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `or`",
            "Write `||`, as in `a || b`.",
        ),
        "is" if between && same => {
            let not = text.word(i + 1) == "not";
            let sign = if not { "!=" } else { "==" };
            let end = i + 2 + usize::from(not);
            let other = match text.between(i + 1 + usize::from(not), end) {
                "None" => "()",
                "True" => "true",
                "False" => "false",
                other => short(other, "y"),
            };
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `is`",
                format!("Write `{} {sign} {other}`.", text.before(i)),
            )
        }
        "not" if text.word(i + 1) == "in" => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `not in`",
            format!(
                "Write `!({} in {})`.",
                short(text.before(i), "x"),
                short(text.word(i + 2), "xs")
            ),
        ),
        "not" if text.is_word(i + 1) || text.word(i + 1) == "(" => {
            let what = if text.is_word(i + 1) && !text.ends_value(i + 2) && text.word(i + 2) != "("
            {
                text.word(i + 1)
            } else {
                "condition"
            };
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `not`",
                format!("Write `!{what}`; a comparison needs brackets, `!(x > 1)`."),
            )
        }
        "lambda" if text.is_word(i + 1) || text.word(i + 1) == ":" => {
            let colon = (i + 1..text.tokens.len()).find(|&j| text.word(j) == ":");
            let names = colon.map_or("x", |c| short(text.between(i + 1, c), ""));
            let body = colon.map_or("x * 2", |c| {
                short(text.between(c + 1, value_end(text, c + 1)), "x * 2")
            });
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `lambda`",
                format!("Write `|{names}| {body}`."),
            )
        }
        "elif" | "elseif" | "elsif" => {
            let end = (i + 1..text.line_end(i))
                .find(|&j| matches!(text.word(j), ":" | "{"))
                .unwrap_or(i + 1);
            let condition = short(text.between(i + 1, end), "condition");
            text.found(
                i,
                &kinds::FROM_PYTHON,
                format!("Rhai has no `{word}`"),
                format!("Write `else if {condition} {{ … }}`."),
            )
        }
        "if" if i > 0 && same && text.ends_value(i - 1) && text.before(i) != "}" => {
            let end = text.line_end(i);
            let otherwise = (i..end).find(|&j| text.word(j) == "else")?;
            if text.word(otherwise + 1) == "{" {
                return None;
            }
            let from = text.value_start(i, &["=", "(", ",", "return", ";", "{", "["]);
            let yes = short(text.between(from, i), "a");
            let condition = short(text.between(i + 1, otherwise), "condition");
            let no = short(
                text.between(otherwise + 1, value_end(text, otherwise + 1)),
                "b",
            );
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "the condition comes first",
                format!("Write `if {condition} {{ {yes} }} else {{ {no} }}`."),
            )
        }
        "new" if text.is_word(i + 1) => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `new`",
            "Values are made by calling a function, or written out: `[1, 2]`, `#{price: 3.0}`.",
        ),
        "await" if text.is_word(i + 1) => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `await`",
            "Statements run one after the other: leave the word away.",
        ),
        "as" if between
            && matches!(
                text.word(i + 1),
                "i64" | "f64" | "i32" | "f32" | "usize" | "int" | "float"
            ) =>
        {
            let function = if text.word(i + 1).starts_with('f') {
                "to_float"
            } else {
                "to_int"
            };
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "Rhai has no `as`",
                format!("Write `{function}({})`.", short(text.before(i), "x")),
            )
        }
        _ => None,
    }
}

/// Words that have a block, which other languages mark in other ways than by braces.
fn blocks(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    if word == "else" && !matches!(text.before(i), "}" | "") && text.first_on_line(i) {
        return text.found(
            i,
            &kinds::OUT_OF_PLACE,
            "this `else` follows no block",
            "It stands directly behind the `}` of its `if`: `if a { … } else { … }`.",
        );
    }
    if word == "else" && i == 0 {
        return text.found(
            i,
            &kinds::OUT_OF_PLACE,
            "this `else` has no `if`",
            "Write `if condition { … } else { … }`.",
        );
    }
    if !matches!(
        word,
        "if" | "while" | "for" | "else" | "try" | "fn" | "until"
    ) {
        return None;
    }
    if matches!(word, "if" | "while")
        && let Some(found) = stores_in_condition(text, i, word)
    {
        return Some(found);
    }
    if word == "for" && text.word(i + 1) == "(" {
        let close = text.closing(i + 1).unwrap_or(text.tokens.len());
        let semicolon = (i + 1..close).any(|j| text.word(j) == ";");
        if semicolon {
            return text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "`for` goes through items, it does not count by itself",
                "Write `for i in 0..10 { … }`.",
            );
        }
        if (i + 1..close).any(|j| text.word(j) == "of" || text.word(j) == "in") {
            let name = (i + 2..close)
                .find(|&j| text.is_word(j) && !matches!(text.word(j), "let" | "const" | "var"));
            let from = (i + 1..close).find(|&j| matches!(text.word(j), "of" | "in"));
            let (Some(name), Some(from)) = (name, from) else {
                return None;
            };
            return text.found(
                i + 1,
                &kinds::FROM_ELSEWHERE,
                "`for` takes no round brackets",
                format!(
                    "Write `for {} in {} {{ … }}`.",
                    text.word(name),
                    short(text.between(from + 1, close), "xs")
                ),
            );
        }
    }
    // The colon that ends the head, as Python writes it.
    let mut depth = 0;
    let end = text.line_end(i);
    for j in i + 1..end {
        match text.word(j) {
            "(" | "[" | "#{" | "${" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "{" => return None,
            "then" | "do" if depth == 0 && j > i + 1 => {
                let head = short(text.between(i, j), word);
                return text.found(
                    j,
                    &kinds::NO_BRACES,
                    format!("`{word}` needs braces, not `{}`", text.word(j)),
                    format!("Write `{head} {{ … }}`."),
                );
            }
            ":" if depth == 0 => {
                let head = short(text.between(i, j), word);
                let body = short(text.between(j + 1, end), "…");
                let head = match word {
                    "try" => "try { … } catch (e)",
                    _ => head,
                };
                return text.found(
                    j,
                    &kinds::NO_BRACES,
                    format!("`{word}` needs braces, not a `:`"),
                    format!("Write `{head} {{ {body} }}`."),
                );
            }
            _ => {}
        }
    }
    None
}

/// `if x = 3`: one sign stores, two compare.
fn stores_in_condition(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let end = (i + 1..text.line_end(i))
        .find(|&j| text.word(j) == "{")
        .unwrap_or(text.line_end(i));
    let equals = (i + 1..end).find(|&j| text.word(j) == "=")?;
    let left = short(text.before(equals), "x");
    let right = short(text.word(equals + 1), "3");
    if matches!(right, "<" | ">") {
        return None;
    }
    text.found(
        equals,
        &kinds::EQUALS,
        format!("`=` stores, `==` compares, and `{word}` compares"),
        format!("Write `{left} == {right}`."),
    )
}

/// How a variable is made.
fn made(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    if matches!(text.before(i), "let" | "const") {
        return named(text, i);
    }
    let makes = MAKERS.contains(&word)
        && text.begins_statement(i)
        && text.is_word(i + 1)
        && text.same_line(i, i + 1);
    if makes {
        let end = text.statement_end(i + 1);
        let rest = short(text.between(i + 1, end), "x = 5");
        return text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            format!("a variable is made with `let`, not `{word}`"),
            format!("Write `let {rest};`."),
        );
    }
    // `a, b = b, a`
    if text.begins_statement(i) && text.word(i + 1) == "," {
        let end = text.statement_end(i);
        let equals = (i..end).find(|&j| text.word(j) == "=")?;
        let names: Vec<&str> = text.between(i, equals).split(',').map(str::trim).collect();
        let values: Vec<&str> = text
            .between(equals + 1, end)
            .split(',')
            .map(str::trim)
            .collect();
        let plain = names
            .iter()
            .all(|n| n.chars().all(|c| c.is_alphanumeric() || c == '_'));
        if !plain {
            return None;
        }
        let hint = match (names.as_slice(), values.as_slice()) {
            ([a, b], [c, d]) if a == d && b == c => {
                format!("Swap with a third: `let old = {a}; {a} = {b}; {b} = old;`.")
            }
            (names, values) if names.len() == values.len() && text.between(i, end).len() <= 40 => {
                let each: Vec<String> = names
                    .iter()
                    .zip(values)
                    .map(|(n, v)| format!("let {n} = {v};"))
                    .collect();
                format!("Write `{}`.", each.join(" "))
            }
            (names, _) => format!(
                "Store the list first, then its items: `let all = …; let {} = all[0]; let {} = all[1];`.",
                names[0],
                names.get(1).unwrap_or(&"b")
            ),
        };
        return text.found(
            i + 1,
            &kinds::FROM_PYTHON,
            "one statement stores one value",
            hint,
        );
    }
    // `x: int = 5`
    if text.begins_statement(i)
        && text.word(i + 1) == ":"
        && text.is_word(i + 2)
        && text.word(i + 3) == "="
        && !matches!(text.opening(i).map(|o| text.word(o)), Some("#{"))
    {
        let value = short(text.between(i + 4, text.statement_end(i + 4)), "5");
        return text.found(
            i + 1,
            &kinds::FROM_PYTHON,
            "a variable has no type",
            format!("Write `let {word} = {value};`."),
        );
    }
    None
}

/// What stands behind `let`.
fn named(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    let maker = text.before(i);
    let value = |from: usize| short(text.between(from, text.statement_end(from)), "5");
    match text.word(i + 1) {
        ":" if text.is_word(i + 2) => {
            let equals = (i + 2..text.line_end(i)).find(|&j| text.word(j) == "=")?;
            text.found(
                i + 1,
                &kinds::FROM_ELSEWHERE,
                "a variable has no type",
                format!("Write `{maker} {word} = {};`.", value(equals + 1)),
            )
        }
        "," => {
            let end = text.statement_end(i);
            let equals = (i..end).find(|&j| text.word(j) == "=")?;
            let names: Vec<&str> = text.between(i, equals).split(',').map(str::trim).collect();
            let values: Vec<&str> = text
                .between(equals + 1, end)
                .split(',')
                .map(str::trim)
                .collect();
            let hint = if names.len() == values.len() && text.between(i, end).len() <= 60 {
                let each: Vec<String> = names
                    .iter()
                    .zip(&values)
                    .map(|(n, v)| format!("{maker} {n} = {v};"))
                    .collect();
                format!("Write `{}`.", each.join(" "))
            } else {
                "Store the list first, then its items: `let all = f(); let a = all[0]; let b = all[1];`.".to_string()
            };
            text.found(
                i + 1,
                &kinds::FROM_PYTHON,
                format!("each variable needs its own `{maker}`"),
                hint,
            )
        }
        "==" => text.found(
            i + 1,
            &kinds::EQUALS,
            format!("`{maker}` stores, so it needs one `=`; `==` compares"),
            format!("Write `{maker} {word} = {};`.", value(i + 2)),
        ),
        ":=" => text.found(
            i + 1,
            &kinds::FROM_ELSEWHERE,
            "a value is stored with `=`",
            format!("Write `{maker} {word} = {};`.", value(i + 2)),
        ),
        "-" if text.is_word(i + 2) => {
            let equals = (i + 2..text.line_end(i)).find(|&j| text.word(j) == "=")?;
            let name = text.between(i, equals).replace([' ', '-'], "_");
            text.found(
                i + 1,
                &kinds::CHARACTER,
                "a name has no `-`",
                format!("Write `{maker} {name} = {};`.", value(equals + 1)),
            )
        }
        "mut" => None,
        _ if word == "mut" && text.is_word(i + 1) => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "every variable may be changed: there is no `mut`",
            format!(
                "Write `let {};`.",
                short(text.between(i + 1, text.statement_end(i + 1)), "x = 5")
            ),
        ),
        _ if text.is_word(i + 1) && text.same_line(i, i + 1) => {
            let equals = (i + 1..text.line_end(i)).find(|&j| text.word(j) == "=")?;
            if !(i..equals).all(|j| text.is_word(j)) {
                return None;
            }
            let name: Vec<&str> = (i..equals).map(|j| text.word(j)).collect();
            text.found_over(
                (text.span(i).0, text.span(equals - 1).1),
                &kinds::SIDE_BY_SIDE,
                "a name has no spaces",
                format!(
                    "Write `{maker} {} = {};`.",
                    name.join("_"),
                    value(equals + 1)
                ),
            )
        }
        _ => None,
    }
}

/// `f(x: int, y=2)` without types and defaults: `f(x, y)`.
fn untyped(head: &str) -> String {
    let Some((name, parameters)) = head.split_once('(') else {
        return head.to_string();
    };
    let bare: Vec<&str> = parameters
        .trim_end_matches(')')
        .split(',')
        .map(|p| p.split([':', '=']).next().unwrap_or("").trim())
        .collect();
    format!("{name}({})", bare.join(", "))
}

/// The index behind the last token of the value that begins with token `i`, on its line.
fn value_end(text: &Text<'_>, i: usize) -> usize {
    let Some(_) = text.tokens.get(i) else {
        return i;
    };
    let mut depth = 0;
    let line = text.line_end(i);
    (i..line)
        .find(|&j| match text.word(j) {
            "(" | "[" | "{" | "#{" | "${" => {
                depth += 1;
                false
            }
            ")" | "]" | "}" if depth == 0 => true,
            ")" | "]" | "}" => {
                depth -= 1;
                false
            }
            "," | ";" => depth == 0,
            _ => false,
        })
        .unwrap_or(line)
}
