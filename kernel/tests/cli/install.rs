//! `install` and `uninstall`: where the kernel spec goes, and what is left alone.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::typed::{Folder, code, err, one_line, out, rhaibook};

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

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
