//! A command as it is typed: running it, what it printed, and a folder for it to work in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

pub(crate) fn rhaibook<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rhaibook"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

/// Runs the command with a text on its standard input.
pub(crate) fn run_stdin(arguments: &[&str], text: &str) -> Output {
    let child = feed(&mut rhaibook(arguments.iter().copied()), text);
    child.wait_with_output().unwrap()
}

/// Starts a command whose standard input is a text and then ends.
pub(crate) fn feed(command: &mut Command, text: &str) -> Child {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(text.as_bytes()).unwrap();
    child
}

/// Nothing on stdout, one line on stderr that names the program and holds the words.
#[track_caller]
pub(crate) fn one_line(ran: &Output, exit: i32, words: &str) {
    let (stdout, stderr) = (out(ran), err(ran));
    assert_eq!(code(ran), exit, "{words}: {stderr}");
    assert_eq!(stdout, "", "{words}");
    assert!(
        stderr.starts_with("rhaibook: ") && stderr.lines().count() == 1,
        "{words}: {stderr}"
    );
    assert!(stderr.contains(words), "{stderr} lacks {words}");
}

pub(crate) fn code(ran: &Output) -> i32 {
    ran.status.code().unwrap_or(-1)
}

pub(crate) fn out(ran: &Output) -> String {
    String::from_utf8(ran.stdout.clone()).unwrap()
}

pub(crate) fn err(ran: &Output) -> String {
    String::from_utf8(ran.stderr.clone()).unwrap()
}

/// A folder of the test's own, removed at its end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A notebook with a markdown cell and then these code cells with their tags; the second has no id.
    pub(crate) fn notebook(&self, cells: &[(&str, &[&str])]) -> String {
        let mut all = vec![
            json!({"cell_type": "markdown", "id": "prose", "metadata": {}, "source": ["# Title"]}),
        ];
        for (i, (source, tags)) in cells.iter().enumerate() {
            let mut cell = json!({
                "cell_type": "code", "id": format!("c{}", i + 1), "metadata": {"tags": tags}, "source": source,
                "outputs": [], "execution_count": null,
            });
            if i == 1 {
                cell.as_object_mut().unwrap().remove("id");
            }
            all.push(cell);
        }
        let root = json!({"cells": all, "metadata": {"course": "weights"}, "nbformat": 4, "nbformat_minor": 5});
        let path = self.path("book.ipynb");
        fs::write(&path, root.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
