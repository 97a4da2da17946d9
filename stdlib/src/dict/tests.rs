//! Dicts and pairs as a cell uses them.

use crate::testing::{Bench, check_examples, evaluate, gives, printed, run};

#[test]
fn examples_run() {
    assert_eq!(check_examples(include_str!("functions.rs")), 19);
    assert_eq!(check_examples(include_str!("pairing.rs")), 3);
}

#[test]
fn the_weights_read_as_in_the_listing() {
    let code = r#"
        let criteria = ["privacy", "cost@scale", "capability", "control", "ops_ease"];
        let weights = [0.30, 0.25, 0.20, 0.15, 0.10];
        print(`weights: ${dict(zip(criteria, weights))}`);
        print("weights: " + dict(zip(criteria, weights)));
        let candidates = dict([["Closed API", [2, 4]], ["Open", [10, 9]]]);
        for pair in candidates { print(pair[0], pair[1][0]); }
    "#;
    let weights = "weights: {'privacy': 0.3, 'cost@scale': 0.25, 'capability': 0.2, 'control': 0.15, 'ops_ease': 0.1}";
    assert_eq!(
        printed(code),
        format!("{weights}\n{weights}\nClosed API 2\nOpen 10")
    );
}

#[test]
fn copies_are_independent() {
    assert_eq!(
        evaluate(r#"let a = dict([["x", [1]]]); let b = a; b["x"].push(2); b["y"] = 3; [a, b]"#)
            .unwrap(),
        "[{'x': [1]}, {'x': [1, 2], 'y': 3}]"
    );
}

#[test]
fn every_way_of_assigning_reaches_the_dict() {
    for (code, expected) in [
        (r#"let d = dict(#{a: 1}); d["a"] += 5; d"#, "{'a': 6}"),
        (
            r#"let d = dict(#{a: 1}); d.a += 5; d.b = 2; d"#,
            "{'a': 6, 'b': 2}",
        ),
        (
            r#"let d = dict(#{a: [1, 2]}); d["a"][0] = 9; d.a[1] += 1; d"#,
            "{'a': [9, 3]}",
        ),
        (
            r#"let d = dict(); d["in"] = dict(); d["in"]["k"] = 1; d.in2 = #{x: 1}; d.in2.x = 5; d"#,
            "{'in': {'k': 1}, 'in2': #{x: 5}}",
        ),
        (
            r#"let d = dict(); d[1] = "a"; d[1.0] = "b"; d[true] += "c"; d[0.5] = 1; d"#,
            "{1: 'bc', 0.5: 1}",
        ),
        (
            r#"let d = dict(#{a: 1, b: 2, c: 3}); d.remove("a"); d["a"] = 4; d.keys()"#,
            r#"["b", "c", "a"]"#,
        ),
        (r#"let d = dict(); d['c'] = 1; "c" in d"#, "true"),
    ] {
        gives(code, expected);
    }
}

#[test]
fn equality_looks_inside() {
    for (code, expected) in [
        (
            r#"dict(#{a: 1, b: [1, 2.0]}) == dict([["b", [1, 2]], ["a", 1.0]])"#,
            "true",
        ),
        (r#"dict(#{a: 1}) == dict(#{a: 2})"#, "false"),
        (r#"dict(#{a: 1}) != dict(#{b: 1})"#, "true"),
        (r#"dict(#{a: 1}) == #{a: 1}"#, "true"),
        (r#"#{a: 1} != dict(#{a: 1})"#, "false"),
        (
            r#"dict(#{a: dict(#{b: "x"})}) == dict(#{a: dict(#{b: "x"})})"#,
            "true",
        ),
    ] {
        gives(code, expected);
    }
}

#[test]
fn quotes_are_pythons() {
    assert_eq!(
        printed(r#"print(dict([["it's", "say \"hi\""], ["both ' \"", 'c']]))"#),
        r#"{"it's": 'say "hi"', 'both \' "': 'c'}"#
    );
}

#[test]
fn mistakes_say_what_to_do() {
    for (code, words) in [
        (
            r#"dict(#{cost: 1})["cots"]"#,
            [r#"no key "cots""#, "Did you mean `cost`?"],
        ),
        (
            r#"dict([["b", 1], ["a", 2]])["zzz"]"#,
            [r#"no key "zzz""#, r#"Its keys are "b", "a"."#],
        ),
        ("dict()[0]", ["no key 0", "empty"]),
        ("let d = dict(); d.cost", [r#"no key "cost""#, "empty"]),
        (
            r#"let d = dict(); d["n"] += 1; d"#,
            [r#"no key "n""#, "empty"],
        ),
        (r#"let d = dict(); d.n += 1; d"#, [r#"no key "n""#, "empty"]),
        (
            "let d = dict(); d[[1]] = 2",
            [
                "a key must be text or a number, not a list ([1])",
                "str(key)",
            ],
        ),
        (
            r#"dict(["a", "b"])"#,
            [r#"at 0 it has text ("a")"#, "dict(zip(keys, values))"],
        ),
        (
            "dict(5)",
            ["pairs must be a list", "not a whole number (5)"],
        ),
        (
            "zip([1], 5)",
            ["b must be something to loop over", "not a whole number (5)"],
        ),
    ] {
        let error = evaluate(code).unwrap_err();
        assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
    }
}

#[test]
fn a_missing_key_can_be_put_in_after_a_look() {
    let mut bench = Bench::new();
    for (code, expected) in [
        (
            r#"let d = dict(); let n = 0; for i in 0..3 { try { n = d["x"]; } catch { d["x"] = 7; } } [n, d]"#,
            "[7, {'x': 7}]",
        ),
        (
            r#"d.clear(); for k in ["a", "a"] { try { d[k]["b"] = 1; } catch { d[k] = dict(); } } d"#,
            "{'a': {'b': 1}}",
        ),
        (
            "try { d[5] += 1; } catch { } d[5] = 1; d[5] += 1; d[5]",
            "2",
        ),
    ] {
        let run = bench.run(code);
        assert_eq!((run.value.as_str(), run.error), (expected, None), "{code}");
    }
    assert!(bench.run("d[9]").error.is_some());
    assert_eq!(bench.run("d[9] = 1; d[9]").value, "1");
}

#[test]
fn deep_dicts_are_abridged() {
    let text = printed(
        r#"let d = dict(); for i in 0..2000 { let e = dict(); e["x"] = [d]; d = e; } print(d)"#,
    );
    assert!(text.len() < 1000 && text.contains("{…}"), "{text}");
}

#[test]
fn zip_warns_of_what_it_leaves_out() {
    let uneven = run("zip(1..4, [5, 6])");
    assert_eq!(uneven.value, "[[1, 5], [2, 6]]");
    assert_eq!(
        uneven.warnings,
        ["zip: lengths 3 and 2 differ; what is past the first 2 is left out"]
    );
    assert!(run("zip([1], [2])").warnings.is_empty());
}
