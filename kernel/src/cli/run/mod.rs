//! `rhaibook run`: all cells of a file in a fresh session, of one file after the other.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use clap::Args;
use rhaibook_session::{Cell, Outcome, Session};

use super::progress::Progress;
use super::terminal::{self, Terminal};
use super::world::World;
use super::{Failure, given, interrupt, reason};
use crate::memory;
pub(super) use notebook::{Notebook, shown};

use notebook::CodeCell;
use questions::Questions;

mod compare;
mod notebook;
mod questions;
mod script;

/// Reads a text as a notebook, and takes it through all that is done with one.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzzed_notebook(text: &str) {
    let Ok(mut notebook) = Notebook::parse(text, "fuzzed.ipynb") else {
        return;
    };
    let cells = notebook.code_cells();
    for cell in &cells {
        let _ = (notebook.outputs(cell.index), notebook.count(cell.index));
    }
    notebook.clear();
    for cell in &cells {
        notebook.fill(cell.index, 1, vec![serde_json::json!({"text": "a\nb"})]);
    }
    let written = notebook.to_text();
    let again = Notebook::parse(&written, "written.ipynb")
        .unwrap_or_else(|failure| panic!("{}", failure.message));
    assert_eq!(again.to_text(), written);
    let sources = |cells: &[CodeCell]| -> Vec<String> {
        cells.iter().map(|cell| cell.source.clone()).collect()
    };
    assert_eq!(sources(&again.code_cells()), sources(&cells));
}

/// What `run` takes.
#[derive(Args, Debug)]
pub(super) struct Run {
    /// Notebooks (.ipynb), scripts (.rhai; a line `// %%` begins a new cell), folders of notebooks, or - to read a script from
    /// stdin; each file has a session of its own
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the notebook with its outputs to OUT
    #[arg(long, value_name = "OUT.ipynb")]
    save: Option<PathBuf>,
    /// Go on after a cell that fails
    #[arg(long)]
    allow_errors: bool,
    /// Show nothing; compare with the outputs stored in the notebook and list the cells that differ
    #[arg(long, conflicts_with = "save")]
    check: bool,
}

/// Runs the files, each in a fresh session. Exit code 0 when all went well, 1 when a cell failed or differs, 2 when a file
/// is no use, 130 after Ctrl-C.
pub(super) fn run(options: &Run) -> Result<ExitCode, Failure> {
    let files = given::files(&options.files)?;
    if options.save.is_some() && files.len() > 1 {
        return Err(Failure::unusable(
            "--save writes one notebook, and several were given; run them one by one",
        ));
    }
    // All are read before the first runs, so that a slip in a name is told at once.
    let mut notebooks = files
        .iter()
        .map(|file| read(file))
        .collect::<Result<Vec<_>, _>>()?;
    if options.check && !files.iter().all(|file| is_notebook(file)) {
        return Err(Failure::unusable(
            "--check needs a notebook: a script has no stored outputs to compare with",
        ));
    }
    if let Some(save) = &options.save {
        can_save(save)?;
    }
    interrupt::listen();
    let mut end = End::Well;
    for (file, notebook) in files.iter().zip(&mut notebooks) {
        match run_one(options, file, notebook, files.len() > 1)? {
            End::Well => {}
            End::Failed => end = End::Failed,
            End::Interrupted => {
                end = End::Interrupted;
                break;
            }
        }
    }
    Ok(end.exit_code())
}

fn run_one(
    options: &Run,
    file: &Path,
    notebook: &mut Notebook,
    of_several: bool,
) -> Result<End, Failure> {
    let cells = notebook.code_cells();
    let ran = run_cells(
        file,
        &cells,
        &Way {
            quiet: options.check,
            must_finish: options.save.is_some(),
            may_ask: !options.check && file != Path::new("-"),
            keeps: options.check || options.save.is_some(),
            allow_errors: options.allow_errors,
            for_page: false,
            of_several,
        },
    );

    if options.check {
        return Ok(report(file, notebook, &cells, &ran));
    }
    if let Some(save) = &options.save {
        notebook.clear();
        for (i, (cell, outputs)) in cells.iter().zip(ran.outputs).enumerate() {
            if cell.guessed {
                continue;
            }
            notebook.fill(cell.index, i as u64 + 1, outputs);
        }
        write(save, &notebook.to_text()).map_err(|e| {
            Failure::failed(format!(
                "can't write {}: {}; save elsewhere",
                shown(save),
                reason(&e)
            ))
        })?;
    }
    Ok(ran.end)
}

/// Runs a notebook in a fresh session and puts the outputs into it, for a page to show.
pub(super) fn fill(
    file: &Path,
    notebook: &mut Notebook,
    allow_errors: bool,
) -> Result<(), Unfinished> {
    let cells = notebook.code_cells();
    let way = Way {
        quiet: true,
        must_finish: true,
        may_ask: false,
        keeps: true,
        allow_errors,
        for_page: true,
        of_several: false,
    };
    let ran = run_cells(file, &cells, &way);
    notebook.clear();
    for (cell, outputs) in cells.iter().zip(ran.outputs) {
        notebook.fill(cell.index, cell.number, outputs);
    }
    match ran.end {
        End::Well => Ok(()),
        End::Failed => Err(Unfinished::Failed),
        End::Interrupted => Err(Unfinished::Interrupted),
    }
}

/// Why not all cells of a notebook were run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// One failed, and has been told of.
    Failed,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

/// What a run gave.
struct Ran {
    /// The outputs of each cell that ran.
    outputs: Vec<Vec<serde_json::Value>>,
    end: End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Well,
    Failed,
    Interrupted,
}

impl End {
    fn exit_code(self) -> ExitCode {
        match self {
            End::Well => ExitCode::SUCCESS,
            End::Failed => ExitCode::FAILURE,
            End::Interrupted => ExitCode::from(interrupt::EXIT_CODE),
        }
    }
}

/// How cells are run.
#[derive(Clone, Copy)]
struct Way {
    /// Nothing is shown but the failure that ends the run.
    quiet: bool,
    must_finish: bool,
    /// Somebody is there to answer `input()`.
    may_ask: bool,
    /// The outputs are kept.
    keeps: bool,
    /// A cell that fails does not end the run.
    allow_errors: bool,
    /// The cells are shown in a page: they are numbered as they are there, and who makes the page is told which fail.
    for_page: bool,
    /// Other files are run too, so that what is told of this one names it.
    of_several: bool,
}

fn run_cells(file: &Path, cells: &[CodeCell], way: &Way) -> Ran {
    let terminal = terminal::Options {
        quiet: way.quiet,
        must_finish: way.must_finish,
        may_ask: way.may_ask,
    };
    memory::for_cells();
    let terminal = Terminal::new(terminal, Progress::start(cells.len()));
    let world = Rc::new(if way.keeps {
        World::keeping(terminal)
    } else {
        World::new(terminal)
    });
    let mut session = Session::new(world.clone());
    let mut end = End::Well;
    let label = |i: usize| {
        if way.for_page {
            cells[i].number
        } else {
            i as u64 + 1
        }
    };
    let labels: Vec<String> = (0..cells.len()).map(|i| label(i).to_string()).collect();
    let named: Vec<Cell<'_>> = cells
        .iter()
        .zip(&labels)
        .map(|(cell, label)| Cell {
            label,
            code: &cell.source,
        })
        .collect();
    let mut questions = Questions::default();
    for (i, cell) in cells.iter().enumerate() {
        if interrupt::asked() {
            end = End::Interrupted;
            break;
        }
        world.begin(i + 1);
        session.announce(&named[i + 1..]);
        let outcome = session.execute(named[i]);
        world.end(&outcome, label(i));
        memory::cell_ended();
        match outcome {
            Outcome::Done { .. } => {}
            Outcome::Failed(diagnostic)
                if way.for_page
                    && !cell.may_fail
                    && questions.leave_out(i, cells, &world, &diagnostic) =>
            {
                let line = format!("{}: code cell {} of {}", shown(file), i + 1, cells.len());
                world
                    .terminal
                    .error_line(&format!("{line} {}", questions.why(i, cells)));
            }
            Outcome::Failed(diagnostic) => {
                let goes_on = way.allow_errors || cell.may_fail;
                if !way.quiet || !goes_on || (way.for_page && !cell.may_fail) {
                    let failed = named_failure(file, cells.len(), i, goes_on, way);
                    if let Some(line) = failed {
                        world.terminal.error_line(&line);
                    }
                    world.terminal.diagnostic(&diagnostic);
                }
                if !goes_on {
                    end = End::Failed;
                    break;
                }
            }
            Outcome::Interrupted(diagnostic) => {
                world.terminal.diagnostic(&diagnostic);
                end = End::Interrupted;
                break;
            }
        }
    }
    Ran {
        outputs: world.take_outputs(),
        end,
    }
}

/// Which cell failed, where there are several.
fn named_failure(file: &Path, total: usize, i: usize, goes_on: bool, way: &Way) -> Option<String> {
    let then = if goes_on { ", going on" } else { "" };
    (total > 1 || way.of_several).then(|| {
        format!(
            "{}: code cell {} of {total} failed{then}",
            shown(file),
            i + 1
        )
    })
}

fn report(file: &Path, notebook: &Notebook, cells: &[CodeCell], ran: &Ran) -> End {
    let mut differ = 0;
    for (i, (cell, outputs)) in cells.iter().zip(&ran.outputs).enumerate() {
        let count = i as u64 + 1;
        let stored = notebook.outputs(cell.index);
        let found = if cell.guessed {
            (!stored.is_empty() || notebook.count(cell.index).is_some())
                .then(|| "it is tagged `predict`, and its output is stored".to_owned())
        } else {
            compare::difference(stored, outputs).or_else(|| match notebook.count(cell.index) {
                Some(stored) if stored == count => None,
                Some(stored) => Some(format!(
                    "stored execution count {stored}, the run gave {count}"
                )),
                None => Some("stored without an execution count: it was not run".to_owned()),
            })
        };
        if let Some(found) = found {
            say(&format!(
                "{}: cell {} differs: {found}",
                shown(file),
                cell.index + 1
            ));
            differ += 1;
        }
    }
    match (differ, ran.end) {
        (0, End::Well) => say(&format!(
            "{}: {} cells ran, all as stored",
            shown(file),
            cells.len()
        )),
        (_, End::Well) => say(&format!(
            "{}: {differ} of {} cells differ",
            shown(file),
            cells.len()
        )),
        (_, end) => return end,
    }
    if differ == 0 { End::Well } else { End::Failed }
}

/// Writes a line to stdout. That nobody reads on, as after `| head`, is not a failure.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn is_notebook(file: &Path) -> bool {
    file.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("ipynb"))
}

/// Reads a notebook, or a script as one.
pub(super) fn read(file: &Path) -> Result<Notebook, Failure> {
    if file == Path::new("-") {
        let mut text = String::new();
        io::stdin()
            .read_to_string(&mut text)
            .map_err(|e| Failure::unusable(format!("can't read stdin: {}", why_unreadable(&e))))?;
        return Ok(from_script(&text, "the script"));
    }
    let name = shown(file);
    if file
        .extension()
        .is_some_and(|e| !e.eq_ignore_ascii_case("ipynb") && !e.eq_ignore_ascii_case("rhai"))
    {
        return Err(Failure::unusable(format!(
            "{name} is neither a notebook (.ipynb) nor a Rhai script (.rhai)"
        )));
    }
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return Err(Failure::unusable(format!("there is no file {name}")));
        }
        Err(e) => {
            return Err(Failure::unusable(format!(
                "can't read {name}: {}",
                why_unreadable(&e)
            )));
        }
    };
    if is_notebook(file) {
        Notebook::parse(&text, &name)
    } else {
        Ok(from_script(&text, &name))
    }
}

fn from_script(text: &str, name: &str) -> Notebook {
    let (notebook, remark) = script::parse(text);
    if let Some(remark) = remark {
        eprintln!("rhaibook: {name}: {remark}");
    }
    notebook
}

fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::InvalidData => "it is not text (UTF-8)".to_owned(),
        _ => reason(error),
    }
}

/// Refuses a place that can't be written to before an hour is spent on running.
fn can_save(save: &Path) -> Result<(), Failure> {
    let refuse = |why: &str| {
        Err(Failure::unusable(format!(
            "can't save to {}: {why}",
            shown(save)
        )))
    };
    if save.is_dir() {
        return refuse("it is a directory");
    }
    if !is_notebook(save) {
        return refuse("a saved notebook's name ends in .ipynb");
    }
    let folder = folder_of(save);
    if !folder.is_dir() {
        return refuse(&format!("there is no directory {}", shown(folder)));
    }
    let probe = beside(&through_links(save));
    if let Err(e) = fs::write(&probe, "") {
        return refuse(&format!("{}; save elsewhere", reason(&e)));
    }
    let _ = fs::remove_file(probe);
    Ok(())
}

/// The file a link leads to, so that the link stays one when the file is replaced.
fn through_links(target: &Path) -> PathBuf {
    fs::canonicalize(target).unwrap_or_else(|_| target.to_owned())
}

/// Where a file is written before it takes its place.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    folder_of(target).join(format!(".{name}.{}", std::process::id()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Writes beside the target and renames, so that a notebook is never half written.
fn write(target: &Path, text: &str) -> io::Result<()> {
    let target = through_links(target);
    let beside = beside(&target);
    let written = fs::write(&beside, text).and_then(|()| {
        if let Ok(before) = fs::metadata(&target) {
            fs::set_permissions(&beside, before.permissions())?;
        }
        fs::rename(&beside, &target)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
