//! `rhaibook docs`: the reference, from the catalog.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use rhaibook_session::catalog::{self, Entry, GROUPS, Kind, LANGUAGE, RHAI};
use serde_json::{Value, json};

use super::Failure;

/// What `docs` takes.
#[derive(Args, Debug)]
pub(super) struct Docs {
    /// Functions, properties or words of the language; everything when left out
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// List what speaks of these words
    #[arg(long, value_name = "WORDS", num_args = 1.., conflicts_with = "names")]
    search: Vec<String>,
    /// As Markdown
    #[arg(long)]
    markdown: bool,
    /// As JSON, for programs
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
}

/// Prints the reference, or what it says of some names.
pub(super) fn docs(options: &Docs) -> Result<ExitCode, Failure> {
    let text = if !options.search.is_empty() {
        let found = catalog::speaking_of(&options.search.join(" "));
        if found.is_empty() {
            return Err(Failure::failed(format!(
                "nothing speaks of {}; `rhaibook docs` lists what there is",
                options.search.join(" ")
            )));
        }
        match (options.json, options.markdown) {
            (true, _) => json_of(found),
            (_, true) => rendered(&found, catalog::render_markdown, "\n"),
            _ => list(|entry| found.iter().any(|one| std::ptr::eq(*one, entry))),
        }
    } else if !options.names.is_empty() {
        let mut entries = Vec::new();
        for name in &options.names {
            entries.extend(named(name)?);
        }
        match (options.json, options.markdown) {
            (true, _) => json_of(entries),
            (_, true) => rendered(&entries, catalog::render_markdown, "\n"),
            _ => rendered(&entries, catalog::render_text, "\n\n\n") + "\n",
        }
    } else if options.json {
        json_of(GROUPS.iter().copied().flat_map(catalog::group))
    } else if options.markdown {
        markdown()
    } else {
        list(|_| true)
    };
    // Nobody reads on after `| head`; that is not a failure.
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(ExitCode::SUCCESS)
}

fn rendered(entries: &[&Entry], render: fn(&Entry) -> String, between: &str) -> String {
    let pages: Vec<String> = entries.iter().map(|entry| render(entry)).collect();
    pages.join(between)
}

/// The entries of a name, which may have brackets after it; in another case where there is none in its own.
fn named(name: &str) -> Result<Vec<&'static Entry>, Failure> {
    let bare = name.split('(').next().unwrap_or(name);
    let bare = bare.trim().trim_start_matches('.');
    let exact = catalog::find_all(bare);
    if !exact.is_empty() {
        return Ok(exact.iter().collect());
    }
    let lower = bare.to_lowercase();
    let lower = lower.strip_prefix("np::").unwrap_or(&lower);
    let found: Vec<&Entry> = catalog::ENTRIES
        .iter()
        .filter(|entry| !lower.is_empty() && entry.name.to_lowercase() == lower)
        .collect();
    match found[..] {
        [] => Err(Failure::failed(unknown(name))),
        _ => Ok(found),
    }
}

fn unknown(name: &str) -> String {
    let lower = name.to_lowercase();
    let names = || {
        let mut names: Vec<&str> = catalog::ENTRIES.iter().map(|e| e.name).collect();
        names.dedup();
        names.into_iter().filter(|name| name.len() > 2)
    };
    let mut like: Vec<&str> = names()
        .filter(|name| !lower.is_empty() && name.to_lowercase().contains(&lower))
        .collect();
    if like.is_empty() {
        // A slip near the end: the names that begin alike for longest, if that is most of the name.
        let alike = |name: &str| {
            let pairs = name.chars().zip(lower.chars());
            pairs.take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
        };
        let longest = names().map(alike).max().unwrap_or(0);
        if longest > 2 && longest * 2 > lower.chars().count() {
            like = names().filter(|name| alike(name) == longest).collect();
        }
    }
    like.truncate(5);
    let spoken_of = !lower.trim().is_empty() && !catalog::speaking_of(&lower).is_empty();
    match like.as_slice() {
        [] if spoken_of => {
            format!(
                "nothing is called {name}; `rhaibook docs --search {name}` lists what speaks of it"
            )
        }
        [] => format!("nothing is called {name}; `rhaibook docs` lists what there is"),
        like => format!("nothing is called {name}; there is {}", like.join(", ")),
    }
}

/// A line for each name that is chosen, under its group's heading.
fn list(chosen: impl Fn(&Entry) -> bool) -> String {
    let mut out = String::new();
    for title in GROUPS.iter() {
        let entries: Vec<&Entry> = catalog::group(title).filter(|e| chosen(e)).collect();
        let Some(width) = entries.iter().map(|e| e.name.chars().count()).max() else {
            continue;
        };
        out.push_str(&format!("{title}\n"));
        for entry in entries {
            let name = if entry.kind == Kind::Property {
                format!(".{}", entry.name)
            } else {
                entry.name.to_owned()
            };
            out.push_str(&format!(
                "  {name:<w$}  {}\n",
                entry.summary.replace('`', ""),
                w = width + 1
            ));
        }
        out.push('\n');
    }
    out.push_str(
        "`rhaibook docs NAME` says more about one; in a notebook, `help(NAME)` or `NAME?` does.\n",
    );
    out
}

fn markdown() -> String {
    let mut out = String::from(
        "# The library\n\n\
         What a cell can call. Every function can be written as `f(x, …)` or `x.f(…)`, and as `np::f(x, …)` too. \
         Each example is run by the tests; what stands after `// =>` is the value.\n\n\
         <!-- Made by `cargo xtask docs` from the declarations in stdlib; do not edit. -->\n\n",
    );
    for title in GROUPS.iter() {
        out.push_str(&format!("- [{title}](#{})\n", anchor(title)));
    }
    for title in GROUPS.iter() {
        out.push_str(&format!("\n## {title}\n\n"));
        if *title == RHAI {
            out.push_str("What Rhai itself brings along, in short.\n\n");
        }
        if *title == RHAI || *title == LANGUAGE {
            out.push_str("| | |\n|---|---|\n");
            for entry in catalog::group(title) {
                let form = entry.signatures.join("`<br>`").replace('|', "\\|");
                out.push_str(&format!(
                    "| `{form}` | {} |\n",
                    entry.summary.replace('|', "\\|")
                ));
            }
            continue;
        }
        let entries: Vec<String> = catalog::group(title)
            .map(catalog::render_markdown)
            .collect();
        out.push_str(&entries.join("\n"));
    }
    out
}

/// The anchor that Markdown viewers give a heading.
fn anchor(title: &str) -> String {
    let kept = title.to_lowercase().replace(' ', "-");
    kept.chars()
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .collect()
}

fn json_of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|e| {
            let details = e.details();
            let arguments: Vec<Value> =
                details.arguments.iter().map(|(name, meaning)| json!({"name": name, "meaning": meaning})).collect();
            json!({
                "name": e.name, "group": e.group, "kind": e.kind.word(), "signatures": e.signatures,
                "summary": e.summary, "details": details.text, "arguments": arguments, "errors": details.errors,
                "example": details.example,
            })
        })
        .collect();
    format!("{:#}\n", Value::from(entries))
}
