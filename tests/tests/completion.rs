//! What Tab and Shift-Tab answer.

use rhaibook_tests::{Notebook, with_notebook};

/// A text with the cursor at `|`, what must be offered, what must not.
const TEXTS: &[(&str, &[&str], &[&str])] = &[
    ("pri|", &["print", "price"], &["sum"]),
    ("let x = vol|", &["volume", "volumes"], &["print"]),
    ("print(pric| + 1)", &["price"], &["print"]),
    ("np::me|", &["mean", "median"], &["price", "print"]),
    ("my_f|", &["my_function"], &[]),
    ("my_function(vol|", &["volume"], &[]),
    ("scen.pri|", &["price"], &["while"]),
    ("%wh|", &["%who"], &["while"]),
    ("whi|", &["while"], &["%who"]),
    ("volumes.su|", &["sum"], &["switch"]),
    ("`text ${pri|}`", &["price"], &[]),
    ("\"pri|\"", &[], &["price", "print"]),
    ("// pri|", &[], &["price", "print"]),
    (
        "deal.|",
        &["price", "breakeven", "with", "plot"],
        &["dtype", "columns", "criterion"],
    ),
    (
        "volumes.|",
        &["dtype", "shape", "sum"],
        &["price", "columns"],
    ),
    ("grown.|", &["weight", "winner"], &["price", "dtype"]),
    ("somewhere.|", &["dtype", "price"], &["E", "PI"]),
    ("volumes.|", &["max"], &["E", "PI", "with"]),
    (
        "let fresh = array([1, 2]);\nfresh.|",
        &["dtype", "shape", "sum"],
        &["price", "columns", "criterion", "with"],
    ),
    // The cell's text counts, not what an earlier run has made.
    (
        "let volumes = scenario(#{price: 1});\nvolumes.|",
        &["price", "with"],
        &["dtype"],
    ),
    ("zzzz|", &[], &["print"]),
    ("let 🦀 = pri|", &["price"], &[]),
];

fn prepared() -> Notebook {
    let mut notebook = Notebook::new();
    notebook.must("let price = 3.0; let volume = 5; let volumes = array([1, 2]); let scen = #{price: 1, fixed: 2};");
    notebook
        .must("let deal = scenario(#{name: \"d\", price: 3e-6, fixed: 1500.0, marginal: 2e-7});");
    notebook.must(
        "let grown = flip_point([\"a\", \"b\"], [0.5, 0.5], #{x: [1, 2], y: [3, 1]}, \"a\");",
    );
    notebook.must("fn my_function(n) { n * price }");
    notebook
}

#[test]
fn names_are_completed() {
    with_notebook(|_| {
        let notebook = prepared();
        let mut wrong = Vec::new();
        for (marked, offered, absent) in TEXTS {
            let at = marked.find('|').expect("a cursor");
            let text = marked.replacen('|', "", 1);
            let found = notebook.session.complete(&text, at);
            // What stands once the completion is taken: `np::me` may be replaced whole or from `me` on.
            let texts: Vec<&str> = found
                .matches
                .iter()
                .map(|m| m.text.rsplit(['.', ':']).next().unwrap_or(""))
                .collect();
            let lacks: Vec<_> = offered
                .iter()
                .filter(|name| !texts.contains(name))
                .collect();
            let strange: Vec<_> = absent.iter().filter(|name| texts.contains(name)).collect();
            let ends = found.end == at && found.start <= at;
            if !lacks.is_empty() || !strange.is_empty() || !ends {
                wrong.push(format!(
                    "{marked}: lacks {lacks:?}, offers {strange:?}, {}..{}",
                    found.start, found.end
                ));
            }
            let mut twice = texts.clone();
            twice.sort_unstable();
            twice.dedup();
            if twice.len() != texts.len() {
                wrong.push(format!("{marked}: offers a name twice: {texts:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// A text with the cursor at `|`, and what must be told.
const LOOKED_AT: &[(&str, &[&str])] = &[
    ("pri|ce + 1", &["price", "3.0"]),
    ("sle|ep(1)", &["sleep", "seconds"]),
    ("sleep|(1)", &["sleep", "seconds"]),
    ("sleep(|1)", &["sleep", "seconds"]),
    ("breakeven(3e-6, 15|00.0", &["breakeven"]),
    ("my_func|tion(2)", &["my_function", "n"]),
    ("np::mean|", &["mean"]),
    ("volumes.su|m()", &["sum"]),
    ("R020|", &["R020"]),
];

#[test]
fn names_are_explained() {
    with_notebook(|_| {
        let notebook = prepared();
        let mut wrong = Vec::new();
        for (marked, words) in LOOKED_AT {
            let at = marked.find('|').expect("a cursor");
            let text = marked.replacen('|', "", 1);
            for detail in [0, 1] {
                let told = notebook.session.inspect(&text, at, detail);
                let told = told
                    .as_ref()
                    .and_then(|display| display.get("text/plain"))
                    .unwrap_or("");
                if !words.iter().all(|word| told.contains(word)) {
                    wrong.push(format!(
                        "{marked}, detail {detail}: {told:?} lacks one of {words:?}"
                    ));
                }
            }
        }
        for nothing in ["", "zzzz", "1 + 1", "\"price\"", "// price"] {
            if let Some(told) = notebook.session.inspect(nothing, nothing.len() / 2, 0) {
                wrong.push(format!("{nothing:?} is explained: {told:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// Every builtin that is offered is explained, and what is offered can be typed.
#[test]
fn whatever_is_offered_is_explained() {
    with_notebook(|notebook| {
        let offered = notebook.session.complete("", 0);
        assert!(
            offered.matches.len() > 100,
            "{} names",
            offered.matches.len()
        );
        let functions = offered
            .matches
            .iter()
            .filter(|completion| completion.kind == "function");
        let unexplained: Vec<&str> = functions
            .map(|completion| completion.text.trim_end_matches(['(', ')']))
            .filter(|name| notebook.session.inspect(name, name.len(), 1).is_none())
            .collect();
        assert!(
            unexplained.is_empty(),
            "{} without a word: {unexplained:?}",
            unexplained.len()
        );
    });
}
