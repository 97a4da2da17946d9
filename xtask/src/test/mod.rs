//! `cargo xtask test`: sets everything up and runs every test.

mod browser;
mod stages;
mod tally;

use std::time::Instant;

use clap::Args;

use crate::Outcome;
use stages::{Shared, Stage};
use tally::Tally;

/// Runs every test, after setting up what it needs; the last line sums up.
#[derive(Args)]
pub(crate) struct Options {
    /// Only this stage
    #[arg(long, value_enum)]
    only: Option<Stage>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let mut shared = Shared::default();
    let mut total = Tally::default();
    let mut failed = Vec::new();
    for stage in Stage::ALL {
        if options.only.is_some_and(|only| only != stage) {
            continue;
        }
        println!("\n== {}: {}", stage.name(), stage.purpose());
        let started = Instant::now();
        let tally = stage.run(&mut shared).unwrap_or_else(|problem| {
            eprintln!("error: {problem}");
            Tally::FAILURE
        });
        if tally.failed > 0 {
            failed.push(stage.name());
        }
        println!(
            "-- {}: {tally} ({:.0} s)",
            stage.name(),
            started.elapsed().as_secs_f64()
        );
        total += tally;
    }
    println!();
    if !failed.is_empty() {
        println!("failed: {}", failed.join(", "));
    }
    println!("{total}");
    // What failed has been said, and the summary is to stay the last line.
    if failed.is_empty() {
        Ok(())
    } else {
        std::process::exit(1)
    }
}
