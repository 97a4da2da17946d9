//! How wide text is, from a table of one font's advance widths.
//!
//! The reader's font is not known here. The table is of DejaVu Sans, one of the widest in use, so text that fits by it
//! fits in others too, and it is the very font of the PNG.

use unicode_width::UnicodeWidthChar;

use super::metrics_table::{ADVANCES, FIRST, SYMBOLS};

/// The width of a line of text in a font of a given size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size / 1000.0
}

/// In thousandths of the font's size.
fn advance(c: char) -> f64 {
    let code = c as u32;
    if let Some(advance) = code
        .checked_sub(FIRST)
        .and_then(|i| ADVANCES.get(i as usize))
        .filter(|a| **a > 0)
    {
        return f64::from(*advance);
    }
    if let Ok(at) = SYMBOLS.binary_search_by_key(&code, |(symbol, _)| *symbol) {
        return f64::from(SYMBOLS[at].1);
    }
    match c.width() {
        None | Some(0) => 0.0,
        Some(1) => 650.0,
        Some(_) => 1000.0,
    }
}

/// The text, cut off with an ellipsis where it is wider than allowed.
pub(super) fn cut(text: &str, size: f64, widest: f64) -> String {
    if width(text, size) <= widest {
        return text.into();
    }
    let room = widest - width("…", size);
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += advance(*c) * size / 1000.0;
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// The text in lines no wider than allowed, broken between words; of more than `most` lines the last is cut off.
pub(super) fn wrap(text: &str, size: f64, widest: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if lines_full(line, word, size, widest) => lines.push(word.into()),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.into()),
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line, size, widest)).collect()
}

fn lines_full(line: &str, word: &str, size: f64, widest: f64) -> bool {
    width(line, size) + width(" ", size) + width(word, size) > widest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_latin_and_symbols() {
        assert_eq!(width("0", 1000.0), width("9", 1000.0));
        assert!(width("i", 10.0) < width("m", 10.0));
        assert_eq!(width("−", 10.0), width("+", 10.0));
        assert_eq!(width("語", 10.0), 10.0);
        assert_eq!(width("e\u{301}", 10.0), width("e", 10.0));
    }

    #[test]
    fn long_text_is_cut_or_wrapped_to_fit() {
        let text = "a long label that does not fit";
        assert!(width(&cut(text, 12.0, 80.0), 12.0) <= 80.0);
        assert!(cut(text, 12.0, 80.0).ends_with('…'));
        let lines = wrap(text, 12.0, 80.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|l| width(l, 12.0) <= 80.0), "{lines:?}");
    }
}
