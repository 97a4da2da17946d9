//! Where Jupyter looks for kernels, by its own rules.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Failure, Root};

/// Jupyter's data directory for the chosen root; kernels live in its `kernels` folder.
pub(super) fn root(root: &Root) -> Result<DataDir, Failure> {
    if let Some(prefix) = &root.prefix {
        let prefix = std::path::absolute(prefix).map_err(|e| {
            Failure::failed(format!("can't use --prefix {}: {e}", prefix.display()))
        })?;
        return Ok(DataDir {
            path: share(&prefix),
            scope: Scope::Prefix,
        });
    }
    if root.sys_prefix {
        return Ok(DataDir {
            path: share(&sys_prefix()?),
            scope: Scope::SysPrefix,
        });
    }
    Ok(DataDir {
        path: user_data()?,
        scope: Scope::User,
    })
}

/// A data directory of Jupyter's, and which option chose it.
pub(super) struct DataDir {
    pub(super) path: PathBuf,
    pub(super) scope: Scope,
}

/// Which option chose a directory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    User,
    SysPrefix,
    Prefix,
}

/// Whether a program is on the PATH.
pub(super) fn on_path(program: &str) -> bool {
    let Some(path) = env::var_os("PATH") else {
        return false;
    };
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).any(|dir| dir.join(&name).is_file())
}

fn share(prefix: &Path) -> PathBuf {
    prefix.join("share").join("jupyter")
}

/// `jupyter --data-dir`, without asking Jupyter.
fn user_data() -> Result<PathBuf, Failure> {
    if let Some(dir) = directory("JUPYTER_DATA_DIR") {
        return Ok(dir);
    }
    let platform_dirs = env::var("JUPYTER_PLATFORM_DIRS")
        .is_ok_and(|v| !matches!(v.to_lowercase().as_str(), "" | "0" | "false" | "no"));
    let home = || {
        etcetera::home_dir().map_err(|_| {
            Failure::failed(
                "your home directory isn't known; set JUPYTER_DATA_DIR, or use --prefix DIR",
            )
        })
    };
    if cfg!(target_os = "macos") {
        let library = home()?.join("Library");
        return Ok(if platform_dirs {
            library.join("Application Support/jupyter")
        } else {
            library.join("Jupyter")
        });
    }
    if cfg!(windows) {
        let (variable, below) = if platform_dirs {
            ("LOCALAPPDATA", "AppData/Local")
        } else {
            ("APPDATA", "AppData/Roaming")
        };
        let base = match directory(variable) {
            Some(dir) => dir,
            None => home()?.join(below),
        };
        return Ok(base.join("jupyter"));
    }
    let base = match directory("XDG_DATA_HOME") {
        Some(dir) => dir,
        None => home()?.join(".local/share"),
    };
    Ok(base.join("jupyter"))
}

/// Python's `sys.prefix`: the active environment's, or else what the Python on the PATH says.
fn sys_prefix() -> Result<PathBuf, Failure> {
    for variable in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        if let Some(prefix) = directory(variable) {
            return Ok(prefix);
        }
    }
    for python in ["python3", "python"] {
        let output = Command::new(python)
            .args(["-c", "import sys; print(sys.prefix)"])
            .stderr(Stdio::null())
            .output();
        if let Ok(output) = output
            && output.status.success()
            && let Ok(prefix) = String::from_utf8(output.stdout)
            && !prefix.trim().is_empty()
        {
            return Ok(PathBuf::from(prefix.trim()));
        }
    }
    Err(Failure::failed(
        "no Python was found for --sys-prefix; activate an environment, or use --user or --prefix DIR",
    ))
}

fn directory(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
