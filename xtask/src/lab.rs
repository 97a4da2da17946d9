//! `cargo xtask lab`.

use std::process::Command;

use clap::Args;

use crate::rhaibook::Build;
use crate::{Outcome, jupyter, notebooks, process, workspace};

/// Sets everything up and opens JupyterLab on the notebooks.
#[derive(Args)]
pub(crate) struct Options {
    /// Print the address instead of opening a browser
    #[arg(long)]
    no_browser: bool,
    /// Set everything up, but do not start JupyterLab
    #[arg(long)]
    set_up_only: bool,
    /// Passed on to `jupyter lab`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let (environment, _) = jupyter::ready("lab", Build::Release)?;
    if options.set_up_only {
        return Ok(());
    }
    // Of a notebook that is not trusted, JupyterLab shows the committed plots as still pictures until it is run.
    let mut trust = Command::new(environment.program("jupyter"));
    process::output(
        jupyter::prefer_environment(&mut trust, &environment)
            .arg("trust")
            .args(notebooks::committed()?),
    )?;
    let notebooks = workspace::root().join("notebooks");
    let mut arguments = vec![
        "lab".to_owned(),
        format!("--ServerApp.root_dir={}", notebooks.display()),
    ];
    if options.no_browser {
        arguments.push("--no-browser".to_owned());
    }
    if is_root() {
        // Jupyter refuses root otherwise, which is who one is in a container.
        arguments.push("--allow-root".to_owned());
    }
    arguments.extend(options.arguments.iter().cloned());
    jupyter::become_program(&environment, "jupyter", &arguments)
}

fn is_root() -> bool {
    cfg!(unix) && process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
