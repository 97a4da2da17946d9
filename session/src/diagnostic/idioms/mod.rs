//! What Python's and JavaScript's writers type, recognised in a cell that Rhai cannot parse.

use super::Explanation;
use super::parse::{Cause, KIND};
use crate::scan::{self, Kind, Token};

/// What readers of other languages type first, and how Rhai writes it: the leftmost that the text shows.
pub(crate) fn find(code: &str) -> Option<Cause> {
    let tokens = scan::significant(code);
    let at = |cause: &Cause| cause.1.map_or(0, |span| span.0);
    [by_word(code, &tokens), by_bracket(code, &tokens)]
        .into_iter()
        .flatten()
        .min_by_key(at)
}

/// Idioms that a single word or sign gives away.
fn by_word(code: &str, tokens: &[Token]) -> Option<Cause> {
    let text = |i: usize| tokens.get(i).map_or("", |t: &Token| t.text(code));
    for (i, token) in tokens.iter().enumerate() {
        let first_on_line = code[..token.start]
            .rsplit('\n')
            .next()
            .is_some_and(|lead| lead.trim().is_empty());
        let word = token.text(code);
        let next_is_word = tokens.get(i + 1).is_some_and(|t| t.kind == Kind::Word);
        let said = match word {
            "import" if first_on_line && next_is_word => Some((
                "nothing needs to be imported",
                "The library is there already, under `np::` too: remove this line.",
            )),
            "from" if first_on_line && next_is_word => Some((
                "nothing needs to be imported",
                "The library is there already: remove this line.",
            )),
            "def" if first_on_line && next_is_word => Some((
                "a function begins with `fn`, not `def`",
                "Write `fn name(x) { x + 1 }`, with braces instead of `:` and indentation.",
            )),
            "function" if first_on_line && next_is_word => Some((
                "a function begins with `fn`, not `function`",
                "Write `fn name(x) { x + 1 }`.",
            )),
            "elif" => Some(("Rhai has no `elif`", "Write `else if condition { … }`.")),
            "and" if i > 0 && !matches!(text(i - 1), "." | "let" | "fn") => {
                Some(("Rhai has no `and`", "Write `a && b`."))
            }
            "or" if i > 0 && !matches!(text(i - 1), "." | "let" | "fn") => {
                Some(("Rhai has no `or`", "Write `a || b`."))
            }
            "not" if next_is_word => Some(("Rhai has no `not`", "Write `!condition`.")),
            "lambda" if next_is_word => Some(("Rhai has no `lambda`", "Write `|x| x * 2`.")),
            "#" => Some(("a comment begins with `//`, not `#`", "Write `// …`.")),
            "===" => Some(("Rhai has no `===`", "Write `==`.")),
            "++" => Some(("Rhai has no `++`", "Write `x += 1`.")),
            "f" if tokens
                .get(i + 1)
                .is_some_and(|t| t.start == token.end && matches!(t.kind, Kind::Text { .. })) =>
            {
                Some((
                    "Rhai has no f-strings",
                    "Write the text in back-ticks: `` `${x}` ``, and `fmt(x, \",.1f\")` for digits.",
                ))
            }
            _ => None,
        };
        if let Some((message, hint)) = said {
            return Some((
                Explanation::new(KIND, message).hint(hint),
                Some((token.start, token.end)),
            ));
        }
        if matches!(word, "if" | "while" | "for" | "else")
            && first_on_line
            && let Some(colon) = colon_at_line_end(code, &tokens[i..])
        {
            let explanation = Explanation::new(KIND, format!("`{word}` needs braces, not a `:`"))
                .hint(format!("Write `{word} … {{ … }}`."));
            return Some((explanation, Some((colon.start, colon.end))));
        }
        if token.kind == (Kind::Text { closed: true })
            && word.starts_with('\'')
            && word.trim_matches('\'').chars().count() > 1
            && !word.starts_with("'\\")
        {
            let explanation = Explanation::new(KIND, "single quotes hold one character")
                .hint("Write text in double quotes.");
            return Some((explanation, Some((token.start, token.end))));
        }
    }
    None
}

/// The `:` that ends the line the tokens begin on, as Python writes a block.
fn colon_at_line_end(code: &str, tokens: &[Token]) -> Option<Token> {
    let start = tokens.first()?.start;
    let line_end = code[start..].find('\n').map_or(code.len(), |i| start + i);
    let last = tokens.iter().take_while(|t| t.start < line_end).last()?;
    (last.text(code) == ":").then_some(*last)
}

/// Words before a bracket that do not make it a call's.
const NO_CALLEE: [&str; 10] = [
    "return", "in", "if", "else", "while", "switch", "throw", "let", "const", "until",
];

/// Idioms that show in what stands between brackets: slices, tuples, dicts, named arguments, comprehensions, and numbers
/// with commas outside of any.
fn by_bracket(code: &str, tokens: &[Token]) -> Option<Cause> {
    let text = |i: usize| tokens.get(i).map_or("", |t: &Token| t.text(code));
    let mut open: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let word = token.text(code);
        let opening = open.last().copied();
        let follows_value = |i: usize| {
            i > 0
                && (matches!(text(i - 1), ")" | "]")
                    || tokens[i - 1].kind == Kind::Word && !NO_CALLEE.contains(&text(i - 1)))
        };
        let inside = |bracket: &str| opening.filter(|&o| text(o) == bracket);
        let said = match word {
            ":" if inside("[").is_some_and(follows_value) => Some((
                "a part is taken with `..`, not `:`",
                "Write `v[1..3]`, or `slice(v, from, to, step)`; `list.extract(1..3)` for a plain list.",
            )),
            "," if inside("(").is_some_and(|o| !follows_value(o)) => Some((
                "round brackets hold one value; there are no tuples",
                "Write a list: `[1, 2]`.",
            )),
            "," if opening.is_none() && groups_digits(code, tokens, i) => {
                Some(("a number has no commas", "Write `1_000` for a thousand."))
            }
            "=" if inside("(")
                .is_some_and(|o| follows_value(o) && names_argument(code, tokens, i, o)) =>
            {
                let defined = opening.is_some_and(|o| o >= 2 && text(o - 2) == "fn");
                Some(if defined {
                    (
                        "parameters have no default values",
                        "Write a second function with fewer parameters: `fn f() { f(5) }`.",
                    )
                } else {
                    (
                        "arguments have no names",
                        "Give the values in their order; options of plots stand in a map: `#{title: \"Cost\"}`.",
                    )
                })
            }
            "for" if inside("[").is_some_and(|o| o + 1 < i && !follows_value(o)) => Some((
                "there are no list comprehensions",
                "Write `xs.map(|x| x * 2)`, and `.filter(|x| x > 1)` for its `if`.",
            )),
            ":" if i >= 2
                && inside("{") == Some(i - 2)
                && matches!(tokens[i - 1].kind, Kind::Text { .. }) =>
            {
                Some((
                    "a map begins with `#{`",
                    "Write `#{a: 1}`, or `dict([[\"a\", 1]])` to keep the order.",
                ))
            }
            _ => None,
        };
        if let Some((message, hint)) = said {
            return Some((
                Explanation::new(KIND, message).hint(hint),
                Some((token.start, token.end)),
            ));
        }
        match word {
            "(" | "[" | "{" | "#{" | "${" | "?[" if token.kind == Kind::Symbol => open.push(i),
            ")" | "]" | "}" if token.kind == Kind::Symbol => drop(open.pop()),
            _ => {}
        }
    }
    None
}

/// Whether the comma stands between digits, as in `1,000`.
fn groups_digits(code: &str, tokens: &[Token], comma: usize) -> bool {
    let number = |i: usize| tokens.get(i).filter(|t| t.kind == Kind::Number);
    let (Some(before), Some(after)) = (comma.checked_sub(1).and_then(number), number(comma + 1))
    else {
        return false;
    };
    let digits = |t: &Token| t.text(code).bytes().take_while(u8::is_ascii_digit).count();
    before.end == tokens[comma].start && after.start == tokens[comma].end && digits(after) == 3
}

/// Whether the `=` follows a name right behind the bracket or a comma, as in `f(x, end=1)`.
fn names_argument(code: &str, tokens: &[Token], equals: usize, opening: usize) -> bool {
    let Some(name) = equals
        .checked_sub(1)
        .filter(|i| tokens[*i].kind == Kind::Word)
    else {
        return false;
    };
    name == opening + 1 || name > opening && tokens[name - 1].text(code) == ","
}
