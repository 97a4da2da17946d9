//! A listing as its top-level statements, so that tests can cut it into cells.

/// A whole top-level statement of a listing, with its line breaks and comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its text, from the line it begins on to the line it ends on.
    pub text: String,
    /// The text it had in the listing, where a test has rewritten it.
    pub original: String,
    /// The name it makes, when it is a `let` or `const`.
    pub makes: Option<String>,
}

/// Splits a listing whose statements each begin on a line of their own.
///
/// Comments before a statement belong to it.
pub fn split(listing: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut text = String::new();
    let mut depth = 0;
    for line in listing.lines() {
        let code = without_comment_and_texts(line);
        depth += code.chars().map(nesting).sum::<i32>();
        text.push_str(line);
        text.push('\n');
        if depth == 0 && code.trim_end().ends_with([';', '}']) {
            statements.push(Statement::new(std::mem::take(&mut text)));
        }
    }
    if !without_comment_and_texts(&text).trim().is_empty() {
        statements.push(Statement::new(text));
    }
    statements
}

impl Statement {
    fn new(text: String) -> Self {
        let code = text
            .lines()
            .find(|line| !without_comment_and_texts(line).trim().is_empty());
        let makes = code.and_then(|code| {
            let rest = code
                .strip_prefix("let ")
                .or_else(|| code.strip_prefix("const "))?;
            rest.split(['=', ';'])
                .next()
                .map(|name| name.trim().to_string())
        });
        Self {
            original: text.clone(),
            text,
            makes,
        }
    }

    /// Whether another may follow: it ends in `;` or a block.
    pub fn is_closed(&self) -> bool {
        let code = without_comment_and_texts(&self.text);
        code.trim_end().ends_with([';', '}'])
    }

    /// The same statement, its work done by a function: `let x = e;` becomes `fn make_x() { e }` and `let x = make_x();`,
    /// anything else a function without a value. The definition, and the statement that calls it.
    pub fn as_function(&self, number: usize) -> (String, String) {
        let Some(name) = &self.makes else {
            return (
                format!("fn part_{number}() {{\n{}}}\n", self.text),
                format!("part_{number}();\n"),
            );
        };
        let equals = without_comment_and_texts(&self.text)
            .find('=')
            .expect("a let has a value");
        let (before, value) = (&self.text[..equals], &self.text[equals + 1..]);
        (
            format!("fn make_{name}() {{\n{}\n}}\n", last_value(value)),
            format!("{before}= make_{name}();\n"),
        )
    }
}

/// The text after `=` without the semicolon that ends it.
fn last_value(text: &str) -> String {
    let code = without_comment_and_texts(text);
    let end = code.rfind(';').expect("a let ends in a semicolon");
    format!("{}{}", &text[..end], text[end + 1..].trim_end())
}

fn nesting(c: char) -> i32 {
    match c {
        '(' | '[' | '{' => 1,
        ')' | ']' | '}' => -1,
        _ => 0,
    }
}

/// The text with comments and the insides of quotes blanked, each byte by one space. Enough for the listings: no block
/// comments, no text over several lines, no back-ticks inside `${…}`.
fn without_comment_and_texts(text: &str) -> String {
    text.split_inclusive('\n').map(blanked_line).collect()
}

fn blanked_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut quote = None;
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        match quote {
            None if line[at..].starts_with("//") => {
                let end = if line.ends_with('\n') {
                    line.len() - 1
                } else {
                    line.len()
                };
                out.extend(std::iter::repeat_n(' ', end - at));
                out.push_str(&line[end..]);
                return out;
            }
            None if c == '"' || c == '`' => {
                quote = Some(c);
                out.push(c);
            }
            None => out.push(c),
            Some(end) if c == end => {
                quote = None;
                out.push(c);
            }
            Some(_) => {
                out.extend(std::iter::repeat_n(' ', c.len_utf8()));
                if c == '\\'
                    && let Some((_, escaped)) = chars.next()
                {
                    out.extend(std::iter::repeat_n(' ', escaped.len_utf8()));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_keep_their_lines() {
        let listing =
            "// a\nlet x = f(\"};\",\n  1); // b;\nfor i in 0..3 {\n  g(`(${i}`);\n}\n\nx; \nx";
        let statements = split(listing);
        assert_eq!(
            statements
                .iter()
                .map(|s| s.text.as_str())
                .collect::<String>(),
            format!("{listing}\n")
        );
        let makes: Vec<_> = statements.iter().map(|s| s.makes.as_deref()).collect();
        assert_eq!(makes, [Some("x"), None, None, None]);
    }

    #[test]
    fn statements_become_functions() {
        let statements = split("let x = f(\";\");  // why; not\nprint(x);\n");
        let (define, call) = statements[0].as_function(0);
        assert_eq!(define, "fn make_x() {\n f(\";\")  // why; not\n}\n");
        assert_eq!(call, "let x = make_x();\n");
        let (define, call) = statements[1].as_function(1);
        assert_eq!(
            (define.as_str(), call.as_str()),
            ("fn part_1() {\nprint(x);\n}\n", "part_1();\n")
        );
    }
}
