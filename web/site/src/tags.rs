//! The start tags of HTML that the sanitiser has written: every value stands in double quotes there, so that what is a tag
//! can be told without a parser.

use crate::escape;

/// A start tag.
pub(crate) struct Tag<'h> {
    pub(crate) name: &'h str,
    /// Attributes with their values as text.
    pub(crate) attributes: Vec<(&'h str, String)>,
    /// What comes after the tag.
    pub(crate) rest: &'h str,
}

impl Tag<'_> {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| *name == attribute);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn remove(&mut self, attribute: &str) -> Option<String> {
        let at = self
            .attributes
            .iter()
            .position(|(name, _)| *name == attribute)?;
        Some(self.attributes.remove(at).1)
    }

    pub(crate) fn set(&mut self, attribute: &'static str, value: String) {
        match self
            .attributes
            .iter_mut()
            .find(|(name, _)| *name == attribute)
        {
            Some((_, old)) => *old = value,
            None => self.attributes.push((attribute, value)),
        }
    }

    fn written(&self) -> String {
        let mut out = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            out += &format!(" {name}=\"{}\"", escape(value));
        }
        out + ">"
    }
}

/// What becomes of a start tag.
pub(crate) enum Change {
    /// It stays as it is.
    No,
    /// It is written with the attributes that it has now.
    Yes,
    /// Something else takes its place: HTML.
    To(String),
}

/// The HTML with its start tags changed.
pub(crate) fn changed(html: &str, mut change: impl FnMut(&mut Tag<'_>) -> Change) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some((mut tag, length)) = read(from) else {
            out.push('<');
            rest = &from[1..];
            continue;
        };
        match change(&mut tag) {
            Change::No => out.push_str(&from[..length]),
            Change::Yes => out.push_str(&tag.written()),
            Change::To(other) => out.push_str(&other),
        }
        rest = &from[length..];
    }
    out + rest
}

/// The start tag a text begins with, and its length.
fn read(text: &str) -> Option<(Tag<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.find([' ', '>'])?;
    let name = &inner[..end];
    let mut attributes = Vec::new();
    let mut rest = &inner[end..];
    while let Some(after) = rest.strip_prefix(' ') {
        let (attribute, after) = after.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        attributes.push((attribute, unescaped(value)));
        rest = after;
    }
    let rest = rest.strip_prefix('>')?;
    let length = text.len() - rest.len();
    Some((
        Tag {
            name,
            attributes,
            rest,
        },
        length,
    ))
}

/// The words of some HTML; of an equation, its TeX.
pub(crate) fn words(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<math") {
            let end = rest.find("</math>").unwrap_or(rest.len());
            let tex = rest[..end].rsplit_once("<annotation");
            let tex = tex.and_then(|(_, tex)| tex.split_once('>'));
            out.push_str(tex.map_or("", |(_, tex)| tex.split('<').next().unwrap_or_default()));
            rest = &rest[end..];
        }
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        rest = end.map_or("", |end| &rest[end + 1..]);
    }
    out.push_str(rest);
    let text = unescaped(&out);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescaped(text: &str) -> String {
    text.replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_changed_and_text_is_not() {
        let html = "a &lt;a href&gt; <a href=\"x?a&amp;b\" title=\"1 &gt; &quot;0&quot; > \">b</a><br><img src=\"i\">";
        let out = changed(html, |tag| match tag.name {
            "a" => {
                assert_eq!(tag.get("href"), Some("x?a&b"));
                assert_eq!(tag.get("title"), Some("1 > \"0\" > "));
                tag.set("href", "y\"z".into());
                Change::Yes
            }
            "img" => Change::To("<i>i</i>".into()),
            _ => Change::No,
        });
        assert_eq!(
            out,
            "a &lt;a href&gt; <a href=\"y&quot;z\" title=\"1 &gt; &quot;0&quot; &gt; \">b</a><br><i>i</i>"
        );
    }

    #[test]
    fn words_are_what_is_read() {
        assert_eq!(
            words(
                "<b title=\"a > b\">x</b> &amp; <math><mi>y</mi><annotation encoding=\"x\">y &lt; z</annotation></math>!"
            ),
            "x & y < z!"
        );
    }
}
