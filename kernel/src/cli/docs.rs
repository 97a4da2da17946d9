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
    /// A function, property or word of the language; everything when left out
    name: Option<String>,
    /// As Markdown
    #[arg(long)]
    markdown: bool,
    /// As JSON, for programs
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
}

/// Prints the reference, or what it says of one name.
pub(super) fn docs(options: &Docs) -> Result<ExitCode, Failure> {
    let text = match &options.name {
        Some(name) => {
            let entries = catalog::find_all(name);
            if entries.is_empty() {
                return Err(Failure::failed(unknown(name)));
            }
            if options.json {
                json_of(entries.iter())
            } else if options.markdown {
                entries
                    .iter()
                    .map(catalog::render_markdown)
                    .collect::<Vec<_>>()
                    .join("\n")
            } else {
                entries
                    .iter()
                    .map(catalog::render_text)
                    .collect::<Vec<_>>()
                    .join("\n\n\n")
                    + "\n"
            }
        }
        None if options.json => json_of(GROUPS.iter().copied().flat_map(catalog::group)),
        None if options.markdown => markdown(),
        None => list(),
    };
    // Nobody reads on after `| head`; that is no failure.
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(ExitCode::SUCCESS)
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
    match like.as_slice() {
        [] => format!("nothing is called {name}; `rhaibook docs` lists what there is"),
        like => format!("nothing is called {name}; there is {}", like.join(", ")),
    }
}

/// A line for each name, under its group's heading.
fn list() -> String {
    let mut out = String::new();
    for title in GROUPS.iter() {
        out.push_str(&format!("{title}\n"));
        let width = catalog::group(title)
            .map(|e| e.name.chars().count())
            .max()
            .unwrap_or(0);
        for entry in catalog::group(title) {
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

fn json_of<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let entries: Vec<Value> = entries
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
