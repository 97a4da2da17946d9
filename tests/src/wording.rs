//! How expected words are found in what a cell said, and what a message may not have.

/// What no message may have: names of Rust's, a final full stop, no words at all.
pub fn faults_of_style(message: &str, plain: &str) -> Vec<String> {
    let mut faults = foreign_names(plain);
    if message.trim_end().ends_with('.') && !message.trim_end().ends_with("..") {
        faults.push(format!("a message ends in a full stop: {message:?}"));
    }
    if message.trim().is_empty() {
        faults.push("a message is empty".to_string());
    }
    faults
}

/// The names of the implementation, and places in it, that a text shows its reader.
pub fn foreign_names(text: &str) -> Vec<String> {
    const FOREIGN: [&str; 17] = [
        "i64",
        "f64",
        "Dynamic",
        "EvalAltResult",
        "alloc::",
        "rhai::",
        "core::",
        "FnPtr",
        "ImmutableString",
        "rhaibook_",
        "&str",
        "anon$",
        "__caught",
        "Vec<",
        "Box<",
        ".rs:",
        "src/",
    ];
    let foreign = FOREIGN.iter().filter(|name| text.contains(**name));
    foreign
        .map(|name| format!("{name:?} is shown:\n{}", indented(text)))
        .collect()
}

/// Whether a text has a phrase in it, in any case.
pub fn has(text: &str, phrase: &str) -> bool {
    text.to_lowercase().contains(&phrase.to_lowercase())
}

/// Notes when a text isn't the expected one.
pub(crate) fn same(what: &str, expected: &str, got: &str, differences: &mut Vec<String>) {
    if expected != got {
        let show = |text: &str| {
            if text.is_empty() {
                "    (nothing)\n".to_string()
            } else {
                indented(text)
            }
        };
        differences.push(format!(
            "{what}: expected\n{}  got\n{}",
            show(expected),
            show(got)
        ));
    }
}

/// Notes which phrases a text lacks.
pub(crate) fn contains(what: &str, phrases: &[String], text: &str, differences: &mut Vec<String>) {
    let missing: Vec<_> = phrases.iter().filter(|phrase| !has(text, phrase)).collect();
    if !missing.is_empty() {
        differences.push(format!("{what}: lacks {missing:?} in\n{}", indented(text)));
    }
}

/// A text set in by four spaces.
pub(crate) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
