//! `cargo xtask size`: what the engine weighs in a browser, and who weighs how much in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::optimise::optimise;
use super::sections;
use crate::{Outcome, wasm};

/// Weighs the engine's WebAssembly, packed with gzip as servers send it, and says what each crate has in it.
#[derive(Args)]
pub(crate) struct Options {
    /// Fail when the engine takes more kilobytes than this
    #[arg(long)]
    limit: Option<f64>,
}

/// The names of crates as they are in those of functions; a function belongs to the first that it names.
const CRATES: [&str; 17] = [
    "rhaibook_session",
    "rhaibook_stdlib",
    "plotters",
    "csv",
    "indexmap",
    "strsim",
    "unicode_width",
    "libm",
    "rhai",
    "hashbrown",
    "smartstring",
    "thin_vec",
    "ahash",
    "dlmalloc",
    "alloc",
    "core",
    "std",
];

pub(crate) fn run(options: &Options) -> Outcome {
    let module = wasm::module(&wasm::ENGINE)?;
    let bytes = read(&module)?;
    let not_one = || format!("{} is not a WebAssembly module", module.display());
    let stripped = sections::stripped(&bytes).ok_or_else(not_one)?;
    let optimised = optimise(&stripped, &module.with_file_name("engine.wasm"))?;
    println!("linked:    {}", weight(&stripped));
    println!("optimised: {}", weight(&optimised));
    let data: usize = sections::sections(&stripped)
        .ok_or_else(not_one)?
        .iter()
        .filter(|(kind, _)| *kind == sections::DATA)
        .map(|(_, body)| body.len())
        .sum();
    println!(
        "of that, before it was optimised, {} kB data; code:",
        data / 1000
    );
    for (name, size) in shares(&sections::functions(&bytes).ok_or_else(not_one)?) {
        println!("{:>8.1} kB  {name}", size as f64 / 1000.0);
    }
    let packed = gzipped(&optimised).len() as f64 / 1000.0;
    match options.limit {
        Some(limit) if packed > limit => Err(format!(
            "the engine takes {packed:.1} kB, and may take {limit} kB"
        )),
        _ => Ok(()),
    }
}

/// How much code each crate has, the largest first.
fn shares(functions: &[(String, usize)]) -> Vec<(&'static str, usize)> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, size) in functions {
        let owner = CRATES.iter().find(|owner| name.contains(**owner));
        *sizes.entry(owner.copied().unwrap_or("other")).or_default() += size;
    }
    let mut shares: Vec<_> = sizes.into_iter().collect();
    shares.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    shares
}

pub(super) fn weight(module: &[u8]) -> String {
    format!(
        "{:.1} kB, {:.1} kB with gzip",
        module.len() as f64 / 1000.0,
        gzipped(module).len() as f64 / 1000.0
    )
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it all");
    encoder.finish().expect("memory takes it all")
}

pub(super) fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|problem| format!("{}: {problem}", path.display()))
}
