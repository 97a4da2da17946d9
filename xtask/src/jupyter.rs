//! An environment in which Jupyter knows our kernel.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::python::Environment;
use crate::rhaibook::{self, Build};
use crate::{Outcome, process, workspace};

/// JupyterLab asks on its first start whether it may fetch news; nobody wants to answer that before the first cell.
const SETTINGS: &str = r#"{
  "@jupyterlab/apputils-extension:notification": { "fetchNews": "false", "checkForUpdates": false }
}
"#;

/// The environment `name` with our kernel installed, and the kernel's binary.
pub(crate) fn ready(name: &str, build: Build) -> Outcome<(Environment, PathBuf)> {
    let environment = Environment::ready(name)?;
    let binary = rhaibook::build(build)?;
    rhaibook::install(&binary, &environment)?;
    let settings = environment.folder().join("share/jupyter/lab/settings");
    fs::create_dir_all(&settings)
        .and_then(|()| fs::write(settings.join("overrides.json"), SETTINGS))
        .map_err(|problem| format!("{}: {problem}", settings.display()))?;
    Ok((environment, binary))
}

/// A command that finds this environment's kernels before any of the user's.
pub(crate) fn prefer_environment<'a>(
    command: &'a mut Command,
    environment: &Environment,
) -> &'a mut Command {
    command
        .current_dir(workspace::root())
        .env("JUPYTER_PREFER_ENV_PATH", "1")
        .env("VIRTUAL_ENV", environment.folder())
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH")
}

/// Runs one of the environment's programs in our place: Ctrl-C is then its own affair.
pub(crate) fn become_program(
    environment: &Environment,
    name: &str,
    arguments: &[String],
) -> Outcome {
    let mut command = Command::new(environment.program(name));
    prefer_environment(&mut command, environment).args(arguments);
    process::become_program(&mut command)
}
