//! White space that Rhai does not know, as it comes from web pages and word processors.

use super::edits::Edits;
use super::written::Written;
use crate::scan::{BYTE_ORDER_MARK, LINE_ENDS};

/// Outside of texts and comments, every space is a space, what ends a line for the reader ends it, and a mark that says how a
/// file is written says nothing.
pub(super) fn plain<'a>(cell: &Written<'a>, edits: &mut Edits<'a>) {
    if cell.code.is_ascii() {
        return;
    }
    for gap in cell.gaps() {
        let foreign = cell.code[gap.clone()]
            .char_indices()
            .filter(|(_, c)| !c.is_ascii());
        for (at, c) in foreign {
            let instead = match c {
                BYTE_ORDER_MARK => "",
                c if LINE_ENDS.contains(&c) => "\n",
                _ => " ",
            };
            let start = gap.start + at;
            edits.instead(start..start + c.len_utf8(), instead);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::tests::{lead_back, text};

    #[test]
    fn every_space_is_a_space() {
        assert_eq!(
            text("\u{feff}let a\u{a0}=\u{3000}1;\u{2028}a // b\u{a0}c\u{85}\u{202f}d"),
            "let a = 1;\na // b\u{a0}c\n d"
        );
        assert_eq!(
            text("f(\u{2009}x\u{a0}) /* \u{a0} */\u{a0}"),
            "f( x ) /* \u{a0} */ "
        );
        lead_back(
            "\u{feff}let a\u{a0}=\u{3000}1;\u{2028}xs\u{a0}.map(f)",
            &["a", "1", "xs", "map", "f)"],
        );
    }

    #[test]
    fn texts_stay_as_they_are() {
        for code in [
            "\"a\u{a0}b\"",
            "`a\u{a0}${x}\u{2028}b`",
            "#\"\u{a0}\"#",
            "let a\u{200b} = 1",
        ] {
            assert_eq!(text(code), code);
        }
    }
}
