//! Text functions that Rhai has too, but which there do not look whether the cell was stopped: with millions of characters
//! they take as long as a reader waits.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, ImmutableString};

use crate::Library;
use crate::fault::Raised;
use crate::host;

pub(crate) fn register(library: &mut Library) {
    library.add("Text", rhai::exported_module!(functions));
}

/// What is made between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 13;

/// A list of what an iterator gives; the cell can be stopped meanwhile.
pub(crate) fn listed<T>(items: impl Iterator<Item = T>) -> Raised<Vec<T>> {
    let mut list = Vec::new();
    for item in items {
        if list.len() % BLOCK == 0 {
            host::check_interrupt()?;
        }
        list.push(item);
    }
    Ok(list)
}

fn texts<'a>(parts: impl Iterator<Item = &'a str>) -> Raised<List> {
    listed(parts.map(|part| Dynamic::from(part.to_string())))
}

#[export_module]
mod functions {
    /// Splits a text into a list of texts: at blanks, or at each separator.
    ///
    /// # Arguments
    /// - `text`: the text
    /// - `separator`: what separates the parts; any blanks when left out
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// "open  closed".split()      // => ["open", "closed"]
    /// "2.5;3.0;".split(";")       // => ["2.5", "3.0", ""]
    /// ```
    #[rhai_fn(name = "split", return_raw, pure)]
    pub fn split(text: &mut ImmutableString, separator: &str) -> Raised<List> {
        texts(text.split(separator))
    }

    /// Splits a text at a character.
    #[rhai_fn(name = "split", return_raw, pure)]
    pub fn split_at_character(text: &mut ImmutableString, separator: char) -> Raised<List> {
        texts(text.split(separator))
    }

    /// Splits a text at blanks.
    #[rhai_fn(name = "split", return_raw, pure)]
    pub fn split_at_blanks(text: &mut ImmutableString) -> Raised<List> {
        texts(text.split_whitespace())
    }

    /// Adds a text at the end of another until it has so many characters.
    ///
    /// It changes the text itself. One that is long enough stays as it is.
    ///
    /// # Arguments
    /// - `text`: the text
    /// - `length`: how many characters it is to have
    /// - `padding`: what is added at its end, the last time only as much as fits
    ///
    /// # Errors
    /// When the text would take more memory than the notebook may use.
    ///
    /// # Example
    /// ```rhai
    /// let line = "API ";
    /// line.pad(10, ".");
    /// line // => "API ......"
    /// ```
    #[rhai_fn(name = "pad", return_raw)]
    pub fn pad(text: &mut ImmutableString, length: i64, padding: &str) -> Raised<()> {
        let length = usize::try_from(length).unwrap_or_default();
        let missing = length.saturating_sub(text.chars().count());
        let in_padding = padding.chars().count();
        if missing == 0 || in_padding == 0 {
            return Ok(());
        }
        let bytes = (missing as u64).saturating_mul(padding.len() as u64) / in_padding as u64;
        host::check_budget("this text", bytes)?;
        // Long pieces, so that there is time to look between them.
        let times = (BLOCK / in_padding).clamp(1, missing / in_padding + 1);
        let piece = padding.repeat(times);
        let whole = missing / (times * in_padding);
        let mut padded = text.to_string();
        for _ in 0..whole {
            host::check_interrupt()?;
            padded += &piece;
        }
        padded.extend(piece.chars().take(missing % (times * in_padding)));
        *text = padded.into();
        Ok(())
    }

    /// A copy of a text without the blanks at its ends. `trim` changes the text itself.
    ///
    /// # Arguments
    /// - `text`: the text
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// trimmed("  open weights ") // => "open weights"
    /// ```
    #[rhai_fn(pure)]
    pub fn trimmed(text: &mut ImmutableString) -> ImmutableString {
        text.trim().into()
    }

    /// A text so many times, one behind the other, as Python's `"-" * 20`.
    ///
    /// # Arguments
    /// - `text`: the text
    /// - `n`: how many times; none below one
    ///
    /// # Errors
    /// When the text would take more memory than the notebook may use.
    ///
    /// # Example
    /// ```rhai
    /// repeat("-", 20) // => "--------------------"
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn repeat(text: &mut ImmutableString, n: i64) -> Raised<ImmutableString> {
        let n = usize::try_from(n).unwrap_or_default();
        host::check_budget("this text", (text.len() as u64).saturating_mul(n as u64))?;
        let mut out = String::new();
        for i in 0..n {
            if i % BLOCK == 0 {
                host::check_interrupt()?;
            }
            out += text;
        }
        Ok(out.into())
    }

    /// Makes a text longer with a character.
    #[rhai_fn(name = "pad", return_raw)]
    pub fn pad_with_character(
        text: &mut ImmutableString,
        length: i64,
        padding: char,
    ) -> Raised<()> {
        pad(text, length, padding.encode_utf8(&mut [0; 4]))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_examples, evaluate};

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("text.rs")), 5);
    }

    #[test]
    fn padding_ends_exactly_at_the_length() {
        for (length, padding) in [(3, "ab"), (9, "äöü"), (20_000, "ab,"), (30_001, "x")] {
            let code = format!("let s = \"ö\"; s.pad({length}, \"{padding}\"); s");
            let padded = evaluate(&code).unwrap();
            let wanted: String = "ö"
                .chars()
                .chain(padding.chars().cycle())
                .take(length)
                .collect();
            assert_eq!(padded, format!("\"{wanted}\""), "{length} of {padding}");
        }
        for unchanged in ["s.pad(-1, \"x\")", "s.pad(5, \"\")", "s.pad(2, 'x')"] {
            let code = format!("let s = \"abc\"; {unchanged}; s");
            assert_eq!(evaluate(&code).unwrap(), "\"abc\"");
        }
    }
}
