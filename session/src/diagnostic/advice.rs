//! What to do about a mistake: a sentence, and, where a text can take the culprit's place, that text.

use crate::outcome::Fix;

/// A span of the cell, in bytes.
type Span = (usize, usize);

/// Longer texts are cut in the sentence; the fix has all of it.
const LONGEST: usize = 90;

/// One piece of advice.
#[derive(Debug)]
pub(crate) struct Advice {
    pub(super) sentence: String,
    pub(super) fix: Option<Fix>,
}

impl Advice {
    /// "Write `…`.": what stands in place of the span.
    pub(crate) fn write(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            sentence: format!("Write {}.", in_ticks(&text)),
            fix: Some(Fix { span, text }),
        }
    }

    /// "Did you mean `…`?": another name for the one at the span.
    pub(crate) fn mean(span: Option<Span>, name: &str) -> Self {
        Self {
            sentence: format!("Did you mean `{name}`?"),
            fix: span.map(|span| Fix {
                span,
                text: name.to_string(),
            }),
        }
    }

    /// A text for the span, of which the sentence tells in its own words.
    pub(crate) fn fix(span: Span, text: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            fix: Some(Fix {
                span,
                text: text.into(),
            }),
        }
    }

    /// The same with more behind the text, before the full stop.
    pub(crate) fn with(mut self, more: &str) -> Self {
        if self.sentence.ends_with('.') {
            self.sentence.pop();
        }
        self.sentence.push_str(more);
        self.sentence.push('.');
        self
    }
}

impl From<String> for Advice {
    fn from(sentence: String) -> Self {
        Self {
            sentence,
            fix: None,
        }
    }
}

impl From<&str> for Advice {
    fn from(sentence: &str) -> Self {
        sentence.to_string().into()
    }
}

/// Code in a sentence: between back-ticks, and cut where it is long.
pub(crate) fn in_ticks(code: &str) -> String {
    let line = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match code.contains('\n') || code.chars().count() > LONGEST {
        false => code.to_string(),
        true if line.chars().count() <= LONGEST => line,
        true => format!(
            "{} …",
            line.chars().take(LONGEST).collect::<String>().trim_end()
        ),
    };
    match shown.contains('`') {
        true => format!("`` {shown} ``"),
        false => format!("`{shown}`"),
    }
}
