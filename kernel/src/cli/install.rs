//! `install` and `uninstall`: the kernelspec that tells Jupyter how to start the kernel.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use serde_json::{Value, json};

use crate::wire::PROTOCOL_VERSION;

use super::paths::{DataDir, Scope, on_path};
use super::{Failure, reason};

const LOGOS: [(&str, &[u8]); 3] = [
    (
        "logo-32x32.png",
        include_bytes!("../../assets/logo-32x32.png"),
    ),
    (
        "logo-64x64.png",
        include_bytes!("../../assets/logo-64x64.png"),
    ),
    ("logo-svg.svg", include_bytes!("../../assets/logo.svg")),
];

/// Writes the kernelspec, whole or not at all, and says where.
pub(super) fn install(data: &DataDir, name: &str) -> Result<ExitCode, Failure> {
    let program = program()?;
    let kernels = data.path.join("kernels");
    let place = kernels.join(name);
    let before = found(&place, data.scope)?;
    refuse_another(&before, &place, "replace")?;

    let spec = spec(&program, name);
    write(&kernels, name, &spec)
        .map_err(|e| Failure::failed(refused("write to", &kernels, data.scope, &e)))?;

    let verb = if matches!(before, Found::Nothing) {
        "Installed"
    } else {
        "Updated"
    };
    println!(
        "{verb} the Jupyter kernel \"{}\" in {}",
        display_name(name),
        place.display()
    );
    println!("It runs {program}");
    println!("{}", next_step(data, name));
    Ok(ExitCode::SUCCESS)
}

/// Removes the kernelspec and says so.
pub(super) fn uninstall(data: &DataDir, name: &str) -> Result<ExitCode, Failure> {
    let place = data.path.join("kernels").join(name);
    let found = found(&place, data.scope)?;
    if matches!(found, Found::Nothing) {
        return Err(Failure::failed(format!(
            "the kernel \"{name}\" is not installed in {}; `jupyter kernelspec list` shows where kernels are",
            place.display()
        )));
    }
    refuse_another(&found, &place, "remove")?;
    remove(&place).map_err(|e| {
        Failure::failed(format!(
            "can't remove {}: {}; remove it as a user who may",
            place.display(),
            reason(&e)
        ))
    })?;
    println!(
        "Removed the Jupyter kernel \"{}\" from {}",
        display_name(name),
        place.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// A kernel's name as Jupyter allows it.
pub(super) fn kernel_name(name: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.starts_with('.') || !name.chars().all(allowed) {
        return Err("a kernel's name has letters a to z, digits, -, _ and . only, and does not begin with a dot".into());
    }
    Ok(name.to_owned())
}

fn program() -> Result<String, Failure> {
    let path = env::current_exe()
        .map_err(|e| Failure::failed(format!("can't tell where this program is: {e}")))?;
    path.into_os_string().into_string().map_err(|path| {
        Failure::failed(format!(
            "this program's path is not valid Unicode: {}; move it elsewhere",
            path.to_string_lossy()
        ))
    })
}

fn display_name(name: &str) -> String {
    if name == "rhai" {
        "Rhai".into()
    } else {
        format!("Rhai ({name})")
    }
}

fn spec(program: &str, name: &str) -> String {
    let spec = json!({
        "argv": [program, "kernel", "--connection-file", "{connection_file}"],
        "display_name": display_name(name),
        "language": "rhai",
        "interrupt_mode": "message",
        "kernel_protocol_version": PROTOCOL_VERSION,
        "metadata": { "debugger": false },
    });
    format!("{spec:#}\n")
}

/// What stands where the kernelspec is to be.
enum Found {
    Nothing,
    Ours,
    /// A kernel of another language, or a folder that holds something else.
    Another(String),
}

fn found(place: &Path, scope: Scope) -> Result<Found, Failure> {
    match place.symlink_metadata() {
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Found::Nothing);
        }
        Err(e) => {
            return Err(Failure::failed(refused("read", place, scope, &e)));
        }
        Ok(_) => {}
    }
    let Ok(text) = fs::read_to_string(place.join("kernel.json")) else {
        let empty = fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
        return Ok(if empty {
            Found::Ours
        } else {
            Found::Another("something that is no kernel".into())
        });
    };
    let spec: Value = serde_json::from_str(&text).unwrap_or_default();
    if spec["language"] == "rhai" {
        return Ok(Found::Ours);
    }
    let name = spec["display_name"].as_str().unwrap_or("with no name");
    Ok(Found::Another(format!("another kernel, \"{name}\"")))
}

fn refuse_another(found: &Found, place: &Path, verb: &str) -> Result<(), Failure> {
    let Found::Another(what) = found else {
        return Ok(());
    };
    Err(Failure::failed(format!(
        "{} holds {what}, which I won't {verb}; choose another name with --name",
        place.display()
    )))
}

/// Makes the new folder beside the old one and swaps them, so that a running Jupyter never sees half a kernel.
fn write(kernels: &Path, name: &str, spec: &str) -> io::Result<()> {
    fs::create_dir_all(kernels)?;
    let beside =
        |what: &str| -> PathBuf { kernels.join(format!(".{name}-{what}-{}", std::process::id())) };
    let (new, old, place) = (beside("new"), beside("old"), kernels.join(name));
    let made = (|| {
        fs::create_dir(&new)?;
        for (file, content) in LOGOS {
            fs::write(new.join(file), content)?;
        }
        fs::write(new.join("kernel.json"), spec)?;
        if place.symlink_metadata().is_ok() {
            fs::rename(&place, &old)?;
            if let Err(e) = fs::rename(&new, &place) {
                fs::rename(&old, &place)?;
                return Err(e);
            }
            return remove(&old);
        }
        fs::rename(&new, &place)
    })();
    if made.is_err() {
        let _ = fs::remove_dir_all(&new);
    }
    made
}

fn remove(place: &Path) -> io::Result<()> {
    if place.symlink_metadata()?.is_dir() {
        fs::remove_dir_all(place)
    } else {
        fs::remove_file(place)
    }
}

fn refused(verb: &str, place: &Path, scope: Scope, error: &io::Error) -> String {
    let advice = match scope {
        Scope::User => {
            "use --sys-prefix, --prefix DIR, or set JUPYTER_DATA_DIR to a directory you may write to"
        }
        Scope::SysPrefix => "use --user, or activate an environment of your own",
        Scope::Prefix => "use --user, or give --prefix a directory you may write to",
    };
    format!(
        "can't {verb} {}: {}; {advice}",
        place.display(),
        reason(error)
    )
}

fn next_step(data: &DataDir, name: &str) -> String {
    let choose = format!("choose \"{}\" under New > Notebook", display_name(name));
    match data.scope {
        Scope::Prefix => format!(
            "Next: start the Jupyter of that prefix (another one finds it with JUPYTER_PATH={}), and {choose}",
            data.path.display()
        ),
        _ if on_path("jupyter") => format!("Next: run `jupyter lab` and {choose}"),
        _ => format!("Next: `pip install jupyterlab`, run `jupyter lab` and {choose}"),
    }
}
