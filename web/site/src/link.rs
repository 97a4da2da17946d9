//! Where links may lead.

/// Whether a link leads to a web page, to somebody's letter box, or stays on this site.
pub(crate) fn is_harmless(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"];
    let plain = !address.contains(char::is_control);
    (plain && known.iter().any(|scheme| lower.starts_with(scheme))) || is_relative(address)
}

/// Whether an address has neither scheme nor host. Browsers skip controls in a scheme and take `\` for `/`.
pub(crate) fn is_relative(address: &str) -> bool {
    let plain = !address.chars().any(|c| c.is_control() || c == '\\');
    let start = address.trim_start();
    let path = start.split(['?', '#']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    plain && !start.starts_with("//") && !first.contains(':')
}

/// Whether a file is a notebook, which is nothing to read if it is not among the pages.
pub(crate) fn is_notebook(path: &str) -> bool {
    path.ends_with(".ipynb")
}

/// An address as its path, and the rest from `?` or `#` on.
pub(crate) fn parted(address: &str) -> (&str, &str) {
    address.split_at(address.find(['?', '#']).unwrap_or(address.len()))
}

/// The file that a path names which stands in a notebook in `folder`, below the site's notebooks or, with `../`, beside
/// them. Hidden files and files by their absolute paths are not spoken of.
pub(crate) fn file(folder: &str, path: &str) -> Option<String> {
    if path.is_empty() || path.starts_with('/') || !is_relative(path) {
        return None;
    }
    let mut parts: Vec<String> = folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    for part in path.split('/') {
        let part = decoded(part)?;
        match part.as_str() {
            "." => {}
            ".." if parts.last().is_none_or(|last| last == "..") => parts.push(part),
            ".." => drop(parts.pop()),
            _ if part.is_empty() || part.starts_with('.') => return None,
            _ if part.contains(['/', '\\', ':']) || part.contains(char::is_control) => return None,
            _ => parts.push(part),
        }
    }
    parts
        .last()
        .is_some_and(|last| last != "..")
        .then(|| parts.join("/"))
}

/// Text without its percent signs, if it is UTF-8.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match code {
            Some(code) if first == b'%' => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_or_into_the_site() {
        for address in [
            "http://rhai.rs",
            "HTTPS://rhai.rs/book",
            "other.html",
            "#here",
            "../up.html?a:b",
            "",
            "?q=a:b",
            "mailto:a@b",
        ] {
            assert!(is_harmless(address), "{address}");
        }
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "blob:x",
            "mailto:a@b\n",
        ] {
            assert!(!is_harmless(address), "{address:?}");
        }
    }

    #[test]
    fn files_are_named_from_where_the_notebook_lies() {
        for (folder, path, wanted) in [
            ("", "./plots/a%20b.png", Some("plots/a b.png")),
            ("", "my%20notes%20%231.ipynb", Some("my notes #1.ipynb")),
            ("", "%D1%89%D0%B5%D0%BD%D0%BE%D0%BA.png", Some("щенок.png")),
            ("book", "a.png", Some("book/a.png")),
            ("book", "../images/up.png", Some("images/up.png")),
            ("", "../images/up.png", Some("../images/up.png")),
            ("", "../../up.png", Some("../../up.png")),
            ("", "a/../b.png", Some("b.png")),
            ("", "100%.png", Some("100%.png")),
            ("", "%2e%2e/b.png", Some("../b.png")),
            ("", "a%2f..%2fb", None),
            ("", "a//b", None),
            ("", "C:/x.png", None),
            ("", "/etc/x.png", None),
            ("", "//host/x.png", None),
            ("", ".git/x", None),
            ("", "a/", None),
            ("", "..", None),
            ("", "", None),
            ("", "data:image/png,", None),
        ] {
            assert_eq!(file(folder, path).as_deref(), wanted, "{path}");
        }
    }
}
