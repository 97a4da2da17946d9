//! The stages of the tests, in the order they run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::ValueEnum;

use super::browser;
use super::tally::Tally;
use crate::python::Environment;
use crate::rhaibook::{self, Build};
use crate::{Outcome, errors, fuzz, generated, jupyter, notebooks, process, wasm, workspace};

/// How many tests jupyter_kernel_test 0.7 has. Each skips itself when the attribute that feeds it is empty, so that a
/// smaller number is a hole in our own test file.
const JUPYTER_KERNEL_TESTS: usize = 13;

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(super) enum Stage {
    /// cargo test: the crates, the language suite, the examples of all builtins
    Rust,
    /// The committed catalog is what the declarations give
    Catalog,
    /// The committed reference is what the declarations give
    Docs,
    /// The committed comparison with Python is what a run gives
    Errors,
    /// rhaibook run --check on each notebook
    Notebooks,
    /// nbformat and nbclient on each notebook, through the kernel
    Nbclient,
    /// The listings in README.md print what it says
    Documents,
    /// Our own tests of the protocol
    Wire,
    /// Arrays against numpy, natively and as WebAssembly
    Differential,
    /// The live page without a browser: what it runs again, and that cells say there what they say natively
    Page,
    /// jupyter_kernel_test
    Kernel,
    /// The fuzzers, each for a quarter of a minute
    Fuzz,
    /// The live page in a browser
    Browser,
    /// JupyterLab in a browser
    Lab,
}

/// What stages share, made by the first that needs it.
#[derive(Default)]
pub(super) struct Shared {
    jupyter: Option<(Environment, PathBuf)>,
}

impl Shared {
    fn jupyter(&mut self) -> Outcome<&(Environment, PathBuf)> {
        if self.jupyter.is_none() {
            self.jupyter = Some(jupyter::ready("test", Build::Test)?);
        }
        Ok(self.jupyter.as_ref().expect("just made"))
    }
}

impl Stage {
    pub(super) const ALL: [Self; 14] = [
        // First, so that the kernel is built once, with the page in it.
        Self::Page,
        Self::Rust,
        Self::Catalog,
        Self::Docs,
        Self::Differential,
        Self::Errors,
        Self::Notebooks,
        Self::Nbclient,
        Self::Documents,
        Self::Wire,
        Self::Kernel,
        Self::Fuzz,
        Self::Browser,
        Self::Lab,
    ];

    pub(super) fn name(self) -> String {
        self.to_possible_value()
            .expect("no stage is hidden")
            .get_name()
            .to_owned()
    }

    pub(super) fn purpose(self) -> String {
        let value = self.to_possible_value().expect("no stage is hidden");
        value
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    pub(super) fn run(self, shared: &mut Shared) -> Outcome<Tally> {
        match self {
            Self::Rust => rust(),
            Self::Catalog => generated::CATALOG
                .iter()
                .try_for_each(|file| file.run(&generated::Options { check: true }))
                .map(|()| Tally::PASS),
            Self::Docs => [&generated::REFERENCE, &generated::ERRORS_REFERENCE]
                .into_iter()
                .try_for_each(|file| file.run(&generated::Options { check: true }))
                .map(|()| Tally::PASS),
            Self::Errors => errors::run(&errors::Options { check: true }).map(|()| Tally::PASS),
            Self::Notebooks => notebooks_as_committed(),
            Self::Nbclient => pytest(shared, "test_notebooks.py", &[]),
            Self::Documents => pytest(shared, "test_documents.py", &[]),
            Self::Differential => differential(),
            Self::Page => page(),
            Self::Wire => pytest(shared, "wire", &[]),
            Self::Kernel => kernel(shared),
            Self::Fuzz => fuzz(),
            Self::Browser => browser(),
            Self::Lab => lab(shared),
        }
    }
}

fn rust() -> Outcome<Tally> {
    let (succeeded, output) = process::tee(workspace::cargo().args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--quiet",
    ]))?;
    Ok(Tally::of_cargo(&output).of_run(succeeded))
}

/// `npm test` of web/page, with the engine as WebAssembly and, for comparison, what cells answer natively.
fn page() -> Outcome<Tally> {
    wasm::page::run(&wasm::page::Options::default())?;
    let native = process::capture(workspace::cargo().args([
        "run",
        "--quiet",
        "--package",
        "rhaibook-web",
        "--example",
        "native",
    ]))?;
    let place = workspace::target().join("native.jsonl");
    fs::write(&place, native).map_err(|problem| format!("{}: {problem}", place.display()))?;
    let (succeeded, output) = process::tee(
        Command::new("npm")
            .current_dir(workspace::root().join("web/page"))
            .env("NATIVE", &place)
            .args(["test", "--silent"]),
    )?;
    Ok(Tally::of_node(&output).of_run(succeeded))
}

fn notebooks_as_committed() -> Outcome<Tally> {
    let binary = rhaibook::build(Build::Test)?;
    let mut tally = Tally::default();
    for notebook in notebooks::committed()? {
        let checked = process::run(
            rhaibook::command(&binary)
                .args(["run", "--check"])
                .arg(notebook),
        );
        tally += match checked {
            Ok(()) => Tally::PASS,
            Err(problem) => {
                eprintln!("{problem}");
                Tally::FAILURE
            }
        };
    }
    if tally == Tally::default() {
        Err("notebooks/ holds no notebook".to_owned())
    } else {
        Ok(tally)
    }
}

fn kernel(shared: &mut Shared) -> Outcome<Tally> {
    let tally = pytest(shared, "test_jupyter_kernel.py", &[])?;
    if tally.failed == 0 && tally.passed != JUPYTER_KERNEL_TESTS {
        return Err(format!(
            "{JUPYTER_KERNEL_TESTS} tests of jupyter_kernel_test must run, and {tally}"
        ));
    }
    Ok(tally)
}

fn differential() -> Outcome<Tally> {
    let environment = Environment::ready("differential")?;
    process::run(workspace::cargo().args([
        "build",
        "--quiet",
        "--package",
        "rhaibook-differential",
    ]))?;
    let module = wasm::module(&wasm::DIFFERENTIAL)?;
    let native = workspace::target().join("debug").join(format!(
        "rhaibook-differential{}",
        std::env::consts::EXE_SUFFIX
    ));
    run_pytest(
        &environment,
        "differential",
        &[
            ("RHAIBOOK_DIFFERENTIAL", native),
            ("RHAIBOOK_DIFFERENTIAL_WASM", module),
        ],
    )
}

fn fuzz() -> Outcome<Tally> {
    let options = fuzz::Options {
        seconds: 15,
        target: None,
    };
    let passed = fuzz::run(&options)?;
    Ok(Tally {
        passed,
        ..Tally::default()
    })
}

/// `npm run e2e` of web/page: the built pages in Chromium.
fn browser() -> Outcome<Tally> {
    let Some(chromium) = chromium()? else {
        return Ok(Tally::SKIP);
    };
    let page = workspace::root().join("web/page");
    if !page.join("dist").is_dir() {
        wasm::page::run(&wasm::page::Options::default())?;
    }
    let (succeeded, output) = process::tee(
        Command::new("npm")
            .current_dir(page)
            .env("CHROMIUM", chromium)
            .env("RHAIBOOK", rhaibook::build(Build::Test)?)
            .args(["run", "e2e", "--silent"]),
    )?;
    Ok(Tally::of_node(&output).of_run(succeeded))
}

fn lab(shared: &mut Shared) -> Outcome<Tally> {
    let Some(chromium) = chromium()? else {
        return Ok(Tally::SKIP);
    };
    pytest(shared, "test_lab.py", &[("CHROMIUM", chromium)])
}

/// The browser for tests; none where a developer has none.
fn chromium() -> Outcome<Option<PathBuf>> {
    let found = browser::find();
    if found.is_none() {
        let reason = "no Chromium was found; install one (Debian: sudo apt install chromium) or set CHROMIUM to its path";
        if std::env::var_os("CI").is_some() {
            return Err(reason.to_owned());
        }
        println!("skipped: {reason}");
    }
    Ok(found)
}

/// Runs one of the suites under tests/python.
fn pytest(shared: &mut Shared, suite: &str, variables: &[(&str, PathBuf)]) -> Outcome<Tally> {
    let (environment, binary) = shared.jupyter()?;
    let kernel = ("RHAIBOOK", binary.clone());
    run_pytest(environment, suite, &[&[kernel], variables].concat())
}

fn run_pytest(
    environment: &Environment,
    suite: &str,
    variables: &[(&str, PathBuf)],
) -> Outcome<Tally> {
    let mut command: Command = environment.python();
    command
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        .arg(format!("tests/python/{suite}"));
    jupyter::prefer_environment(&mut command, environment)
        .env("RHAIBOOK_TARGET", workspace::target());
    for (name, value) in variables {
        command.env(name, value);
    }
    let (succeeded, output) = process::tee(&mut command)?;
    Ok(Tally::of_pytest(&output).of_run(succeeded))
}
