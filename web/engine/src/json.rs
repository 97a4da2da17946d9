//! JSON, written by hand: what a browser is sent is small, and a library for it would be large.

/// JSON text in the making.
#[derive(Debug, Default)]
pub struct Json {
    out: Vec<u8>,
}

impl Json {
    /// The text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// An object whose members `write` writes.
    pub fn object(&mut self, write: impl FnOnce(&mut Members<'_>)) {
        self.out.push(b'{');
        write(&mut Members {
            json: self,
            first: true,
        });
        self.out.push(b'}');
    }

    /// A list with an element for each item.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.out.push(b'[');
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            write(self, item);
        }
        self.out.push(b']');
    }

    /// A text in quotes.
    pub fn text(&mut self, text: &str) {
        self.out.push(b'"');
        let mut rest = text.as_bytes();
        // What needs no escape is copied in one piece.
        while let Some(at) = rest.iter().position(|byte| escaped(*byte).is_some()) {
            let (plain, special) = rest.split_at(at);
            self.out.extend_from_slice(plain);
            if let Some(letter) = escaped(special[0]) {
                self.out.push(b'\\');
                self.out.push(letter);
                if letter == b'u' {
                    let digits = b"0123456789abcdef";
                    self.out.extend_from_slice(b"00");
                    self.out.push(digits[usize::from(special[0] >> 4)]);
                    self.out.push(digits[usize::from(special[0] & 15)]);
                }
            }
            rest = &special[1..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
    }

    /// A whole number.
    pub fn whole(&mut self, n: usize) {
        self.out.extend_from_slice(n.to_string().as_bytes());
    }

    /// A number; `null` where JSON has none.
    pub fn number(&mut self, x: f64) {
        if x.is_finite() {
            self.out.extend_from_slice(x.to_string().as_bytes());
        } else {
            self.null();
        }
    }

    /// `true` or `false`.
    pub fn truth(&mut self, x: bool) {
        let text: &[u8] = if x { b"true" } else { b"false" };
        self.out.extend_from_slice(text);
    }

    /// `null`.
    pub fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }
}

/// The letter that stands for a byte after a backslash, if it cannot stand for itself.
fn escaped(byte: u8) -> Option<u8> {
    match byte {
        b'"' | b'\\' => Some(byte),
        b'\n' => Some(b'n'),
        b'\r' => Some(b'r'),
        b'\t' => Some(b't'),
        0..=0x1f => Some(b'u'),
        _ => None,
    }
}

/// The members of an object in the making.
pub struct Members<'a> {
    json: &'a mut Json,
    first: bool,
}

impl Members<'_> {
    /// A member whose value is written next.
    pub fn member(&mut self, name: &str) -> &mut Json {
        if !self.first {
            self.json.out.push(b',');
        }
        self.first = false;
        self.json.text(name);
        self.json.out.push(b':');
        self.json
    }

    /// A member that is a text.
    pub fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.member(name).text(text);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Json)) -> String {
        let mut json = Json::default();
        write(&mut json);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[test]
    fn texts_are_escaped() {
        let text = written(|json| json.text("a\"b\\c\n\r\t\u{0}\u{1f}\u{7f}é😀"));
        assert_eq!(text, "\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\u{7f}é😀\"");
        assert_eq!(written(|json| json.text("")), "\"\"");
    }

    #[test]
    fn objects_and_lists_have_their_commas() {
        let text = written(|json| {
            json.object(|o| {
                o.text("a", "1").member("b").list([1, 2], |j, n| j.whole(n));
                o.member("c").list(Vec::<()>::new(), |j, ()| j.null());
                o.member("d").truth(true);
                o.member("e").number(0.1);
                o.member("f").number(f64::NAN);
                o.member("g").object(|_| ());
            })
        });
        assert_eq!(
            text,
            r#"{"a":"1","b":[1,2],"c":[],"d":true,"e":0.1,"f":null,"g":{}}"#
        );
    }
}
