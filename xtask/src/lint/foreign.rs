//! That the project compiles for other systems, as far as that can be seen without their C compilers.

use crate::wasm::add_target;
use crate::{Outcome, process, workspace};

const TARGETS: [&str; 2] = ["x86_64-pc-windows-gnu", "aarch64-apple-darwin"];

pub(super) fn check() -> Outcome {
    for target in TARGETS {
        add_target(target)?;
        // Without default features there is no SQLite, whose C source needs a compiler for the target.
        process::run(workspace::cargo().args([
            "check",
            "--quiet",
            "--workspace",
            "--no-default-features",
            "--target",
            target,
        ]))?;
    }
    Ok(())
}
