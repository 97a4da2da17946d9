//! That stdlib and session build as WebAssembly and ask nothing of JavaScript.

use std::fs;

use crate::{Outcome, wasm, workspace};

/// Builds the engine, and looks at what the linker leaves in its imports.
pub(super) fn check() -> Outcome {
    let module = wasm::module(&wasm::ENGINE)?;
    let bytes = fs::read(&module).map_err(|problem| format!("{}: {problem}", module.display()))?;
    let imports = wasm::sections::imports(&bytes)
        .ok_or_else(|| format!("{} is not a WebAssembly module", module.display()))?;
    if imports.is_empty() {
        println!("{}: no imports", workspace::shown(&module));
        return Ok(());
    }
    Err(format!(
        "the WebAssembly module wants these from outside, and nothing may: {}",
        imports.join(", ")
    ))
}
