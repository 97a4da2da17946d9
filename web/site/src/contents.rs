//! Headings: their anchors, and the table of contents.

use std::collections::HashSet;

use crate::escape;

/// A heading of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub(crate) level: u8,
    pub(crate) anchor: String,
    pub(crate) text: String,
}

/// The headings of one page so far.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) headings: Vec<Heading>,
    pub(crate) anchors: HashSet<String>,
}

impl Contents {
    /// Adds a heading; its anchor, which no other has.
    pub(crate) fn add(&mut self, level: u8, text: &str) -> String {
        let mut words = String::new();
        for c in text.to_lowercase().chars() {
            if c.is_alphanumeric() {
                words.push(c);
            } else if !words.is_empty() && !words.ends_with('-') {
                words.push('-');
            }
        }
        let words = words.trim_end_matches('-');
        // The page's own names begin so.
        let stem = match words {
            "" => "section".to_owned(),
            words if words.starts_with("rhai") => format!("s-{words}"),
            words => words.to_owned(),
        };
        let mut anchor = stem.clone();
        let mut count = 1;
        while !self.anchors.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{stem}-{count}");
        }
        self.headings.push(Heading {
            level,
            anchor: anchor.clone(),
            text: text.trim().to_owned(),
        });
        anchor
    }

    /// The table of contents: headings of the second and third level. Nothing for a page with fewer than two.
    pub(crate) fn html(&self) -> String {
        let listed: Vec<&Heading> = self
            .headings
            .iter()
            .filter(|heading| (2..=3).contains(&heading.level) && !heading.text.is_empty())
            .collect();
        if listed.len() < 2 {
            return String::new();
        }
        let mut out = String::from(
            "<nav class=\"rhai-toc\" aria-label=\"On this page\">\n<details>\n<summary>On this page</summary>\n<ol>\n",
        );
        let mut inner = false;
        for (i, heading) in listed.iter().enumerate() {
            let link = format!(
                "<li><a href=\"#{}\">{}</a>",
                escape(&heading.anchor),
                escape(&heading.text)
            );
            let deeper = listed
                .get(i + 1)
                .is_some_and(|next| next.level > heading.level);
            let ends = listed
                .get(i + 1)
                .is_none_or(|next| next.level < heading.level);
            out.push_str(&link);
            if deeper && !inner {
                out.push_str("\n<ol>\n");
                inner = true;
                continue;
            }
            out.push_str("</li>\n");
            if inner && ends {
                out.push_str("</ol>\n</li>\n");
                inner = false;
            }
        }
        out.push_str("</ol>\n</details>\n</nav>\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_and_never_twice() {
        let mut contents = Contents::default();
        let anchors = [
            "1.1 What \"open\" means",
            "Über uns",
            "…",
            "…",
            "rhai-toolbar",
        ]
        .map(|text| contents.add(2, text));
        assert_eq!(
            anchors,
            [
                "1-1-what-open-means",
                "über-uns",
                "section",
                "section-2",
                "s-rhai-toolbar"
            ]
        );
    }

    #[test]
    fn levels_are_nested() {
        let mut contents = Contents::default();
        for (level, text) in [
            (1, "T"),
            (3, "zero"),
            (2, "a"),
            (3, "b"),
            (3, "c"),
            (2, "d"),
            (3, "e"),
        ] {
            contents.add(level, text);
        }
        let html = contents.html().replace('\n', "");
        let of = |text: &str| format!("<li><a href=\"#{text}\">{text}</a>");
        let list = format!(
            "<ol>{}</li>{}<ol>{}</li>{}</li></ol></li>{}<ol>{}</li></ol></li></ol>",
            of("zero"),
            of("a"),
            of("b"),
            of("c"),
            of("d"),
            of("e")
        );
        assert!(html.contains(&list), "{html}\n{list}");
    }
}
