//! Whatever is typed into a cell: it comes back, without a panic, and the next cell works.
//!
//! A failure prints the text that caused it, made small, and the seed; `PROPTEST_RNG_SEED=…` repeats a run.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};
use rhaibook_session::Cell;
use rhaibook_tests::luck::Luck;
use rhaibook_tests::wording::faults_of_style;
use rhaibook_tests::{Notebook, listings, on_big_stack};

/// What a runaway cell may take before the reader presses Stop.
const TICKS: u64 = 20_000;

#[test]
fn any_characters() {
    holds("characters", 600, "\\PC{0,80}", works);
    holds(
        "bytes",
        250,
        prop::collection::vec(any::<u8>(), 0..120).prop_map(lossy),
        works,
    );
}

#[test]
fn any_tokens() {
    holds("tokens", 1500, soup(24), works);
}

#[test]
fn any_mutation_of_a_listing() {
    for listing in listings::all() {
        holds(listing.name, 300, mutated(listing.text.clone()), works);
    }
}

#[test]
fn any_question_at_any_place() {
    holds("questions about tokens", 150, soup(16), answers);
    holds("questions about characters", 300, "\\PC{0,60}", answers);
    for listing in listings::all() {
        holds(
            "questions about a listing",
            40,
            mutated(listing.text.clone()),
            answers,
        );
    }
}

/// Runs the text, and what follows it must work.
fn works(text: String) -> TestCaseResult {
    let mut notebook = Notebook::new();
    notebook.run("1", "let kept = 41; fn more(x) { x + kept }");
    notebook.answer("an answer");
    notebook.stop_after(TICKS);
    let ran = notebook.run("2", &text);
    if let Some(found) = ran.diagnostic() {
        prop_assert_ne!(found.kind, "InternalError", "{}", found.plain);
        // A text of the reader's own may name what it likes.
        let foreign = faults_of_style(&found.message, "");
        prop_assert!(foreign.is_empty(), "{:?}", foreign);
        if let Some((start, end)) = found.span {
            prop_assert!(
                start <= end && text.is_char_boundary(start) && text.is_char_boundary(end),
                "{:?}",
                found.span
            );
        }
    }
    let next = notebook.run("3", "let fresh = 1; fresh + 1");
    prop_assert_eq!(next.value(), Some("2"), "{:?}", next.diagnostic());
    Ok(())
}

/// Asks all there is to ask, at every place; in a long text at a hundred.
fn answers(text: String) -> TestCaseResult {
    let mut notebook = Notebook::new();
    notebook.run("1", "let kept = #{price: 1}; fn more(x) { x }");
    let session = &mut notebook.session;
    session.check(Cell {
        label: "1",
        code: &text,
    });
    session.reads_and_writes(&text);
    let _ = session.evaluate(&text);
    // Outside the text and inside a character too: a host's mistake is no reason to fall over.
    let step = 1 + text.len() / 100;
    for at in (0..=text.len() + 2).step_by(step) {
        let completions = session.complete(&text, at);
        let (start, end) = (completions.start, completions.end);
        prop_assert!(
            start <= end && end <= text.len().max(at),
            "{start}..{end} at {at}"
        );
        if text.is_char_boundary(at) {
            prop_assert!(
                text.is_char_boundary(start) && text.is_char_boundary(end),
                "{start}..{end} at {at}"
            );
        }
        session.inspect(&text, at, (at % 2) as u8);
    }
    Ok(())
}

fn holds(
    what: &str,
    cases: u32,
    texts: impl Strategy<Value = String> + Send,
    check: impl Fn(String) -> TestCaseResult + Send,
) {
    let seed = std::env::var("PROPTEST_RNG_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(Luck::seed);
    on_big_stack(move || {
        let config = Config {
            cases,
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            max_shrink_time: 20_000,
            ..Config::default()
        };
        let result = TestRunner::new(config).run(&texts, check);
        assert!(
            result.is_ok(),
            "{what}, PROPTEST_RNG_SEED={seed}: {}",
            result.expect_err("it failed")
        );
    });
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Pieces of cells in any order.
fn soup(most: usize) -> impl Strategy<Value = String> {
    const TOKENS: &[&str] = &[
        "let",
        "const",
        "fn",
        "if",
        "else",
        "for",
        "in",
        "while",
        "loop",
        "break",
        "continue",
        "return",
        "throw",
        "try",
        "catch",
        "switch",
        "=>",
        "do",
        "until",
        "this",
        "import",
        "export",
        "as",
        "private",
        "global",
        "is",
        "x",
        "y",
        "kept",
        "more",
        "print",
        "sum",
        "array",
        "np",
        "fmt",
        "_",
        "match",
        "var",
        "call",
        "len",
        "map",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "#{",
        "|",
        "||",
        ",",
        ";",
        ":",
        "::",
        ".",
        "?.",
        "..",
        "..=",
        "??",
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "=",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        "+=",
        "!",
        "&&",
        "&",
        "^",
        "<<",
        "~",
        "@",
        "#",
        "$",
        "?",
        "\\",
        "1",
        "0",
        "2.5",
        "1e9",
        "-7",
        "0xff",
        "9223372036854775807",
        "true",
        "\"a\"",
        "'c'",
        "`b${",
        "}`",
        "\"",
        "'",
        "`",
        "\"\\u{",
        "//",
        "/*",
        "*/",
        "///",
        "%",
        "%who",
        "%time",
        "%%csv t",
        "?sum",
        "\n",
        "\n",
        "\t",
        "\r\n",
        "é",
        "数",
        "🦀",
        "\u{0}",
        "\u{feff}",
        "\u{202e}",
    ];
    let token = (prop::sample::select(TOKENS), prop::bool::weighted(0.8));
    let text = |tokens: Vec<(&str, bool)>| {
        tokens
            .iter()
            .map(|(t, gap)| format!("{t}{}", if *gap { " " } else { "" }))
            .collect()
    };
    prop::collection::vec(token, 0..most).prop_map(text)
}

/// A listing with a few pieces taken out, doubled, swapped or replaced.
fn mutated(text: String) -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..12_usize, 0..4_u8, soup(3));
    prop::collection::vec(change, 1..4).prop_map(move |changes| {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, length, kind, new) in changes {
            let at = at.index(chars.len().max(1)).min(chars.len());
            let end = (at + length).min(chars.len());
            let piece: Vec<char> = chars[at..end].to_vec();
            match kind {
                0 => drop(chars.splice(at..end, [])),
                1 => drop(chars.splice(at..at, piece)),
                2 => drop(chars.splice(at..end, piece.into_iter().rev())),
                _ => drop(chars.splice(at..end, new.chars())),
            }
        }
        chars.into_iter().collect()
    })
}
