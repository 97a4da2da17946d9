//! Loops over pairs: `for (name, price) in prices.items()`, and with more names than two.

use rhaibook_stdlib::loops::{self, CASE, PAIRS, ROWS};

use super::edits::Edits;
use super::written::Written;

/// No pattern has more tokens.
const LONGEST: usize = 64;

/// Calls whose result consists of pairs.
const GIVES_PAIRS: [&str; 3] = ["items", "zip", "enumerate"];

/// Names of a whole pair.
const PAIR_NAMES: [&str; 8] = ["pair", "item", "p", "kv", "entry", "both", "row", "t"];

/// The loop's variable where it has more names than two.
const ROW: &str = "__row";

/// `for (a, b) in xs {` becomes `for (a, b) in __pairs(xs,"a,b") {if __is_pair(a){…}`, which takes pairs apart and counts
/// anything else. With more names, `for (a, b, c) in xs {` becomes `for __row in __rows(xs,"(a,b,c)") {let a=__row[0];…`.
pub(super) fn take_apart<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    for i in cell.all("for") {
        let found = pattern(cell, i + 1).and_then(|pattern| {
            let (last, body) = super::head(cell, pattern.end + 1)?;
            Some((pattern, last, body))
        });
        let Some((pattern, last, body)) = found else {
            continue;
        };
        match pattern.names[..] {
            [first, second] if pattern.flat => {
                pair(cell, &pattern, [first, second], (last, body), edits)
            }
            // Rhai's parser refuses a map that is written out, but not one that a function gives.
            [_] if cell.text(pattern.end + 1) == "#{"
                && cell.partner(pattern.end + 1) == Some(last) =>
            {
                wrap(cell, pattern.end + 1, last, CASE, String::new(), edits);
            }
            [_, _, ..] => row(cell, &pattern, (last, body), edits),
            _ => {}
        }
    }
}

/// What is between `for` and `in`.
struct Pattern {
    /// Its first token, and the `in` behind it.
    start: usize,
    end: usize,
    /// The tokens of its names.
    names: Vec<usize>,
    /// Whether no brackets are inside its own.
    flat: bool,
    /// Whether it has brackets of its own.
    bracketed: bool,
}

fn pattern(cell: &Written<'_>, start: usize) -> Option<Pattern> {
    let end = (start..start + LONGEST).find(|&i| cell.text(i) == "in")?;
    let bracketed = cell.text(start) == "(" && cell.partner(start) == Some(end - 1);
    let mut names = Vec::new();
    let mut brackets = 0;
    let mut after_name = false;
    for i in start..end {
        match cell.text(i) {
            "(" if !after_name => brackets += 1,
            ")" if after_name => {}
            "," if after_name => after_name = false,
            _ if cell.is_word(i) && !after_name => {
                names.push(i);
                after_name = true;
            }
            _ => return None,
        }
    }
    Some(Pattern {
        start,
        end,
        names,
        flat: brackets == usize::from(bracketed),
        bracketed,
    })
}

fn pair<'a>(
    cell: &Written<'a>,
    pattern: &Pattern,
    [first, second]: [usize; 2],
    (last, body): (usize, usize),
    edits: &mut Edits<'a>,
) {
    let (a, b) = (cell.text(first), cell.text(second));
    let call = (cell.text(last) == ")")
        .then(|| cell.partner(last))
        .flatten()
        .map_or("", |open| cell.before(open, 1));
    let gives_pairs = GIVES_PAIRS.contains(&call);
    // `for (pair, i) in zip(a, b)` counts pairs, and `for (x, i) in xs` items, as Rhai has it.
    let counting = loops::counts(b) && (!gives_pairs || PAIR_NAMES.contains(&a));
    if pattern.bracketed && counting {
        return;
    }
    let [a, b] = [(first, a, "__a"), (second, b, "__b")].map(|(token, name, instead)| {
        if name != "_" {
            return name;
        }
        let token = &cell.tokens[token];
        edits.instead(token.start..token.end, instead);
        instead
    });
    if !pattern.bracketed {
        let start = cell.tokens[first].start;
        edits.before(start, "(", start);
        edits.behind(cell.tokens[second].end, ")");
    }
    // Without brackets it is Python's.
    let certain = if gives_pairs || !pattern.bracketed {
        "!"
    } else {
        ""
    };
    wrap(
        cell,
        pattern.end + 1,
        last,
        PAIRS,
        format!("{a},{b}{certain}"),
        edits,
    );
    edits.behind(cell.tokens[body].end, loops::part(a, b));
}

fn row<'a>(
    cell: &Written<'a>,
    pattern: &Pattern,
    (last, body): (usize, usize),
    edits: &mut Edits<'a>,
) {
    let mut shape: String = (pattern.start..pattern.end).map(|i| cell.text(i)).collect();
    if !pattern.bracketed {
        shape = format!("({shape})");
    }
    for i in pattern.start..pattern.end {
        let token = &cell.tokens[i];
        let instead = if i == pattern.start { ROW } else { "" };
        edits.instead(token.start..token.end, instead);
    }
    wrap(cell, pattern.end + 1, last, ROWS, shape, edits);
    for (at, name) in pattern.names.iter().enumerate() {
        let token = &cell.tokens[*name];
        let name = token.text(cell.code);
        if name != "_" {
            edits.behind(cell.tokens[body].end, format!("let {name}={ROW}[{at}];"));
        }
    }
}

/// Writes `function(…,"text")` round the tokens from one to another.
fn wrap<'a>(
    cell: &Written<'a>,
    first: usize,
    last: usize,
    function: &str,
    text: String,
    edits: &mut Edits<'a>,
) {
    let start = cell.tokens[first].start;
    edits.before(start, format!("{function}("), start);
    edits.behind(cell.tokens[last].end, format!(",\"{text}\")"));
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    const PART: &str = "if __is_pair(k){v=__second(k);k=__first(k);}";

    #[test]
    fn two_names_take_pairs_apart() {
        assert_eq!(
            text("for (k, v) in m.items() { f(k) }"),
            format!("for (k, v) in __pairs(m.items(),\"k,v!\") {{{PART} f(k) }}")
        );
        assert_eq!(
            text("for k, v in m { f(k) }"),
            format!("for (k, v) in __pairs(m,\"k,v!\") {{{PART} f(k) }}")
        );
        assert_eq!(
            text("for (k, v) in xs.map(g) { }"),
            format!("for (k, v) in __pairs(map(xs,g),\"k,v\") {{{PART} }}")
        );
        assert!(text("for (_, v) in m { }").starts_with("for (__a, v) in __pairs(m,\"__a,v\")"));
        lead_back("for (k, v) in zip(a, b) { go(k) }", &["zip", "go"]);
        lead_back("for k, v in ms { go(k) }", &["in", "ms", "go"]);
    }

    #[test]
    fn more_names_take_rows_apart() {
        assert_eq!(
            text("for (i, (a, b)) in e { f(a) }"),
            "for __row   in __rows(e,\"(i,(a,b))\") {let i=__row[0];let a=__row[1];let b=__row[2]; f(a) }"
        );
        assert_eq!(
            text("for a, _, c in e { }"),
            "for __row   in __rows(e,\"(a,_,c)\") {let a=__row[0];let c=__row[2]; }"
        );
        assert_eq!(
            text("for k in #{a: 1} { }"),
            "for k in __case(#{a: 1},\"\") { }"
        );
        lead_back("for (i, (a, b)) in es { go(x) }", &["in", "es", "go", "x"]);
    }

    #[test]
    fn what_counts_stays() {
        for code in [
            "for x in xs { }",
            "for (x, i) in xs { }",
            "for (pair, i) in zip(a, b) { }",
            "for (k, v) in",
            "for (k, v) in m",
            "for (k v) in m { }",
            "for (k, ) in m { }",
            "for (k, v) of m { }",
        ] {
            assert_eq!(text(code), code);
        }
    }
}
