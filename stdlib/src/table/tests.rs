use crate::display::HTML;
use crate::testing::{check_examples, evaluate, printed, run};

#[test]
fn examples_run() {
    assert_eq!(check_examples(include_str!("functions.rs")), 12);
}

#[test]
fn columns_are_aligned() {
    let code = r#"
        let t = table(dict([
            ["volume (M)", [100.0, 535.714, 2000.0]],
            ["API $/mo", [300.0, 1607.142, 6000.0]],
            ["cheaper", ["API", "自host", "self-host"]],
            ["n", [1, (), -3]],
        ]));
        print(t.with_format("volume (M)", "7.1f").with_format("API $/mo", "9,.0f").caption("Breakeven"));
    "#;
    assert_eq!(
        printed(code),
        "Breakeven\n\
         volume (M)  API $/mo  cheaper     n\n\
         \x20    100.0       300  API         1\n\
         \x20    535.7     1,607  自host\n\
         \x20   2000.0     6,000  self-host  -3"
    );
}

#[test]
fn every_way_to_make_one_gives_the_same() {
    let same = [
        r#"table(dict([["n", [1, 2]], ["who", ["a", "b"]]]))"#,
        r#"table([#{n: 1, who: "a"}, #{n: 2, who: "b"}])"#,
        r#"table([dict([["n", 1], ["who", "a"]]), #{who: "b", n: 2}])"#,
        r#"table([[1, "a"], [2, "b"]], ["n", "who"])"#,
        r#"table(#{n: 1..3, who: ["a", "b"]})"#,
        r#"table(#{n: array([1, 2]), who: ["a", "b"]})"#,
        r#"let t = table(#{n: [1, 2]}); t["who"] = ["a", "b"]; t"#,
        r#"let t = table(#{n: [9, 9], who: "a b".split()}); t.n = [1, 2]; t.who = ["a", "b"]; t"#,
    ];
    for code in same {
        assert_eq!(
            evaluate(&format!("let made = {{ {code} }}; made.to_string()")).unwrap(),
            r#""n  who\n1  a\n2  b""#,
            "{code}"
        );
    }
}

#[test]
fn rows_and_columns_are_reached() {
    let t = r#"let t = table([#{n: 2, x: 0.5}, #{n: 1}, #{n: 3, x: 1.5}]);"#;
    for (code, expected) in [
        ("t[-1]", "{'n': 3, 'x': 1.5}"),
        ("t[1]", "{'n': 1, 'x': ()}"),
        ("t.rows.len()", "3"),
        ("len(t)", "3"),
        ("(t[\"n\"] * 2).to_list()", "[4, 2, 6]"),
        ("t.x", "[0.5, (), 1.5]"),
        ("t[1..3][\"n\"].to_list()", "[1, 3]"),
        ("t.sort_by(\"n\")[\"n\"].to_list()", "[1, 2, 3]"),
        ("t.sort_by(\"x\", true)[\"n\"].to_list()", "[3, 2, 1]"),
        ("let s = 0; for row in t { s += row.n; } s", "6"),
        ("let u = t; u[\"n\"] = 0; t[\"n\"].to_list()", "[2, 1, 3]"),
        ("\"n\" in t", "true"),
        (
            "t.rows[0].n = 7; t.rows.push(#{n: 8, x: 2.5}); t[\"n\"].to_list()",
            "[7, 1, 3, 8]",
        ),
        ("t.columns[1] = \"y\"; t.columns", "[\"n\", \"y\"]"),
        (
            "t = t.with_format(\"x\", \".2f\"); t.rows[0].n = 7; t.to_string()",
            "\"n     x\\n7  0.50\\n1\\n3  1.50\"",
        ),
        ("[t]", "[table(3 rows: n, x)]"),
    ] {
        assert_eq!(
            evaluate(&format!("{t} {code}")).as_deref(),
            Ok(expected),
            "{code}"
        );
    }
}

#[test]
fn what_is_put_into_a_row_is_in_the_table() {
    let t = r#"let t = csv("name,price,n,open\nA,3.0,1,true\nB,4.5,2,false");"#;
    for (code, expected) in [
        ("t[0][\"price\"] = 9.0; t.price", "[9.  4.5]"),
        ("t[1].price = 9; t.price", "[3. 9.]"),
        ("t[-1].price += 1.0; t.price", "[3.  5.5]"),
        ("t[0].n = 1.5; t.n", "[1.5 2. ]"),
        ("t[0].n = (); t.n", "[(), 2]"),
        ("t.rows[0][\"price\"] = 9.0; t.price", "[9.  4.5]"),
        (
            "t[0] = #{name: \"C\", price: 1.0, n: 5, open: false}; t[0].values()",
            r#"["C", 1.0, 5, false]"#,
        ),
        ("t[0] = [\"C\", 1.0, 5, false]; t.name", r#"["C", "B"]"#),
        ("t[0..2].price = 0.0; t.price", "[0. 0.]"),
        ("t[0..=0][\"name\"] = \"Z\"; t.name", r#"["Z", "B"]"#),
        ("t[1..=-1].columns", r#"["name", "price", "n", "open"]"#),
        (
            "let m = #{t: t}; m.t[0].price = 1.0; [m.t.price, t.price]",
            "[[1.  4.5], [3.  4.5]]",
        ),
        ("let l = [t]; l[0][1].price = 1.0; l[0].price", "[3. 1.]"),
        (
            "t[0].keys(); t[0].get(\"zzz\", 0); t.columns",
            r#"["name", "price", "n", "open"]"#,
        ),
        (
            "let r = t[0]; r.price = 7.0; [r.price, t[0].price]",
            "[7.0, 3.0]",
        ),
    ] {
        assert_eq!(
            evaluate(&format!("{t} {code}")).as_deref(),
            Ok(expected),
            "{code}"
        );
    }
    for (code, words) in [
        (
            "t[0].price = \"x\"",
            ["column \"price\" holds numbers", "text (\"x\")"],
        ),
        ("t[0].name = 5", ["column \"name\" holds text", "whole"]),
        (
            "t[0].open = 1",
            ["column \"open\" holds true and false", "does not fit"],
        ),
        (
            "t[0].prise = 1.0",
            ["no column \"prise\"", "Did you mean `price`?"],
        ),
        ("t[9].price = 1.0", ["row 9 is out of range", "2 rows"]),
        (
            "t[0] = #{name: \"C\"}",
            ["no value for column \"price\"", "each column"],
        ),
        ("t[0] = 5", ["a row of a table is a dict", "5"]),
        ("t[0..2].prise = 1.0", ["no column \"prise\"", "price"]),
    ] {
        let error = evaluate(&format!("{t} {code}")).unwrap_err();
        assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
        let after = format!(
            "{t} try {{ {code}; }} catch {{}} t.to_string() == csv(\"name,price,n,open\\nA,3.0,1,true\\nB,4.5,2,false\").to_string()"
        );
        assert_eq!(evaluate(&after).as_deref(), Ok("true"), "{code}");
    }
}

#[test]
fn the_order_of_columns_can_be_said() {
    for (code, expected) in [
        (
            r#"let m = #{b: [1], a: [2]}; table(m, ["b", "a"]).columns"#,
            r#"["b", "a"]"#,
        ),
        (
            r#"let rows = [#{b: 1, a: 2}]; table(rows, ["b"]).columns"#,
            r#"["b"]"#,
        ),
        (
            r#"table(table(#{b: [1], a: [2]}), ["b", "a"]).columns"#,
            r#"["b", "a"]"#,
        ),
        (
            r#"table(dict([["b", [1]], ["a", [2]]])).columns"#,
            r#"["b", "a"]"#,
        ),
    ] {
        let run = run(code);
        assert_eq!(
            (run.error.as_deref(), run.value.as_str()),
            (None, expected),
            "{code}"
        );
        assert_eq!(
            run.warnings.len(),
            usize::from(code.starts_with("table(table(#")),
            "{code}"
        );
    }
    let run = run("let m = #{b: [1], a: [2]}; table(m).columns");
    assert!(
        run.warnings[0].contains("table(data, [\"a\", \"b\"])"),
        "{:?}",
        run.warnings
    );
    assert!(
        evaluate(r#"table(#{b: [1]}, ["c"])"#)
            .unwrap_err()
            .contains("no column \"c\"")
    );
}

#[test]
fn html_is_escaped_headed_and_abridged() {
    let run = run(
        r#"let who = []; for i in 0..100 { who.push(`a&${i}`) } display(table(#{"<b>": 0..100, who: who}))"#,
    );
    assert_eq!(run.error, None);
    let display = &run.displays[0].0;
    let html = display.get(HTML).unwrap();
    assert!(
        html.contains(r#"<th scope="col""#)
            && html.contains("&lt;b&gt;")
            && html.contains("a&amp;99")
    );
    assert_eq!(html.matches("<tr>").count(), 1 + 20 + 1 + 20);
    assert!(html.contains("… 60 rows more …") && html.contains("100 rows"));
    let text = display.get(crate::display::TEXT).unwrap();
    assert_eq!(text.lines().count(), 1 + 20 + 1 + 20 + 1);
    assert!(text.ends_with("(100 rows)"), "{text}");
}

#[test]
fn mistakes_say_what_to_do() {
    let t = r#"let t = table(#{volume: [1, 2], who: ["a", "b"], mixed: [1, "a"]});"#;
    for (code, words) in [
        (
            "t[\"volme\"]",
            ["no column \"volme\"", "Did you mean `volume`?"],
        ),
        (
            "t.zzz",
            ["no column \"zzz\"", "\"mixed\", \"volume\", \"who\""],
        ),
        (
            "t.columns = [\"a\"]",
            ["1 names were given for 3 columns", "each column"],
        ),
        ("t[2]", ["row 2 is out of range", "2 rows"]),
        ("t.sort_by(\"mixed\")", ["can't be sorted", "text (\"a\")"]),
        (
            "t.with_format(\"who\", \".2f\")",
            ["unknown format code 'f' for text", "numbers"],
        ),
        (
            "t[\"new\"] = [1]",
            ["column \"new\" has 1 value ", "column \"mixed\" has 2"],
        ),
        (
            "table([[1, 2]])",
            ["at 0 it has a list", "name the columns"],
        ),
        (
            "table([[1, 2], [1]], [\"a\", \"b\"])",
            ["row 1 has 1 values for 2 columns", "each"],
        ),
        ("table(5)", ["data must be something to loop over", "5"]),
        ("table(#{a: 5})", ["column \"a\" must be something", "5"]),
        (
            "table([[1, 2]], [\"a\", \"a\"])",
            ["two columns are named \"a\"", "a name of its own"],
        ),
    ] {
        let error = evaluate(&format!("{t} {code}")).unwrap_err();
        assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
    }
}
