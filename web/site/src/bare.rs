//! Addresses that stand bare in a text, as `https://rhai.rs`, `www.rhai.rs` or `someone@example.org`: GitHub and Jupyter
//! make links of them.

/// A piece of text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    Text(&'t str),
    /// What is read, and where it leads.
    Link(&'t str, String),
}

/// The text in pieces.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = next(&text[at..]).map(|found| at + found) {
        let start = if text[found..].starts_with('@') {
            letter_box(&text[done..found]).map(|length| found - length)
        } else {
            (!text[..found].ends_with(char::is_alphanumeric)).then_some(found)
        };
        let link = start.and_then(|start| {
            let (length, address) = link(&text[start..])?;
            Some((start, start + length, address))
        });
        let Some((start, end, address)) = link else {
            at = found + 1;
            continue;
        };
        if start > done {
            out.push(Piece::Text(&text[done..start]));
        }
        out.push(Piece::Link(&text[start..end], address));
        (done, at) = (end, end);
    }
    if done < text.len() {
        out.push(Piece::Text(&text[done..]));
    }
    out
}

const BEGINNINGS: [&str; 3] = ["http://", "https://", "www."];

/// Where an address may begin, or the sign in the middle of one.
fn next(text: &str) -> Option<usize> {
    let found = BEGINNINGS
        .iter()
        .filter_map(|beginning| text.find(beginning));
    found.chain(text.find('@')).min()
}

/// How long the name before an `@` is.
fn letter_box(before: &str) -> Option<usize> {
    let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || ".+-_".contains(c));
    let length = before.len() - name.len();
    let prefix = if name.ends_with("mailto:") {
        "mailto:".len()
    } else {
        0
    };
    (length > 0 && !name.ends_with(['/', '@'])).then_some(length + prefix)
}

/// How long the address is that a text begins with, and where it leads.
fn link(text: &str) -> Option<(usize, String)> {
    let Some(beginning) = BEGINNINGS
        .iter()
        .find(|beginning| text.starts_with(**beginning))
    else {
        let (name, host) = text.split_once('@')?;
        let host = host.trim_start_matches('@');
        let end = host.find(|c: char| !(c.is_ascii_alphanumeric() || ".-_".contains(c)));
        let host = host[..end.unwrap_or(host.len())].trim_end_matches('.');
        let last = host.rsplit('.').next()?;
        let plain = host.contains('.') && !host.contains("..") && !last.is_empty();
        let plain = plain && !host.ends_with(['-', '_']) && !host.starts_with('.');
        let length = name.len() + 1 + host.len();
        let address = format!("mailto:{}", text[..length].trim_start_matches("mailto:"));
        return plain.then_some((length, address));
    };
    let end = text.find(|c: char| c.is_whitespace() || c == '<');
    let mut whole = &text[..end.unwrap_or(text.len())];
    loop {
        let shorter = whole.trim_end_matches(|c| "?!.,:*_~'\";”’»…".contains(c));
        let unopened = shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if unopened {
            shorter.strip_suffix(')').unwrap_or(shorter)
        } else {
            shorter
        };
        if shorter == whole {
            break;
        }
        whole = shorter;
    }
    let host = whole
        .get(beginning.len()..)?
        .split(['/', '?', '#'])
        .next()?;
    let named = host.starts_with(char::is_alphanumeric) && !host.contains("..");
    let address = match *beginning {
        "www." if host.contains('.') => format!("http://{whole}"),
        "www." => return None,
        _ => whole.to_owned(),
    };
    named.then_some((whole.len(), address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_a_reader_would_end_them() {
        for (text, links) in [
            (
                "www.example.org, https://example.org and a@example.org.",
                vec![
                    ("www.example.org", "http://www.example.org"),
                    ("https://example.org", "https://example.org"),
                    ("a@example.org", "mailto:a@example.org"),
                ],
            ),
            (
                "(see https://e.org/a_(b)).",
                vec![("https://e.org/a_(b)", "https://e.org/a_(b)")],
            ),
            (
                "https://e.org/?a=b&c=d#e!",
                vec![("https://e.org/?a=b&c=d#e", "https://e.org/?a=b&c=d#e")],
            ),
            (
                "http://localhost:8888/lab",
                vec![("http://localhost:8888/lab", "http://localhost:8888/lab")],
            ),
            ("“https://e.org”", vec![("https://e.org", "https://e.org")]),
            (
                "mailto:a.b+c@e.co.uk",
                vec![("mailto:a.b+c@e.co.uk", "mailto:a.b+c@e.co.uk")],
            ),
            (
                "xhttps://e.org www. www.x https:// https://.x a@b @x a@.b a@b..c 3@5",
                vec![],
            ),
            (
                "é https://e.org/ü ö",
                vec![("https://e.org/ü", "https://e.org/ü")],
            ),
            (
                "https://a@e.org/x",
                vec![("https://a@e.org/x", "https://a@e.org/x")],
            ),
        ] {
            let found: Vec<_> = pieces(text)
                .into_iter()
                .filter_map(|piece| match piece {
                    Piece::Link(words, address) => Some((words.to_owned(), address)),
                    Piece::Text(_) => None,
                })
                .collect();
            let links: Vec<_> = links
                .into_iter()
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .collect();
            assert_eq!(found, links, "{text}");
            let whole: String = pieces(text)
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Link(text, _) => *text,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }
}
