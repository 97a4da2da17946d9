//! The catalog is whole: nothing of ours without its documentation, nothing in it that readers should not see.

use std::collections::{BTreeMap, BTreeSet};

use rhaibook_stdlib::Library;
use rhaibook_stdlib::catalog::{self, ENTRIES, Entry, GROUPS, Kind, LANGUAGE, RHAI};

fn ours() -> impl Iterator<Item = &'static Entry> {
    ENTRIES
        .iter()
        .filter(|e| e.group != RHAI && e.group != LANGUAGE)
}

/// Fails with every entry that a check finds something wrong with.
fn none_of(
    what: &str,
    entries: impl Iterator<Item = &'static Entry>,
    wrong: impl Fn(&Entry) -> Option<String>,
) {
    let found: Vec<String> = entries
        .filter_map(|e| Some(format!("{} ({}): {}", e.name, e.group, wrong(e)?)))
        .collect();
    assert!(
        found.is_empty(),
        "{what}:\n  {}\n(after a change run `cargo xtask catalog`)",
        found.join("\n  ")
    );
}

#[test]
fn every_builtin_is_documented() {
    none_of("incomplete documentation", ours(), |e| {
        let mut lacks = Vec::new();
        if e.summary.is_empty() {
            lacks.push("a summary");
        }
        // A property is read, not called: a sentence says it all.
        if e.kind == Kind::Function {
            let details = e.details();
            if details.errors.is_empty() {
                lacks.push("# Errors");
            }
            if details.example.is_empty() {
                lacks.push("# Example");
            }
            if details.arguments.is_empty() && e.signatures.iter().any(|s| !s.contains("()")) {
                lacks.push("# Arguments");
            }
        }
        (!lacks.is_empty()).then(|| format!("lacks {}", lacks.join(", ")))
    });
}

#[test]
fn every_parameter_is_explained_and_none_that_is_not_there() {
    none_of(
        "parameters and # Arguments differ",
        ours().filter(|e| !e.details().arguments.is_empty()),
        |e| {
            let taken: BTreeSet<&str> = e.signatures.iter().flat_map(|s| parameters(s)).collect();
            let details = e.details();
            let told: BTreeSet<&str> = details
                .arguments
                .iter()
                .flat_map(|(names, _)| names.split(", "))
                .collect();
            let missing: Vec<&&str> = taken.difference(&told).collect();
            let unknown: Vec<&&str> = told.difference(&taken).collect();
            (!missing.is_empty() || !unknown.is_empty())
                .then(|| format!("not explained: {missing:?}, not taken: {unknown:?}"))
        },
    );
}

#[test]
fn summaries_are_sentences() {
    none_of("no sentence", ours(), |e| {
        let whole = e.summary.ends_with(['.', '?', '!'])
            && e.summary
                .starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
        (!whole).then(|| e.summary.to_owned())
    });
}

#[test]
fn no_rust_type_is_named() {
    const RUST: [&str; 12] = [
        "i64", "f64", "usize", "Dynamic", "&str", "String", "Vec", "FnPtr", "INT", "FLOAT",
        "Raised", "Result<",
    ];
    none_of("a Rust type", ENTRIES.iter(), |e| {
        let details = e.details();
        let texts = e
            .signatures
            .iter()
            .copied()
            .chain([e.summary, details.text, details.errors]);
        let texts = texts.chain(details.arguments.iter().map(|(_, meaning)| *meaning));
        let word = |text: &str, rust: &str| {
            text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '&' || c == '<'))
                .any(|w| w == rust)
        };
        texts
            .into_iter()
            .find(|text| RUST.iter().any(|rust| word(text, rust)))
            .map(str::to_owned)
    });
}

#[test]
fn no_signature_stands_twice() {
    let mut seen = BTreeSet::new();
    none_of("a signature twice", ENTRIES.iter(), |e| {
        e.signatures
            .iter()
            .find(|s| e.signatures.iter().filter(|t| t == s).count() > 1)
            .map(|s| s.to_string())
    });
    for e in ENTRIES.iter() {
        assert!(
            seen.insert((e.name, e.group, e.kind.word())),
            "{} stands twice in {}",
            e.name,
            e.group
        );
    }
}

/// Two groups that declare a function for the same kinds of values: the later would silently replace the earlier.
#[test]
fn no_function_is_declared_by_two_groups() {
    let mut seen: BTreeMap<(&str, Vec<&str>), &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for e in ours().filter(|e| e.kind == Kind::Function) {
        for signature in &e.signatures {
            let kinds: Vec<&str> = kinds(signature);
            if let Some(before) = seen.insert((e.name, kinds), e.group)
                && before != e.group
            {
                twice.push(format!("{signature}: in {before} and in {}", e.group));
            }
        }
    }
    assert!(twice.is_empty(), "\n  {}", twice.join("\n  "));
}

#[test]
fn entries_are_sorted_and_found() {
    let place = |e: &Entry| {
        (
            e.name,
            GROUPS
                .iter()
                .position(|g| *g == e.group)
                .expect("a known group"),
        )
    };
    assert!(
        ENTRIES
            .windows(2)
            .all(|pair| place(&pair[0]) <= place(&pair[1]))
    );
    for e in ENTRIES.iter() {
        assert!(catalog::find_all(e.name).contains(e));
        assert!(catalog::starting_with(&e.name[..1]).contains(e));
    }
    assert_eq!(catalog::find("np::array").map(|e| e.name), Some("array"));
    assert!(catalog::find("no_such_name").is_none());
    assert!(catalog::starting_with("zzz").is_empty());
}

#[test]
fn groups_are_the_library_s() {
    let library = Library::new();
    let mut titles: Vec<&str> = Vec::new();
    for group in library.groups() {
        if !titles.contains(&group.title) {
            titles.push(group.title);
        }
    }
    titles.extend([RHAI, LANGUAGE]);
    assert_eq!(*GROUPS, titles, "run `cargo xtask catalog`");
}

/// The kinds in `f(a, b: number, list) -> text`: any, number, list.
fn kinds(signature: &str) -> Vec<&str> {
    const WORDS: [&str; 13] = [
        "array",
        "character",
        "comparison",
        "dict",
        "function",
        "list",
        "map",
        "plot",
        "range",
        "ranking",
        "scenario",
        "table",
        "text",
    ];
    let Some((_, rest)) = signature.split_once('(') else {
        return Vec::new();
    };
    let inside = rest.split(')').next().unwrap_or_default();
    inside
        .split(',')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(|p| match p.split_once(": ") {
            Some((_, kind)) => kind,
            None if WORDS.contains(&p) => p,
            None => "any",
        })
        .collect()
}

/// The names in `f(a, b: number) -> text`.
fn parameters(signature: &str) -> Vec<&str> {
    let Some((_, rest)) = signature.split_once('(') else {
        return Vec::new();
    };
    let inside = rest.split(')').next().unwrap_or_default();
    inside
        .split(',')
        .map(|p| p.split(':').next().unwrap_or_default().trim())
        .filter(|p| !p.is_empty())
        .collect()
}
