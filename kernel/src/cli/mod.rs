//! The command line: what each subcommand takes, and who does it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use rhaibook_session::limits::{self, Limits};

use crate::{front, worker};

mod docs;
mod explain;
mod given;
mod install;
mod interrupt;
mod order;
mod outputs;
mod pages;
mod paths;
mod progress;
mod repl;
mod run;
mod terminal;
mod world;

#[cfg(feature = "fuzzing")]
pub(crate) use run::fuzzed_notebook;

/// What the user typed.
#[derive(Parser, Debug)]
#[command(
    name = "rhaibook",
    version,
    about = "Rhai cells in Jupyter, on web pages, on the command line and at a prompt",
    long_about = "Rhai cells in Jupyter, on web pages, on the command line and at a prompt: a small scripting language with a \
                  standard library for weighing open and closed model weights.",
    after_help = "Begin here:\n  \
                  rhaibook install --user      add the Rhai kernel to your Jupyter\n  \
                  jupyter lab                  then choose Rhai under New > Notebook\n\n\
                  Without Jupyter:\n  \
                  rhaibook live                read the chapter in your browser, and change it there\n  \
                  rhaibook repl                try things at a prompt\n  \
                  rhaibook run model.ipynb     run a notebook and print what it shows\n  \
                  rhaibook docs breakeven      read about a function",
    arg_required_else_help = true,
    subcommand_required = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Add the Rhai kernel to Jupyter
    #[command(after_help = "Examples:\n  \
                            rhaibook install                 for you, in every Jupyter you run\n  \
                            rhaibook install --sys-prefix    for the active virtual environment alone\n  \
                            rhaibook install --prefix /opt/jupyter")]
    Install(Place),
    /// Remove the Rhai kernel from Jupyter
    Uninstall(Place),
    /// Run notebooks or scripts, and print what their cells show
    #[command(after_help = "Examples:\n  \
                            rhaibook run model.rhai\n  \
                            rhaibook run book.ipynb --save book.ipynb    fill in the outputs\n  \
                            rhaibook run book.ipynb --check              are the stored outputs still true?\n  \
                            rhaibook run book --check                    and those of all notebooks in a folder?\n  \
                            echo 'breakeven(15.0, 2500.0, 0.5)' | rhaibook run -\n\n\
                            A cell tagged `raises-exception` may fail; one tagged `skip-execution` is not run.\n\
                            The exit code is 1 when a cell fails and 2 when the file can't be used.")]
    Run(run::Run),
    /// Make web pages of notebooks, with cells that run in the reader's browser
    #[command(after_help = "Examples:\n  \
                            rhaibook build model.ipynb --out site         a page, site/index.html\n  \
                            rhaibook build book --out site                a page for each notebook in a folder, and a list\n\n\
                            The folder can be put on any file server. The notebooks are run first, for the outputs.\n\
                            Pages come in the order in which the notebooks are given; those of a folder in that of its\n\
                            _toc.yml, or of their names. Images and data files that they name are taken along.\n\
                            Files that no earlier build wrote are neither written over nor removed.\n\
                            The exit code is 1 when a cell fails and 2 when a file can't be used.")]
    Build(pages::build::Build),
    /// Open a notebook as a web page, made again whenever the notebook is saved
    #[command(after_help = "Examples:\n  \
                            rhaibook live                    the chapter on open and closed models\n  \
                            rhaibook live model.ipynb        your own")]
    Live(pages::live::Live),
    /// Read about the library, or about one function
    #[command(after_help = "Examples:\n  \
                            rhaibook docs                  everything, a line each\n  \
                            rhaibook docs breakeven        one function, with an example\n  \
                            rhaibook docs --search price   what speaks of prices")]
    Docs(docs::Docs),
    /// Read about an error or a warning, by the code that its message ends with
    #[command(after_help = "Examples:\n  \
                            rhaibook explain               every kind, a line each\n  \
                            rhaibook explain R020          one kind, with a cell that makes the mistake, and its repair\n  \
                            rhaibook explain NameError     the kinds that have this name\n  \
                            rhaibook explain semicolon     those that speak of it")]
    Explain(explain::Explain),
    /// Try things at a prompt
    Repl,
    /// Serve a Jupyter front end, which starts this itself
    Kernel {
        /// The file in which the front end says where to connect
        #[arg(short = 'f', long, value_name = "FILE")]
        connection_file: PathBuf,
        #[command(flatten)]
        options: CellOptions,
    },
    /// Run cells for a kernel, which starts this itself
    #[command(hide = true)]
    Worker(CellOptions),
}

/// How cells are run.
#[derive(Args, Debug)]
struct CellOptions {
    /// How much memory all variables and the running cell may take [default: half of what is free, at most 4GB]
    #[arg(long, value_name = "SIZE", value_parser = limits::bytes)]
    memory: Option<u64>,
    /// How long a cell may run [default: for ever]
    #[arg(long, value_name = "SECONDS", value_parser = limits::seconds)]
    cell_timeout: Option<f64>,
    /// Do without the copy that keeps the variables should the process that runs cells die
    #[arg(long)]
    no_standby: bool,
}

impl CellOptions {
    fn settings(&self) -> worker::Settings {
        worker::Settings {
            limits: Limits {
                seconds: self.cell_timeout,
                bytes: self.memory,
            },
            standby: !self.no_standby,
        }
    }
}

/// Which Jupyter to install into.
#[derive(Args, Debug)]
struct Place {
    #[command(flatten)]
    root: Root,
    /// The name Jupyter knows the kernel by
    #[arg(long, default_value = "rhai", value_parser = install::kernel_name)]
    name: String,
}

#[derive(Args, Debug)]
#[group(multiple = false)]
struct Root {
    /// For this user, in every Jupyter they run (this is what happens when nothing is said)
    #[arg(long)]
    user: bool,
    /// For the active virtual or conda environment, or else the Python on the PATH
    #[arg(long)]
    sys_prefix: bool,
    /// Under DIR/share/jupyter
    #[arg(long, value_name = "DIR")]
    prefix: Option<PathBuf>,
}

/// Why a command ended badly: one line for the user, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) code: u8,
}

impl Failure {
    /// Something that was tried did not work.
    fn failed(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// What was given can't be used.
    fn unusable(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }
}

/// Does what was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    match arguments.command {
        Command::Install(place) => install::install(&paths::root(&place.root)?, &place.name),
        Command::Uninstall(place) => install::uninstall(&paths::root(&place.root)?, &place.name),
        Command::Run(options) => with_room(move || run::run(&options)),
        Command::Build(options) => with_room(move || pages::build::build(&options)),
        Command::Live(options) => with_room(move || pages::live::live(&options)),
        Command::Repl => with_room(repl::repl),
        Command::Docs(options) => docs::docs(&options),
        Command::Explain(options) => explain::explain(&options),
        Command::Kernel {
            connection_file,
            options,
        } => {
            front::run(&connection_file, options.settings())
                .map_err(|e| Failure::failed(e.to_string()))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Worker(options) => {
            worker::run(options.settings()).map_err(|e| Failure::failed(e.to_string()))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Runs cells where they have room: deep recursion in a cell, and in the parser, takes more stack than a main thread has.
fn with_room<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    const STACK: usize = 256 << 20;
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    let ended = thread.expect("a thread can be started").join();
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What the system said of a file, without its number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
