//! A doc comment, taken apart: a sentence, then the sections `# Arguments`, `# Errors`, `# Example`.

use serde_json::Value;

/// What a doc comment says.
#[derive(Default)]
pub(crate) struct Docs {
    pub(crate) summary: String,
    pub(crate) details: String,
    pub(crate) arguments: Vec<(String, String)>,
    pub(crate) errors: String,
    pub(crate) example: String,
    pub(crate) runs: bool,
}

impl Docs {
    /// Only a sentence.
    pub(crate) fn of(summary: &str) -> Self {
        Self {
            summary: summary.into(),
            ..Self::default()
        }
    }

    /// How much is said; of several overloads, the one with the most speaks for the name.
    pub(crate) fn weight(&self) -> usize {
        usize::from(!self.summary.is_empty())
            + 2 * usize::from(!self.errors.is_empty())
            + 4 * usize::from(!self.arguments.is_empty())
            + 8 * usize::from(!self.example.is_empty())
    }

    /// Only the first sentence: what Rhai's own comments say besides is not ours to vouch for.
    pub(crate) fn summary_only(self) -> Self {
        let end = self
            .summary
            .find(". ")
            .map_or(self.summary.len(), |i| i + 1);
        let summary = self.summary[..end]
            .replace("_NOT_", "not")
            .replace("_not_", "not");
        Self {
            summary: summary.replace('_', "").replace("array", "list"),
            ..Self::default()
        }
    }
}

/// Reads the comments of one function.
pub(crate) fn parse(comments: &[Value]) -> Docs {
    let lines = comments
        .iter()
        .filter_map(Value::as_str)
        .flat_map(str::lines)
        .map(uncommented);
    let mut docs = Docs {
        runs: true,
        ..Docs::default()
    };
    let mut section = String::new();
    let mut in_code = false;
    let mut intro: Vec<String> = vec![String::new()];
    for line in lines {
        if let Some(fence) = line.trim_start().strip_prefix("```") {
            in_code = !in_code;
            if in_code && section.starts_with("example") {
                docs.runs &= !fence.contains("no_run");
                if !docs.example.is_empty() {
                    docs.example.push('\n');
                }
            }
            continue;
        }
        if in_code {
            if section.starts_with("example") {
                docs.example.push_str(line);
                docs.example.push('\n');
            }
            continue;
        }
        if let Some(heading) = line.strip_prefix("# ") {
            section = heading.trim().to_lowercase();
            continue;
        }
        let words = line.trim();
        match section.as_str() {
            "" if words.is_empty() => intro.push(String::new()),
            "" => append(intro.last_mut().expect("it begins with one"), words),
            "arguments" => {
                if let Some((name, meaning)) = argument(words) {
                    docs.arguments.push((name, meaning));
                } else if let Some((_, meaning)) = docs.arguments.last_mut() {
                    append(meaning, words);
                }
            }
            "errors" => append(&mut docs.errors, words),
            _ => {}
        }
    }
    let mut paragraphs = intro.into_iter().filter(|p| !p.is_empty());
    docs.summary = paragraphs.next().unwrap_or_default();
    docs.details = paragraphs.collect::<Vec<_>>().join("\n\n");
    docs.example.truncate(docs.example.trim_end().len());
    docs
}

fn uncommented(line: &str) -> &str {
    let line = line.trim_start();
    let line = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))
        .unwrap_or(line);
    line.strip_prefix(' ').unwrap_or(line).trim_end()
}

/// ``- `name`: meaning``; several names may share a meaning.
fn argument(line: &str) -> Option<(String, String)> {
    let rest = line
        .strip_prefix("- ")
        .or_else(|| line.strip_prefix("* "))?;
    let (names, meaning) = rest.split_once(':')?;
    names
        .starts_with('`')
        .then(|| (names.replace('`', ""), meaning.trim().to_owned()))
}

fn append(text: &mut String, words: &str) {
    if !text.is_empty() && !words.is_empty() {
        text.push(' ');
    }
    text.push_str(words);
}
