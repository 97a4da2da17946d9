//! Bad input to the chapter's functions: each a clear error that names the culprit, nothing lost.

use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::wording::{faults_of_style, has};
use rhaibook_tests::{Notebook, on_big_stack};

/// A function of amounts, and its arguments by name with a good value each.
const OF_AMOUNTS: &[(&str, &[(&str, &str)])] = &[
    ("api_cost", &[("p", "3e-6"), ("n", "1e8")]),
    (
        "self_host_cost",
        &[("F", "1500.0"), ("m", "2e-7"), ("n", "1e8")],
    ),
    (
        "breakeven",
        &[("p", "3e-6"), ("F", "1500.0"), ("m", "2e-7")],
    ),
    (
        "cheaper",
        &[("p", "3e-6"), ("F", "1500.0"), ("m", "2e-7"), ("n", "1e8")],
    ),
    (
        "breakeven_table",
        &[
            ("p", "3e-6"),
            ("F", "1500.0"),
            ("m", "2e-7"),
            ("volumes", "[1e8, 1e9]"),
        ],
    ),
];

/// What no amount can be.
const NO_AMOUNT: &[&str] = &[
    "nan",
    "inf",
    "-inf",
    "-1.0",
    "-1",
    "\"3\"",
    "'3'",
    "()",
    "#{}",
    "true",
    "[]",
    "array([])",
    "[1.0, nan]",
    "[1.0, -1.0]",
    "[\"a\"]",
    "[true, false]",
    "[[1.0], [2.0, 3.0]]",
    "|x| x",
    "zeros(0)",
    "array([1.0, inf])",
];

/// Calls, and phrases that must be in what is said about them.
const CALLS: &[(&str, &str)] = &[
    ("api_cost(0.0, 1e8)", "p, 0.0"),
    ("api_cost([1e-6, 2e-6], [1.0, 2.0, 3.0])", "p, n, 2, 3"),
    (
        "self_host_cost(1500.0, [1e-7, 2e-7], [1.0, 2.0, 3.0])",
        "m, n, 2, 3",
    ),
    (
        "breakeven(2e-7, 1500.0, 2e-7)",
        "self-hosting never catches up, $0.20, no more than",
    ),
    (
        "breakeven(1e-7, 1500.0, 2e-7)",
        "self-hosting never catches up, $0.10, $0.20",
    ),
    (
        "breakeven([3e-6, 1e-7], 1500.0, 2e-7)",
        "self-hosting never catches up, $0.10",
    ),
    ("breakeven(\"3\", 1500.0, 2e-7)", "p, a number, text"),
    ("breakeven([3e-6, 2e-6], [1.0, 2.0, 3.0], 2e-7)", "2, 3"),
    ("cheaper(3e-6, 1500.0, 2e-7, [])", "n, empty"),
    ("breakeven_table(3e-6, 1500.0, 2e-7, [])", "volumes, empty"),
    (
        "scenario(#{name: \"a\", price: 1e-7, fixed: 1500.0, marginal: 2e-7}).breakeven",
        "never catches up",
    ),
    (
        "scenario(#{name: \"a\", fixed: 1500.0, marginal: 2e-7})",
        "price",
    ),
    (
        "scenario(#{name: \"a\", price: nan, fixed: 1500.0, marginal: 2e-7})",
        "price, nan",
    ),
    (
        "scenario(#{name: \"a\", price: -1, fixed: 1500.0, marginal: 2e-7})",
        "price, -1",
    ),
    (
        "scenario(#{name: \"a\", prize: 1e-6, fixed: 1500.0, marginal: 2e-7})",
        "prize",
    ),
    ("scenario(3)", "map, 3"),
    ("compare([])", "scenario"),
    ("compare([1, 2])", "scenario"),
    ("score_rubric(c, [0.5, 0.5], two)", "weights, 3, 2"),
    ("score_rubric(c, [0.5, 0.3, 0.3], two)", "sum to 1, 1.1"),
    ("score_rubric(c, [0.5, 0.3, 0.1], two)", "sum to 1, 0.9"),
    (
        "score_rubric(c, [1.5, -0.3, -0.2], two)",
        "weight, cost, -0.3",
    ),
    (
        "score_rubric(c, [nan, 0.5, 0.5], two)",
        "weight, privacy, nan",
    ),
    (
        "score_rubric(c, [inf, 0.5, 0.5], two)",
        "weight, privacy, inf",
    ),
    ("score_rubric(c, [], two)", "weights"),
    ("score_rubric([], [], two)", "criteria"),
    ("score_rubric(\"a\", w, two)", "criteria, list, text"),
    ("score_rubric(c, w, [])", "candidates"),
    ("score_rubric(c, w, 5)", "candidates, 5"),
    ("score_rubric(c, w, [[\"A\", [1, 2]]])", "A, 3, 2"),
    ("score_rubric(c, w, [[\"A\", [1, 2, 3, 4]]])", "A, 3, 4"),
    ("score_rubric(c, w, [[\"A\", [1, 2, 11]]])", "A, 11, 10"),
    ("score_rubric(c, w, [[\"A\", [1, -1, 3]]])", "A, -1"),
    ("score_rubric(c, w, [[\"A\", [1, nan, 3]]])", "A, nan"),
    ("score_rubric(c, w, [[\"A\", [1, \"two\", 3]]])", "A, two"),
    ("score_rubric(c, w, #{A: [1, 2]})", "A, 3, 2"),
    ("flip_point(c, w, two, \"speed\")", "speed, privacy"),
    (
        "flip_point(c, [0.5, 0.3, 0.3], two, \"cost\")",
        "sum to 1, 1.1",
    ),
    (
        "license_matrix().permits(\"shareware\")",
        "shareware, permissive",
    ),
    ("decide(#{speed: true})", "speed, privacy"),
    ("decide(#{privacy: \"yes\"})", "privacy, true or false"),
    ("decide(5)", "map, 5"),
    (
        "quiz(\"Open weights are open source.\", \"no\", \"why\")",
        "answer, true or false",
    ),
    ("plot_xy([1, 2], [1, 2, 3])", "2, 3"),
    ("plot_xy([], [])", "point"),
    ("plot_xy([nan], [1.0])", "finite"),
    ("plot_xy([1, 2], [\"a\", \"b\"])", "number"),
    ("plot_xy([1, 2], [1, 2], #{titel: \"x\"})", "titel, title"),
    ("plot_xy([1, 2], [1, 2], #{kind: \"pie\"})", "pie, line"),
];

/// What the calls speak of.
const PREPARED: &str = r#"
let nan = 0.0 / 0.0; let inf = 1.0 / 0.0;
let c = ["privacy", "cost", "ops"]; let w = [0.5, 0.3, 0.2];
let two = dict([["A", [1, 2, 3]], ["B", [3, 2, 1]]]);
let kept = 41;
"#;

#[test]
fn amounts_are_checked() {
    let mut calls = Vec::new();
    for (function, arguments) in OF_AMOUNTS {
        for (at, (name, _)) in arguments.iter().enumerate() {
            for bad in NO_AMOUNT {
                let given = arguments.iter().enumerate();
                let given: Vec<&str> = given
                    .map(|(i, (_, good))| if i == at { bad } else { *good })
                    .collect();
                calls.push((
                    format!("{function}({})", given.join(", ")),
                    name.to_string(),
                ));
            }
        }
    }
    all_fail(&calls);
}

#[test]
fn each_mistake_is_named() {
    let calls: Vec<_> = CALLS
        .iter()
        .map(|(call, words)| (call.to_string(), words.to_string()))
        .collect();
    all_fail(&calls);
}

/// The same calls with good values succeed, so that no test above passes for a wrong reason.
#[test]
fn good_amounts_pass() {
    on_big_stack(|| {
        let mut notebook = Notebook::new();
        for (function, arguments) in OF_AMOUNTS {
            let given: Vec<&str> = arguments.iter().map(|(_, good)| *good).collect();
            let ran = notebook.run("1", &format!("{function}({})", given.join(", ")));
            assert!(
                ran.diagnostic().is_none(),
                "{}",
                ran.diagnostic().expect("it failed").plain
            );
            assert!(ran.value().is_some(), "{function} has a value");
        }
    });
}

fn all_fail(calls: &[(String, String)]) {
    let wrong = on_big_stack(|| {
        let mut notebook = Notebook::new();
        let prepared = notebook.run("1", PREPARED);
        assert!(
            prepared.diagnostic().is_none(),
            "{}",
            prepared.diagnostic().expect("it failed").plain
        );
        calls
            .iter()
            .filter_map(|(call, words)| mistake(&mut notebook, call, words))
            .collect::<Vec<_>>()
    });
    none_wrong(&wrong, calls.len(), "calls");
}

/// What is wrong with how the notebook takes a bad call.
fn mistake(notebook: &mut Notebook, call: &str, words: &str) -> Option<String> {
    let ran = notebook.run("2", call);
    let Some(found) = ran.diagnostic() else {
        return Some(format!("{call}\n  succeeded with {:?}", ran.value()));
    };
    let said = format!("{} {}", found.message, found.hints.join(" "));
    // A single letter is a symbol of the chapter's, and must stand as a word.
    let says = |phrase: &str| match phrase {
        "p" | "F" | "m" | "n" => said
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == phrase),
        _ => has(&said, phrase),
    };
    let lacks: Vec<&str> = words.split(", ").filter(|phrase| !says(phrase)).collect();
    let mut wrong = faults_of_style(&found.message, &found.plain);
    if found.kind == "InternalError" || found.kind == "NameError" {
        wrong.push(format!("its kind is {}", found.kind));
    }
    if !lacks.is_empty() {
        wrong.push(format!("lacks {lacks:?}"));
    }
    if notebook.run("3", "kept + 1").value() != Some("42") {
        wrong.push("the variables are lost".to_string());
    }
    (!wrong.is_empty()).then(|| {
        format!(
            "{call}\n  says: {}\n  {}",
            found.message,
            wrong.join("\n  ")
        )
    })
}
