//! `help()` and `help(name)`: the reference, from inside a cell.

use std::fmt::Write;

use rhai::plugin::*;
use rhai::{Dynamic, FnPtr};

use crate::Library;
use crate::catalog::{self, Entry, Kind};
use crate::display::{Display, HTML, MARKDOWN, escape_html};
use crate::fault::{Raised, bail, nearest};
use crate::ordering::put_in_order;
use crate::{host, value};

pub(crate) fn register(library: &mut Library) {
    library.add("Help", rhai::exported_module!(functions));
}

/// What the reference says of a name, in all media; none when it says nothing.
pub fn page(name: &str) -> Option<Display> {
    let entries = catalog::find_all(name);
    if entries.is_empty() {
        return None;
    }
    let join = |render: fn(&Entry) -> String, between: &str| {
        entries.iter().map(render).collect::<Vec<_>>().join(between)
    };
    Some(
        Display::text(join(catalog::render_text, "\n\n"))
            .with(MARKDOWN, join(catalog::render_markdown, "\n\n"))
            .with(HTML, join(catalog::render_html, "")),
    )
}

#[export_module]
mod functions {
    /// Shows what the reference says of a function: what it does, its arguments, an example.
    ///
    /// `help()` lists all there is, by theme. Of a word that nothing is called, it lists what speaks of it.
    ///
    /// # Arguments
    /// - `name`: the function, or its name as text; may be left out
    ///
    /// # Errors
    /// When nothing is called so and nothing speaks of it.
    ///
    /// # Example
    /// ```rhai
    /// help(breakeven);
    /// help("share");
    /// help();
    /// ```
    #[rhai_fn(return_raw)]
    pub fn help(name: Dynamic) -> Raised<()> {
        let wanted = match name.read_lock::<FnPtr>() {
            Some(function) => function.fn_name().to_string(),
            None if name.is_string() => value::text(&name),
            None => {
                bail!("name must be text or a function, not {}", value::with_value(&name);
                    "Write the name of what you look for: help(\"mean\"). What a variable holds is told by type_of(x).")
            }
        };
        let Some(found) = page(wanted.trim()).or_else(|| related(wanted.trim())) else {
            bail!("nothing is known of `{wanted}`"; "`help()` lists what there is; `%who` lists the notebook's variables.")
        };
        host::current().display(&found, None);
        Ok(())
    }

    /// Lists all there is, by theme.
    #[rhai_fn(name = "help")]
    pub fn help_overview() {
        host::current().display(&overview(), None);
    }
}

/// How to go on from a list of names.
const HOW: &str = "help(mean), or ?mean, tells what a function does; help(\"share\") finds what speaks of a word; %lsmagic lists commands such as %who.";

/// What there is, by theme.
fn overview() -> Display {
    let (mut text, mut html) = (HOW.to_string(), format!("<p>{}</p>", escape_html(HOW)));
    for group in catalog::GROUPS.iter().copied() {
        let mut names: Vec<String> = catalog::group(group)
            .map(|entry| match entry.kind {
                Kind::Property => format!(".{}", entry.name),
                _ => entry.name.to_string(),
            })
            .collect();
        names.dedup();
        let _ = write!(text, "\n\n{group}");
        let mut line = String::new();
        for name in &names {
            if line.len() + name.len() > 88 {
                let _ = write!(text, "\n  {line}");
                line.clear();
            }
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(name);
        }
        let _ = write!(text, "\n  {line}");
        let _ = write!(
            html,
            "<p><strong>{}</strong><br><code>{}</code></p>",
            escape_html(group),
            escape_html(&names.join(" "))
        );
    }
    Display::text(text).with(HTML, html)
}

/// How many entries are told of that speak of a word.
const MOST: usize = 20;

/// What may be meant by a word that nothing is called: the same in other letters, names near it, what speaks of it.
fn related(word: &str) -> Option<Display> {
    if word.is_empty() {
        return None;
    }
    let names = || catalog::ENTRIES.iter().map(|entry| entry.name);
    if let Some(page) = names()
        .find(|name| name.eq_ignore_ascii_case(word))
        .and_then(page)
    {
        return Some(page);
    }
    let near = nearest(word, names().filter(|name| name.len() > 2));
    let lower = word.to_lowercase();
    let mut found: Vec<&Entry> = catalog::speaking_of(word);
    // What has the word in its name comes first, then what has it in its summary.
    let rank = |entry: &Entry| {
        (
            !entry.name.to_lowercase().contains(&lower),
            !entry.summary.to_lowercase().contains(&lower),
        )
    };
    put_in_order(&mut found, |a, b| rank(a).cmp(&rank(b)));
    found.dedup_by_key(|entry| entry.name);
    let near = near.filter(|near| !found.iter().any(|entry| entry.name == *near));
    let listed: Vec<&Entry> = near
        .and_then(catalog::find)
        .into_iter()
        .chain(found)
        .collect();
    if listed.is_empty() {
        return None;
    }
    let shown = &listed[..listed.len().min(MOST)];
    let mut title = format!("Nothing is called {word}.");
    if near.is_some() {
        let _ = write!(title, " The nearest name comes first.");
    }
    if listed.len() > MOST {
        let _ = write!(
            title,
            " The first {MOST} of {} that speak of it:",
            listed.len()
        );
    }
    let widest = shown
        .iter()
        .map(|entry| entry.name.len())
        .max()
        .unwrap_or(0);
    let (mut text, mut html) = (title.clone(), format!("<p>{}</p><ul>", escape_html(&title)));
    for entry in shown {
        let _ = write!(
            text,
            "\n  {:widest$}  {}",
            entry.name,
            entry.summary.replace('`', "")
        );
        let _ = write!(
            html,
            "<li><code>{}</code> {}</li>",
            escape_html(entry.name),
            escape_html(&entry.summary.replace('`', ""))
        );
    }
    html.push_str("</ul>");
    Some(Display::text(text).with(HTML, html))
}

#[cfg(test)]
mod tests {
    use crate::display::{HTML, TEXT};
    use crate::testing::{evaluate, run};

    fn said(code: &str) -> (String, String) {
        let ran = run(code);
        assert_eq!(ran.error, None, "{code}");
        let get = |medium| {
            ran.displays[0]
                .0
                .get(medium)
                .unwrap_or_default()
                .to_string()
        };
        (get(TEXT), get(HTML))
    }

    #[test]
    fn all_there_is_is_listed() {
        let (text, html) = said("help()");
        for words in [
            "help(mean)",
            "?mean",
            "%lsmagic",
            "\nPlots\n",
            " hist ",
            " .shape",
        ] {
            assert!(text.contains(words), "{words}");
        }
        assert!(text.lines().all(|line| line.len() < 140));
        assert!(html.contains("<strong>Plots</strong>"));
    }

    #[test]
    fn a_word_leads_to_what_speaks_of_it() {
        assert!(said("help(\"mean\")").0.starts_with("mean("));
        assert!(said("help(\"Mean\")").0.starts_with("mean("));
        let (text, _) = said("help(\"medain\")");
        assert!(text.contains("\n  median"), "{text}");
        let (text, html) = said("help(\"licence\")");
        assert!(text.contains("\n  license_matrix "), "{text}");
        assert!(html.contains("<code>license_matrix</code>"), "{html}");
        let error = evaluate("help(\"qqqqzzzz\")").unwrap_err();
        assert!(
            error.contains("nothing is known of `qqqqzzzz` [`help()` lists"),
            "{error}"
        );
        let error = evaluate("help([1, 2])").unwrap_err();
        assert!(
            error.contains("not a list ([1, 2]) [Write the name"),
            "{error}"
        );
    }
}
