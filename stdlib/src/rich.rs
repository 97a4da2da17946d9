//! `html`, `markdown`, `latex`, `svg`, `json`: values that front ends show in their own way.

use rhai::Dynamic;
use rhai::plugin::*;

use crate::display::{Display, HTML, JSON, LATEX, MARKDOWN, SVG, TEXT};
use crate::fault::{Raised, bail};
use crate::library::add_type;
use crate::value::Shown;
use crate::{Library, json};

pub(crate) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    add_type::<Rich>(&mut module);
    library.add("Displays", module);
}

/// A value in several media, shown when it is a cell's value or given to `display`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rich {
    display: Display,
}

impl Rich {
    fn new(text: &str, medium: &'static str, content: impl Into<String>) -> Self {
        Self {
            display: Display::text(text).with(medium, content),
        }
    }
}

impl Shown for Rich {
    fn text(&self) -> String {
        self.display.get(TEXT).unwrap_or_default().to_string()
    }

    fn display(&self) -> Display {
        self.display.clone()
    }
}

#[export_module]
mod functions {
    /// Text that is shown as HTML.
    ///
    /// # Arguments
    /// - `source`: the HTML
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// display(html("<b>self-host</b>")); // displays <b>self-host</b>
    /// ```
    pub fn html(source: &str) -> Rich {
        Rich::new(source, HTML, source)
    }

    /// Text that is shown as Markdown.
    ///
    /// # Arguments
    /// - `source`: the Markdown; `$…$` is a formula
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// display(markdown("**Rent** below $n^*$")); // displays **Rent** below $n^*$
    /// ```
    pub fn markdown(source: &str) -> Rich {
        Rich::new(source, MARKDOWN, source)
    }

    /// A formula in LaTeX.
    ///
    /// # Arguments
    /// - `source`: the formula, with or without `$` around it
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// display(latex("n^* = F / (p - m)")); // displays n^* = F / (p - m)
    /// ```
    pub fn latex(source: &str) -> Rich {
        let trimmed = source.trim();
        let bare = !trimmed.starts_with('$')
            && !trimmed.starts_with("\\begin")
            && !trimmed.starts_with("\\[");
        let formula = if bare {
            format!("$\\displaystyle {trimmed}$")
        } else {
            source.to_string()
        };
        Rich::new(source, LATEX, formula)
    }

    /// A drawing in SVG.
    ///
    /// # Arguments
    /// - `source`: the whole `<svg>` element
    ///
    /// # Errors
    /// When `source` holds no `<svg>` element.
    ///
    /// # Example
    /// ```rhai
    /// display(svg("<svg viewBox='0 0 2 2'><circle r='1'/></svg>")); // displays a drawing
    /// ```
    #[rhai_fn(return_raw)]
    pub fn svg(source: &str) -> Raised<Rich> {
        let Some(start) = source.find("<svg") else {
            bail!("source must be an SVG drawing, but has no <svg> element"; "Begin with <svg viewBox='0 0 100 100'>.");
        };
        let mut drawing = source[start..].to_string();
        if !drawing[..drawing.find('>').unwrap_or(drawing.len())].contains("xmlns=") {
            drawing.insert_str(4, " xmlns=\"http://www.w3.org/2000/svg\"");
        }
        let inline = format!("<div style=\"max-width:100%\">{drawing}</div>");
        let mut rich = Rich::new("a drawing", SVG, drawing);
        rich.display = rich.display.with(HTML, inline);
        Ok(rich)
    }

    /// A value as JSON: shown as a tree where the front end can, `str(json(x))` is its text.
    ///
    /// # Arguments
    /// - `value`: numbers, text, true and false, `()`, and lists, arrays, maps, dicts and tables of them
    ///
    /// # Errors
    /// When `value` holds nan or an infinity, which JSON has no word for, or a function.
    ///
    /// # Example
    /// ```rhai
    /// str(json(#{name: "API", cost: [3.0, 1]})) // => "{\"cost\": [3.0, 1], \"name\": \"API\"}"
    /// json([1.0, 0.0 / 0.0]) // error: value[1] is nan, which JSON can't hold
    /// ```
    #[rhai_fn(return_raw)]
    pub fn json(value: Dynamic) -> Raised<Rich> {
        let text = json::written(&value)?;
        Ok(Rich::new(&text, JSON, text.clone()))
    }
}

#[cfg(test)]
mod tests {
    use crate::display::{HTML, JSON, LATEX, MARKDOWN, SVG, TEXT};
    use crate::testing::{check_examples, evaluate, run};

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("rich.rs")), 6);
    }

    #[test]
    fn each_goes_out_in_its_medium() {
        for (code, medium, content) in [
            ("html(\"<i>x</i>\")", HTML, "<i>x</i>"),
            ("markdown(\"*x*\")", MARKDOWN, "*x*"),
            ("latex(\"x^2\")", LATEX, "$\\displaystyle x^2$"),
            ("latex(\"$$x$$\")", LATEX, "$$x$$"),
            (
                "svg(\"<svg><g/></svg>\")",
                SVG,
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>",
            ),
            ("json([1, ()])", JSON, "[1, null]"),
        ] {
            let run = run(&format!("display({code})"));
            assert_eq!(run.error, None);
            let display = &run.displays[0].0;
            assert_eq!(display.get(medium), Some(content), "{code}");
            assert!(display.get(TEXT).is_some_and(|text| !text.is_empty()));
        }
    }

    #[test]
    fn json_reads_back() {
        let code = r#"let v = dict([["s", "a\"\\\n\u0007é"], [1, [true, (), 'c', 1e300, -0.0]], ["t", table(#{a: [1, 2]})], ["r", 0..2], ["m", array([[1.5], [2.0]])]]); str(json(v))"#;
        let text = evaluate(code).unwrap();
        let expected = r#"{"s": "a\"\\\n\u0007é", "1": [true, null, "c", 1e+300, -0.0], "t": [{"a": 1}, {"a": 2}], "r": [0, 1], "m": [[1.5], [2.0]]}"#;
        assert_eq!(text, crate::value::quoted(expected));
    }

    #[test]
    fn displays_can_be_replaced() {
        let run = run(r#"display("one", "a"); update_display(html("two"), "a"); display(3);"#);
        let seen: Vec<_> = run
            .displays
            .iter()
            .map(|(d, id)| (d.get(TEXT).unwrap(), id.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [("\"one\"", Some("a")), ("two", Some("a")), ("3", None)]
        );
    }

    #[test]
    fn mistakes_say_what_to_do() {
        for (code, words) in [
            (
                "json(#{a: [1.0 / 0.0]})",
                ["value[\"a\"][0] is inf", "Leave it out"],
            ),
            ("json([|x| x])", ["value[0] is a function", "str(x)"]),
            ("svg(\"<b>\")", ["no <svg> element", "viewBox"]),
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
        }
    }
}
