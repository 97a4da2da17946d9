//! Where links may lead.

use std::collections::HashMap;

/// Whether a link leads to a web page or stays on this site.
pub(crate) fn is_harmless(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://") || is_relative(address)
}

/// Whether an address has neither scheme nor host. Browsers skip controls in a scheme and take `\` for `/`.
pub(crate) fn is_relative(address: &str) -> bool {
    let plain = !address.chars().any(|c| c.is_control() || c == '\\');
    let start = address.trim_start();
    let path = start.split(['?', '#']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    plain && !start.starts_with("//") && !first.contains(':')
}

/// Whether a link leads to a notebook, which is nothing to read if it is not among the pages.
pub(crate) fn is_notebook(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    is_relative(address) && path.ends_with(".ipynb")
}

/// A link as it must be in the page: one to a notebook that is among the pages leads to its page.
pub(crate) fn to_page(address: &str, pages: &HashMap<String, String>) -> Option<String> {
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (address, String::new()),
    };
    let name = path.strip_prefix("./").unwrap_or(path);
    let page = pages.get(&name.replace("%20", " "))?;
    Some(format!("{page}{anchor}"))
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
            "mailto:a@b",
        ] {
            assert!(!is_harmless(address), "{address:?}");
        }
    }

    #[test]
    fn notebooks_become_pages() {
        let pages = HashMap::from([("tour.ipynb".to_owned(), "tour.html".to_owned())]);
        assert_eq!(
            to_page("tour.ipynb#top", &pages).as_deref(),
            Some("tour.html#top")
        );
        assert_eq!(
            to_page("./tour.ipynb", &pages).as_deref(),
            Some("tour.html")
        );
        assert_eq!(to_page("other.ipynb", &pages), None);
        assert!(is_notebook("other.ipynb#there"));
        assert!(!is_notebook("https://e.example/a.ipynb") && !is_notebook("a.html"));
    }
}
