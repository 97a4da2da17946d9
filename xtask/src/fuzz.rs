//! `cargo xtask fuzz`: the targets of `fuzz/`, each for a while.
//!
//! They are laid out for cargo-fuzz, which serves as well to follow up a find; but it wants a nightly toolchain, and what
//! the targets look for (panics, endless loops, memory without bound) needs none of the sanitizers that do.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::{Outcome, process, workspace};

/// The targets, each with the folders whose files it begins with.
const TARGETS: [(&str, &[&str]); 4] = [
    ("cell", &["tests/cells", "tests/broken", "tests/listings"]),
    ("fmt", &[]),
    ("notebook", &["notebooks"]),
    ("wire", &[]),
];

/// What libFuzzer has the compiler put into the code, so that it sees what an input reaches.
const INSTRUMENTS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Looks for inputs that make a reader of texts or messages panic, hang or take memory without bound.
#[derive(Args)]
pub(crate) struct Options {
    /// For how long, each target
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u32,
    /// Only this one: cell, fmt, notebook or wire
    #[arg(long)]
    pub(crate) target: Option<String>,
}

/// Runs the targets; how many there were.
pub(crate) fn run(options: &Options) -> Outcome<usize> {
    let wanted = |name: &str| {
        options
            .target
            .as_deref()
            .is_none_or(|wanted| wanted == name)
    };
    let targets: Vec<_> = TARGETS.iter().filter(|(name, _)| wanted(name)).collect();
    if targets.is_empty() {
        return Err(format!(
            "there is no target {}",
            options.target.as_deref().unwrap_or_default()
        ));
    }
    let host = workspace::host()?;
    let place = workspace::target().join("fuzz");
    process::run(
        workspace::cargo()
            .args(["build", "--quiet", "--release", "--bins"])
            .arg("--manifest-path")
            .arg(workspace::root().join("fuzz/Cargo.toml"))
            // Named, so that build scripts and macros are built without instruments.
            .args(["--target", &host])
            .arg("--target-dir")
            .arg(&place)
            .env("RUSTFLAGS", INSTRUMENTS.join(" ")),
    )?;
    let seed = std::env::var("SEED").unwrap_or_default();
    let seed: u32 = seed.parse().unwrap_or_else(|_| std::process::id());
    println!("SEED={seed}");
    for (name, begins_with) in &targets {
        let folder = |what: &str| -> Outcome<PathBuf> {
            let folder = place.join(what).join(name);
            fs::create_dir_all(&folder).map_err(|problem| problem.to_string())?;
            Ok(folder)
        };
        let mut command = Command::new(place.join(&host).join("release").join(name));
        command
            .args([
                format!("-max_total_time={}", options.seconds),
                format!("-seed={seed}"),
                "-timeout=10".into(),
                "-rss_limit_mb=2048".into(),
                "-max_len=8192".into(),
                "-verbosity=0".into(),
                "-print_final_stats=1".into(),
                format!("-artifact_prefix={}/", folder("finds")?.display()),
            ])
            .arg(folder("corpus")?)
            .args(begins_with.iter().map(|at| workspace::root().join(at)));
        process::run(&mut command).map_err(|problem| {
            format!("{problem}: the input is in target/fuzz/finds/{name}; run the program with it")
        })?;
    }
    Ok(targets.len())
}
