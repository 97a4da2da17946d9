//! Long cells are parsed in parts.
//!
//! For each name that Rhai's parser meets it goes through all functions and variables that it has met so far, so that a
//! text of a thousand functions takes a hundred times as long as one of a hundred. Of a cell that makes many, some
//! statements at a time are parsed, and put together.

use std::collections::BTreeSet;

use rhai::{AST, Engine, ParseError, Scope};

use crate::scan::Kind;
use crate::source::Source;

/// So many functions and variables may a part make before the next begins.
const MOST_NAMES: usize = 256;

/// A parsed cell.
pub(crate) struct Parsed {
    pub(crate) ast: AST,
    /// How many statements come before each part but the first.
    pub(crate) parts: Vec<usize>,
}

/// Parses a cell. Each place is that in the whole text.
pub(crate) fn parse(engine: &Engine, source: &Source) -> Result<Parsed, ParseError> {
    let cuts = cuts(source);
    if cuts.is_empty() {
        return whole(engine, source);
    }
    let text = source.parsed();
    let mut lead = Lead::new(text);
    let mut names = BTreeSet::new();
    let mut parts = Vec::new();
    let mut parsed = None::<AST>;
    let ends = cuts.iter().copied().chain([text.len()]);
    let mut start = 0;
    for end in ends {
        let part = engine
            .compile_scripts_with_scope(&Scope::new(), [lead.to(start), &text[start..end]])?;
        let twice = part.shared_lib().iter_script_fn_info().any(|(.., f)| {
            let named = !f.name.starts_with(crate::program::CLOSURE);
            named && !names.insert((f.name.clone(), f.params.len(), f.this_type.clone()))
        });
        if twice {
            // An error, which Rhai tells where it sees both.
            return whole(engine, source);
        }
        match &mut parsed {
            None => parsed = Some(part),
            Some(before) => {
                parts.push(before.statements().len());
                before.combine(part);
            }
        }
        start = end;
    }
    let ast = parsed.unwrap_or_else(AST::empty);
    Ok(Parsed { ast, parts })
}

fn whole(engine: &Engine, source: &Source) -> Result<Parsed, ParseError> {
    Ok(Parsed {
        ast: engine.compile(source.parsed())?,
        parts: Vec::new(),
    })
}

/// Where parts begin but the first, in the text that Rhai parses: behind a `;`, or a function's body, that stands in no
/// brackets.
fn cuts(source: &Source) -> Vec<usize> {
    let (mut depth, mut made) = (0usize, 0);
    let mut in_function = false;
    let mut cuts = Vec::new();
    for token in source.tokens() {
        let text = token.text(&source.code);
        let ends = match (token.kind, text) {
            (Kind::Word, "fn") => {
                made += 1;
                in_function |= depth == 0;
                false
            }
            (Kind::Word, "let" | "const") => {
                made += usize::from(depth == 0);
                false
            }
            (Kind::Symbol, "|" | "||") => {
                made += 1;
                false
            }
            (Kind::Symbol, "(" | "[" | "{" | "#{" | "${" | "?[") => {
                depth += 1;
                false
            }
            (Kind::Symbol, ")" | "]" | "}") => {
                depth = depth.saturating_sub(1);
                let body = in_function && depth == 0 && text == "}";
                in_function &= !body;
                body
            }
            (Kind::Symbol, ";") => depth == 0,
            _ => false,
        };
        if ends && made >= MOST_NAMES {
            cuts.push(token.end);
            made = 0;
        }
    }
    if cuts.is_empty() || names_function(source) {
        return Vec::new();
    }
    source.in_parsed(&cuts)
}

/// Whether the cell names one of its functions without calling it: a closure would capture what Rhai does not know to be
/// a function.
fn names_function(source: &Source) -> bool {
    let tokens = source.tokens();
    let text = |i: usize| tokens.get(i).map_or("", |t| t.text(&source.code));
    let words = || (1..tokens.len()).filter(|&i| tokens[i].kind == Kind::Word);
    let functions: BTreeSet<&str> = words().filter(|&i| text(i - 1) == "fn").map(text).collect();
    words().any(|i| {
        text(i + 1) != "("
            && !matches!(text(i - 1), "." | "?." | "::")
            && functions.contains(text(i))
    })
}

/// White space that stands for what comes before a part, so that Rhai counts lines and columns from the cell's beginning.
struct Lead<'a> {
    text: &'a str,
    at: usize,
    lines: usize,
    columns: usize,
    blank: String,
}

impl<'a> Lead<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            lines: 0,
            columns: 0,
            blank: String::new(),
        }
    }

    /// What stands for the text up to `at`, which only grows.
    fn to(&mut self, at: usize) -> &str {
        let passed = &self.text[self.at..at];
        match passed.rfind('\n') {
            Some(last) => {
                self.lines += passed.matches('\n').count();
                self.columns = passed[last + 1..].chars().count();
            }
            None => self.columns += passed.chars().count(),
        }
        self.at = at;
        // Rhai counts no further.
        const MOST: usize = u16::MAX as usize;
        self.blank.clear();
        self.blank
            .extend(std::iter::repeat_n('\n', self.lines.min(MOST)));
        self.blank
            .extend(std::iter::repeat_n(' ', self.columns.min(MOST)));
        &self.blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(code: &str) -> Result<Parsed, ParseError> {
        parse(&Engine::new_raw(), &Source::new("1", "1", code))
    }

    #[test]
    fn parts_know_their_place_in_the_cell() {
        let code: String = (0..1000)
            .map(|i| format!("let a{};\n", "x".repeat(i % 7)))
            .collect();
        let parsed = parsed(&code).unwrap();
        assert_eq!(parsed.parts, [256, 512, 768]);
        for (i, statement) in parsed.ast.statements().iter().enumerate() {
            assert_eq!(statement.position(), rhai::Position::new(i as u16 + 1, 1));
        }
    }

    #[test]
    fn parts_of_one_line_know_their_column() {
        let code = format!("`é`; let a = 1;{}let b = 2;", "fn f() { } ".repeat(256));
        let other = code.replace("fn f()", "let f =");
        assert!(
            parsed(&other).is_err(),
            "no part ends at the brace of a block"
        );
        let numbered: String = code
            .split("fn f()")
            .enumerate()
            .map(|(i, t)| {
                if i == 0 {
                    t.into()
                } else {
                    format!("fn f{i}(){t}")
                }
            })
            .collect();
        let parsed = parsed(&numbered).unwrap();
        assert_eq!(parsed.parts.len(), 1);
        let last = parsed.ast.statements().last().unwrap().position();
        let at = numbered.find("let b").unwrap();
        assert_eq!(last.position(), Some(numbered[..at].chars().count() + 1));
        assert_eq!(parsed.ast.shared_lib().iter_script_fn_info().count(), 256);
    }

    #[test]
    fn a_function_twice_is_an_error_in_another_part_too() {
        let many: String = (0..600).map(|i| format!("fn f{i}() {{ }}\n")).collect();
        assert!(parsed(&many).is_ok());
        let error = parsed(&format!("{many}fn f3() {{ }}")).err().unwrap();
        assert_eq!(error.position().line(), Some(601));
    }
}
