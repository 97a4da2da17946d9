//! Which dollars stand around an equation, and which are money: decided before Markdown is read, so that what is between
//! two sums is read as Markdown too. The live page decides in the same way (`web/page/src/cell/dollars.ts`); both are held
//! to `web/site/tests/dollars.json`.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Names that TeX has commands for, and that people write without the backslash.
const FUNCTIONS: [&str; 18] = [
    "sin", "cos", "tan", "cot", "log", "exp", "min", "max", "lim", "inf", "sup", "det", "dim",
    "gcd", "mod", "arg", "deg", "sqrt",
];

/// Words of two letters; other pairs of letters may be two variables.
const SHORT_WORDS: [&str; 24] = [
    "an", "as", "at", "be", "by", "do", "en", "et", "if", "im", "in", "is", "it", "no", "of", "on",
    "or", "ou", "so", "to", "up", "vs", "we", "zu",
];

/// Commands whose argument is text.
const TEXTS: [&str; 10] = [
    "text",
    "textrm",
    "textit",
    "textbf",
    "mbox",
    "mathrm",
    "mathit",
    "mathbf",
    "mathsf",
    "operatorname",
];

/// Markdown in which a backslash comes before each dollar that is none of an equation's, and equations in TeX's own
/// delimiters, `\( … \)`, `\[ … \]` and bare environments, are between dollars. What is code or HTML stays as it is.
pub(crate) fn settled(markdown: &str) -> String {
    if !markdown.contains(['$', '\\']) {
        return markdown.to_owned();
    }
    let ground = Ground::of(markdown);
    let mut out = String::with_capacity(markdown.len() + 16);
    let mut at = 0;
    while let Some(found) = markdown[at..].find(['\\', '$']).map(|found| at + found) {
        out.push_str(&markdown[at..found]);
        if let Some(range) = ground.skipped.iter().find(|range| range.contains(&found)) {
            out.push_str(&markdown[found..range.end]);
            at = range.end;
            continue;
        }
        let rest = &markdown[found..];
        if let Some(after) = rest.strip_prefix('\\') {
            at = match delimited(rest) {
                Some((tex, display, length)) => {
                    let sign = if display { "$$" } else { "$" };
                    // A blank line would end the paragraph, and the equation with it.
                    let lines: Vec<&str> =
                        tex.lines().filter(|line| !line.trim().is_empty()).collect();
                    out.push_str(&format!("{sign}{}{sign}", lines.join("\n").trim()));
                    found + length
                }
                None => {
                    let next = after.chars().next().map_or(0, char::len_utf8);
                    out.push_str(&rest[..1 + next]);
                    found + 1 + next
                }
            };
            continue;
        }
        let run = rest.len() - rest.trim_start_matches('$').len();
        let block = &rest[..ground.end_of_block(found) - found];
        let code = ground
            .next_code(found)
            .map_or(rest.len(), |code| code - found);
        let block = &block[..block.len().min(code)];
        let next = ground.skipped.iter().find(|range| range.start > found);
        let next = next.map_or(usize::MAX, |range| range.start - found);
        let equation = match run {
            1 => inline(&markdown[..found], block, next),
            2 => displayed(block),
            _ => None,
        };
        at = match equation {
            Some(length) => {
                out.push_str(&rest[..length]);
                found + length
            }
            None => {
                out.push_str(&"\\$".repeat(run));
                found + run
            }
        };
    }
    out.push_str(&markdown[at..]);
    out
}

/// What stands where in some Markdown, as far as dollars are concerned.
struct Ground {
    /// Code, HTML and addresses in angle brackets, in which a dollar is a dollar.
    skipped: Vec<Range<usize>>,
    /// Where code begins, which no equation holds.
    code: Vec<usize>,
    /// Where blocks begin and end, in order: no equation goes on beyond.
    edges: Vec<usize>,
}

impl Ground {
    fn of(markdown: &str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES;
        let (mut skipped, mut code, mut edges) = (Vec::new(), Vec::new(), Vec::new());
        let mut block = None;
        for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => block = Some(range),
                Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => skipped.extend(block.take()),
                Event::Code(_) => {
                    code.push(range.start);
                    skipped.push(range);
                }
                Event::InlineHtml(_)
                | Event::Start(Tag::Link {
                    link_type: LinkType::Autolink | LinkType::Email,
                    ..
                }) => skipped.push(range),
                Event::Start(
                    Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Link { .. }
                    | Tag::Image { .. },
                ) => {}
                Event::Start(_) => edges.extend([range.start, range.end]),
                _ => {}
            }
        }
        edges.sort_unstable();
        Self {
            skipped,
            code,
            edges,
        }
    }

    fn next_code(&self, at: usize) -> Option<usize> {
        self.code.iter().copied().find(|code| *code > at)
    }

    fn end_of_block(&self, at: usize) -> usize {
        let next = self.edges.partition_point(|edge| *edge <= at);
        self.edges.get(next).copied().unwrap_or(at + 1)
    }
}

/// The equation in TeX's own delimiters that a text begins with, whether it stands on its own, and how long it is with them.
fn delimited(text: &str) -> Option<(&str, bool, usize)> {
    // Jupyter's readers double the backslash, for their Markdown takes one away.
    for (open, close, display) in [
        ("\\\\(", "\\\\)", false),
        ("\\\\[", "\\\\]", true),
        ("\\(", "\\)", false),
        ("\\[", "\\]", true),
    ] {
        if let Some(rest) = text.strip_prefix(open) {
            let end = rest.find(close)?;
            let tex = &rest[..end];
            let whole = !tex.trim().is_empty() && !tex.contains("\n\n") && !tex.contains('$');
            return whole.then_some((tex, display, open.len() + end + close.len()));
        }
    }
    let name = text.strip_prefix("\\begin{")?.split('}').next()?;
    let end = format!("\\end{{{name}}}");
    let length = text.find(&end)? + end.len();
    let tex = &text[..length];
    (!tex.contains('$')).then_some((tex, true, length))
}

/// How long the equation is that begins with the first dollar of `block`, if one does. `before` is what comes before it,
/// and `html` where in the block HTML begins.
fn inline(before: &str, block: &str, html: usize) -> Option<usize> {
    let inner = &block[1..];
    let first = inner.chars().next()?;
    let close = next_dollar(inner)?;
    let tex = &inner[..close];
    let last = tex.chars().next_back()?;
    if first.is_whitespace() || last.is_whitespace() || !is_balanced(tex, "{", "}") {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    if is_currency(before) && (is_digit(first) || !(first.is_alphabetic() || first == '\\')) {
        return None;
    }
    if inner[close + 1..].starts_with(is_digit) && !is_plainly_tex(tex) {
        return None;
    }
    let doubtful =
        is_digit(first) || before.ends_with(is_digit) || ".,;:/)]*_~|!?\"–—".contains(first);
    let prose = close > html || is_prose(tex);
    (!doubtful || !prose).then_some(close + 2)
}

/// How long the equation on its own is that begins with the two dollars of `block`, if one does.
fn displayed(block: &str) -> Option<usize> {
    let inner = &block[2..];
    let close = next_dollar(inner)?;
    let tex = &inner[..close];
    let closed = inner[close..].starts_with("$$") && !inner[close..].starts_with("$$$");
    let prose = !tex.contains('\\') && !is_balanced(tex, "([", ")]") && has_words(tex);
    let equation = closed && !tex.trim().is_empty() && is_balanced(tex, "{", "}") && !prose;
    equation.then_some(close + 4)
}

/// Where the next dollar without a backslash stands.
fn next_dollar(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let found = byte == b'$' && !escaped;
        escaped = byte == b'\\' && !escaped;
        found
    })
}

/// Whether a text ends as the name of a currency does whose sign is a dollar: `US`, `A`, `HK`.
fn is_currency(before: &str) -> bool {
    let rest = before.trim_end_matches(|c: char| c.is_ascii_uppercase());
    (1..=3).contains(&(before.len() - rest.len())) && !rest.ends_with(char::is_alphanumeric)
}

/// Whether no one would write this between two sums of money.
fn is_plainly_tex(tex: &str) -> bool {
    let command = |(at, _)| tex[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    tex.contains('^') || tex.match_indices('\\').any(command)
}

/// Whether what begins with a number and ends before a dollar reads as text rather than as an equation.
fn is_prose(tex: &str) -> bool {
    let body = tex.trim_end_matches(|c| "+-*/=<>,;:.?|&_–—−·×([\"".contains(c));
    let tail = &tex[body.len()..];
    // What is raised or lowered may be a star, and `\,` is a blank.
    let ends_open = !(tail.is_empty() || body.ends_with(['^', '\\']) || tail == "_*");
    ends_open
        || tex.starts_with(|c| "/,;:)]?!|–—".contains(c))
        || !is_balanced(tex, "([", ")]")
        || ["**", "__", "~~", "\"", "“", "”", "–", "—"]
            .iter()
            .any(|mark| tex.contains(mark))
        || (tex.contains(char::is_whitespace) && has_words(tex))
}

/// Whether each closing bracket has an opening one before it, and none is left. Which closes which does not matter, as in
/// `[0, 1)`.
fn is_balanced(tex: &str, open: &str, close: &str) -> bool {
    let (mut depth, mut escaped) = (0_i64, false);
    for c in tex.chars() {
        match c {
            _ if escaped => {}
            c if open.contains(c) => depth += 1,
            c if close.contains(c) => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    depth == 0
}

/// Whether there are words in a text that are neither commands nor functions, nor stand in `\text{…}`.
fn has_words(tex: &str) -> bool {
    let mut rest = tex;
    while let Some(at) = rest.find(char::is_alphabetic) {
        let command = rest[..at].ends_with('\\');
        rest = &rest[at..];
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let word = &rest[..end];
        rest = &rest[end..];
        if command {
            if TEXTS.contains(&word) && rest.starts_with('{') {
                rest = rest.split_once('}').map_or("", |(_, rest)| rest);
            }
            continue;
        }
        let length = word.chars().count();
        let lower = word.to_lowercase();
        if length > 2 && !FUNCTIONS.contains(&lower.as_str())
            || length == 2 && SHORT_WORDS.contains(&lower.as_str())
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn dollars_are_told_apart() {
        let cases: Vec<(String, String)> =
            serde_json::from_str(include_str!("../tests/dollars.json")).unwrap();
        assert!(cases.len() > 70);
        for (markdown, wanted) in cases {
            assert_eq!(settled(&markdown), wanted, "{markdown}");
        }
    }

    /// Prose about sums of money reads as if the sums were in another currency.
    #[test]
    fn money_is_read_as_any_other_text() {
        const SUMS: [&str; 11] = [
            "€20",
            "**€20**",
            "*€3*",
            "€1,000.50",
            "€3/M",
            "(€4)",
            "[€3](a.html)",
            "€.50",
            "US€5",
            "`€x` €7",
            "~~€2~~",
        ];
        const BETWEEN: [&str; 14] = [
            " and ",
            "–",
            "-",
            "/",
            ", *or* ",
            " / 1M `tokens`; output:",
            " <b>x</b> ",
            "\n\n",
            "\n",
            " per *million*, or ",
            " | ",
            "; ",
            " (a) ",
            "\n- ",
        ];
        let html = |markdown: &str| {
            let mut out = String::new();
            let options = pulldown_cmark::Options::ENABLE_MATH
                | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
            let events = pulldown_cmark::Parser::new_ext(markdown, options);
            pulldown_cmark::html::push_html(&mut out, events);
            out
        };
        for one in SUMS {
            for first in BETWEEN {
                for two in SUMS {
                    for second in BETWEEN {
                        let euros = format!("Costs {one}{first}{two}{second}€9 a month, *more*");
                        let dollars = settled(&euros.replace('€', "$"));
                        assert_eq!(
                            html(&dollars),
                            html(&euros).replace('€', "$"),
                            "{euros}\n{dollars}"
                        );
                    }
                }
            }
        }
    }
}
