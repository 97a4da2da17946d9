//! Headings: their anchors, and the table of contents.

use std::collections::{HashMap, HashSet};

use crate::{escape, link};

/// A heading of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub(crate) level: u8,
    pub(crate) anchor: String,
    pub(crate) text: String,
}

/// The headings of one page, and all places that links may lead to.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) headings: Vec<Heading>,
    anchors: HashSet<String>,
    /// What other programs call the same places.
    others: HashMap<String, String>,
}

impl Contents {
    /// Takes in an id that the author gave; none if there is no such id or another place has it already.
    pub(crate) fn own(&mut self, id: &str) -> Option<String> {
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let anchor = not_the_page_s(id);
        if !self.anchors.insert(anchor.clone()) {
            return None;
        }
        self.others.insert(id.to_owned(), anchor.clone());
        Some(anchor)
    }

    /// Adds a heading; its anchor, which no other has, and which is `own` if its author gave one.
    pub(crate) fn add(&mut self, level: u8, text: &str, own: Option<&str>) -> String {
        let stem = not_the_page_s(match slug(text).as_str() {
            "" => "section",
            words => words,
        });
        let mut anchor = stem.clone();
        let mut count = 1;
        if let Some(own) = own {
            own.clone_into(&mut anchor);
        } else {
            while !self.anchors.insert(anchor.clone()) {
                count += 1;
                anchor = format!("{stem}-{count}");
            }
        }
        let github = github(text);
        let numbered = (1..count).map(|before| format!("{github}-{before}"));
        for name in [text.replace(' ', "-"), github.clone(), slug(text)]
            .into_iter()
            .chain(numbered)
        {
            self.others.entry(name).or_insert_with(|| anchor.clone());
        }
        self.headings.push(Heading {
            level,
            anchor: anchor.clone(),
            text: text.to_owned(),
        });
        anchor
    }

    /// The anchor that a link means: ours, the author's, or what Jupyter and GitHub would call it.
    pub(crate) fn find(&self, fragment: &str) -> Option<&str> {
        let decoded = link::decoded(fragment).unwrap_or_else(|| fragment.to_owned());
        let spellings = [fragment, &decoded];
        let anchor = |name: &str| self.anchors.get(name).or_else(|| self.others.get(name));
        let found = spellings.iter().find_map(|name| anchor(name));
        found
            .or_else(|| anchor(&slug(&decoded)))
            .map(String::as_str)
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

/// A name that none of the page's own begins with; scripts find those by their names.
fn not_the_page_s(id: &str) -> String {
    if id.to_ascii_lowercase().starts_with("rhai") {
        format!("s-{id}")
    } else {
        id.to_owned()
    }
}

/// The words of a heading, in small letters.
fn slug(text: &str) -> String {
    let mut words = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_alphanumeric() {
            words.push(c);
        } else if !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
    }
    words.trim_end_matches('-').to_owned()
}

/// What GitHub calls a heading.
fn github(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
    let lower = text.to_lowercase();
    lower
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
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
        .map(|text| contents.add(2, text, None));
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
    fn places_are_found_by_whatever_name_they_have_elsewhere() {
        let mut contents = Contents::default();
        assert_eq!(contents.own("sec").as_deref(), Some("sec"));
        assert_eq!(contents.own("sec"), None);
        assert_eq!(contents.own("two words"), None);
        assert_eq!(
            contents.own("RhaiBookParts").as_deref(),
            Some("s-RhaiBookParts")
        );
        for text in [
            "My Heading",
            "1. Setup",
            "Costs & prices",
            "Über uns",
            "Sec",
            "My Heading",
        ] {
            contents.add(2, text, None);
        }
        contents.add(2, "Named", Some("sec"));
        for (fragment, anchor) in [
            ("my-heading", "my-heading"),
            ("My-Heading", "my-heading"),
            ("My%20Heading", "my-heading"),
            ("1.-Setup", "1-setup"),
            ("1-setup", "1-setup"),
            ("Costs-&-prices", "costs-prices"),
            ("costs--prices", "costs-prices"),
            ("Costs-%26-prices", "costs-prices"),
            ("%C3%BCber-uns", "über-uns"),
            ("sec", "sec"),
            ("Sec", "sec-2"),
            ("my-heading-1", "my-heading-2"),
            ("RhaiBookParts", "s-RhaiBookParts"),
            ("Named", "sec"),
        ] {
            assert_eq!(contents.find(fragment), Some(anchor), "{fragment}");
        }
        assert_eq!(contents.find("nowhere"), None);
        assert_eq!(contents.find(""), None);
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
            contents.add(level, text, None);
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
