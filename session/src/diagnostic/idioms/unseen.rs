//! Characters that one cannot see, as they come along with what is copied from a web page or a document.

use super::super::kinds;
use super::{Found, Text, short};

/// A character in token `i` that shows nothing: between back-ticks it would look as if nothing stood there.
pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    let (start, _) = text.span(i);
    let (at, c, name) = text
        .word(i)
        .char_indices()
        .find_map(|(at, c)| Some((start + at, c, name(c)?)))?;
    let before = match at - start {
        0 if text.first_on_line(i) => "",
        0 => text.before(i),
        within => &text.word(i)[..within],
    };
    let place = if before.is_empty() {
        "at the beginning of the line".to_string()
    } else {
        format!("right behind `{}`", short(before, "the text before it"))
    };
    text.found_over(
        (at, at + c.len_utf8()),
        &kinds::CHARACTER,
        format!("{name} (U+{:04X}) stands here", u32::from(c)),
        format!("Remove it: it cannot be seen, but stands {place}."),
    )
}

/// What a character that shows nothing is called.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' => "a soft hyphen",
        '\u{34f}' => "a combining grapheme joiner",
        '\u{200b}' => "a zero width space",
        '\u{200c}' => "a zero width non-joiner",
        '\u{200d}' => "a zero width joiner",
        '\u{200e}' => "a left-to-right mark",
        '\u{200f}' => "a right-to-left mark",
        '\u{61c}' => "an Arabic letter mark",
        '\u{180e}' => "a Mongolian vowel separator",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a mark of the writing direction",
        '\u{2060}' => "a word joiner",
        '\u{2061}'..='\u{2065}' => "an invisible operator",
        '\u{206a}'..='\u{206f}' => "an invisible format mark",
        '\u{feff}' => "a byte order mark",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "a variation selector",
        '\u{fff9}'..='\u{fffb}' => "an annotation mark",
        '\u{fffc}' => "the place of an object that was not copied",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "a Hangul filler",
        '\u{2800}' => "an empty Braille pattern",
        '\u{e0000}'..='\u{e007f}' => "an invisible tag",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => "a character of private use",
        c if c.is_control() => "a control character",
        _ => return None,
    })
}
