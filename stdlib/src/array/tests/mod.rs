//! What the arrays do, asked in the language itself.

use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult};

use crate::display::Display;
use crate::fault::Fault;
use crate::host::{self, Host, Stream, Unanswered};
use crate::{Library, value};

mod printing;

/// A world with nobody in it.
struct Nobody;

impl Host for Nobody {
    fn text(&self, _: Stream, _: &str) {}
    fn display(&self, _: &Display, _: Option<&str>) {}
    fn update(&self, _: &Display, _: &str) {}
    fn clear(&self, _: bool) {}
    fn ask(&self, _: &str, _: bool) -> Result<String, Unanswered> {
        Err(Unanswered::NotAllowed)
    }
    fn sleep(&self, _: f64) {}
    fn now(&self) -> f64 {
        0.0
    }
    fn entropy(&self) -> u64 {
        1
    }
    fn interrupted(&self) -> bool {
        false
    }
    fn warn(&self, _: &str) {}
}

/// An engine with the library.
pub(crate) fn engine() -> Engine {
    host::install(Rc::new(Nobody));
    let mut engine = Engine::new_raw();
    Library::new().install(&mut engine);
    engine
}

/// What a cell of this text shows, or `error: ` and the message.
pub(crate) fn shown(engine: &Engine, code: &str) -> String {
    match engine.eval::<Dynamic>(code) {
        Ok(value) => value::repr(&value),
        Err(error) => format!("error: {}", message(&error)),
    }
}

fn message(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorRuntime(value, _) if value.is::<Fault>() => {
            value.clone_cast::<Fault>().to_string()
        }
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => message(inner),
        _ => error.to_string(),
    }
}

/// Runs a transcript: lines of `code // => value` or `code // error: words`.
pub(crate) fn transcript(text: &str) {
    let engine = engine();
    let mut failed = Vec::new();
    // A line break in a value is written ⏎.
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some((code, wanted)) = line.split_once("// => ") {
            let got = shown(&engine, code);
            if got != wanted.replace('⏎', "\n") {
                failed.push(format!("{code}\n  wanted {wanted}\n  got    {got}"));
            }
        } else if let Some((code, wanted)) = line.split_once("// error: ") {
            let got = shown(&engine, code);
            if !got.starts_with("error: ") || !got.contains(wanted) {
                failed.push(format!("{code}\n  wanted error: {wanted}\n  got    {got}"));
            }
        } else {
            panic!("neither a value nor an error is expected: {line}");
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn operators_take_every_pair_of_sides() {
    transcript(
        r#"
        array([1, 2, 3]) / 2              // => [0.5 1.  1.5]
        2 / array([1, 2, 4])              // => [2.  1.  0.5]
        array([1, 2]) + 1.5               // => [2.5 3.5]
        array([1, 2]) + [10, 20]          // => [11 22]
        [10, 20] - array([1, 2])          // => [ 9 18]
        array([1, 2, 3]) * (0..3)         // => [0 2 6]
        (0..=2) ** array([2, 2, 2])       // => [0 1 4]
        array([true, false]) * 2.0        // => [2. 0.]
        true + array([1, 2])              // => [2 3]
        -array([1, -2])                   // => [-1  2]
        array([7, -7]) % 3                // => [1 2]
        array([2, 3]) ** -1               // => [0.5        0.33333333]
        array([1, 2, 3]) == 2             // => [false  true false]
        2 == array([1, 2, 3])             // => [false  true false]
        array([1.0, 2.0]) == [1, 2]       // => [ true  true]
        [1, 3] != array([1, 2])           // => [false  true]
        array([1, 2]) != array([1.0, 2.5]) // => [false  true]
        3 < array([1, 5])                 // => [false  true]
        array([1, 5]) >= (1..3)           // => [ true  true]
        array([1, 2]) == ()               // => false
        () != array([1, 2])               // => true
        array([1, 2]) == "a"              // error: == can't be used between an array and text
        #{} == array([1])                 // error: == can't be used between an array and a map
        array([1, 2]) == ["a", "b"]       // error: item 0 is text
        array([1, 2]) + array([1, 2, 3])  // error: + can't match shapes (2,) and (3,)
        array([[1, 2], [3, 4]]) + [10, 20] // => [[11 22]⏎ [13 24]]
        array([[1], [2]]) + array([10, 20]) // => [[11 21]⏎ [12 22]]
        array([9223372036854775807]) + 1  // error: too large for 64 bits
        array([3]) ** 40                  // error: too large for 64 bits
        array([1]) ** 10000000000         // => [1]
        array([5]) % 0                    // error: remainder by zero
        (array([1, 2, 3]) > 1) & (array([1, 2, 3]) < 3) // => [false  true false]
        !(array([1, 2]) > 1)              // => [ true false]
        array([1.5]) | array([2.0])       // error: true and false
        [1, 2] * 2                        // error: plain lists
        [1, 2] + [3, 4]                   // => [1, 2, 3, 4]
        "v: " + array([1, 2])             // => "v: [1 2]"
        let a = array([1, 2]); let b = a; a += 0.5; b // => [1 2]
        let a = array([1, 2]); a += 0.5; a // => [1.5 2.5]
        np::array([1, 2]) * 1e6           // => [1000000. 2000000.]
        "#,
    );
}

#[test]
fn indices_read_and_write() {
    transcript(
        r#"
        let a = arange(5); a[1]                    // => 1
        let a = arange(5); a[-1]                   // => 4
        let a = arange(5); a[5]                    // error: 5
        let a = arange(5); a[-6]                   // error: 5
        let a = arange(5); a[1..3]                 // => [1 2]
        let a = arange(5); a[1..=3]                // => [1 2 3]
        let a = arange(5); a[-2..=-1]              // => [3 4]
        let a = arange(5); a[1..-1]                // => [1 2 3]
        let a = arange(5); a[3..100]               // => [3 4]
        let a = arange(5); a[a > 2]                // => [3 4]
        let a = arange(5); a[[4, 0, -1]]           // => [4 0 4]
        let a = arange(5); a[[]]                   // => []
        let a = arange(5); a[array([1, 2])]        // => [1 2]
        let a = arange(5); a[[true, false]]        // error: the mask has shape (2,) and the array (5,)
        let a = arange(5); a[1.0]                  // error: an index must be a whole number
        let a = arange(5); a["x"]                  // error: an array has no "x"
        let a = arange(5); a.nope                  // error: an array has no "nope"
        let a = arange(5); a[0] = 9; a             // => [9 1 2 3 4]
        let a = arange(3); a[0] = 0.5; a           // => [0.5 1.  2. ]
        let a = arange(3); a[0] += 5; a            // => [5 1 2]
        let a = arange(3); a[7] += 5; a            // error: 7
        let a = zeros(4); a[1..3] = [5, 6]; a      // => [0. 5. 6. 0.]
        let a = zeros(4); a[1..3] += 10.0; a       // => [ 0. 10. 10.  0.]
        let a = arange(4); a[a > 1] = 0; a         // => [0 1 0 0]
        let a = arange(4); a[a > 1] *= 10; a       // => [ 0  1 20 30]
        let a = arange(4); a[[0, 3]] = [7, 8]; a   // => [7 1 2 8]
        let a = arange(4); a[0..3] = [1, 2]; a     // error: values of shape (2,) don't fit into a place of shape (3,)
        let a = arange(4) > 1; a[0] = 1; a         // error: the array holds true and false
        let a = arange(4); let b = a; b[0] = 9; a  // => [0 1 2 3]
        let m = array([[1, 2], [3, 4]]); m[0]      // => [1 2]
        let m = array([[1, 2], [3, 4]]); m[0][1]   // => 2
        let m = array([[1, 2], [3, 4]]); m[0][1] = 5; m // => [[1 5]⏎ [3 4]]
        let m = array([[1, 2], [3, 4]]); m[0][1] += 0.5; m // => [[1.  2.5]⏎ [3.  4. ]]
        let m = array([[1, 2], [3, 4]]); m[[1, 0]] // => [[3 4]⏎ [1 2]]
        let m = array([[1, 2], [3, 4]]); m[m > 2]  // => [3 4]
        let m = array([[1, 2], [3, 4]]); m[1] = 0; m // => [[1 2]⏎ [0 0]]
        let m = array([[1, 2], [3, 4]]); m[m > 2] = -1; m // => [[ 1  2]⏎ [-1 -1]]
        let m = array([[1, 2], [3, 4]]); m[[true, false]] // => [[1 2]]
        let m = array([[1, 2], [3, 4]]); m[0..1]   // => [[1 2]]
        let t = 0; for x in array([1, 2, 3]) { t += x } t // => 6
        let t = 0; for (x, i) in array([5, 6]) { t += x * i } t // => 6
        let t = []; for r in array([[1, 2], [3, 4]]) { t.push(r[0]) } t // => [1, 3]
        let m = #{a: arange(3)}; m.a[1] = 7; m.a   // => [0 7 2]
        let l = [arange(3)]; l[0][0..2] += 1; l[0] // => [1 2 2]
        array([1, 2]).shape + zeros([2, 3]).shape  // => [2, 2, 3]
        "#,
    );
}

#[test]
fn reductions_over_all_and_along_an_axis() {
    transcript(
        r#"
        sum([1, 2, 3])                             // => 6
        sum(0..4)                                  // => 6
        array([0.5, 1.5]).sum()                    // => 2.0
        sum([])                                    // => 0.0
        sum(array([[1, 2], [3, 4]]), 0)            // => [4 6]
        sum(array([[1, 2], [3, 4]]), -1)           // => [3 7]
        sum(array([1]), 1)                         // error: axis 1 is out of range: the array has 1 axis
        sum(["a"])                                 // error: item 0 is text
        sum([9223372036854775807, 1])              // error: too large
        min([])                                    // error: min needs at least one value
        min(3, 2)                                  // => 2
        max(3, 2.5)                                // => 3
        max(1, 5, 2)                               // => 5
        min("b", "a")                              // => "a"
        max(array([1, 2]), 1.5)                    // error: is an axis
        max(array([1.0, 0.0 / 0.0]))               // => nan
        argmax([1, 5, 5])                          // => 1
        all([1, 2], |x| x > 0)                     // => true
        all(array([1, 2]) > 0)                     // => true
        any([])                                    // => false
        std([1, 3], (), 1)                         // => 1.4142135623730951
        median(array([[1, 5], [2, 9], [3, 1]]), 0) // => [2. 5.]
        quantile([1, 2], 1.5)                      // error: q must lie between 0 and 1, not 1.5
        cumsum(array([[1, 2], [3, 4]]), 1)         // => [[1 3]⏎ [3 7]]
        cumsum(array([[1, 2], [3, 4]]), 0)         // => [[1 2]⏎ [4 6]]
        cumsum(array([[1, 2], [3, 4]]))            // => [ 1  3  6 10]
        diff(array([1.0, 4.0, 9.5]))               // => [3.  5.5]
        diff([])                                   // => []
        "#,
    );
}
