//! Equations: TeX to MathML, which browsers set without a script.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_cmark::{Event, Options, Parser as Markdown, Tag, TagEnd};
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event as TexEvent, Parser, RenderConfig, Storage, push_mathml};

use crate::escape;

/// An equation as MathML, not sanitised yet, with its TeX as annotation; as the TeX itself where that can't be read.
pub(crate) fn mathml(tex: &str, display: bool) -> String {
    converted(tex, display).unwrap_or_else(|| {
        let sign = if display { "$$" } else { "$" };
        let whole = escape(&format!("{sign}{tex}{sign}"));
        format!("<code class=\"language-tex\">{whole}</code>")
    })
}

fn converted(tex: &str, display: bool) -> Option<String> {
    // The parser goes down a level for each bracket.
    const DEEPEST: usize = 100;
    if deepest(tex) > DEEPEST {
        return None;
    }
    let annotation = escape(tex.trim());
    let config = RenderConfig {
        display_mode: if display {
            DisplayMode::Block
        } else {
            DisplayMode::Inline
        },
        // It is written as it is given.
        annotation: Some(&annotation),
        ..RenderConfig::default()
    };
    let work = || {
        let storage = Storage::new();
        let events: Vec<TexEvent<'_>> =
            Parser::new(tex, &storage).collect::<Result<_, _>>().ok()?;
        let mut out = String::new();
        let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
        push_mathml(&mut out, events, config).ok()?;
        Some(out)
    };
    // A mistake in an equation must not keep the whole page from being made, were it the converter's own.
    catch_unwind(AssertUnwindSafe(work)).ok()?
}

fn deepest(tex: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for at in tex.bytes() {
        match at {
            b'{' | b'[' | b'(' | b'^' | b'_' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most.max(tex.matches("\\left").count())
        .max(tex.matches("\\begin").count())
}

/// Markdown in which equations in TeX's own delimiters, `\( … \)`, `\[ … \]` and bare environments, stand between dollars.
/// What is code stays as it is.
pub(crate) fn with_dollars(markdown: &str) -> String {
    if !markdown.contains("\\(") && !markdown.contains("\\[") && !markdown.contains("\\begin{") {
        return markdown.to_owned();
    }
    let code = code_ranges(markdown);
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    while let Some(found) = markdown[at..].find('\\').map(|found| at + found) {
        out.push_str(&markdown[at..found]);
        if let Some(range) = code.iter().find(|range| range.contains(&found)) {
            out.push_str(&markdown[found..range.end]);
            at = range.end;
            continue;
        }
        match equation(&markdown[found..]) {
            Some((tex, display, length)) => {
                let sign = if display { "$$" } else { "$" };
                // A blank line would end the paragraph, and the equation with it.
                let lines: Vec<&str> = tex.lines().filter(|line| !line.trim().is_empty()).collect();
                out.push_str(&format!("{sign}{}{sign}", lines.join("\n").trim()));
                at = found + length;
            }
            None => {
                let next = markdown[found + 1..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
                out.push_str(&markdown[found..found + 1 + next]);
                at = found + 1 + next;
            }
        }
    }
    out.push_str(&markdown[at..]);
    out
}

/// The equation a text begins with, whether it stands on its own, and how long it is with its delimiters.
fn equation(text: &str) -> Option<(&str, bool, usize)> {
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

/// Where code, HTML and equations between dollars stand.
fn code_ranges(markdown: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut block = None;
    for (event, range) in Markdown::new_ext(markdown, Options::ENABLE_MATH).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => block = Some(range),
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => ranges.extend(block.take()),
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {
                ranges.push(range);
            }
            _ => {}
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chapter_s_equations_become_mathml() {
        for tex in [
            "C_{\\text{api}} \\;=\\; p \\times n",
            "p\\,n_{\\!*} \\;=\\; F + m\\,n_{\\!*} \\quad\\Longrightarrow\\quad n_{\\!*} \\;=\\; \\frac{F}{\\,p - m\\,}",
            "p > m",
        ] {
            let out = mathml(tex, true);
            assert!(out.starts_with("<math display=\"block\""), "{out}");
            assert!(!out.contains("merror"), "{out}");
        }
        assert!(mathml("n_*", false).starts_with("<math display=\"inline\""));
    }

    #[test]
    fn what_is_no_equation_is_shown_as_it_is() {
        assert_eq!(
            mathml("\\nonsense{<b>}", false),
            "<code class=\"language-tex\">$\\nonsense{&lt;b&gt;}$</code>"
        );
        for deep in [
            "{".repeat(100_000),
            "x^{".repeat(50_000),
            "\\left(".repeat(50_000),
            "^".repeat(100_000),
        ] {
            assert!(mathml(&deep, false).starts_with("<code"));
        }
    }

    #[test]
    fn tex_s_own_delimiters_are_read_outside_code() {
        for (markdown, dollars) in [
            ("bill \\(C = p n\\).", "bill $C = p n$."),
            ("\\[\nC\n= p n\n\\]", "$$C\n= p n$$"),
            ("\\\\(x_1\\\\) and \\\\[y\\\\]", "$x_1$ and $$y$$"),
            ("`\\(x\\)` \\(y\\)", "`\\(x\\)` $y$"),
            ("```\n\\(x\\)\n```", "```\n\\(x\\)\n```"),
            ("$\\[x\\]$", "$\\[x\\]$"),
            ("no \\(end", "no \\(end"),
            ("a \\* b \\(x\\)", "a \\* b $x$"),
            (
                "\\begin{align}a &= b\\\\\n\nc &= d\\end{align}",
                "$$\\begin{align}a &= b\\\\\nc &= d\\end{align}$$",
            ),
        ] {
            assert_eq!(with_dollars(markdown), dollars);
        }
    }
}
