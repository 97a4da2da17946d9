//! `cargo xtask bench`.

use clap::Args;

use crate::rhaibook::Build;
use crate::{Outcome, jupyter, process, workspace};

/// Measures our kernel beside others, and prints a table.
#[derive(Args)]
pub(crate) struct Options {
    /// Passed on to bench/kernels.py: kernels to compare, --cases 'vec_*', --repeat 3; see --help there
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let (environment, _) = jupyter::ready("bench", Build::Release)?;
    let script = workspace::root().join("bench").join("kernels.py");
    let mut command = environment.python();
    process::run(jupyter::prefer_environment(
        command.arg(script).args(&options.arguments),
        &environment,
    ))
}
