//! A module made as small as servers can send it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{order, sections};
use crate::{Outcome, process, workspace};

/// Makes a module small, with Binaryen's `wasm-opt`, and puts its functions in an order that packs well. The result is
/// written to `place` too.
pub(crate) fn optimise(module: &[u8], place: &Path) -> Outcome<Vec<u8>> {
    let problem = |problem: std::io::Error| format!("{}: {problem}", place.display());
    let step = place.with_extension("step.wasm");
    fs::write(&step, module).map_err(problem)?;
    // Taken apart first, the code comes together smaller.
    let passes = ["--flatten", "--rereloop", "-Oz", "-Oz"];
    wasm_opt(&step, place, &passes)?;
    let smaller = fs::read(place).map_err(problem)?;

    let not_one = || format!("{} is not a WebAssembly module", place.display());
    let imported = sections::imported_functions(&smaller).ok_or_else(not_one)?;
    let order = order::by_likeness(&sections::bodies(&smaller).ok_or_else(not_one)?);
    let mut names = vec![String::new(); imported + order.len()];
    for (rank, function) in order.iter().enumerate() {
        names[imported + function] = format!("{rank:06}");
    }
    for (i, name) in names[..imported].iter_mut().enumerate() {
        *name = format!("import {i}");
    }
    let named = sections::named(&smaller, &names).ok_or_else(not_one)?;
    fs::write(&step, named).map_err(problem)?;
    wasm_opt(&step, place, &["--reorder-functions-by-name"])?;
    fs::remove_file(&step).map_err(problem)?;
    fs::read(place).map_err(problem)
}

fn wasm_opt(from: &Path, to: &Path, passes: &[&str]) -> Outcome {
    let mut command = Command::new("node");
    command.arg(binaryen()?).args(passes).args(FEATURES);
    command.args(["--strip-debug", "--strip-producers"]);
    process::run(command.arg(from).arg("-o").arg(to))
}

/// What the module may use, each by its name: what "all" are, depends on the version.
const FEATURES: [&str; 6] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// `wasm-opt`, installed under target/ the first time.
fn binaryen() -> Outcome<PathBuf> {
    let folder = workspace::target().join("node");
    let program = folder.join("node_modules/binaryen/bin/wasm-opt");
    if !program.exists() {
        fs::create_dir_all(&folder).map_err(|problem| problem.to_string())?;
        process::run(Command::new("npm").current_dir(&folder).args([
            "install",
            "--silent",
            "--no-save",
            "binaryen@132",
        ]))?;
    }
    Ok(program)
}
