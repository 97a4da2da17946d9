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
}
