//! The project's own binary: building it, and installing its kernel.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python::Environment;
use crate::{Outcome, process, workspace};

/// Which build of the binary.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// What readers use: slow to build, fast to run.
    Release,
    /// What the tests use: it shares its parts with `cargo test`, so it is built once.
    Test,
}

/// Builds the binary; returns its path.
pub(crate) fn build(build: Build) -> Outcome<PathBuf> {
    let mut command = workspace::cargo();
    command.args(["build", "--quiet"]);
    let folder = match build {
        Build::Release => {
            command.args(["--release", "--package", "rhaibook"]);
            println!("Building the kernel (the first time takes some minutes) …");
            "release"
        }
        // With `--tests`, cargo picks the same features of dependencies as `cargo test` does, and builds nothing twice.
        Build::Test => {
            command.args(["--workspace", "--bins", "--tests"]);
            "debug"
        }
    };
    process::run(&mut command)?;
    Ok(workspace::target()
        .join(folder)
        .join(format!("rhaibook{}", std::env::consts::EXE_SUFFIX)))
}

/// Installs the kernel into an environment, without a word: what comes next is our affair, not the user's.
pub(crate) fn install(binary: &Path, environment: &Environment) -> Outcome {
    process::capture(
        Command::new(binary)
            .arg("install")
            .arg("--prefix")
            .arg(environment.folder()),
    )
    .map(drop)
}

/// The binary with arguments, in the root.
pub(crate) fn command(binary: &Path) -> Command {
    let mut command = Command::new(binary);
    command.current_dir(workspace::root());
    command
}
