//! Positions and media, between Jupyter's terms and the session's.

use serde_json::{Map, Value};

use crate::worker::link::Bundle;

/// The byte offset of a position in code points; past the end counts as the end.
pub(super) fn byte_offset(text: &str, code_points: usize) -> usize {
    text.char_indices()
        .nth(code_points)
        .map_or(text.len(), |(offset, _)| offset)
}

/// The position in code points of a byte offset.
pub(super) fn code_points(text: &str, offset: usize) -> usize {
    text.char_indices()
        .take_while(|(at, _)| *at < offset)
        .count()
}

/// A bundle as Jupyter wants it: JSON media as JSON, all others as text.
pub(super) fn data(bundle: Bundle) -> Value {
    let mut data = Map::new();
    for (medium, content) in bundle {
        let is_json = medium == "application/json" || medium.ends_with("+json");
        let value = match is_json.then(|| serde_json::from_str(&content)) {
            Some(Ok(value)) => value,
            _ => Value::String(content),
        };
        data.insert(medium, value);
    }
    Value::Object(data)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn positions_count_code_points() {
        let text = "é🦀x";
        assert_eq!(
            [0, 1, 2, 3, 9].map(|n| byte_offset(text, n)),
            [0, 2, 6, 7, 7]
        );
        assert_eq!([0, 2, 6, 7].map(|n| code_points(text, n)), [0, 1, 2, 3]);
    }

    #[test]
    fn json_media_hold_json() {
        let bundle = [
            ("text/plain", "{}"),
            ("application/x+json", "[1]"),
            ("application/json", "no"),
        ];
        let bundle = bundle.map(|(m, c)| (m.to_owned(), c.to_owned())).into();
        let expected =
            json!({"text/plain": "{}", "application/x+json": [1], "application/json": "no"});
        assert_eq!(data(bundle), expected);
    }
}
