//! `run --save` and `--check`: what a notebook holds afterwards.

use std::fs;

use serde_json::{Value, json};

use crate::typed::{Folder, code, err, out, rhaibook, run_stdin};

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

#[test]
fn what_is_to_be_guessed_is_run_but_not_stored() {
    let folder = Folder::new();
    let book = folder.notebook(&[("let a = 6;\na", &["predict"]), ("a * 7", &[])]);
    let ran = rhaibook(["run", &book, "--save", &book]).output().unwrap();
    assert_eq!((code(&ran), out(&ran)), (0, "6\n42\n".into()));
    let saved: Value = serde_json::from_str(&fs::read_to_string(&book).unwrap()).unwrap();
    let cells = saved["cells"].as_array().unwrap();
    assert_eq!(cells[1]["outputs"], json!([]));
    assert_eq!(cells[1]["execution_count"], Value::Null);
    assert_eq!(cells[2]["execution_count"], 2);
    let check = || rhaibook(["run", &book, "--check"]).output().unwrap();
    assert_eq!(code(&check()), 0, "{}", out(&check()));

    // An output that a front end has saved gives the answer away.
    let mut told = saved.clone();
    told["cells"][1]["execution_count"] = 1.into();
    fs::write(&book, told.to_string()).unwrap();
    assert_eq!(code(&check()), 1);
    assert!(
        out(&check()).contains("cell 2 differs: it is tagged `predict`, and its output is stored"),
        "{}",
        out(&check())
    );
}
