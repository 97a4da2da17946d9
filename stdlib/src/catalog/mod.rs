//! What a cell can call, as a sorted list: the one record that completion, inspection, `help()` and the reference read.
//!
//! The list is made from the declarations themselves by `cargo xtask catalog`, so what it says is what is registered.

mod render;

use std::sync::LazyLock;

use crate::texts;

pub use render::{render_html, render_markdown, render_text};

/// The heading of what comes with Rhai.
pub const RHAI: &str = "Rhai's own";
/// The heading of the language's words.
pub const LANGUAGE: &str = "Keywords";

/// The groups, a line each, and after an empty line the entries: fields between tabs, signatures last. As text they weigh half of
/// what they would as a table, whose pointers don't pack.
const TEXT: &str = include_str!("entries.txt");

/// The groups, in the order of the reference.
pub static GROUPS: LazyLock<Vec<&str>> =
    LazyLock::new(|| TEXT.lines().take_while(|line| !line.is_empty()).collect());

/// All entries, by name, then in the order of their groups.
pub static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let entries = TEXT.lines().skip(GROUPS.len() + 1);
    entries.filter_map(Entry::read).collect()
});

/// One name: all of its overloads within a group.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// `breakeven`.
    pub name: &'static str,
    /// The heading it stands under in the reference.
    pub group: &'static str,
    /// What it is.
    pub kind: Kind,
    /// How it is written, an overload each: `round(x, digits: whole number)`.
    pub signatures: Vec<&'static str>,
    /// One sentence.
    pub summary: &'static str,
    /// Whether the example can run unattended.
    pub runs: bool,
}

/// What the reference says of a name besides its summary.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// What is between the summary and the arguments; often nothing.
    pub text: &'static str,
    /// Names and meanings.
    pub arguments: Vec<(&'static str, &'static str)>,
    /// When it fails.
    pub errors: &'static str,
    /// A few lines of Rhai, with what they show in comments.
    pub example: &'static str,
}

impl Entry {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut field = || fields.next();
        Some(Self {
            name: field()?,
            group: field()?,
            kind: Kind::of(field()?)?,
            runs: field()? == "runs",
            summary: field()?,
            signatures: fields.collect(),
        })
    }

    /// What the reference says besides the summary: nothing where the texts are not available ([`texts`]).
    pub fn details(&self) -> Details {
        let fields = texts::find(&key(self.name, self.kind, self.group)).unwrap_or_default();
        let [text, arguments, errors, example] = fields[..] else {
            return Details::default();
        };
        let arguments = arguments
            .lines()
            .filter_map(|line| line.split_once(": "))
            .collect();
        Details {
            text,
            arguments,
            errors,
            example,
        }
    }
}

/// Under what an entry's details stand among the texts.
pub fn key(name: &str, kind: Kind, group: &str) -> String {
    format!("{name} {} {group}", kind.word())
}

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Called with brackets, as `f(x)` or `x.f()`.
    Function,
    /// Read without brackets, as `x.shape`.
    Property,
    /// A word of the language.
    Keyword,
}

impl Kind {
    fn of(word: &str) -> Option<Self> {
        let mut all = [Self::Function, Self::Property, Self::Keyword].into_iter();
        all.find(|kind| kind.word() == word)
    }

    /// The word completion uses.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Property => "property",
            Kind::Keyword => "keyword",
        }
    }
}

/// The entry of a name; where several groups have the name, the library's own comes before Rhai's.
pub fn find(name: &str) -> Option<&'static Entry> {
    find_all(name).first()
}

/// The entries of a name, one for each group that has it. `np::name` finds what `name` does.
pub fn find_all(name: &str) -> &'static [Entry] {
    let name = name.strip_prefix("np::").unwrap_or(name);
    let start = ENTRIES.partition_point(|e| e.name < name);
    let count = ENTRIES[start..].partition_point(|e| e.name == name);
    &ENTRIES[start..start + count]
}

/// The entries whose names begin with `prefix`, by name.
pub fn starting_with(prefix: &str) -> &'static [Entry] {
    let start = ENTRIES.partition_point(|e| e.name < prefix);
    let count = ENTRIES[start..].partition_point(|e| e.name.starts_with(prefix));
    &ENTRIES[start..start + count]
}

/// The entries of a group, by name.
pub fn group(title: &str) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |e| e.group == title)
}

/// The entries whose name, signatures or description have all of some words.
pub fn speaking_of(words: &str) -> Vec<&'static Entry> {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has_them = |entry: &&Entry| {
        let details = entry.details();
        let said = [
            entry.name,
            entry.summary,
            details.text,
            &entry.signatures.join(" "),
        ];
        let arguments = details
            .arguments
            .iter()
            .map(|(name, meaning)| format!("{name} {meaning}"));
        let text = said.map(str::to_owned).into_iter().chain(arguments);
        let text = text.collect::<Vec<_>>().join("\n").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    ENTRIES.iter().filter(has_them).collect()
}
