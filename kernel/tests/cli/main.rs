//! The command line, as someone who types it sees it: what it prints, where it writes, what it exits with.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

#[test]
fn install_and_uninstall() {
    let prefix = Folder::new();
    let spec = prefix.path("share/jupyter/kernels/rhai");
    let arguments = ["--prefix", prefix.0.to_str().unwrap()];

    let installed = rhaibook(["install"].into_iter().chain(arguments))
        .output()
        .unwrap();
    assert_eq!(code(&installed), 0, "{}", err(&installed));
    assert!(
        out(&installed).starts_with("Installed the Jupyter kernel \"Rhai\" in "),
        "{}",
        out(&installed)
    );
    assert!(out(&installed).contains(spec.to_str().unwrap()) && out(&installed).contains("Next: "));
    let kernel: Value =
        serde_json::from_str(&fs::read_to_string(spec.join("kernel.json")).unwrap()).unwrap();
    let program = fs::canonicalize(env!("CARGO_BIN_EXE_rhaibook")).unwrap();
    assert_eq!(
        kernel["argv"],
        json!([program, "kernel", "--connection-file", "{connection_file}"])
    );
    assert_eq!(kernel["language"], "rhai");
    assert_eq!(kernel["interrupt_mode"], "message");
    assert_eq!(kernel["kernel_protocol_version"], "5.4");
    assert_eq!(
        names_in(&spec),
        [
            "kernel.json",
            "logo-32x32.png",
            "logo-64x64.png",
            "logo-svg.svg"
        ],
        "and nothing half made"
    );
    assert_eq!(names_in(&prefix.path("share/jupyter/kernels")), ["rhai"]);

    let again = rhaibook(["install"].into_iter().chain(arguments))
        .output()
        .unwrap();
    assert_eq!(
        (code(&again), out(&again).starts_with("Updated ")),
        (0, true)
    );
    assert_eq!(names_in(&prefix.path("share/jupyter/kernels")), ["rhai"]);

    let removed = rhaibook(["uninstall"].into_iter().chain(arguments))
        .output()
        .unwrap();
    assert_eq!(
        (code(&removed), out(&removed).starts_with("Removed ")),
        (0, true),
        "{}",
        err(&removed)
    );
    assert!(!spec.exists());
    let gone = rhaibook(["uninstall"].into_iter().chain(arguments))
        .output()
        .unwrap();
    one_line(&gone, 1, "is not installed");
}

#[test]
fn install_follows_jupyter_s_environment() {
    let home = Folder::new();
    for (variable, option, place) in [
        ("JUPYTER_DATA_DIR", "--user", "kernels/rhai/kernel.json"),
        (
            "VIRTUAL_ENV",
            "--sys-prefix",
            "share/jupyter/kernels/rhai/kernel.json",
        ),
        (
            "CONDA_PREFIX",
            "--sys-prefix",
            "share/jupyter/kernels/rhai/kernel.json",
        ),
    ] {
        let root = home.path(variable);
        let ran = rhaibook(["install", option])
            .env_remove("JUPYTER_DATA_DIR")
            .env_remove("VIRTUAL_ENV")
            .env_remove("CONDA_PREFIX")
            .env(variable, &root)
            .output()
            .unwrap();
        assert_eq!(code(&ran), 0, "{variable}: {}", err(&ran));
        assert!(root.join(place).is_file(), "{variable}");
    }
}

#[test]
fn another_kernel_is_left_alone() {
    let prefix = Folder::new();
    let other = prefix.path("share/jupyter/kernels/python3/kernel.json");
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    let text = r#"{"argv": ["python"], "display_name": "Python 3", "language": "python"}"#;
    fs::write(&other, text).unwrap();
    for verb in ["install", "uninstall"] {
        let ran = rhaibook([
            verb,
            "--name",
            "python3",
            "--prefix",
            prefix.0.to_str().unwrap(),
        ])
        .output()
        .unwrap();
        one_line(&ran, 1, "another kernel, \"Python 3\"");
    }
    assert_eq!(fs::read_to_string(&other).unwrap(), text);
}

#[test]
fn what_cannot_be_used_is_said_in_one_line() {
    let folder = Folder::new();
    let file = |name: &str, text: &[u8]| {
        let path = folder.path(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let notebook = |more: Value| {
        let mut root = json!({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
        for (key, value) in more.as_object().unwrap() {
            root[key] = value.clone();
        }
        root.to_string().into_bytes()
    };
    let plain = file("plain", b"not a folder");
    let good = file("good.ipynb", &notebook(json!({})));
    let script = file("script.rhai", b"1");
    let missing = folder.path("missing.rhai").to_str().unwrap().to_owned();
    let here = folder.0.to_str().unwrap().to_owned();
    let nowhere = folder.path("no/where.ipynb").to_str().unwrap().to_owned();
    let python =
        notebook(json!({"metadata": {"kernelspec": {"language": "python", "name": "python3"}}}));
    let unnamed = notebook(json!({"metadata": {"language_info": {"name": "julia"}}}));
    let old = notebook(json!({"nbformat": 3}));
    let cells = notebook(json!({"cells": [{"cell_type": "code"}]}));
    let kind = notebook(json!({"cells": [{"cell_type": "heading", "source": ""}]}));

    for (arguments, exit, words) in [
        (vec!["run", &missing], 2, "there is no file"),
        (vec!["run", &here], 2, "it is a directory"),
        (
            vec!["run", &file("a.py", b"1")],
            2,
            "neither a notebook (.ipynb) nor a Rhai script (.rhai)",
        ),
        (
            vec!["run", &file("latin.rhai", b"let caf\xe9 = 1;")],
            2,
            "it is not text (UTF-8)",
        ),
        (
            vec!["run", &file("empty.ipynb", b"")],
            2,
            "it is not valid JSON",
        ),
        (
            vec!["run", &file("text.ipynb", b"let x = 1;")],
            2,
            "it is not valid JSON",
        ),
        (
            vec!["run", &file("list.ipynb", b"[]")],
            2,
            "not an object with cells",
        ),
        (vec!["run", &file("object.ipynb", b"{}")], 2, "no nbformat"),
        (vec!["run", &file("old.ipynb", &old)], 2, "its format is 3"),
        (
            vec!["run", &file("source.ipynb", &cells)],
            2,
            "cell 1 has no source",
        ),
        (
            vec!["run", &file("kind.ipynb", &kind)],
            2,
            "cell 1 is not a code, markdown or raw cell",
        ),
        (
            vec!["run", &file("python.ipynb", &python)],
            2,
            "a notebook for python, not Rhai",
        ),
        (
            vec!["run", &file("julia.ipynb", &unnamed)],
            2,
            "a notebook for julia, not Rhai",
        ),
        (
            vec!["run", &script, "--check"],
            2,
            "--check needs a notebook",
        ),
        (
            vec!["run", &good, "--save", &nowhere],
            2,
            "there is no directory",
        ),
        (vec!["run", &good, "--save", &here], 2, "it is a directory"),
        (vec!["run", &good, "--save", &script], 2, "ends in .ipynb"),
        (
            vec!["install", "--prefix", &plain],
            1,
            "not a directory; use --user, or give --prefix",
        ),
        (
            vec!["docs", "no_such_thing"],
            1,
            "nothing is called no_such_thing",
        ),
        (vec!["kernel", "--connection-file", &missing], 1, ""),
        (vec!["kernel", "-f", &plain], 1, ""),
    ] {
        let ran = rhaibook(arguments.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        one_line(&ran, exit, words);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_one_line() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let locked = folder.path("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        return; // permissions don't bind the superuser
    }
    let ran = rhaibook(["install", "--prefix", locked.to_str().unwrap()])
        .output()
        .unwrap();
    one_line(&ran, 1, "permission denied; use --user");
    let good = folder.path("a.rhai");
    fs::write(&good, "1").unwrap();
    let save = locked.join("out.ipynb");
    let ran = rhaibook([
        "run",
        good.to_str().unwrap(),
        "--save",
        save.to_str().unwrap(),
    ])
    .output()
    .unwrap();
    one_line(&ran, 2, "permission denied; save elsewhere");
}

#[test]
fn scripts_print_what_their_cells_show() {
    for (script, stdout, stderr, exit) in [
        ("print(\"a\", 1); 2 + 2", "a 1\n4\n", "", 0),
        ("let x = 1;", "", "", 0),
        ("", "", "", 0),
        (
            "let p = 3.0;\n// %%\nfn cost(n) { p * n }\n// %%\ncost(2.0)",
            "6.0\n",
            "",
            0,
        ),
        ("print(1);\nnope;\nprint(2);", "1\n", "nope", 1),
        (
            "print(1);\n// %%\nnope\n// %%\nprint(2);",
            "1\n",
            "code cell 2 of 3 failed\n",
            1,
        ),
        ("let x = ;", "", "SyntaxError", 1),
        ("input(\"price? \")", "", "input() can't ask here", 1),
        ("display([1, 2]); 5", "[1, 2]\n5\n", "", 0),
        ("\"quoted\"", "\"quoted\"\n", "", 0),
    ] {
        let ran = run_stdin(&["run", "-"], script);
        assert_eq!(code(&ran), exit, "{script}: {}", err(&ran));
        assert_eq!(out(&ran), stdout, "{script}");
        assert!(err(&ran).contains(stderr), "{script}: {}", err(&ran));
        if exit == 0 {
            assert_eq!(err(&ran), "", "{script}");
        }
    }
}

#[test]
fn errors_may_be_allowed_for_all_cells_or_one() {
    let script = "print(1);\n// %%\nnope\n// %%\nprint(2);";
    let ran = run_stdin(&["run", "-", "--allow-errors"], script);
    assert_eq!((code(&ran), out(&ran)), (0, "1\n2\n".into()));
    assert!(
        err(&ran).contains("code cell 2 of 3 failed, going on"),
        "{}",
        err(&ran)
    );

    let folder = Folder::new();
    let tagged = folder.notebook(&[
        ("1", &[]),
        ("nope", &["raises-exception"]),
        ("2", &[]),
        ("nope", &["skip-execution"]),
    ]);
    let ran = rhaibook(["run", &tagged]).output().unwrap();
    assert_eq!((code(&ran), out(&ran)), (0, "1\n2\n".into()));
    assert!(err(&ran).contains("nope"), "{}", err(&ran));
}

#[test]
fn answers_are_read_from_stdin_when_the_script_is_not() {
    let folder = Folder::new();
    let script = folder.path("ask.rhai");
    fs::write(
        &script,
        "let name = input(\"who? \");\nprint(\"hello\", name);\ninput(\"more? \")",
    )
    .unwrap();
    let ran = run_stdin(&["run", script.to_str().unwrap()], "Ada\r\n");
    assert_eq!(code(&ran), 1, "the second question has no answer");
    assert!(
        out(&ran).starts_with("who? ") && out(&ran).contains("hello Ada\n"),
        "{}",
        out(&ran)
    );
}

#[test]
fn a_saved_notebook_holds_what_the_run_gave() {
    let folder = Folder::new();
    let book = folder.notebook(&[
        ("print(\"a\");\nprint(\"b\");\n1 + 1", &[]),
        ("let x = 3;", &[]),
        ("nope", &["raises-exception"]),
        ("display(x);", &["mine"]),
    ]);
    let (one, two) = (folder.path("one.ipynb"), folder.path("two.ipynb"));
    for saved in [&one, &two] {
        let ran = rhaibook(["run", &book, "--save", saved.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(code(&ran), 0, "{}", err(&ran));
    }
    let text = fs::read_to_string(&one).unwrap();
    assert_eq!(text, fs::read_to_string(&two).unwrap(), "runs differ");
    let saved: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&saved["nbformat"], &saved["nbformat_minor"]),
        (&json!(4), &json!(5))
    );
    assert_eq!(saved["metadata"]["kernelspec"]["language"], "rhai");
    assert_eq!(saved["metadata"]["language_info"]["name"], "rhai");
    assert_eq!(
        saved["metadata"]["course"], "weights",
        "unknown metadata is kept"
    );
    let cells = saved["cells"].as_array().unwrap();
    let ids: Vec<&str> = cells
        .iter()
        .map(|cell| cell["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["prose", "c1", "cell-3", "c3", "c4"], "kept or made");

    let outputs: Vec<&Value> = cells[1..].iter().map(|cell| &cell["outputs"]).collect();
    assert_eq!(
        outputs[0],
        &json!([
            {"name": "stdout", "output_type": "stream", "text": ["a\n", "b\n"]},
            {"data": {"text/plain": ["2"]}, "execution_count": 1, "metadata": {}, "output_type": "execute_result"},
        ])
    );
    assert_eq!(outputs[1], &json!([]));
    assert_eq!(
        (&outputs[2][0]["output_type"], &outputs[2][0]["ename"]),
        (&json!("error"), &json!("NameError"))
    );
    assert!(
        outputs[2][0]["traceback"]
            .as_array()
            .is_some_and(|lines| lines.iter().all(Value::is_string))
    );
    assert_eq!(outputs[3][0]["output_type"], "display_data");
    let counts: Vec<&Value> = cells[1..]
        .iter()
        .map(|cell| &cell["execution_count"])
        .collect();
    assert_eq!(counts, [1, 2, 3, 4]);
    assert_eq!(cells[4]["metadata"]["tags"], json!(["mine"]));

    let checked = rhaibook(["run", one.to_str().unwrap(), "--check"])
        .output()
        .unwrap();
    assert_eq!(
        (
            code(&checked),
            out(&checked).contains("4 cells ran, all as stored")
        ),
        (0, true),
        "{}",
        out(&checked)
    );
    fs::write(&one, text.replace("\"b\\n\"", "\"c\\n\"")).unwrap();
    let checked = rhaibook(["run", one.to_str().unwrap(), "--check"])
        .output()
        .unwrap();
    assert_eq!(code(&checked), 1);
    assert!(
        out(&checked).contains("cell 2 differs: output 1, stdout, line 2"),
        "{}",
        out(&checked)
    );
}

#[test]
fn a_run_that_stops_keeps_no_outputs_of_cells_it_did_not_reach() {
    let folder = Folder::new();
    let book = folder.notebook(&[("1", &[]), ("nope", &[]), ("3", &[])]);
    let filled = folder.path("filled.ipynb");
    let filled = filled.to_str().unwrap();
    assert_eq!(
        code(
            &rhaibook(["run", &book, "--allow-errors", "--save", filled])
                .output()
                .unwrap()
        ),
        0
    );
    // In place, over its own outputs.
    assert_eq!(
        code(
            &rhaibook(["run", filled, "--save", filled])
                .output()
                .unwrap()
        ),
        1
    );
    let saved: Value = serde_json::from_str(&fs::read_to_string(filled).unwrap()).unwrap();
    let counts: Vec<&Value> = saved["cells"].as_array().unwrap()[1..]
        .iter()
        .map(|c| &c["execution_count"])
        .collect();
    assert_eq!(counts, [&json!(1), &json!(2), &Value::Null]);
    assert_eq!(saved["cells"][3]["outputs"], json!([]));
}

#[test]
fn a_script_is_saved_as_a_notebook() {
    let folder = Folder::new();
    let saved = folder.path("from.ipynb");
    let ran = run_stdin(
        &["run", "-", "--save", saved.to_str().unwrap()],
        "// %% [markdown]\n// # Title\n// %%\n1 + 1\n// %%\n[1, 2]",
    );
    assert_eq!(code(&ran), 0, "{}", err(&ran));
    let saved: Value = serde_json::from_str(&fs::read_to_string(saved).unwrap()).unwrap();
    assert_eq!(saved["cells"][0]["cell_type"], "markdown");
    assert_eq!(saved["cells"][0]["source"], json!(["# Title"]));
    assert_eq!(
        saved["cells"][2]["outputs"][0]["data"]["text/plain"],
        json!(["[1, 2]"])
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_the_cell_and_the_run() {
    for code in ["sleep(60)", "loop { }"] {
        let mut child = rhaibook(["run", "-", "--allow-errors"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        write!(
            stdin,
            "print(\"go\"); sleep(0.01);\n// %%\n{code}\n// %%\nprint(\"too far\")"
        )
        .unwrap();
        drop(stdin);
        let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
        assert_eq!(line, "go\n");
        let killed = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut stdout, &mut rest).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!(
            (ended.status.code(), rest.as_str()),
            (Some(130), ""),
            "{code}: {}",
            err(&ended)
        );
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = rhaibook(["run", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(b"for i in 0..200000 { print(\"a line that nobody reads\"); }")
        .unwrap();
    drop(stdin);
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), err(&ended)),
        (Some(141), String::new())
    );
}

#[test]
fn the_prompt_runs_what_it_is_fed() {
    let home = Folder::new();
    let mut child = rhaibook(["repl"])
        .env("XDG_DATA_HOME", &home.0)
        .env("APPDATA", &home.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"let a = [1,\n2];\na\nnope\n")
        .unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(out(&ended).contains("[1, 2]\n"), "{}", out(&ended));
    assert!(err(&ended).contains("nope"), "{}", err(&ended));
    assert_eq!(code(&ended), 1, "the last cell failed");
}

#[test]
fn help_names_every_command_but_the_worker() {
    let help = out(&rhaibook(["--help"]).output().unwrap());
    for command in ["install", "uninstall", "run", "repl", "docs", "kernel"] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} is not in\n{help}"
        );
        let more = rhaibook([command, "--help"]).output().unwrap();
        assert_eq!(code(&more), 0);
    }
    assert!(!help.contains("worker"), "{help}");
    let version = out(&rhaibook(["--version"]).output().unwrap());
    assert_eq!(version, format!("rhaibook {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_reference_speaks_of_every_entry() {
    let listed = out(&rhaibook(["docs"]).output().unwrap());
    let markdown = out(&rhaibook(["docs", "--markdown"]).output().unwrap());
    let json = out(&rhaibook(["docs", "--json"]).output().unwrap());
    let entries: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert!(entries.len() > 50);
    for entry in &entries {
        let name = entry["name"].as_str().unwrap();
        assert!(
            listed.contains(name) && markdown.contains(&format!("`{name}"))
                || markdown.contains(name),
            "{name}"
        );
    }
    let one = out(&rhaibook(["docs", "np::breakeven"]).output().unwrap());
    assert!(
        one.starts_with("breakeven(") && one.contains("Example"),
        "{one}"
    );
}

fn rhaibook<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rhaibook"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

fn run_stdin(arguments: &[&str], text: &str) -> Output {
    let mut child = rhaibook(arguments.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// Nothing on stdout, one line on stderr that names the program and holds the words.
#[track_caller]
fn one_line(ran: &Output, exit: i32, words: &str) {
    let (stdout, stderr) = (out(ran), err(ran));
    assert_eq!(code(ran), exit, "{words}: {stderr}");
    assert_eq!(stdout, "", "{words}");
    assert!(
        stderr.starts_with("rhaibook: ") && stderr.lines().count() == 1,
        "{words}: {stderr}"
    );
    assert!(stderr.contains(words), "{stderr} lacks {words}");
}

fn code(ran: &Output) -> i32 {
    ran.status.code().unwrap_or(-1)
}

fn out(ran: &Output) -> String {
    String::from_utf8(ran.stdout.clone()).unwrap()
}

fn err(ran: &Output) -> String {
    String::from_utf8(ran.stderr.clone()).unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A folder of the test's own, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A notebook with a markdown cell and then these code cells with their tags; the second has no id.
    fn notebook(&self, cells: &[(&str, &[&str])]) -> String {
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
