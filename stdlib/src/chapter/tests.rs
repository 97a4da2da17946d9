//! The chapter's functions as a cell calls them.

use crate::display::HTML;
use crate::testing::{self, Bench, check_examples};

/// Runs a cell with the chapter's numbers and the second listing's rubric at hand.
fn run(code: &str) -> testing::Run {
    const GIVEN: &str = r#"
        let p = 3.0 / 1e6; let F = 1500.0; let m = 0.20 / 1e6;
        let criteria = ["privacy", "cost@scale", "capability", "control", "ops_ease"];
        let weights = [0.30, 0.25, 0.20, 0.15, 0.10];
        let candidates = [
            ["Closed API (GPT/Claude/Gemini)", [2, 4, 10, 3, 9]],
            ["Open self-host (Llama/Qwen)", [10, 9, 7, 9, 4]],
            ["Open via managed endpoint", [5, 6, 7, 6, 8]],
        ];
    "#;
    let mut bench = Bench::new();
    assert_eq!(bench.run(GIVEN).error, None);
    bench.run(code)
}

#[track_caller]
fn gives(code: &str, expected: &str) {
    let run = run(code);
    assert_eq!(run.error, None, "{code}");
    assert_eq!(run.value, expected, "{code}");
}

#[track_caller]
fn fails(code: &str, words: &[&str]) {
    let message = run(code).error.expect(code);
    for word in words {
        assert!(
            message.contains(word),
            "{code}: {message:?} does not say {word:?}"
        );
    }
}

#[track_caller]
fn html(code: &str) -> String {
    let run = run(&format!("display({code});"));
    assert_eq!(run.error, None, "{code}");
    run.displays[0]
        .0
        .get(HTML)
        .expect("it has HTML")
        .to_string()
}

/// The numbers of a list.
fn floats(code: &str) -> Vec<f64> {
    let run = run(code);
    assert_eq!(run.error, None, "{code}");
    let inner = run.value.trim_matches(['[', ']']).split(", ");
    inner.map(|x| x.parse().unwrap_or(f64::NAN)).collect()
}

#[test]
fn the_examples_do_what_they_say() {
    let sources = [
        include_str!("costs.rs"),
        include_str!("rubric/ranking.rs"),
        include_str!("rubric/flip.rs"),
        include_str!("license.rs"),
        include_str!("decide.rs"),
        include_str!("quiz.rs"),
        include_str!("exercise.rs"),
        include_str!("scenario/functions.rs"),
        include_str!("scenario/comparison.rs"),
        include_str!("sensitivity.rs"),
    ];
    for source in sources {
        assert!(check_examples(source) > 0);
    }
}

#[test]
fn costs_are_those_of_the_equations() {
    gives("api_cost(p, 2e9) == p * 2e9", "true");
    gives("self_host_cost(F, m, 2e9) == F + m * 2e9", "true");
    gives("breakeven(p, F, m) == F / (p - m)", "true");
    gives("p.api_cost(1_000_000)", "3.0");
    gives("np::api_cost(p, 0)", "0.0");
    gives("type_of(api_cost(1, 2))", "\"float\"");
    gives("api_cost(0.5, [2, 4])", "[1. 2.]");
    gives("api_cost([0.5, 1], array([2, 4]))", "[1. 4.]");
    gives("api_cost([[1], [2]], [1, 2, 3]).shape", "[2, 3]");
    gives("self_host_cost([1, 2], 0.5, 1..3)", "[1.5 3. ]");
    gives("breakeven([3, 5], [2, 4], 1)", "[1. 1.]");
}

#[test]
fn the_cheaper_one_has_its_name() {
    gives("cheaper(p, F, m, 1e8)", "\"API\"");
    gives("cheaper(p, F, m, 1e9)", "\"self-host\"");
    gives("cheaper(p, F, m, breakeven(p, F, m))", "\"TIE\"");
    gives(
        "cheaper(p, F, m, [1e8, F / (p - m), 1e9])",
        r#"["API", "TIE", "self-host"]"#,
    );
    // A gap of one part in a hundred million is not a tie.
    gives(
        "cheaper(p, F, m, breakeven(p, F, m) * (1.0 - 1e-7))",
        "\"API\"",
    );
    gives("cheaper(1e-7, 0, 2e-7, 0)", "\"TIE\"");
}

#[test]
fn bad_costs_are_refused_by_name() {
    fails("api_cost(-p, 1)", &["p must be more than zero"]);
    fails(
        "api_cost(3 / 1000000, 1)",
        &["p must be more than zero, not 0.0"],
    );
    fails("api_cost(p, -5)", &["n must be zero or more, not -5.0"]);
    fails("api_cost(p, [1.0, -5.0])", &["n[1] must be zero or more"]);
    fails("api_cost(p, [])", &["n is empty"]);
    fails(
        "api_cost(p, 1.0 / 0.0)",
        &["n must be a finite number, not inf"],
    );
    fails(
        "api_cost(0.0 / 0.0, 1)",
        &["p must be a finite number, not nan"],
    );
    fails("api_cost(\"3\", 1)", &["p must be", "text (\"3\")"]);
    fails(
        "api_cost([p, p], [1, 2, 3])",
        &["p has 2 values and n has 3"],
    );
    fails("self_host_cost(-F, m, 1)", &["F must be zero or more"]);
    fails("self_host_cost(F, -m, 1)", &["m must be zero or more"]);
    fails(
        "breakeven(m, F, p)",
        &["never catches up", "$0.20 per million", "the $3.00"],
    );
    // A marginal cost of 0.20 / 1e6 is 2.0000000000000002e-7: nobody wants to read that.
    fails(
        "breakeven(m / 2.0, F, m)",
        &["$0.10 per million", "the $0.20"],
    );
    fails(
        "breakeven(p, F, p * (1.0 + 1e-15))",
        &["$3.0 per million", "$3.00000000000000"],
    );
    fails(
        "breakeven(0.0040 / 1e6, 30.0, 0.0041 / 1e6)",
        &["$0.0040 per million", "less than the $0.0041"],
    );
    fails("breakeven(p, F, p)", &["never catches up", "no more than"]);
    fails("breakeven(0, F, m)", &["p must be more than zero"]);
    fails(
        "breakeven([p, m], F, m)",
        &["never catches up", "value 1 of"],
    );
    fails("api_cost(1e200, 1e200)", &["p and n give inf"]);
    fails("breakeven(1e-300, 1e300, 0)", &["inf"]);
    fails("breakeven(p, -F, m)", &["F must be zero or more"]);
    fails("cheaper(p, F, m, -1)", &["n must be zero or more"]);
}

#[test]
fn the_rubric_ranks_as_the_second_listing() {
    gives(
        "score_rubric(criteria, weights, candidates).winner",
        "\"Open self-host (Llama/Qwen)\"",
    );
    gives(
        "score_rubric(criteria, weights, candidates).names[2]",
        "\"Closed API (GPT/Claude/Gemini)\"",
    );
    gives(
        "score_rubric(criteria, weights, candidates)[-1].score",
        "4.95",
    );
    gives(
        "let out = []; for row in score_rubric(criteria, weights, candidates) { out.push(row.rank) } out",
        "[1, 2, 3]",
    );
    gives(
        "score_rubric([\"a\"], [1], #{z: [1], b: [2]}).names",
        r#"["b", "z"]"#,
    );
}

#[test]
fn ties_keep_the_given_order_and_share_a_rank() {
    // 0.1 × 3 and 0.3 × 1 differ in the last bit, which Rhai's own comparison overlooks but a sort would not.
    let tie = r#"score_rubric(["a", "b", "c"], [0.1, 0.3, 0.6], [["second", [0, 1, 0]], ["first", [3, 0, 0]], ["best", [3, 1, 0]]])"#;
    gives(&format!("{tie}.names"), r#"["best", "second", "first"]"#);
    gives(&format!("{tie}.rows.map(|row| row.rank)"), "[1, 2, 2]");
    assert_ne!(0.1 * 3.0, 0.3 * 1.0);
}

#[test]
fn bad_rubrics_are_refused_by_name() {
    fails(
        "score_rubric(criteria, [0.3, 0.25, 0.2, 0.15, 0.2], candidates)",
        &["sum to 1, not 1.1"],
    );
    fails(
        "score_rubric(criteria, [0.5, 0.5], candidates)",
        &["criteria has 5 values and weights has 2"],
    );
    fails(
        "score_rubric(criteria, [1.3, -0.3, 0, 0, 0], candidates)",
        &["weight of \"cost@scale\"", "zero or more"],
    );
    fails(
        "score_rubric(criteria, [0.0/0.0, 1, 0, 0, 0], candidates)",
        &["weight of \"privacy\"", "nan"],
    );
    fails(
        "score_rubric([\"a\"], [1], [[\"X\", [11]]])",
        &["\"X\"", "\"a\"", "from 0 to 10, not 11.0"],
    );
    fails(
        "score_rubric([\"a\"], [1], [[\"X\", [-1]]])",
        &["\"X\"", "from 0 to 10, not -1.0"],
    );
    fails(
        "score_rubric([\"a\"], [1], [[\"X\", [1, 2]]])",
        &["\"X\" has 2 scores and there are 1 criteria"],
    );
    fails(
        "score_rubric([\"a\"], [1], [[\"X\", [1]], [\"X\", [2]]])",
        &["\"X\" twice"],
    );
    fails("score_rubric([\"a\"], [1], [])", &["candidates is empty"]);
    fails("score_rubric([], [], [])", &["criteria is empty"]);
    fails(
        "score_rubric([\"a\"], [1], [[\"X\", \"ten\"]])",
        &["scores of \"X\"", "text"],
    );
    fails(
        "score_rubric([\"a\"], [1], 7)",
        &["candidates must be a dict"],
    );
    fails(
        "score_rubric([\"a\"], [1], [[\"X\"]])",
        &["candidates[0] must be a pair"],
    );
}

#[test]
fn the_flip_point_is_where_two_candidates_score_the_same() {
    gives(
        "let f = flip_point(criteria, weights, candidates, \"capability\"); [f.to, f.weight_down]",
        r#"["Closed API (GPT/Claude/Gemini)", ()]"#,
    );
    // Put the flip weight back into the rubric: the two must then tie at the top.
    gives(
        r#"let w = flip_point(criteria, weights, candidates, "capability").weight;
           let at = weights.map(|x| x * (1.0 - w) / 0.8); at[2] = w;
           let r = score_rubric(criteria, at, candidates);
           [r.rows[0].rank, r.rows[1].rank, r.rows[2].rank]"#,
        "[1, 1, 3]",
    );
    gives(
        "flip_point(criteria, weights, candidates, \"privacy\").weight == ()",
        "true",
    );
    fails(
        "flip_point(criteria, weights, candidates, \"speed\")",
        &["criterion must be one of \"privacy\"", "\"speed\""],
    );
    fails(
        "flip_point([\"a\"], [1], [[\"X\", [1]]], \"a\")",
        &["\"a\" has all the weight"],
    );
}

#[test]
fn the_flip_point_agrees_with_a_search() {
    // Against a scan of weights, over rubrics that a small generator makes.
    let mut state = 12345_u64;
    let mut next = move |below: u64| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) % below
    };
    for _ in 0..60 {
        let scores: Vec<[u64; 3]> = (0..4).map(|_| [next(11), next(11), next(11)]).collect();
        let list: Vec<String> = scores
            .iter()
            .enumerate()
            .map(|(i, s)| format!("[\"c{i}\", {s:?}]"))
            .collect();
        let rubric = format!(
            r#"["a", "b", "c"], [0.25, 0.25, 0.5], [{}]"#,
            list.join(", ")
        );
        let flip = floats(&format!(
            r#"let f = flip_point({rubric}, "a");
               let place = |name| ["c0", "c1", "c2", "c3"].index_of(name) * 1.0;
               [f.weight ?? -1.0, place.call(f.to), place.call(f.winner)]"#
        ));
        let (weight, to, winner) = (flip[0], flip[1] as i64, flip[2] as i64);
        let best = |t: f64| {
            let total = |s: &[u64; 3]| {
                t * s[0] as f64 + (1.0 - t) * (s[1] as f64 + 2.0 * s[2] as f64) / 3.0
            };
            let top = scores.iter().map(total).fold(f64::MIN, f64::max);
            // Whoever is within rounding of the top could be said to win.
            scores
                .iter()
                .enumerate()
                .filter(|(_, s)| top - total(s) < 1e-9)
                .map(|(i, _)| i as i64)
                .collect::<Vec<_>>()
        };
        let changes = (250..1000)
            .map(|i| i as f64 / 1000.0)
            .find(|t| !best(*t).contains(&winner));
        match changes {
            Some(seen) => {
                assert!(
                    (seen - weight).abs() <= 0.0011,
                    "{rubric}: {weight} against {seen}"
                );
                assert!(best(seen).contains(&to), "{rubric}");
            }
            // A change in the last thousandth is past the scan.
            None => assert!(weight == -1.0 || weight >= 0.999, "{rubric}: {weight}"),
        }
    }
}

#[test]
fn licences_answer_for_each_posture_and_use() {
    gives(
        "let m = license_matrix(); let n = 0; for a in m.postures { for b in m.uses { if m.permits(a, b) in [\"yes\", \"conditional\", \"no\"] { n += 1 } } } n",
        "24",
    );
    gives(
        "license_matrix().uses.filter(|u| license_matrix().permits(\"closed API\", u) == \"no\")",
        r#"["hold the weights", "fine-tune the base"]"#,
    );
    gives(
        "license_matrix().permits(\"non-commercial\", \"sell a product\")",
        "\"no\"",
    );
    fails(
        "license_matrix().permits(\"gpl\")",
        &["no posture \"gpl\"", "\"permissive\""],
    );
    fails(
        "license_matrix().permits(\"permissive\", \"eat\")",
        &["no use \"eat\"", "\"sell a product\""],
    );
    // Colour never tells alone: each cell has its mark and its word.
    let text = testing::evaluate("str(license_matrix())").unwrap();
    let totals = text
        .split("\\n")
        .find(|line| line.starts_with("permits, of 6"))
        .expect("a line of totals");
    assert_eq!(
        totals.split_whitespace().skip(3).collect::<Vec<_>>(),
        ["4", "6", "6", "4"]
    );
    let html = html("license_matrix()");
    for (mark, answer) in [("✓", "yes"), ("~", "conditional"), ("✗", "no")] {
        assert!(
            html.contains(&format!("{mark} {answer}</strong>")),
            "{mark} {answer}"
        );
    }
    assert_eq!(html.matches("<td style").count(), 24 + 4);
    let (_, totals) = html.split_once("<tfoot>").expect("totals");
    let totals = totals.split("<strong>").skip(1);
    assert_eq!(totals.map(|cell| &cell[..1]).collect::<String>(), "4664");
}

#[test]
fn every_set_of_answers_leads_somewhere() {
    for bits in 0..16 {
        let [privacy, high_volume, frontier, thin_ops] = [8, 4, 2, 1].map(|bit| bits & bit != 0);
        let code = format!(
            "decide(#{{privacy: {privacy}, high_volume: {high_volume}, frontier: {frontier}, thin_ops: {thin_ops}}}).recommendation"
        );
        let expected = match (privacy, frontier, high_volume, thin_ops) {
            (true, ..) => "self-host open weights",
            (_, true, ..) => "closed API",
            (_, _, _, true) => "open weights on a managed endpoint",
            (_, _, true, false) => "self-host open weights",
            _ => "closed API",
        };
        gives(&code, &format!("{expected:?}"));
    }
    gives("decide(#{}).factor", "\"low_volume\"");
    // The whole tree is shown, and the way through it stands out.
    let html = html("decide(#{high_volume: true, thin_ops: true})");
    assert_eq!(html.matches("<li").count(), 11);
    let lit: Vec<&str> = html
        .split("<strong>")
        .skip(1)
        .map(|rest| rest.split("</strong>").next().unwrap_or_default())
        .collect();
    assert_eq!(
        lit,
        [
            "open weights on a managed endpoint",
            "must prompts stay in the house?",
            "no → will only the very best model do?",
            "no → is the volume high and steady?",
            "yes → are there few people to run servers?",
            "yes → open weights on a managed endpoint",
        ]
    );
    gives("decide(#{privacy: true}).path.len()", "1");
    fails(
        "decide(#{privcy: true})",
        &["\"privcy\"", "privacy, high_volume, frontier, thin_ops"],
    );
    fails("decide(#{privacy: 1})", &["privacy must be true or false"]);
    fails("decide(true)", &["needs must be a map"]);
}

#[test]
fn a_quiz_grades_and_explains() {
    gives("quiz(\"A\", false, \"B\").check(false).right", "true");
    gives("quiz(\"A\", false, \"B\").check(true).why", "\"B\"");
    fails(
        "quiz(\"A\", \"false\", \"B\")",
        &["answer must be true or false"],
    );
    fails("quiz(\"\", true, \"B\")", &["question is empty"]);
    assert!(html("quiz(\"<b>\", true, \"\")").contains("&lt;b&gt;"));
    assert!(!html("quiz(\"q\", true, \"the secret\")").contains("secret"));
    let answered = "quiz(\"The statement.\", false, \"So it is.\").check(true)";
    assert!(html(answered).contains("The statement.") && html(answered).contains("So it is."));
    gives(
        &format!("str({answered})"),
        r#""The statement.\nNot quite: the statement is false. So it is.""#,
    );
}

const GPU: &str = r#"let s = scenario(#{name: "one GPU", price: p, fixed: F, marginal: m}); "#;

#[test]
fn a_scenario_gives_what_the_functions_give() {
    gives(&format!("{GPU} s.breakeven == breakeven(p, F, m)"), "true");
    gives(
        &format!("{GPU} s.api_cost(7e8) == api_cost(p, 7e8)"),
        "true",
    );
    gives(
        &format!("{GPU} s.self_host_cost(7e8) == self_host_cost(F, m, 7e8)"),
        "true",
    );
    gives(
        &format!("{GPU} s.cheaper([1e8, 1e9])"),
        r#"["API", "self-host"]"#,
    );
    gives(
        &format!(
            "{GPU} let t = s.with(#{{price: 2.0 * p}}); [t.price == 2.0 * p, s.price == p, t.name]"
        ),
        r#"[true, true, "one GPU"]"#,
    );
    gives(
        &format!("{GPU} let t = s; t.price = 2.0 * p; [t.price == 2.0 * p, s.price == p]"),
        "[true, true]",
    );
    fails(
        &format!("{GPU} s.fixed = -1"),
        &["fixed must be zero or more"],
    );
    gives(
        &format!("{GPU} [s == s.with(#{{}}), s != s.with(#{{fixed: 1}})]"),
        "[true, true]",
    );
}

#[test]
fn bad_scenarios_are_refused_by_name() {
    fails(
        "scenario(#{price: p, fixed: F})",
        &["scenario needs marginal, in dollars per token"],
    );
    fails(
        "scenario(#{price: p, fixd: F, marginal: m})",
        &[
            "\"fixd\"",
            "name, price, fixed, marginal",
            "Did you mean `fixed`?",
        ],
    );
    fails(
        "scenario(#{price: 0, fixed: F, marginal: m})",
        &["price must be more than zero"],
    );
    fails(
        "scenario(#{price: p, fixed: -1, marginal: m})",
        &["fixed must be zero or more"],
    );
    fails(
        "scenario(#{price: 1.0 / 0.0, fixed: 1, marginal: m})",
        &["price must be a finite number"],
    );
    fails(
        "scenario(#{price: \"3\", fixed: 1, marginal: m})",
        &["price must be a number", "text"],
    );
    fails("scenario(3)", &["numbers must be a map", "scenario(#{name"]);
    fails(
        "scenario(#{price: m, fixed: F, marginal: p}).breakeven",
        &["never catches up"],
    );
    fails(
        &format!("{GPU} s.with(#{{cost: 1}})"),
        &["\"cost\"", "it knows name, price"],
    );
    fails(&format!("{GPU} s.table([])"), &["volumes is empty"]);
    fails(
        &format!("{GPU} s.plot([-1])"),
        &["volumes[0] must be zero or more"],
    );
    fails(
        &format!("{GPU} compare([s, s])"),
        &["two scenarios are called \"one GPU\""],
    );
    fails(
        &format!("{GPU} compare([s, 1])"),
        &["scenarios[1] must be a scenario", "whole number"],
    );
}

#[test]
fn the_table_is_the_first_listings() {
    let run = run("print(breakeven_table(p, F, m, [1e8, 3e8, F / (p - m), 8e8, 2e9]))");
    let expected = "\
volume(M)  API $/mo  self-host $/mo  cheaper
    100.0       300           1,520  API
    300.0       900           1,560  API
    535.7     1,607           1,607  TIE
    800.0     2,400           1,660  self-host
  2,000.0     6,000           1,900  self-host";
    assert_eq!(run.printed.trim_end(), expected);
    fails("breakeven_table(p, F, m, [])", &["volumes is empty"]);
    fails(
        "breakeven_table(p, F, m, [[1, 2]])",
        &["volumes must be a plain list"],
    );
    fails(
        "breakeven_table(0, F, m, [1])",
        &["p must be more than zero"],
    );
}

#[test]
fn a_comparison_has_a_row_and_lines_for_each_scenario() {
    let two = format!("{GPU} let c = compare([s, s.with(#{{name: \"none\", marginal: p}})]);");
    gives(&format!("{two} c.table[\"breakeven(M)\"][1]"), "\"never\"");
    gives(&format!("{two} c.table.len()"), "2");
    let html = html(&format!("{{ {two} c }}"));
    // One line for the API that both share, one for each way of owning.
    assert!(html.contains("one GPU: self-host") && html.contains("none: self-host"));
    assert!(!html.contains("one GPU: API"));
}

#[test]
fn a_sensitivity_grid_holds_breakevens() {
    let grid =
        format!("{GPU} let g = sensitivity(s, #{{price: [p, 2.0 * p, m], fixed: [1000, 2000]}});");
    gives(&format!("{grid} g.values.shape"), "[2, 3]");
    gives(
        &format!("{grid} g.values.at(1, 1) == breakeven(2.0 * p, 2000, m)"),
        "true",
    );
    gives(
        &format!("{grid} g.values.at(0, 2) == 1.0 / 0.0 || g.values.at(0, 2) > 1e300"),
        "true",
    );
    gives(
        &format!("{GPU} sensitivity(s, #{{fixed: [1, 2]}}).values.shape"),
        "[1, 2]",
    );
    let text = run(&format!("{grid} print(g)")).printed;
    assert!(text.contains("never") && text.contains("$2,000"), "{text}");
    let html = html(&format!("{{ {grid} g }}"));
    assert_eq!(html.matches("<td style").count(), 6);
    fails(
        &format!("{GPU} sensitivity(s, #{{}})"),
        &["one or two of fixed, marginal and price, not 0"],
    );
    fails(
        &format!("{GPU} sensitivity(s, #{{price: []}})"),
        &["price is empty"],
    );
    fails(
        &format!("{GPU} sensitivity(s, #{{price: [0.0]}})"),
        &["price must be more than zero"],
    );
    fails(
        &format!("{GPU} sensitivity(s, #{{n: [1]}})"),
        &["\"n\"", "fixed, marginal, price"],
    );
}

#[test]
fn small_prices_and_volumes_keep_their_digits() {
    let two = r#"let a = scenario(#{name: "oss", price: 0.04 / 1e6, fixed: 30.0, marginal: 0.0053 / 1e6});
        let b = scenario(#{name: "lite", price: 0.075 / 1e6, fixed: 61.32, marginal: 0.002 / 1e6});"#;
    let table = run(&format!("{two} print(compare([a, b]).table);")).printed;
    for word in ["0.0400", "0.0750", "0.0053", "0.0020", "30.00", "61.32"] {
        assert!(table.contains(word), "{word}: {table}");
    }
    let shown = run(&format!("{two} print(b);")).printed;
    assert!(
        shown.contains("$0.002 per million") && shown.contains("$61.32 a month"),
        "{shown}"
    );
    let small = run("print(breakeven_table(3.0 / 1e6, 0.4, 0.0, [20_000, 40_000]));").printed;
    assert!(
        small.contains("0.02") && small.contains("0.06") && small.contains("0.40"),
        "{small}"
    );
}

#[test]
fn a_flip_point_is_told_in_a_line() {
    let two = r#"[["API", [2, 10]], ["own", [10, 6]]]"#;
    for (criterion, line) in [
        (
            "privacy",
            "privacy (0.500 now): own wins from 0.333 up, API below it",
        ),
        (
            "power",
            "power (0.500 now): own wins up to 0.667, API above it",
        ),
    ] {
        let code = format!(
            "print(flip_point([\"privacy\", \"power\"], [0.5, 0.5], {two}, \"{criterion}\"));"
        );
        assert_eq!(run(&code).printed.trim(), line);
    }
    let none =
        run(r#"print(flip_point(["a", "b"], [0.5, 0.5], [["X", [9, 9]], ["Y", [1, 1]]], "a"));"#);
    assert_eq!(none.printed.trim(), "a (0.500 now): X wins at any weight");
}
