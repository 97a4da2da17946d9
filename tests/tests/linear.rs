//! What is done with a cell before it runs takes time in proportion to its length, and can be stopped.
//!
//! Times are those of the processor, the least of several, and one that is too long is measured again: the machine may be
//! busy.

use std::rc::Rc;
use std::time::Instant;

use rhaibook_session::{Cell, Completeness, Diagnostic, Nobody, Outcome, Session};
use rhaibook_tests::{on_big_stack, with_notebook};

/// How much longer twice the cell may take.
const TWICE: f64 = 2.4;

/// Cells of so many lines, by what they consist of.
fn shapes(lines: usize) -> Vec<(&'static str, String)> {
    let cell = |first: &str, line: fn(usize) -> String| {
        let mut code = format!("{first}\n");
        for i in 0..lines {
            code.push_str(&line(i));
            code.push('\n');
        }
        code
    };
    vec![
        ("assignments", cell("let x = 0;", |_| "x = x + 1;".into())),
        (
            "method calls",
            cell("let xs = [1];", |_| "xs.map(|v| v);".into()),
        ),
        (
            "texts",
            cell("let x = 1; let s = \"\";", |i| {
                format!("s = `a ${{x}} b ${{x + {i}}}`;")
            }),
        ),
        (
            "maps",
            cell("let x = 1; let m = #{};", |i| {
                format!("m = #{{a: {i}, b: x}};")
            }),
        ),
        (
            "functions",
            cell("let y = 1;", |i| format!("fn f{i}(a) {{ a + y }}")),
        ),
    ]
}

/// The processor's time that this thread has taken, in seconds.
fn taken(since: Instant) -> f64 {
    // Only what is on no processor is up to date.
    std::thread::yield_now();
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64(), |n| n * 1e-9)
}

/// How long it takes to do all that is done with a cell, where nothing has been measured better before.
fn measure(code: &str, best: f64) -> f64 {
    let cell = Cell { label: "1", code };
    let mut session = Session::new(Rc::new(Nobody));
    session.keep_records();
    let since = Instant::now();
    let before = taken(since);
    assert!(matches!(session.check(cell), Completeness::Complete));
    session.reads_and_writes(code);
    session.complete(code, code.len());
    session.inspect(code, code.len(), 0);
    let outcome = session.execute(cell);
    let took = taken(since) - before;
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    best.min(took)
}

#[test]
fn twice_the_cell_takes_twice_the_time() {
    on_big_stack(|| {
        let sizes = [2000, 4000, 8000];
        for shape in 0..shapes(1).len() {
            let cells = sizes.map(|lines| shapes(lines).swap_remove(shape));
            let mut best = [f64::INFINITY; 3];
            let slow = |best: &[f64; 3]| best.windows(2).any(|pair| pair[1] > TWICE * pair[0]);
            for round in 0..12 {
                for (best, (_, code)) in best.iter_mut().zip(&cells) {
                    *best = measure(code, *best);
                }
                if round > 0 && !slow(&best) {
                    break;
                }
            }
            println!("{:12} {best:.3?}", cells[0].0);
            assert!(
                !slow(&best),
                "{}: {best:?} s for {sizes:?} lines",
                cells[0].0
            );
        }
    });
}

#[test]
fn a_large_cell_is_checked_at_once() {
    on_big_stack(|| {
        for (name, code) in shapes(95_000) {
            let code = &code[..code[..1_000_000.min(code.len())].rfind('\n').unwrap()];
            let session = Session::new(Rc::new(Nobody));
            let since = Instant::now();
            let before = taken(since);
            let checked = session.check(Cell { label: "1", code });
            let took = taken(since) - before;
            println!("{name:12} {took:.3} s for {} bytes", code.len());
            assert!(matches!(checked, Completeness::Complete), "{checked:?}");
            // A second where it is optimised; here it is not.
            assert!(took < 20.0, "{name}: {took} s");
        }
    });
}

#[test]
fn a_long_cell_does_what_a_short_one_does() {
    let between: String = (0..600).map(|i| format!("let name{i} = {i};\n")).collect();
    for (first, last) in [
        ("fn f(x) { x + 1 }", "let g = |xs| xs.map(f); g.call([1])"),
        ("fn f(x) { x + 1 }", "[1].map(|v| f(v))"),
        ("fn f(x) { x + 1 }", "let f = 3; f + 1"),
        ("fn f() { 1 }", "fn f() { 2 } f()"),
        ("const C = 1;", "C = 2"),
        ("const C = 1;", "let C = 2; C"),
        ("let a = 1;", "let f = || a += 1; f.call(); a"),
        ("let a = 1;", "fn f() { a = 2; } f(); a"),
        ("let a = 1;", "fn f() { a + 1 } a = 3; f()"),
        ("let a = 1; let f = |x| x + a;", "a = 5; f.call(1)"),
        ("let a = [1];", "a.push(2); a.map(|v| v + a.len())"),
        ("let a = 1; if a == 1 { return 7; }", "a = 2; a"),
        ("let a = 1", "let b = 2;"),
        ("let a = 1;", "a = ;"),
        ("let a = 7;", "let `"),
        ("let a = 7;", "a / 2 + nope"),
        ("let a = 7;", "for a in 0..3 { a == 1; }"),
    ] {
        with_notebook(|notebook| {
            let mut said = Vec::new();
            for code in [
                format!("{first}\n{last}"),
                format!("{first}\n{between}{last}"),
            ] {
                let ran = notebook.run("1", &code);
                let place = |d: &Diagnostic| d.span.map(|(from, to)| code[from..to].to_string());
                let names = notebook.session.reads_and_writes(&code).reads;
                let failed = ran
                    .diagnostic()
                    .map(|d| (d.code, d.message.replace("302", "2"), place(d)));
                let warned = ran.warnings().len();
                said.push((ran.value().map(str::to_string), failed, warned, names));
                notebook.must("%reset");
            }
            assert_eq!(said[0], said[1], "{first} … {last}");
        });
    }
}

#[test]
fn stop_ends_a_cell_that_is_still_read() {
    let mut cells = shapes(20_000);
    cells.push(("one list", format!("let xs = [{}1];", "1, ".repeat(50_000))));
    cells.push((
        "one text",
        format!("let s = `{}`;", "a ${1} ".repeat(20_000)),
    ));
    cells.push((
        "a fault",
        format!("{}let = ;", "n = n + 1;\n".repeat(20_000)),
    ));
    for (name, code) in cells {
        with_notebook(|notebook| {
            notebook.must("let n = 7; let kept = [1];");
            for ticks in [0, 2, 20, 40] {
                notebook.stop_after(ticks);
                let ran = notebook.run("2", &format!("n = 8;\n{code}"));
                assert!(
                    matches!(ran.outcome, Outcome::Interrupted(_)),
                    "{name} after {ticks}: {:?}",
                    ran.diagnostic().map(|d| &d.plain)
                );
                assert_eq!(
                    notebook.must("n").value(),
                    Some("7"),
                    "{name} after {ticks}"
                );
            }
            assert_eq!(notebook.must("kept.len()").value(), Some("1"), "{name}");
        });
    }
}
