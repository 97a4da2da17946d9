//! Equations: TeX to MathML, which browsers set without a script.

use std::panic::{AssertUnwindSafe, catch_unwind};

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
}
