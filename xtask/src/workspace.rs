//! Where things are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::process;

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // At run time cargo says where the crate is; the path at build time is wrong once the folder has moved.
        let package = std::env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        Path::new(&package)
            .parent()
            .expect("xtask/ is in the root")
            .to_owned()
    })
}

/// Cargo's target folder, wherever the user's settings put it.
pub(crate) fn target() -> &'static Path {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    TARGET.get_or_init(|| target_of_cargo().unwrap_or_else(|_| root().join("target")))
}

/// The folder in which cargo keeps the sources of what we depend on.
pub(crate) fn sources_of_others() -> crate::Outcome<PathBuf> {
    let metadata = metadata(&[])?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| package["source"].is_string())
        .find_map(|package| {
            Path::new(package["manifest_path"].as_str()?)
                .ancestors()
                .nth(2)
        })
        .map(Path::to_owned)
        .ok_or_else(|| "cargo metadata names no package of others".into())
}

/// What cargo says of the workspace; with all packages but for `--no-deps`.
fn metadata(options: &[&str]) -> crate::Outcome<serde_json::Value> {
    let mut command = cargo();
    command
        .args(["metadata", "--format-version", "1"])
        .args(options);
    let text = process::capture(&mut command)?;
    serde_json::from_str(&text).map_err(|problem| problem.to_string())
}

fn target_of_cargo() -> crate::Outcome<PathBuf> {
    let metadata = metadata(&["--no-deps", "--offline"])?;
    let target = metadata["target_directory"]
        .as_str()
        .ok_or("cargo metadata names no target directory")?;
    Ok(PathBuf::from(target))
}

/// The name of the target that this machine is.
pub(crate) fn host() -> crate::Outcome<String> {
    let version = process::capture(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc -vV names no host")?.to_owned())
}

/// `cargo`, the one that runs this task, in the root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A path as the user would write it in the root.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}
