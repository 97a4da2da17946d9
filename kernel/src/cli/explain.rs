//! `rhaibook explain`: what is said at length of a kind of error.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use rhaibook_session::kinds::{self, CHAPTERS};

use super::Failure;

/// What `explain` takes.
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The code of a kind of error, such as R020; all of them when left out
    code: Option<String>,
    /// As Markdown
    #[arg(long)]
    markdown: bool,
}

/// Prints the explanation of one kind of error, or all.
pub(super) fn explain(options: &Explain) -> Result<ExitCode, Failure> {
    let text = match &options.code {
        Some(code) => {
            let Some(kind) = kinds::find(code) else {
                return Err(Failure::failed(format!(
                    "there is no code {code}; `rhaibook explain` lists what there is"
                )));
            };
            if options.markdown {
                kind.markdown()
            } else {
                format!("{}\n", kind.text())
            }
        }
        None if options.markdown => markdown(),
        None => list(),
    };
    // Nobody reads on after `| head`; that is no failure.
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(ExitCode::SUCCESS)
}

/// A line for each kind, under its chapter's heading.
fn list() -> String {
    let mut out = String::new();
    for (title, kinds) in CHAPTERS {
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
