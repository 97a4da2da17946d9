//! That stdlib and session build as WebAssembly and ask nothing of JavaScript.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::add_target;
use crate::{Outcome, process, workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the session's example `bare`, a library that runs a cell, and looks at what the linker leaves in its imports.
pub(super) fn check() -> Outcome {
    add_target(TARGET)?;
    process::run(workspace::cargo().args([
        "build",
        "--quiet",
        "--package",
        "rhaibook-session",
        "--example",
        "bare",
        "--target",
        TARGET,
    ]))?;
    let examples = workspace::target().join(TARGET).join("debug/examples");
    let module = examples.join("bare.wasm");
    link(&examples.join("libbare.a"), &module)?;
    let bytes = fs::read(&module).map_err(|problem| format!("{}: {problem}", module.display()))?;
    let imports = imports(&bytes)
        .ok_or_else(|| format!("{} is not a WebAssembly module", module.display()))?;
    if imports.is_empty() {
        println!(
            "{}: {:.1} MB unoptimised, no imports",
            workspace::shown(&module),
            bytes.len() as f64 / 1e6
        );
        return Ok(());
    }
    Err(format!(
        "the WebAssembly module wants these from outside, and nothing may: {}",
        imports.join(", ")
    ))
}

/// Links a static library to a module that exports `run` and holds what `run` needs. (Were cargo to link a `cdylib`, it would
/// export what wasm-bindgen, which plotters brings along for browsers, declares, and thereby keep it and its imports.)
fn link(library: &Path, module: &Path) -> Outcome {
    let sysroot = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let version = process::capture(Command::new("rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("rustc -vV names no host")?;
    let linker = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(host)
        .join("bin")
        .join(format!("rust-lld{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(linker);
    command.args([
        "-flavor",
        "wasm",
        "--no-entry",
        "--gc-sections",
        "--export=run",
        "-o",
    ]);
    process::run(command.arg(module).arg(library))
}

/// The names of a module's imports, as `module.name`; none when the bytes are no module.
fn imports(module: &[u8]) -> Option<Vec<String>> {
    const IMPORT_SECTION: u8 = 2;
    let mut rest = Bytes(module.strip_prefix(b"\0asm\x01\0\0\0")?);
    let mut names = Vec::new();
    while let Some(section) = rest.byte() {
        let mut body = Bytes(rest.sized()?);
        if section != IMPORT_SECTION {
            continue;
        }
        for _ in 0..body.number()? {
            let module = String::from_utf8_lossy(body.sized()?).into_owned();
            let name = String::from_utf8_lossy(body.sized()?).into_owned();
            names.push(format!("{module}.{name}"));
            body.skip_description()?;
        }
    }
    Some(names)
}

/// A place in a module.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    /// As many bytes as the number before them says.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// What follows an import's name: its kind, and the type of that kind.
    fn skip_description(&mut self) -> Option<()> {
        match self.byte()? {
            0x00 => drop(self.number()?),
            0x01 => {
                self.byte()?;
                self.skip_limits()?;
            }
            0x02 => self.skip_limits()?,
            0x03 => {
                self.byte()?;
                self.byte()?;
            }
            0x04 => {
                self.byte()?;
                self.number()?;
            }
            _ => return None,
        }
        Some(())
    }

    fn skip_limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::imports;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn a_module_without_imports_has_none() {
        let custom = [HEADER, b"\x00\x05\x04name"].concat();
        assert_eq!(imports(&custom), Some(vec![]));
    }

    #[test]
    fn imports_of_every_kind_are_named() {
        let section: &[u8] =
            b"\x03\x03env\x01f\x00\x05\x03env\x03mem\x02\x01\x11\x80\x01\x01w\x01g\x03\x7f\x00";
        let module = [HEADER, &[2, section.len() as u8], section].concat();
        assert_eq!(
            imports(&module),
            Some(vec!["env.f".into(), "env.mem".into(), "w.g".into()])
        );
    }

    #[test]
    fn what_is_cut_short_or_something_else_is_no_module() {
        assert_eq!(imports(b"\x7fELF"), None);
        assert_eq!(imports(&[HEADER, b"\x02\x09\x01"].concat()), None);
    }
}
