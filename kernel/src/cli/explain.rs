//! `rhaibook explain`: what is said at length of a kind of error.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use rhaibook_session::kinds::{self, CHAPTERS, Kind};

use super::Failure;

/// What `explain` takes.
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// A code such as R020, the name of a kind of error such as NameError, or words; all codes when left out
    #[arg(value_name = "CODE")]
    wanted: Vec<String>,
    /// As Markdown
    #[arg(long)]
    markdown: bool,
}

/// Prints the explanation of kinds of errors, or a list of all.
pub(super) fn explain(options: &Explain) -> Result<ExitCode, Failure> {
    let text = match wanted(&options.wanted)? {
        Wanted::All if options.markdown => markdown(),
        Wanted::All => list(|_| true),
        Wanted::Some(kinds) if options.markdown => {
            let pages: Vec<String> = kinds.iter().map(|kind| kind.markdown()).collect();
            pages.join("\n")
        }
        Wanted::Some(kinds) => {
            let pages: Vec<String> = kinds.iter().map(|k| format!("{}\n", k.text())).collect();
            pages.join("\n\n")
        }
        Wanted::Choice(kinds) => list(|kind| kinds.contains(&kind)),
    };
    // Nobody reads on after `| head`; that is not a failure.
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(ExitCode::SUCCESS)
}

/// What is asked for.
enum Wanted {
    All,
    /// To be explained at length.
    Some(Vec<&'static Kind>),
    /// To choose from.
    Choice(Vec<&'static Kind>),
}

fn wanted(words: &[String]) -> Result<Wanted, Failure> {
    if words.is_empty() {
        return Ok(Wanted::All);
    }
    let coded: Option<Vec<&Kind>> = words.iter().map(|word| by_code(word)).collect();
    if let Some(kinds) = coded {
        return Ok(Wanted::Some(kinds));
    }
    let all = || CHAPTERS.iter().flat_map(|(_, kinds)| kinds.iter().copied());
    let phrase = words.join(" ");
    let lower = phrase.to_lowercase();
    let family: Vec<&Kind> = all()
        .filter(|kind| kind.family.to_lowercase() == lower)
        .collect();
    let found = if family.is_empty() {
        let words: Vec<&str> = lower.split_whitespace().collect();
        all()
            .filter(|kind| {
                let text = format!("{} {}", kind.family, kind.text()).to_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .collect()
    } else {
        family
    };
    match found[..] {
        [] => Err(Failure::failed(format!(
            "there is no code {phrase}, and nothing is said of it; `rhaibook explain` lists what there is"
        ))),
        [one] => Ok(Wanted::Some(vec![one])),
        _ => Ok(Wanted::Choice(found)),
    }
}

/// The kind of a code, which may be given as `R020`, `r20` or `20`, as messages write it (`?R020`), or with brackets around.
fn by_code(word: &str) -> Option<&'static Kind> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let number = word.strip_prefix(['R', 'r']).unwrap_or(word);
    let number: u32 = number.parse().ok()?;
    kinds::find(&format!("R{number:03}"))
}

/// A line for each kind that is chosen, under its chapter's heading.
fn list(chosen: impl Fn(&'static Kind) -> bool) -> String {
    let mut out = String::new();
    for (title, kinds) in CHAPTERS {
        let kinds: Vec<&Kind> = kinds.iter().copied().filter(|kind| chosen(kind)).collect();
        if kinds.is_empty() {
            continue;
        }
        out.push_str(&format!("{title}\n"));
        for kind in kinds {
            out.push_str(&format!(
                "  {}  {}\n",
                kind.code,
                kind.title.replace('`', "")
            ));
        }
        out.push('\n');
    }
    out.push_str("`rhaibook explain CODE` says more about one; in a notebook, `?CODE` does.\n");
    out
}

fn markdown() -> String {
    let mut out = String::from(
        "# Errors and warnings\n\n\
         What a message says ends with a code, `more: ?R020`. In a notebook, a cell with `?R020` or `explain R020` shows what \
         stands here. The codes never change. Each example is run by the tests: the first makes exactly this mistake, the \
         second none.\n\n\
         <!-- Made by `cargo xtask docs` from the declarations in session; do not edit. -->\n",
    );
    for (title, kinds) in CHAPTERS {
        out.push_str(&format!("\n## {title}\n\n"));
        let pages: Vec<String> = kinds.iter().map(|kind| kind.markdown()).collect();
        out.push_str(&pages.join("\n"));
    }
    out
}
