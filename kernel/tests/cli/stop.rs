//! What ends a run from outside: Ctrl-C, and a reader that has seen enough.

use std::io::{BufRead, BufReader, Read};
use std::process::Command;

use crate::typed::{err, feed, rhaibook};

#[test]
fn ctrl_c_stops_the_cell_and_the_run() {
    for code in ["sleep(60)", "loop { }"] {
        let script =
            format!("print(\"go\"); sleep(0.01);\n// %%\n{code}\n// %%\nprint(\"too far\")");
        let mut child = feed(&mut rhaibook(["run", "-", "--allow-errors"]), &script);
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, "go\n");
        let killed = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!(
            (ended.status.code(), rest.as_str()),
            (Some(130), ""),
            "{code}: {}",
            err(&ended)
        );
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let flood = "for i in 0..200000 { print(\"a line that nobody reads\"); }";
    let mut child = feed(&mut rhaibook(["run", "-"]), flood);
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), err(&ended)),
        (Some(141), String::new())
    );
}
