//! The kinds of mistakes: a stable code for each, and what is said of it at length.
//!
//! A kind is declared once, in one of the files of this folder: its code, title, explanation, a cell that makes the
//! mistake and the same cell repaired. `explain R020`, `?R020` and `docs/errors-reference.md` are made from that, and a
//! test runs both cells.

mod calls;
mod names;
mod silent;
mod stops;
mod syntax;
mod values;

use rhaibook_stdlib::display::{Display, HTML, escape_html};
use rhaibook_stdlib::texts;

/// A kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its code, which never changes: `R020`. Codes from `R101` on are those of quiet warnings.
    pub code: &'static str,
    /// The name that a front end shows: `SyntaxError`, `NameError`, …, as Python's readers know them; `Warning`.
    pub family: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Not in an engine for browsers, which loads it when it is asked for.
    #[cfg(not(target_arch = "wasm32"))]
    details: Details,
}

/// What is said of a kind at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Details {
    /// Why it happens and what helps, in 80 to 160 words with the two cells.
    pub explanation: &'static str,
    /// Cells that make the mistake in the last; a line of `---` separates them.
    pub fails: &'static str,
    /// The same, repaired.
    pub repair: &'static str,
}

/// Declares kinds as constants, and the list of them.
macro_rules! kinds {
    ($($name:ident = $code:literal $family:literal $title:literal
        $explanation:literal
        fails $fails:literal
        repair $repair:literal;)*) => {
        $(pub(crate) static $name: $crate::diagnostic::kinds::Kind = $crate::diagnostic::kinds::Kind {
            code: $code,
            family: $family,
            title: $title,
            #[cfg(not(target_arch = "wasm32"))]
            details: $crate::diagnostic::kinds::Details {
                explanation: $explanation,
                fails: $fails,
                repair: $repair,
            },
        };)*
        pub(super) static ALL: &[&$crate::diagnostic::kinds::Kind] = &[$(&$name),*];
    };
}
use kinds;

pub(crate) use calls::*;
pub(crate) use names::*;
pub(crate) use silent::*;
pub(crate) use stops::*;
pub(crate) use syntax::*;
pub(crate) use values::*;

/// The chapters of the reference, each with its kinds.
pub const CHAPTERS: [(&str, &[&Kind]); 6] = [
    ("Cells that cannot be read", syntax::ALL),
    ("Names", names::ALL),
    ("Calls and kinds of values", calls::ALL),
    ("Values", values::ALL),
    ("Cells that were stopped", stops::ALL),
    ("Quiet warnings", silent::ALL),
];

/// All kinds, by code.
pub fn all() -> impl Iterator<Item = &'static Kind> {
    CHAPTERS.iter().flat_map(|(_, kinds)| kinds.iter().copied())
}

/// The kind that has this code, in whatever case.
pub fn find(code: &str) -> Option<&'static Kind> {
    all().find(|kind| kind.code.eq_ignore_ascii_case(code))
}

/// Whether a name has the form of a code, such as `R012`.
pub(crate) fn is_code(name: &str) -> bool {
    name.strip_prefix(['R', 'r'])
        .is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The long texts of library and session, which an engine for browsers is given when it asks ([`Host::texts`]).
///
/// [`Host::texts`]: rhaibook_stdlib::host::Host::texts
#[cfg(not(target_arch = "wasm32"))]
pub fn long_texts() -> String {
    let mut out = texts::OF_CATALOG.to_string();
    for kind in all() {
        let Details {
            explanation,
            fails,
            repair,
        } = kind.details;
        out += &texts::record(kind.code, &[explanation, fails, repair]);
    }
    out
}

impl Kind {
    /// What is said of it at length: nothing where the texts are not available.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn details(&self) -> Details {
        self.details
    }

    /// What is said of it at length: nothing where the texts are not available.
    #[cfg(target_arch = "wasm32")]
    pub fn details(&self) -> Details {
        let fields = texts::find(self.code).unwrap_or_default();
        let [explanation, fails, repair] = fields[..] else {
            return Details {
                explanation: "",
                fails: "",
                repair: "",
            };
        };
        Details {
            explanation,
            fails,
            repair,
        }
    }

    /// The explanation for a pager.
    pub fn page(&self) -> Display {
        let mut html = format!(
            "<h4>{} {}</h4>",
            self.code,
            escape_html(&self.title.replace('`', ""))
        );
        for paragraph in self.details().explanation.split("\n\n") {
            html.push_str(&format!("<p>{}</p>", code_in_html(paragraph)));
        }
        for (heading, cells) in self.examples() {
            html.push_str(&format!(
                "<p>{heading}</p><pre>{}</pre>",
                escape_html(cells)
            ));
        }
        Display::text(self.text()).with(HTML, html)
    }

    /// The explanation as plain text.
    pub fn text(&self) -> String {
        let mut out = format!(
            "{} {}\n\n{}\n",
            self.code,
            self.title,
            self.details().explanation
        );
        for (heading, cells) in self.examples() {
            out.push_str(&format!("\n{heading}\n\n"));
            for line in cells.lines() {
                out.push_str(format!("    {line}").trim_end());
                out.push('\n');
            }
        }
        out.trim_end().to_string()
    }

    /// The explanation as Markdown, under a heading.
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "### {} {}\n\n`{}`\n\n{}\n",
            self.code,
            self.title,
            self.family,
            self.details().explanation
        );
        for (heading, cells) in self.examples() {
            out.push_str(&format!("\n{heading}\n\n```rhai\n{cells}\n```\n"));
        }
        out
    }

    fn examples(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let details = self.details();
        let first = if self.family == "Warning" {
            "This is warned of:"
        } else {
            "This fails:"
        };
        [(first, details.fails), ("This is right:", details.repair)]
            .into_iter()
            .filter(|(_, cells)| !cells.is_empty())
    }
}

/// What stands in back-ticks, as code.
fn code_in_html(text: &str) -> String {
    let mut out = String::new();
    for (i, piece) in text.split('`').enumerate() {
        let piece = escape_html(piece);
        out.push_str(&if i % 2 == 1 {
            format!("<code>{piece}</code>")
        } else {
            piece
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_of_one_form() {
        let codes: Vec<&str> = all().map(|kind| kind.code).collect();
        assert!(codes.iter().all(|code| is_code(code)));
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    }

    #[test]
    fn explanations_have_80_to_160_words() {
        for kind in all() {
            let words = kind.text().split_whitespace().count();
            assert!((80..=160).contains(&words), "{}: {words} words", kind.code);
        }
    }

    #[test]
    fn codes_are_found_in_any_case() {
        assert_eq!(find("r020").map(|kind| kind.code), Some("R020"));
        assert!(find("R999").is_none());
        assert!(is_code("R012") && !is_code("R1") && !is_code("rate"));
    }
}
