//! `run` and `repl`: what cells show, and how they fail.

use std::fs;

use crate::typed::{Folder, code, err, feed, out, rhaibook, run_stdin};

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
        (
            "volumes.sum()\n// %%\nlet volumes = [1, 2];",
            "",
            "it is made in cell [2], which has not run",
            1,
        ),
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
fn scripts_without_marks_run_as_the_notebooks_that_they_were() {
    // As `jupyter nbconvert --to script` writes one.
    let script = "let prices = [3.0, 0.2];\nprices\n\nif prices[0] > 2.0 { \"dear\" } else { \"cheap\" }\n\n\
                  prices.len()\n\nprint(prices[1]);\n\n";
    let ran = run_stdin(&["run", "-"], script);
    assert_eq!(code(&ran), 0, "{}", err(&ran));
    assert_eq!(out(&ran), "[3.0, 0.2]\n\"dear\"\n2\n0.2\n");
    let said = err(&ran);
    assert!(
        said.contains("no line `// %%` says where its cells begin")
            && said.contains("the first ends at line 2"),
        "{said}"
    );

    let older = "// [1]\nlet a = 1;\na\n\n// [2]\na + 1\n";
    let ran = run_stdin(&["run", "-"], older);
    assert_eq!((out(&ran).as_str(), err(&ran).as_str()), ("1\n2\n", ""));

    // What no division repairs is told as it is.
    let ran = run_stdin(&["run", "-"], "let a = 1\nlet b = 2\n");
    assert!(
        err(&ran).contains("line 1 needs a `;`") && !err(&ran).contains("// %%"),
        "{}",
        err(&ran)
    );
}

#[test]
fn several_files_have_sessions_of_their_own() {
    let folder = Folder::new();
    let file = |name: &str, text: &str| {
        let path = folder.path(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let first = file("first.rhai", "let a = 1;\nprint(\"first\", a);");
    let fails = file("fails.rhai", "a");
    let last = file("last.rhai", "print(\"last\");");
    let ran = rhaibook(["run", &first, &fails, &last]).output().unwrap();
    assert_eq!((code(&ran), out(&ran)), (1, "first 1\nlast\n".into()));
    assert!(
        err(&ran).contains("fails.rhai: code cell 1 of 1 failed\nNameError"),
        "{}",
        err(&ran)
    );
    // A slip in a name is told before anything runs.
    let ran = rhaibook(["run", &first, "nowhere.rhai"]).output().unwrap();
    assert_eq!((code(&ran), out(&ran)), (2, String::new()));
    assert!(err(&ran).contains("nowhere.rhai"), "{}", err(&ran));
    let save = folder.path("out.ipynb");
    let ran = rhaibook(["run", &first, &last, "--save", save.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!((code(&ran), save.exists()), (2, false));

    // A folder stands for its notebooks.
    fs::create_dir(folder.path("book")).unwrap();
    for (name, number) in [("10 ten", 10), ("2 two", 2), (".hidden", 0)] {
        let from = folder.notebook(&[(&format!("print({number})"), &[])]);
        fs::rename(from, folder.path(&format!("book/{name}.ipynb"))).unwrap();
    }
    let ran = rhaibook(["run", folder.path("book").to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(
        (code(&ran), out(&ran)),
        (0, "2\n10\n".into()),
        "{}",
        err(&ran)
    );
    fs::create_dir(folder.path("empty")).unwrap();
    let ran = rhaibook(["run", folder.path("empty").to_str().unwrap()])
        .output()
        .unwrap();
    assert!(
        err(&ran).contains("no notebook (.ipynb) in the folder"),
        "{}",
        err(&ran)
    );
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
fn the_prompt_runs_what_it_is_fed() {
    let home = Folder::new();
    let mut repl = rhaibook(["repl"]);
    repl.env("XDG_DATA_HOME", &home.0).env("APPDATA", &home.0);
    let child = feed(&mut repl, "let a = [1,\n2];\na\nnope\n");
    let ended = child.wait_with_output().unwrap();
    assert!(out(&ended).contains("[1, 2]\n"), "{}", out(&ended));
    assert!(err(&ended).contains("nope"), "{}", err(&ended));
    assert_eq!(code(&ended), 1, "the last cell failed");
}

#[test]
fn the_prompt_is_left_by_the_words_that_other_prompts_know() {
    let home = Folder::new();
    for word in ["exit", "exit()", "quit", "quit()"] {
        let mut repl = rhaibook(["repl"]);
        repl.env("XDG_DATA_HOME", &home.0).env("APPDATA", &home.0);
        let lines = format!("print(\"before\")\n{word}\nprint(\"after\")\n");
        let ended = feed(&mut repl, &lines).wait_with_output().unwrap();
        assert!(out(&ended).contains("before"), "{}", out(&ended));
        assert!(!out(&ended).contains("after"), "{word}: {}", out(&ended));
        assert_eq!(code(&ended), 0, "{word}: {}", err(&ended));
    }
}
