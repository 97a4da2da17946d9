//! The words for kinds of values, in one table: `type_of`, messages, signatures, `%whos` and completion all take theirs from
//! here. Rhai's own types and the library's stand side by side; a new type is one entry more.

use rhai::Dynamic;

/// A kind of values, and what it is called.
#[derive(Debug)]
pub struct Kind {
    /// What `type_of` gives: "float".
    pub name: &'static str,
    /// With its article, in messages: "a number with a fraction".
    pub kind: &'static str,
    /// The same where the value itself is beside it: "a number", as in "a number (2.5)".
    pub beside: &'static str,
    /// In signatures: "number".
    pub word: &'static str,
    /// What else it is called in Rhai's messages and declarations: the last parts of its types' paths.
    also: &'static [&'static str],
}

impl Kind {
    const fn new(name: &'static str, kind: &'static str, also: &'static [&'static str]) -> Self {
        Self {
            name,
            kind,
            beside: kind,
            word: name,
            also,
        }
    }

    const fn word(mut self, word: &'static str) -> Self {
        self.word = word;
        self
    }

    const fn beside(mut self, beside: &'static str) -> Self {
        self.beside = beside;
        self
    }
}

/// All kinds: Rhai's own, then the library's.
pub static KINDS: &[Kind] = &[
    Kind::new("()", "nothing", &[]).word("nothing"),
    Kind::new(
        "int",
        "a whole number",
        &["i64", "INT", "usize", "integer", "integer number"],
    )
    .word("whole number"),
    Kind::new(
        "float",
        "a number with a fraction",
        &["f64", "FLOAT", "decimal"],
    )
    .word("number")
    .beside("a number"),
    Kind::new(
        "bool",
        "true or false",
        &[
            "boolean",
            "a boolean",
            "boolean expression",
            "a boolean expression",
        ],
    )
    .word("true/false"),
    Kind::new("char", "a character", &[]).word("character"),
    Kind::new(
        "text",
        "text",
        &[
            "string",
            "a string",
            "str",
            "&str",
            "String",
            "ImmutableString",
            "&str | ImmutableString | String",
        ],
    ),
    Kind::new("list", "a list", &["List", "Vec<rhai::Dynamic>"]),
    Kind::new("map", "a map", &["Map", "BTreeMap"]),
    Kind::new("function", "a function", &["Fn", "FnPtr"]),
    Kind::new("bytes", "bytes", &["blob", "Blob", "Vec<u8>"]),
    Kind::new(
        "range",
        "a range",
        &[
            "range=",
            "Range",
            "RangeInclusive",
            "ExclusiveRange",
            "InclusiveRange",
            "Steps",
        ],
    ),
    Kind::new("array", "an array", &["Array"]),
    Kind::new("dict", "a dict", &["Dict"]),
    Kind::new("table", "a table", &["Table"]),
    Kind::new("generator", "a random generator", &["Generator"]),
    Kind::new("display", "a display", &["Rich"]),
    Kind::new("progress", "a progress bar", &["Progress"]),
    Kind::new("plot", "a plot", &["Plot"]),
    Kind::new("series", "a series", &["Series"]),
    Kind::new("scenario", "a scenario", &["Scenario"]),
    Kind::new("comparison", "a comparison", &["Comparison"]),
    Kind::new("sensitivity", "a sensitivity grid", &["Sensitivity"]),
    Kind::new("ranking", "a ranking", &["Ranking"]),
    Kind::new("flip point", "a flip point", &["FlipPoint"]),
    Kind::new("decision", "a decision", &["Decision"]),
    Kind::new("licence matrix", "a licence matrix", &["LicenseMatrix"]),
    Kind::new("quiz", "a quiz", &["Quiz"]),
    Kind::new("verdict", "a verdict", &["Verdict"]),
    Kind::new("hint", "a hint", &["Hint"]),
    Kind::new("solution", "a solution", &["Solution"]),
];

/// The kind of a type, by the name that `type_of` gives, Rhai's own or Rust's.
pub fn named(type_name: &str) -> Option<&'static Kind> {
    let wanted = last_part(type_name.trim());
    let bare = wanted.split('<').next().unwrap_or(wanted);
    let find = |name: &str| {
        KINDS
            .iter()
            .find(|kind| kind.name == name || kind.also.contains(&name))
    };
    match bare {
        // What a vector holds decides what it is; any other type is known without.
        "Vec" if wanted.ends_with("Dynamic>") => find("list"),
        "Vec" => find(wanted),
        _ => find(wanted).or_else(|| find(bare)),
    }
}

/// The kind that a signature's word stands for.
pub fn worded(word: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.word == word)
}

/// The kind of a type of Rust's.
///
/// # Panics
/// When the type has no entry.
pub(crate) fn of_type<T: ?Sized>() -> &'static Kind {
    let rust = std::any::type_name::<T>();
    named(rust).unwrap_or_else(|| panic!("{rust} has no entry in the table of kinds"))
}

/// What `type_of` is to say of Rhai's own types: the name that Rhai has for each, and ours.
pub fn names_of_rhai() -> Vec<(&'static str, &'static str)> {
    fn named_here<T: ?Sized>() -> (&'static str, &'static str) {
        (std::any::type_name::<T>(), of_type::<T>().name)
    }
    let mut names = vec![
        named_here::<i64>(),
        named_here::<f64>(),
        named_here::<rhai::ImmutableString>(),
        named_here::<String>(),
        named_here::<&str>(),
        named_here::<rhai::Array>(),
        named_here::<rhai::Map>(),
        named_here::<rhai::Blob>(),
        named_here::<rhai::FnPtr>(),
        named_here::<std::ops::Range<i64>>(),
        named_here::<std::ops::RangeInclusive<i64>>(),
        // Of a list Rhai says "array", which is the library's name for its own.
        ("array", "list"),
    ];
    // Rhai has short names of its own for values of these.
    names.extend(["string", "blob", "Fn", "range="].map(|short| {
        let kind = named(short).expect("Rhai's short names are in the table");
        (short, kind.name)
    }));
    names
}

/// The kind of a value; none for a type that is nobody's.
pub fn of(value: &Dynamic) -> Option<&'static Kind> {
    named(if value.is_array() {
        "list"
    } else {
        value.type_name()
    })
}

/// A type's name without the path before it.
fn last_part(type_name: &str) -> &str {
    let generic = type_name.find('<').unwrap_or(type_name.len());
    type_name[..generic]
        .rfind("::")
        .map_or(type_name, |i| &type_name[i + 2..])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{KINDS, names_of_rhai};
    use crate::{Library, value};

    #[test]
    fn every_registered_type_has_an_entry_and_every_entry_a_type() {
        let library = Library::new();
        let known = value::type_names();
        for (rust, name) in &known {
            let has =
                |module: &rhai::Module| module.get_custom_type_display_by_name(rust) == Some(name);
            assert!(
                library.groups().iter().any(|group| has(&group.module)),
                "{rust}"
            );
        }
        let names: BTreeSet<&str> = known
            .into_iter()
            .chain(names_of_rhai())
            .map(|(_, name)| name)
            .collect();
        for kind in KINDS {
            assert!(
                names.contains(kind.name) || ["()", "bool", "char"].contains(&kind.name),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn words_are_nobody_elses() {
        let all = |of: fn(&super::Kind) -> &'static str| {
            KINDS.iter().map(of).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(all(|k| k.name), KINDS.len());
        assert_eq!(all(|k| k.kind), KINDS.len());
        assert_eq!(all(|k| k.word), KINDS.len());
        let mut also: Vec<&str> = KINDS.iter().flat_map(|k| k.also).copied().collect();
        also.sort_unstable();
        let count = also.len();
        also.dedup();
        assert_eq!(also.len(), count);
    }
}
