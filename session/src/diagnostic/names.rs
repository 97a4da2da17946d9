//! A variable that is not there: misspelt, not made yet, made where it cannot be seen, or a name from elsewhere.

use rhaibook_stdlib::catalog;

use super::advice::{Advice, in_ticks};
use super::{Explanation, Frame, Surroundings, kinds, written};
use crate::scan::{self, Kind, Token};

/// A variable that does not exist.
pub(crate) fn no_variable(name: &str, around: &Surroundings<'_>, place: &Frame) -> Explanation {
    let code = &place.source.code;
    let at = place.span.map_or(code.len(), |(start, _)| start);
    let explanation = Explanation::new(
        &kinds::NO_VARIABLE,
        format!("there is no variable `{name}`"),
    );
    if written::behind_shell_sign(place) {
        return explanation
            .hint("A line with `!` is for a shell in Python's notebooks; cells here cannot reach programs or files.");
    }
    if let Some(there) = from_elsewhere(name, place) {
        return explanation.hint(there);
    }
    if let Some(said) = in_its_block(name, code, at) {
        return said;
    }
    if let Some(assigned) = assigned(name, code, at, around, place) {
        return assigned;
    }
    if let Some(promise) = around.notebook.promise(name) {
        return Explanation::new(
            &kinds::NOT_YET,
            format!("there is no variable `{name}` yet: {}", promise.told()),
        )
        .hint(promise.advice());
    }
    if let Some(near) = around.near_name(name) {
        return explanation.hint(Advice::mean(place.span, &near));
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
    if let Some(line) = made_below(name, code, at) {
        return explanation.hint(format!(
            "It is made only in line {line}, further down: move that line up."
        ));
    }
    explanation.hint(format!(
        "Make it with `let {name} = …;`, here or in a cell that has run before."
    ))
}

/// A module of Python's, in which a name was looked for with a dot.
fn module(name: &str, place: &Frame) -> Option<Advice> {
    let sentence = match name {
        "np" | "numpy" => {
            "The library is there without a prefix, or as `np::array(…)` with two colons."
        }
        "math" | "Math" | "cmath" => {
            "The functions are there without a prefix: `sqrt(2)`, `log(x)`, `PI()`."
        }
        "statistics" | "stats" => "The functions are there without a prefix: `mean(v)`, `std(v)`.",
        "plt" | "pyplot" => {
            "Plots are made with `plot_xy(x, y)`, `bar` and `hist`, without a prefix."
        }
        "pd" | "pandas" => "Tables are made with `table(…)`, and read from text with `csv(…)`.",
        "random" => "Random numbers come from a generator: `let r = rng(1); r.uniform(0, 1)`.",
        "console" => "`print(…)` shows values.",
        "os" | "sys" | "subprocess" | "pathlib" => "Cells cannot reach files or programs.",
        _ => return None,
    };
    let Some((member, span)) = written::prefix_at(place) else {
        return Some(sentence.into());
    };
    let prefix = (span.0, span.1 - member.len());
    Some(match (name, member.as_str()) {
        ("random" | "os" | "sys" | "subprocess" | "pathlib", _) => sentence.into(),
        (_, "pi" | "PI") => Advice::fix(span, "PI()", sentence),
        ("math" | "np" | "numpy" | "Math", "e" | "E") => Advice::fix(span, "E()", sentence),
        (_, "inf") => Advice::write(span, "(1.0 / 0.0)").with(" for infinity"),
        (_, "nan") => Advice::write(span, "(0.0 / 0.0)").with(" for not-a-number"),
        ("np" | "numpy", _) => Advice::fix((span.0, span.1 - member.len()), "np::", sentence),
        ("console", _) => Advice::fix(span, "print", sentence),
        ("plt" | "pyplot", "plot") => Advice::fix(span, "plot_xy", sentence),
        ("plt" | "pyplot", "bar" | "hist") => Advice::fix(prefix, "", sentence),
        ("pd" | "pandas", "DataFrame") => Advice::fix(span, "table", sentence),
        ("plt" | "pyplot" | "pd" | "pandas", _) => sentence.into(),
        _ => Advice::fix(prefix, "", sentence),
    })
}

fn from_elsewhere(name: &str, place: &Frame) -> Option<Advice> {
    if let Some(found) = module(name, place) {
        return Some(found);
    }
    let write = |rhai: &str| match place.span {
        // Of a name with a path only the first part is marked.
        Some((start, end)) => {
            let whole = place
                .source
                .code
                .get(start..)
                .is_some_and(|c| c.starts_with(name));
            let end = if whole { start + name.len() } else { end };
            Advice::write((start, end), rhai)
        }
        None => format!("It is written `{rhai}` here.").into(),
    };
    Some(match name {
        "True" | "TRUE" => write("true"),
        "False" | "FALSE" => write("false"),
        "None" | "null" | "undefined" | "nil" | "NULL" => write("()").with(", which is nothing"),
        "not" => "`!x` stands for `not x`.".into(),
        "nan" | "NaN" | "NAN" | "np::nan" => {
            write("(0.0 / 0.0)").with(" for not-a-number; `isnan(x)` finds it")
        }
        "inf" | "Infinity" | "INFINITY" | "np::inf" => write("(1.0 / 0.0)").with(" for infinity"),
        "pi" | "np::pi" => write("PI()"),
        "e" | "np::e" => write("E()"),
        "self" => "Rhai's object inside a method is `this`.".into(),
        "pass" => match place.span {
            Some(span) => Advice::fix(span, "", "An empty block is written `{ }`."),
            None => "An empty block is written `{ }`.".into(),
        },
        "int" | "float" | "str" | "bool" => {
            "The kind of a value is asked with `type_of(x)`; it gives a text, such as \"int\"."
                .into()
        }
        _ => return None,
    })
}

/// A name on the left of an `=`: it was to be made.
fn assigned(
    name: &str,
    code: &str,
    at: usize,
    around: &Surroundings<'_>,
    place: &Frame,
) -> Option<Explanation> {
    let tokens = scan::significant(code);
    let i = tokens.iter().position(|t| t.start == at)?;
    let sign = tokens.get(i + 1)?.text(code);
    let begins_statement = i == 0
        || matches!(tokens[i - 1].text(code), ";" | "{" | "}")
        || code[tokens[i - 1].end..at].contains('\n');
    if !begins_statement {
        return None;
    }
    let near = around
        .near_name(name)
        .map(|near| Advice::mean(place.span, &near));
    match sign {
        "=" => {
            let line = code[at..].lines().next().unwrap_or("");
            let end = line.find(';').unwrap_or(line.len());
            let statement = line[..end].trim_end();
            let whole = statement.chars().count() <= 40
                && scan::brackets(statement) == scan::Brackets::Balanced
                && !line[end..].contains("//");
            let shown = if whole {
                in_ticks(&format!("let {statement};"))
            } else {
                format!("`let {name} = …;`")
            };
            let explanation =
                Explanation::new(&kinds::NO_VARIABLE, format!("`{name}` doesn't exist yet"));
            let explanation = explanation.hints(near);
            Some(explanation.hint(Advice::fix(
                (at, at),
                "let ",
                format!("A new variable is made with `let`: {shown}"),
            )))
        }
        "+=" | "-=" | "*=" | "/=" | "**=" | "%=" => {
            let first = if matches!(sign, "+=" | "-=") {
                "0"
            } else {
                "1"
            };
            let explanation = Explanation::new(
                &kinds::NO_VARIABLE,
                format!("`{name}` doesn't exist yet, so `{sign}` has nothing to start from"),
            );
            let explanation = explanation.hints(near);
            Some(explanation.hint(format!("Make it before: `let {name} = {first};`")))
        }
        _ => None,
    }
}

/// A name that is made inside braces which are closed before the place where it is read.
fn in_its_block(name: &str, code: &str, at: usize) -> Option<Explanation> {
    let tokens = scan::significant(code);
    let text = |i: usize| tokens.get(i).map_or("", |t: &Token| t.text(code));
    let closing = closings(code, &tokens);
    let mut open: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        if token.start >= at {
            break;
        }
        match token.text(code) {
            "{" => open.push(i),
            "}" => drop(open.pop()),
            _ => {}
        }
        if token.kind != Kind::Word || token.text(code) != name || i == 0 {
            continue;
        }
        let made_by_let = matches!(text(i - 1), "let" | "const");
        let by_loop = text(i - 1) == "for"
            || matches!(text(i - 1), "(" | ",") && head_of(code, &tokens, i) == Some("for");
        let parameter = matches!(text(i - 1), "(" | ",") && head_of(code, &tokens, i) == Some("fn");
        let block = if made_by_let {
            open.last().copied()
        } else if by_loop || parameter {
            (i..tokens.len()).find(|&j| text(j) == "{")
        } else {
            None
        };
        let Some(end) = block.and_then(|block| closing[block]) else {
            continue;
        };
        if tokens[end].end > at {
            continue;
        }
        let span = (token.start, token.end);
        return Some(if parameter {
            Explanation::new(
                &kinds::OUT_OF_REACH,
                format!("`{name}` exists only inside its function"),
            )
            .label(span, "a parameter")
            .hint("A function gives a value back; store it: `let result = f(…);`.")
        } else if by_loop {
            Explanation::new(
                &kinds::OUT_OF_REACH,
                format!("`{name}` exists only inside its loop"),
            )
            .label(span, "made anew in each round")
            .hint(format!(
                "To keep the last one, make a variable before the loop and store it inside: `let last = 0; for {name} in … {{ last = {name}; }}`."
            ))
        } else {
            Explanation::new(
                &kinds::OUT_OF_REACH,
                format!("`{name}` exists only inside its {{ }}"),
            )
            .label(span, "made here")
            .hint(format!(
                "Make it before the block, `let {name} = ();`, and inside write `{name} = …;` without `let`."
            ))
        });
    }
    None
}

/// The word before the bracket that token `i` stands in, or, for a function's parameter, before the function's name.
fn head_of<'a>(code: &'a str, tokens: &[Token], i: usize) -> Option<&'a str> {
    let mut depth = 0;
    let open = (0..i).rev().find(|&j| {
        match tokens[j].text(code) {
            ")" => depth += 1,
            "(" if depth == 0 => return true,
            "(" => depth -= 1,
            _ => {}
        }
        false
    })?;
    let before = open.checked_sub(1)?;
    match tokens[before].text(code) {
        "for" => Some("for"),
        _ => before
            .checked_sub(1)
            .map(|j| tokens[j].text(code))
            .filter(|word| *word == "fn"),
    }
}

/// For each token that opens braces, the token that closes them.
fn closings(code: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closing = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.text(code) {
            "{" | "#{" | "${" if token.kind == Kind::Symbol => open.push(i),
            "}" if token.kind == Kind::Symbol => {
                if let Some(o) = open.pop() {
                    closing[o] = Some(i);
                }
            }
            _ => {}
        }
    }
    closing
}

/// The line of a `let` for the name that stands at the top level after the place where it is read.
fn made_below(name: &str, code: &str, at: usize) -> Option<usize> {
    top_level(code)
        .into_iter()
        .find(|(made, start)| *made == name && *start > at)
        .map(|(_, start)| code[..start].matches('\n').count() + 1)
}

/// The variables and functions that a text makes at its top level, each with its place, as far as a text that may not be
/// parsed tells.
pub(crate) fn top_level(code: &str) -> Vec<(&str, usize)> {
    let tokens = scan::significant(code);
    let mut depth = 0;
    let mut out = Vec::new();
    for pair in tokens.windows(2) {
        // A bracket that is never closed does not reach beyond the line on which the next statement begins.
        let begins_line = pair[0].start == 0 || code[..pair[0].start].ends_with('\n');
        if begins_line && matches!(pair[0].text(code), "let" | "const" | "fn") {
            depth = 0;
        }
        match pair[0].text(code) {
            "{" | "#{" | "${" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            "let" | "const" | "fn" if depth == 0 && pair[1].kind == Kind::Word => {
                out.push((pair[1].text(code), pair[1].start));
            }
            _ => {}
        }
    }
    out
}
