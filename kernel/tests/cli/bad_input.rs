//! What cannot be used is said in one line.

use std::fs;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::typed::{Folder, one_line, rhaibook};

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
    fs::create_dir(folder.path("bare")).unwrap();
    let bare = folder.path("bare").to_str().unwrap().to_owned();
    let nowhere = folder.path("no/where.ipynb").to_str().unwrap().to_owned();
    let python =
        notebook(json!({"metadata": {"kernelspec": {"language": "python", "name": "python3"}}}));
    let unnamed = notebook(json!({"metadata": {"language_info": {"name": "julia"}}}));
    let old = notebook(json!({"nbformat": 3}));
    let cells = notebook(json!({"cells": [{"cell_type": "code"}]}));
    let kind = notebook(json!({"cells": [{"cell_type": "heading", "source": ""}]}));

    for (arguments, exit, words) in [
        (vec!["run", &missing], 2, "there is no file"),
        (vec!["run", &bare], 2, "no notebook (.ipynb) in the folder"),
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
        (vec!["run", &file("empty.ipynb", b"")], 2, "it is empty"),
        (
            vec![
                "run",
                &file("half.ipynb", b"{\"cells\": [\n{\"cell_type\": \"co"),
            ],
            2,
            "it breaks off at line 2; copy",
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
