//! Python: finding one, and virtual environments under target/ that hold exactly what the requirements say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, process, workspace};

const OLDEST: (u32, u32) = (3, 9);

/// A virtual environment that is ready to use.
pub(crate) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// The environment `target/venv/NAME` with what `xtask/requirements-NAME.txt` lists: made when it is not there, made
    /// again when the list or the Python changed, and otherwise used as it is.
    pub(crate) fn ready(name: &str) -> Outcome<Self> {
        let list = workspace::root().join(format!("xtask/requirements-{name}.txt"));
        let wanted = fs::read_to_string(&list)
            .map_err(|problem| format!("{}: {problem}", workspace::shown(&list)))?;
        let python = Python::find()?;
        let environment = Self {
            folder: workspace::target().join("venv").join(name),
        };
        let stamp = environment.folder.join("ready.txt");
        let contents = format!("# {}\n{wanted}", python.version);
        if fs::read_to_string(&stamp).is_ok_and(|found| found == contents) && environment.works() {
            return Ok(environment);
        }
        println!(
            "Installing {} into {} (once; a minute or so) …",
            workspace::shown(&list),
            workspace::shown(&environment.folder)
        );
        environment.make(&python)?;
        process::run(
            environment
                .python()
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--requirement"])
                .arg(&list),
        )
        .map_err(|problem| format!("{problem}\nWithout a connection to the Python Package Index, nothing can be installed."))?;
        fs::write(&stamp, contents).map_err(|problem| format!("{}: {problem}", stamp.display()))?;
        Ok(environment)
    }

    fn make(&self, python: &Python) -> Outcome {
        let made = process::output(
            python
                .command()
                .args(["-m", "venv", "--clear"])
                .arg(&self.folder),
        )?;
        if made.status.success() {
            return Ok(());
        }
        let said = [made.stdout, made.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        if said.contains("ensurepip") || said.contains("No module named venv") {
            let (major, minor) = python.version_number;
            return Err(format!(
                "Python {} ({}) can't make virtual environments: its module ensurepip is missing. On Debian and Ubuntu: \
                 sudo apt install python{major}.{minor}-venv. Or set PYTHON to another Python",
                python.version, python.program
            ));
        }
        Err(format!(
            "no virtual environment could be made in {}\n{}",
            self.folder.display(),
            said.trim_end()
        ))
    }

    /// Whether its Python still starts: it does not when the Python it was made from was removed.
    fn works(&self) -> bool {
        process::output(self.python().args(["-c", ""])).is_ok_and(|output| output.status.success())
    }

    /// Where it is: the prefix that kernels are installed under.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its Python, in the repository's root.
    pub(crate) fn python(&self) -> Command {
        let mut command = Command::new(self.program("python"));
        command.current_dir(workspace::root());
        command
    }

    /// One of its programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        if cfg!(windows) {
            self.folder.join("Scripts").join(format!("{name}.exe"))
        } else {
            self.folder.join("bin").join(name)
        }
    }
}

/// The Python to make environments with.
struct Python {
    program: String,
    version: String,
    version_number: (u32, u32),
}

impl Python {
    /// The one that PYTHON names, or the first on the PATH that is new enough.
    fn find() -> Outcome<Self> {
        let chosen = std::env::var("PYTHON").ok();
        let candidates = match &chosen {
            Some(program) => vec![program.as_str()],
            None => vec!["python3", "python", "py"],
        };
        let mut too_old = Vec::new();
        for program in &candidates {
            let Some(python) = Self::ask(program) else {
                continue;
            };
            if python.version_number >= OLDEST {
                return Ok(python);
            }
            too_old.push(format!("{program} is {}", python.version));
        }
        let found = if too_old.is_empty() {
            format!("none was found (tried {})", candidates.join(", "))
        } else {
            format!("{}, which is too old", too_old.join(", "))
        };
        Err(format!(
            "Python {}.{} or newer is needed: {found}. Debian and Ubuntu: sudo apt install python3 python3-venv; macOS: brew \
             install python; Windows: winget install Python.Python.3.13. Or set PYTHON to the path of one",
            OLDEST.0, OLDEST.1
        ))
    }

    fn ask(program: &str) -> Option<Self> {
        let script =
            "import platform, sys; print(platform.python_version(), *sys.version_info[:2])";
        let text = process::capture(Command::new(program).args(["-c", script])).ok()?;
        let mut words = text.split_whitespace();
        let version = words.next()?.to_owned();
        let version_number = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self {
            program: program.to_owned(),
            version,
            version_number,
        })
    }

    fn command(&self) -> Command {
        Command::new(&self.program)
    }
}
