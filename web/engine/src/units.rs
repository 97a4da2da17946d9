//! Positions: bytes of UTF-8 in the session, units of UTF-16 in a page.

/// How many units of UTF-16 come before a byte offset.
pub fn from_bytes(text: &str, offset: usize) -> usize {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].encode_utf16().count()
}

/// The byte offset of the character in which so many units of UTF-16 end.
pub fn to_bytes(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (offset, c) in text.char_indices() {
        if seen >= units {
            return offset;
        }
        seen += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_lead_back() {
        let text = "aé😀z";
        assert_eq!(from_bytes(text, 0), 0);
        assert_eq!(from_bytes(text, 3), 2);
        assert_eq!(from_bytes(text, 5), 2, "inside a character");
        assert_eq!(from_bytes(text, 7), 4);
        assert_eq!(from_bytes(text, 99), 5);
        for units in [0, 1, 2, 4, 5] {
            assert_eq!(from_bytes(text, to_bytes(text, units)), units);
        }
        assert_eq!(to_bytes(text, 3), 7, "half of a pair");
        assert_eq!(to_bytes(text, 99), text.len());
    }
}
