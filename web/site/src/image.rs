//! Images: in the page itself, or in a file beside the notebook.

use crate::link;

/// Whether an image is in the page or beside it, so that showing it asks no other host.
pub(crate) fn is_harmless(address: &str) -> bool {
    let lower = address.trim_start().to_ascii_lowercase();
    let drawn = ["png", "jpeg", "jpg", "gif", "webp", "avif", "svg+xml"]
        .iter()
        .any(|format| {
            let rest = lower
                .strip_prefix("data:image/")
                .and_then(|r| r.strip_prefix(format));
            rest.is_some_and(|rest| rest.starts_with([';', ',']))
        });
    drawn || (link::is_relative(address) && !address.trim_start().starts_with('/'))
}

/// The address of an image that the notebook holds in base64.
pub(crate) fn embedded(medium: &str, content: &str) -> Option<String> {
    let content: String = content.chars().filter(|c| !c.is_whitespace()).collect();
    let is_base64 = content
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c));
    let address = format!("data:{medium};base64,{content}");
    (is_base64 && is_harmless(&address)).then_some(address)
}

/// The file that an image's address names, where that is one below the notebook's folder.
pub(crate) fn file(address: &str) -> Option<String> {
    if !is_harmless(address) || address.trim_start().starts_with("data:") {
        return None;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = decoded(path)?;
    let path = path.strip_prefix("./").unwrap_or(&path);
    let below = path.split('/').all(|part| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
    });
    below.then(|| path.to_owned())
}

/// Text without its percent signs, if it is UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
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
    fn images_are_here_or_beside() {
        for address in ["data:image/png;base64,AA", "plots/a.png", "./a%20b.png"] {
            assert!(is_harmless(address), "{address}");
        }
        for address in [
            "http://e.example/a.png",
            "//e.example/a.png",
            "/a.png",
            "data:text/html,x",
            "javascript:x",
            "\\\\e.example\\a.png",
        ] {
            assert!(!is_harmless(address), "{address}");
        }
    }

    #[test]
    fn only_files_below_the_notebook_are_named() {
        assert_eq!(
            file("./plots/a%20b.png?x").as_deref(),
            Some("plots/a b.png")
        );
        for address in [
            "../a.png",
            "a/../../b.png",
            "%2e%2e/b.png",
            "a%2f..%2fb",
            "a//b",
            "C:/x.png",
            "data:image/png,",
            ".git/x",
        ] {
            assert_eq!(file(address), None, "{address}");
        }
    }
}
