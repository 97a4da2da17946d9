//! WebAssembly modules, linked so that nothing but what we export, and what that needs, is in them.

mod optimise;
mod order;
pub(crate) mod page;
pub(crate) mod sections;
pub(crate) mod size;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, process, workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// What a module is made of.
pub(crate) struct Source {
    /// What cargo is to build: a package, or an example of one.
    pub(crate) build: &'static [&'static str],
    /// The static library that gives, below the profile's folder.
    pub(crate) library: &'static str,
    /// The functions that the module exports.
    pub(crate) exports: &'static [&'static str],
}

/// The session, and with it all of the library: `session/examples/bare.rs`.
pub(crate) const ENGINE: Source = Source {
    build: &["--package", "rhaibook-session", "--example", "bare"],
    library: "examples/libbare.a",
    exports: &["run"],
};

/// What answers the cases of the differential test: `tests/differential`.
pub(crate) const DIFFERENTIAL: Source = Source {
    build: &["--package", "rhaibook-differential", "--lib"],
    library: "librhaibook_differential.a",
    exports: &["room", "answer"],
};

/// What a page runs: `web/engine`.
pub(crate) const PAGE: Source = Source {
    build: &["--package", "rhaibook-web", "--lib"],
    library: "librhaibook_web.a",
    exports: &[
        "room",
        "answer",
        "base",
        "execute",
        "check",
        "complete",
        "inspect",
        "names",
        "variables",
        "announce",
        "forget",
    ],
};

/// The most memory that a module may take, in bytes: what needs more ends in an error, not in a dead tab.
const MOST_MEMORY: u64 = 1 << 30;

/// Builds a module as the browser would get it, but with the names of its functions; where it is.
pub(crate) fn module(source: &Source) -> Outcome<PathBuf> {
    add_target(TARGET)?;
    println!("Building WebAssembly (the first time takes some minutes) …");
    // Each message of a panic names a file; where on this machine it lies is no reader's business.
    let sources = workspace::sources_of_others()?;
    let shortened = format!("--remap-path-prefix={}=", sources.display());
    process::run(
        workspace::cargo()
            // Beside those in .cargo/config.toml.
            .arg("--config")
            .arg(format!("target.{TARGET}.rustflags = [{shortened:?}]"))
            .args(["rustc", "--quiet", "--profile", "wasm", "--target", TARGET])
            // Were a Rust library made as well, nothing would be optimised across crates.
            .args(source.build)
            .arg("--crate-type=staticlib"),
    )?;
    let library = workspace::target()
        .join(TARGET)
        .join("wasm")
        .join(source.library);
    let module = library.with_extension("wasm");
    link(&library, source.exports, &module)?;
    Ok(module)
}

/// Links a static library to a module. (Were cargo to link a `cdylib`, it would export what wasm-bindgen, which plotters
/// brings along for browsers, declares, and thereby keep it and its imports.)
fn link(library: &Path, exports: &[&str], module: &Path) -> Outcome {
    let sysroot = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let host = workspace::host()?;
    let linker = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(host)
        .join("bin")
        .join(format!("rust-lld{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(linker);
    command.args(["-flavor", "wasm", "--no-entry", "--gc-sections", "-O2"]);
    // The stack is what deep recursion needs; Rust's own default of 1 MB is too little for 180 calls.
    command.args(["-z", "stack-size=33554432"]);
    // Below everything else, so that an overflow traps and what lies above is all there is to keep.
    command.arg("--stack-first");
    command.arg(format!("--max-memory={MOST_MEMORY}"));
    command.args(exports.iter().map(|name| format!("--export={name}")));
    process::run(command.arg("-o").arg(module).arg(library))
}

/// Makes sure that the toolchain can compile for a target.
pub(crate) fn add_target(target: &str) -> Outcome {
    let sysroot = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let installed = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(target)
        .join("lib");
    if installed.exists() {
        return Ok(());
    }
    process::run(Command::new("rustup").args(["target", "add", target]))
}
