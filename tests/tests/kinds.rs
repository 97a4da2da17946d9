//! What a kind of value is called: the same by `type_of`, in messages and in lists of variables.

use std::collections::BTreeSet;

use rhaibook_stdlib::kind::{self, KINDS};
use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::{Notebook, on_big_stack};

/// Some code for a value of each kind, and what `type_of` is to say of it.
const VALUES: &[(&str, &str)] = &[
    ("()", "()"),
    ("1", "int"),
    ("1.5", "float"),
    ("true", "bool"),
    ("'c'", "char"),
    ("\"t\"", "text"),
    ("[1]", "list"),
    ("#{}", "map"),
    ("|x| x", "function"),
    ("0..2", "range"),
    ("0..=2", "range"),
    ("range(0, 4, 2)", "range"),
    ("array([1])", "array"),
    ("dict()", "dict"),
    ("table(#{a: [1]})", "table"),
    ("rng(1)", "generator"),
    ("html(\"x\")", "display"),
    ("progress([1])", "progress"),
    ("plot_xy([1, 2], [1, 2])", "plot"),
    ("series([1, 2], [1, 2])", "series"),
    (GPU, "scenario"),
    ("compare([gpu])", "comparison"),
    ("sensitivity(gpu, #{price: [0.75, 1.25]})", "sensitivity"),
    (
        "score_rubric([\"x\", \"y\"], [0.5, 0.5], #{a: [1, 2], b: [2, 1]})",
        "ranking",
    ),
    (
        "flip_point([\"x\", \"y\"], [0.5, 0.5], #{a: [1, 2], b: [2, 1]}, \"x\")",
        "flip point",
    ),
    ("decide(#{privacy: true})", "decision"),
    ("license_matrix()", "licence matrix"),
    ("quiz(\"2 is 2.\", true, \"Yes.\")", "quiz"),
    ("quiz(\"2 is 2.\", true, \"Yes.\").check(true)", "verdict"),
    ("hint(\"Look.\")", "hint"),
    ("solution(\"1\")", "solution"),
];

const GPU: &str = "scenario(#{name: \"one GPU\", price: 0.75, fixed: 1500.0, marginal: 0.25})";

#[test]
fn a_kind_has_one_name_everywhere() {
    on_big_stack(|| {
        let mut wrong = Vec::new();
        let mut left: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
        for (code, name) in VALUES {
            left.remove(name);
            let kind = kind::named(name).expect(name);
            let mut notebook = Notebook::new();
            notebook.must(&format!("let gpu = {GPU};"));
            notebook.must(&format!("let v = {code};"));
            let ran = notebook.must("[type_of(v), type_name(v)]");
            let asked = ran.value().unwrap_or_default();
            if asked != format!("[\"{name}\", \"{name}\"]") {
                wrong.push(format!("{code} is said to be {asked}"));
            }
            for use_of_it in ["no_such_function(v, 1)", "v - #{}", "v(2)"] {
                let ran = notebook.run("1", use_of_it);
                let message = ran.diagnostic().map_or("nothing", |found| &found.message);
                let is_called = *name == "function" && use_of_it == "v(2)";
                if !message.contains(kind.kind) && !is_called {
                    wrong.push(format!("{code}, {use_of_it}: {message}"));
                }
            }
            let variables = notebook.session.variables();
            let of_v = variables.iter().find(|variable| variable.name == "v");
            let told = &of_v.expect("it was made").kind;
            if !kind.beside.ends_with(told.as_str()) {
                wrong.push(format!("{code} is listed as {told}"));
            }
        }
        // Nothing makes bytes here.
        assert_eq!(left.into_iter().collect::<Vec<_>>(), ["bytes"]);
        none_wrong(&wrong, VALUES.len(), "kinds of values");
    });
}

#[test]
fn any_number_is_multiplied() {
    on_big_stack(|| {
        for price in ["3", "3.0"] {
            let mut notebook = Notebook::new();
            notebook.must(&format!("let price = {price};"));
            let ran = notebook.run("a", "price(2)");
            let found = ran.diagnostic().expect("a number is no function");
            assert!(found.plain.contains("`price * (…)`"), "{}", found.plain);
        }
    });
}
