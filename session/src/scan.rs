//! A light scan of a cell's text: tokens enough to know what is code, what is text or comment, and which brackets stand
//! open. It never fails, so it serves on half-written cells, where the parser cannot.

/// What a piece of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or keyword.
    Word,
    /// A number.
    Number,
    /// A text in double quotes, `#"` and `"#`, or back-ticks, or a character in single quotes. In back-ticks, the code inside `${…}` is
    /// scanned as code of its own, and the pieces of text around it are each a `Text`.
    Text {
        /// Whether the closing quote is there.
        closed: bool,
    },
    /// A comment.
    Comment {
        /// Whether a block comment is closed; a line comment always is.
        closed: bool,
    },
    /// An operator or a bracket: one character, or one of the longer operators.
    Symbol,
}

/// One token, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Token {
    /// Its text.
    pub(crate) fn text<'a>(&self, code: &'a str) -> &'a str {
        &code[self.start..self.end]
    }
}

/// Longest first, so that `..=` is not read as `..` and `=`.
const OPERATORS: [&str; 33] = [
    "===", "!==", "..=", "**=", "<<=", ">>=", "...", "::", "..", "**", "==", "!=", "<=", ">=",
    "&&", "||", "+=", "-=", "*=", "/=", "%=", "<<", ">>", "=>", "->", "??", "?.", "?[", "#{", "&=",
    "|=", "^=", "++",
];

/// Stands at the beginning of many a file, and means nothing.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// What readers see as the end of a line.
pub(crate) const LINE_ENDS: [char; 4] = ['\n', '\u{85}', '\u{2028}', '\u{2029}'];

/// All tokens of a text but white space.
pub(crate) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner {
        code,
        at: 0,
        out: Vec::new(),
        template: Vec::new(),
    };
    while scanner.step() {}
    scanner.out
}

/// The tokens that are not comments.
pub(crate) fn significant(code: &str) -> Vec<Token> {
    let mut all = tokens(code);
    all.retain(|t| !matches!(t.kind, Kind::Comment { .. }));
    all
}

struct Scanner<'a> {
    code: &'a str,
    at: usize,
    out: Vec<Token>,
    /// For each `${` that is open, how many braces opened inside it.
    template: Vec<usize>,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.code[self.at..]
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.out.push(Token {
            kind,
            start: self.at,
            end,
        });
        self.at = end;
    }

    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else {
            return false;
        };
        if c.is_whitespace() || c == BYTE_ORDER_MARK && self.at == 0 {
            self.at += c.len_utf8();
        } else if rest.starts_with("//") {
            let end = self.at + rest.find(LINE_ENDS).unwrap_or(rest.len());
            self.push(Kind::Comment { closed: true }, end);
        } else if rest.starts_with("/*") {
            self.block_comment();
        } else if c == '"' {
            self.quoted('"');
        } else if c == '\'' {
            self.character();
        } else if c == '`' {
            self.template_text(1);
        } else if c == '#' && rest.trim_start_matches('#').starts_with('"') {
            self.raw_text();
        } else if c.is_ascii_digit() {
            self.number();
        } else if c == '_' || c.is_alphabetic() {
            let len = rest
                .find(|c: char| c != '_' && !c.is_alphanumeric())
                .unwrap_or(rest.len());
            self.push(Kind::Word, self.at + len);
        } else {
            self.symbol(c);
        }
        true
    }

    fn block_comment(&mut self) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let (mut depth, mut i) = (0, 0);
        while i < bytes.len() {
            if rest[i..].starts_with("/*") {
                depth += 1;
                i += 2;
            } else if rest[i..].starts_with("*/") {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    self.push(Kind::Comment { closed: true }, self.at + i);
                    return;
                }
            } else {
                i += rest[i..].chars().next().map_or(1, char::len_utf8);
            }
        }
        self.push(Kind::Comment { closed: false }, self.code.len());
    }

    /// A text on one line, with back-slash escapes; a back-slash at the line's end continues it.
    fn quoted(&mut self, quote: char) {
        let mut escaped = false;
        for (i, c) in self.rest().char_indices().skip(1) {
            if escaped {
                // The end of a line may be two characters.
                escaped = c == '\r' && self.rest()[i..].starts_with("\r\n");
            } else if c == '\\' {
                escaped = true;
            } else if c == quote {
                self.push(Kind::Text { closed: true }, self.at + i + 1);
                return;
            } else if c == '\n' {
                self.push(Kind::Text { closed: false }, self.at + i);
                return;
            }
        }
        self.push(Kind::Text { closed: false }, self.code.len());
    }

    /// `#"…"#`: up to a quote with as many `#` behind it as there are in front.
    fn raw_text(&mut self) {
        let rest = self.rest();
        let signs = rest.len() - rest.trim_start_matches('#').len();
        let end = format!("\"{}", &rest[..signs]);
        let found = rest[signs + 1..].find(&end);
        let (closed, len) = match found {
            Some(at) => (true, signs + 1 + at + end.len()),
            None => (false, rest.len()),
        };
        self.push(Kind::Text { closed }, self.at + len);
    }

    fn character(&mut self) {
        self.quoted('\'');
    }

    /// The text of a back-tick string from `skip` bytes on: up to its end, or up to `${`.
    fn template_text(&mut self, skip: usize) {
        let rest = self.rest();
        let mut i = skip;
        while i < rest.len() {
            if rest[i..].starts_with("``") {
                i += 2;
            } else if rest[i..].starts_with('`') {
                self.push(Kind::Text { closed: true }, self.at + i + 1);
                return;
            } else if rest[i..].starts_with("${") {
                self.push(Kind::Text { closed: true }, self.at + i);
                self.push(Kind::Symbol, self.at + 2);
                self.template.push(0);
                return;
            } else {
                i += rest[i..].chars().next().map_or(1, char::len_utf8);
            }
        }
        self.push(Kind::Text { closed: false }, self.code.len());
    }

    fn number(&mut self) {
        let bytes = self.rest().as_bytes();
        let mut i = 0;
        let mut exponent = false;
        while i < bytes.len() {
            let c = bytes[i];
            let prefixed = bytes[0] == b'0' && bytes.get(1).is_some_and(|c| b"xXoObB".contains(c));
            if c == b'.' {
                if exponent
                    || prefixed
                    || !bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
                    || bytes[..i].contains(&b'.')
                {
                    // `1.` before something that can't continue a number: a float such as `1.` or a method call.
                    let method = bytes
                        .get(i + 1)
                        .is_some_and(|c| c.is_ascii_alphabetic() || *c == b'_' || *c == b'.');
                    if !method && !exponent && !prefixed && !bytes[..i].contains(&b'.') {
                        i += 1;
                    }
                    break;
                }
            } else if matches!(c, b'e' | b'E') && !prefixed && !exponent {
                let next = bytes.get(i + 1).copied().unwrap_or(b' ');
                let signed =
                    matches!(next, b'+' | b'-') && bytes.get(i + 2).is_some_and(u8::is_ascii_digit);
                if !next.is_ascii_digit() && !signed {
                    break;
                }
                exponent = true;
                i += usize::from(signed);
            } else if !(c.is_ascii_digit() || c == b'_' || prefixed && c.is_ascii_alphanumeric()) {
                break;
            }
            i += 1;
        }
        self.push(Kind::Number, self.at + i);
    }

    fn symbol(&mut self, c: char) {
        let rest = self.rest();
        // All that are longer than one sign have one of these for their second.
        let longer = rest
            .as_bytes()
            .get(1)
            .is_some_and(|c| b"=.<>*:&|?[{+".contains(c));
        let operator = OPERATORS.iter().find(|o| longer && rest.starts_with(**o));
        if let Some(operator) = operator {
            if operator.ends_with('{')
                && let Some(depth) = self.template.last_mut()
            {
                *depth += 1;
            }
            self.push(Kind::Symbol, self.at + operator.len());
            return;
        }
        let end = self.at + c.len_utf8();
        match (c, self.template.last_mut()) {
            ('{', Some(depth)) => *depth += 1,
            ('}', Some(0)) => {
                self.template.pop();
                self.push(Kind::Symbol, end);
                self.template_text(0);
                return;
            }
            ('}', Some(depth)) => *depth -= 1,
            _ => {}
        }
        self.push(Kind::Symbol, end);
    }
}

/// Whether a text that is not closed, among these tokens of `code`, goes on in the next line.
pub(crate) fn goes_on(code: &str, tokens: &[Token], open: Token) -> bool {
    let text = open.text(code);
    if !text.starts_with(['"', '\'']) || fills_in(code, tokens, open) {
        return true;
    }
    // A back-slash at the end of a line continues the text.
    let line = &text[..text.trim_end_matches(['\n', '\r']).len()];
    let slashes = line.len() - line.trim_end_matches('\\').len();
    let ends = text.matches('\n').count() - line.matches('\n').count();
    open.end == code.len() && text.starts_with('"') && slashes % 2 == 1 && ends <= 1
}

/// Whether a piece of text belongs to one in back-ticks and comes after a `${…}` of it.
fn fills_in(code: &str, tokens: &[Token], piece: Token) -> bool {
    let before = tokens.partition_point(|t| t.start < piece.start);
    let touches = before > 0 && tokens[before - 1].end == piece.start;
    let mut depth = 0;
    let opening = tokens[..before].iter().rev().find(|t| {
        match t.text(code) {
            "}" | ")" | "]" => depth += 1,
            "{" | "#{" | "${" | "(" | "[" | "?[" => depth -= 1,
            _ => {}
        }
        depth <= 0
    });
    touches && opening.is_some_and(|t| t.text(code) == "${")
}

/// What is wrong with the brackets of a cell, the leftmost fault first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brackets {
    /// Each is closed by its own kind.
    Balanced,
    /// This opening one is never closed.
    Open(Token),
    /// This closing one has no opening one.
    Extra(Token),
    /// This opening one is closed by another kind.
    Mismatched(Token, Token),
    /// This text or comment is never closed.
    Unclosed(Token),
}

/// Looks for brackets, texts and comments that are not closed.
pub(crate) fn brackets(code: &str) -> Brackets {
    let all = tokens(code);
    brackets_among(code, &all, all.last())
}

/// The same for the tokens of a text, of which `last_comment` is the last comment.
pub(crate) fn brackets_among(
    code: &str,
    tokens: &[Token],
    last_comment: Option<&Token>,
) -> Brackets {
    let mut open: Vec<Token> = Vec::new();
    // A comment that is not closed is the last token.
    let open_comment = last_comment.filter(|t| t.kind == Kind::Comment { closed: false });
    for &token in tokens.iter().chain(open_comment) {
        match token.kind {
            Kind::Text { closed: false } | Kind::Comment { closed: false } => {
                // In `a ${p` the quote that should end the text begins another inside the braces.
                let in_text = open.last().filter(|t| t.text(code) == "${");
                if let Some(opening) = in_text.filter(|_| token.text(code).starts_with('`')) {
                    return Brackets::Open(*opening);
                }
                return Brackets::Unclosed(token);
            }
            Kind::Symbol => {
                let text = token.text(code);
                match text {
                    "(" | "[" | "{" | "#{" | "${" | "?[" => open.push(token),
                    ")" | "]" | "}" => {
                        let Some(opening) = open.pop() else {
                            return Brackets::Extra(token);
                        };
                        if !opening.text(code).ends_with(match text {
                            ")" => '(',
                            "]" => '[',
                            _ => '{',
                        }) {
                            return Brackets::Mismatched(opening, token);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    open.pop().map_or(Brackets::Balanced, Brackets::Open)
}

#[cfg(test)]
mod tests {
    #[test]
    fn operators_are_told_by_their_second_sign() {
        for operator in super::OPERATORS {
            let found = super::tokens(operator);
            assert_eq!(found[0].end, operator.len(), "{operator}");
        }
    }

    use super::*;

    fn words(code: &str) -> Vec<&str> {
        tokens(code).iter().map(|t| t.text(code)).collect()
    }

    #[test]
    fn tokens_are_cut_as_rhai_cuts_them() {
        assert_eq!(
            words("let x=1.5e-3+v[1..]"),
            ["let", "x", "=", "1.5e-3", "+", "v", "[", "1", "..", "]"]
        );
        assert_eq!(
            words("5.max(2) // end"),
            ["5", ".", "max", "(", "2", ")", "// end"]
        );
        assert_eq!(
            words("`a ${x + `b${y}`} c`"),
            ["`a ", "${", "x", "+", "`b", "${", "y", "}", "`", "}", " c`"]
        );
        assert_eq!(words("\"a\\\"b\" 'c'"), ["\"a\\\"b\"", "'c'"]);
        assert_eq!(words("#{a: 1}"), ["#{", "a", ":", "1", "}"]);
    }

    #[test]
    fn brackets_in_text_do_not_count() {
        assert_eq!(brackets("f(\")\", `]`) // ("), Brackets::Balanced);
        assert!(matches!(brackets("f((1)"), Brackets::Open(t) if t.start == 1));
        assert!(
            matches!(brackets("[1, 2)"), Brackets::Mismatched(a, b) if a.start == 0 && b.start == 5)
        );
        assert!(matches!(brackets("\"hi;"), Brackets::Unclosed(t) if t.start == 0));
        assert!(matches!(brackets("1)"), Brackets::Extra(t) if t.start == 1));
    }

    #[test]
    fn raw_texts_end_with_as_many_signs_as_they_begin() {
        assert_eq!(words("#\"a \\\"# + 1"), ["#\"a \\\"#", "+", "1"]);
        assert_eq!(
            words("##\"a\n \"# b\"## #{}"),
            ["##\"a\n \"# b\"##", "#{", "}"]
        );
        assert!(matches!(brackets("(#\"a)"), Brackets::Unclosed(t) if t.start == 1));
        assert_eq!(words("# a"), ["#", "a"]);
        assert_eq!(words("##"), ["#", "#"]);
    }

    #[test]
    fn texts_that_go_on_are_told_from_those_that_do_not() {
        let goes_on = |code: &str| {
            let Brackets::Unclosed(open) = brackets(code) else {
                panic!("{code}")
            };
            super::goes_on(code, &tokens(code), open)
        };
        for code in [
            "#\"a",
            "###\"a\"##",
            "`a",
            "`a ${1} b",
            "`a ${1}\" b",
            "/* a",
            "\"a\\",
            "\"a\\\n",
            "\"a\\\r\n",
            "\"a\\\n b \\",
            "f(\"a\\\\\\",
        ] {
            assert!(goes_on(code), "{code}");
        }
        for code in [
            "\"a",
            "\"a\\\\",
            "\"a\n",
            "\"a\\\n\n",
            "\"a\\\nb\n",
            "'a\\",
            "\"a\nb \\",
            "\"a\\\"",
        ] {
            assert!(!goes_on(code), "{code}");
        }
    }

    #[test]
    fn what_looks_like_the_end_of_a_line_ends_a_comment() {
        assert_eq!(words("// a\u{2028}b\u{a0}c"), ["// a", "b", "c"]);
        assert_eq!(words("\u{feff}a"), ["a"]);
    }
}
