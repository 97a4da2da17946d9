//! Committed files that are made from the library's declarations: `cargo xtask catalog`, `cargo xtask docs`.

use std::fs;
use std::process::Command;

use clap::Args;

use crate::rhaibook::{self, Build};
use crate::{Outcome, process, workspace};

/// How to make a committed file.
#[derive(Args)]
pub(crate) struct Options {
    /// Only say whether the committed file is up to date
    #[arg(long)]
    pub(crate) check: bool,
}

/// A file, and what makes it.
pub(crate) struct Generated {
    path: &'static str,
    task: &'static str,
    maker: fn() -> Outcome<Command>,
}

/// What completion, inspection and `help()` read.
pub(crate) const CATALOG: [Generated; 2] = [
    Generated {
        path: "stdlib/src/catalog/entries.txt",
        task: "catalog",
        maker: || Ok(catalog("entries")),
    },
    Generated {
        path: "stdlib/src/catalog/details.txt",
        task: "catalog",
        maker: || Ok(catalog("details")),
    },
];

fn catalog(wanted: &str) -> Command {
    let mut command = workspace::cargo();
    command.args(["run", "--quiet", "--package", "rhaibook-stdlib"]);
    command.args(["--features", "metadata", "--bin", "catalog", "--", wanted]);
    command
}

/// The reference for readers.
pub(crate) const REFERENCE: Generated = Generated {
    path: "docs/reference.md",
    task: "docs",
    maker: || {
        let mut command = rhaibook::command(&rhaibook::build(Build::Test)?);
        command.args(["docs", "--markdown"]);
        Ok(command)
    },
};

/// What is said at length of each kind of error.
pub(crate) const ERRORS_REFERENCE: Generated = Generated {
    path: "docs/errors-reference.md",
    task: "docs",
    maker: || {
        let mut command = rhaibook::command(&rhaibook::build(Build::Test)?);
        command.args(["explain", "--markdown"]);
        Ok(command)
    },
};

impl Generated {
    pub(crate) fn run(&self, options: &Options) -> Outcome {
        let wanted = process::capture(&mut (self.maker)()?)?;
        let file = workspace::root().join(self.path);
        let found = fs::read_to_string(&file).unwrap_or_default();
        if found == wanted {
            println!("{} is up to date", self.path);
            return Ok(());
        }
        if options.check {
            let place = first_difference(&found, &wanted);
            return Err(format!(
                "{} is out of date, from line {place} on: run `cargo xtask {}`",
                self.path, self.task
            ));
        }
        fs::write(&file, wanted).map_err(|problem| format!("{}: {problem}", self.path))?;
        println!("wrote {}", self.path);
        Ok(())
    }
}

fn first_difference(found: &str, wanted: &str) -> usize {
    let same = found
        .lines()
        .zip(wanted.lines())
        .take_while(|(found, wanted)| found == wanted)
        .count();
    same + 1
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn a_difference_is_found_in_lines_and_at_the_end() {
        assert_eq!(first_difference("a\nb\nc\n", "a\nX\nc\n"), 2);
        assert_eq!(first_difference("a\nb\n", "a\nb\nc\n"), 3);
        assert_eq!(first_difference("", "a\n"), 1);
    }
}
