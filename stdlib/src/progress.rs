//! `progress(iterable, label)`: a bar that fills while a `for` loop goes through a sequence.

use std::rc::Rc;

use rhai::Dynamic;
use rhai::plugin::*;

use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::Raised;
use crate::host::{self, Host};
use crate::library::add_type;
use crate::sequence::{self, Items};
use crate::value::Shown;

pub(crate) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    add_type::<Progress>(&mut module);
    sequence::add_iterable::<Progress>(&mut module);
    library.add("Progress", module);
}

/// A sequence whose iteration shows a bar.
#[derive(Clone, Debug)]
pub struct Progress {
    values: Dynamic,
    label: String,
}

impl Shown for Progress {
    fn text(&self) -> String {
        format!("progress({})", crate::value::repr(&self.values))
    }

    fn read(&self, reader: &mut crate::fingerprint::Reader<'_>) {
        reader.bytes(self.label.as_bytes());
        reader.value(&self.values);
    }
}

#[export_module]
mod functions {
    /// Goes through a sequence in a `for` loop and shows how far it is.
    ///
    /// # Arguments
    /// - `values`: a list, array, range, text, dict or table
    /// - `label`: a text before the bar; may be left out
    ///
    /// # Errors
    /// When `values` cannot be looped over.
    ///
    /// # Example
    /// ```rhai
    /// let sum = 0;
    /// for n in progress(0..1000, "summing") { sum += n; }
    /// sum // => 499500
    /// ```
    #[rhai_fn(name = "progress", return_raw)]
    pub fn progress_labelled(values: Dynamic, label: &str) -> Raised<Progress> {
        let _ = sequence::items("values", &values)?;
        Ok(Progress {
            values,
            label: label.into(),
        })
    }

    /// Goes through a sequence and shows how far it is.
    #[rhai_fn(name = "progress", return_raw)]
    pub fn progress(values: Dynamic) -> Raised<Progress> {
        progress_labelled(values, "")
    }
}

impl IntoIterator for Progress {
    type Item = Dynamic;
    type IntoIter = Bar;

    fn into_iter(self) -> Bar {
        let items = sequence::items("values", &self.values).expect("looked at when it was made");
        let host = host::current();
        let mut bar = Bar {
            label: self.label,
            total: items.size_hint().0,
            items,
            given: 0,
            drawn: None,
            drawn_at: f64::NEG_INFINITY,
            // Outputs of earlier runs keep their ids in the notebook: no two bars may have the same.
            id: format!("progress-{:016x}", host.unique()),
            host,
        };
        bar.draw(0);
        bar
    }
}

/// A sequence on its way, and the bar that shows it.
pub struct Bar {
    items: Items,
    label: String,
    total: usize,
    /// How many values the loop has been given; it is done with all but the last.
    given: usize,
    /// How many were done when the bar was last drawn, and when that was.
    drawn: Option<usize>,
    drawn_at: f64,
    id: String,
    host: Rc<dyn Host>,
}

/// Seconds between two drawings.
const PAUSE: f64 = 0.1;

impl Bar {
    fn draw(&mut self, done: usize) {
        if self.drawn == Some(done) {
            return;
        }
        let display = self.display(done);
        match self.drawn {
            None => self.host.display(&display, Some(&self.id)),
            Some(_) => self.host.update(&display, &self.id),
        }
        self.drawn = Some(done);
        self.drawn_at = self.host.now();
    }

    fn display(&self, done: usize) -> Display {
        const WIDTH: usize = 20;
        let total = self.total;
        let part = if total == 0 {
            1.0
        } else {
            done as f64 / total as f64
        };
        let full = (part * WIDTH as f64) as usize;
        let words = format!("{} % {done}/{total}", (part * 100.0).floor());
        let label = if self.label.is_empty() {
            String::new()
        } else {
            format!("{}  ", self.label)
        };
        let bar = format!("{}{}", "#".repeat(full), "-".repeat(WIDTH - full));
        let text = format!("{label}[{bar}] {words}");
        // A bar of nothing is full.
        let (max, value) = if total == 0 { (1, 1) } else { (total, done) };
        let html = format!(
            "<label class=\"rhai-progress\">{} <progress max=\"{max}\" value=\"{value}\"></progress> {words}</label>",
            escape_html(&self.label)
        );
        Display::text(text).with(HTML, html)
    }
}

impl Iterator for Bar {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        let item = self.items.next();
        if item.is_none() {
            self.draw(self.given);
            return None;
        }
        if self.host.now() - self.drawn_at >= PAUSE {
            self.draw(self.given);
        }
        self.given += 1;
        item
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl Drop for Bar {
    /// A loop that breaks off leaves the bar where it was.
    fn drop(&mut self) {
        if self.given > 0 && self.drawn != Some(self.given) {
            self.draw(self.given - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::display::{HTML, TEXT};
    use crate::testing::{check_examples, evaluate, gives, run};

    fn bars(code: &str) -> Vec<String> {
        let run = run(code);
        assert_eq!(run.error, None, "{code}");
        assert!(run.displays.iter().all(|(_, id)| *id == run.displays[0].1));
        run.displays
            .iter()
            .map(|(display, _)| display.get(TEXT).unwrap().to_string())
            .collect()
    }

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("progress.rs")), 1);
    }

    #[test]
    fn the_bar_shows_what_is_done() {
        assert_eq!(
            bars("for x in progress([1, 2], \"runs\") { sleep(1) }"),
            [
                "runs  [--------------------] 0 % 0/2",
                "runs  [##########----------] 50 % 1/2",
                "runs  [####################] 100 % 2/2"
            ]
        );
        assert_eq!(
            bars("for x in progress([]) {}"),
            ["[####################] 100 % 0/0"]
        );
        let run = run("for x in progress(0..4, \"<b>\") {}");
        let html = run.displays.last().unwrap().0.get(HTML).unwrap();
        assert!(
            html.contains("<progress max=\"4\" value=\"4\">") && html.contains("&lt;b&gt;"),
            "{html}"
        );
    }

    #[test]
    fn drawings_are_few_and_the_last_state_is_always_shown() {
        let drawn = bars("for x in progress(0..1000) { sleep(0.01) }");
        assert!((50..=105).contains(&drawn.len()), "{}", drawn.len());
        assert_eq!(
            drawn.last().unwrap(),
            "[####################] 100 % 1000/1000"
        );
        assert_eq!(bars("for x in progress(0..100000) {}").len(), 2);
        let broken = bars("for x in progress(0..10) { if x == 4 { break } }");
        assert_eq!(broken.last().unwrap(), "[########------------] 40 % 4/10");
    }

    #[test]
    fn it_goes_through_everything() {
        for (values, expected) in [
            ("dict(#{a: 1})", "[[\"a\", 1]]"),
            ("array([1.5, 2.0])", "[1.5, 2.0]"),
            ("range(0, 6, 2)", "[0, 2, 4]"),
            ("\"ab\"", "['a', 'b']"),
        ] {
            let code = format!("let all = []; for x in progress({values}) {{ all.push(x) }} all");
            gives(&code, expected);
        }
        assert!(
            evaluate("progress(5)")
                .unwrap_err()
                .contains("values must be something to loop over")
        );
    }
}
