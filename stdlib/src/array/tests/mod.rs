//! What the arrays do, asked in the language itself.

use crate::testing::{check_examples, evaluate};

mod functions;
mod printing;

/// What code evaluates to, or `error: ` and the message.
fn shown(code: &str) -> String {
    evaluate(code).unwrap_or_else(|error| format!("error: {error}"))
}

/// Runs a transcript: lines of `code // => value` or `code // error: words`.
pub(crate) fn transcript(text: &str) {
    let mut failed = Vec::new();
    // A line break in a value is written ⏎.
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some((code, wanted)) = line.split_once("// => ") {
            let got = shown(code);
            if got != wanted.replace('⏎', "\n") {
                failed.push(format!("{code}\n  wanted {wanted}\n  got    {got}"));
            }
        } else if let Some((code, wanted)) = line.split_once("// error: ") {
            let got = shown(code);
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
        [1, 2] + 1                        // error: plain lists
        1.5 - [1, 2]                      // error: plain lists
        -[1, 2]                           // error: plain lists
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
        let a = arange(5); a[range(0, 5, 2)]       // => [0 2 4]
        arange(3) * range(0, 6, 2)                 // => [0 2 8]
        tile([], 9223372036854775807)              // => []
        zeros([9223372036854775807, 4, 0])         // => []
        reshape([1, 2], [9223372036854775807, 4, 2]) // error: 2 elements
        let a = arange(5); a[1.0]                  // error: an index must be a whole number
        let a = arange(5); a["x"]                  // error: an array has no property `x`
        let a = arange(5); a.nope                  // error: an array has no property `nope`
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

#[test]
fn sorting_reports_what_goes_wrong() {
    transcript(
        r#"
        sorted([[2.5, "b"], [2.5, "a"], [1, "z"]]) // => [[1, "z"], [2.5, "a"], [2.5, "b"]]
        sorted([3, 1.5, 2])                        // => [1.5, 2, 3]
        sorted(["b", "a"])                         // => ["a", "b"]
        sorted([1.0, 0.0 / 0.0])                   // error: nan has no place
        sorted(array([2.0, 0.0 / 0.0, 1.0]))       // => [ 1.  2. nan]
        sorted([3, 1, 2], |x| -x)                  // => [3, 2, 1]
        sorted([3, 1, 2], |a, b| a > b)            // => [3, 2, 1]
        sorted([3, 1, 2], |a, b| a - nope)         // error: nope
        sorted([3, 1, 2], |x| nope)                // error: nope
        sorted([3, 1, 2], |a, b| "x")              // error: must return a number or true or false
        let l = [3, 1, 2]; l.sort(|a, b| throw "no") // error: no
        let l = [3, 1, 2]; try { l.sort(|a, b| a - nope) } catch {} l // => [3, 1, 2]
        let k = -1; sorted([1, 3, 2], |x| x * k)   // => [3, 2, 1]
        let l = ["b", "a"]; l.sort(); l            // => ["a", "b"]
        let l = [[1, "a"], [3, "c"]]; l.sort(|a, b| b[0] - a[0]); l // => [[3, "c"], [1, "a"]]
        let a = array([3, 1]); a.sort(); a         // => [1 3]
        sorted(array([[3, 1], [2, 0]]))            // => [[1 3]⏎ [0 2]]
        argsort([2, 1, 2, 1])                      // => [1 3 0 2]
        nonzero(array([[0, 1], [2, 0]]))           // => [[0 1], [1 0]]
        concat([[[1, 2]], [[3, 4]]])               // => [[1 2]⏎ [3 4]]
        concat([[1], [[2]]])                       // error: can't be joined
        stack([[1, 2], [3, 4]], -1)                // => [[1 3]⏎ [2 4]]
        reshape(arange(24), [2, 3, 4])[1][2]       // => [20 21 22 23]
        transpose(reshape(arange(24), [2, 3, 4])).at(3, 2, 1) // => 23
        "#,
    );
}

#[test]
fn examples_do_what_they_say() {
    let mut checked = 0;
    for source in [
        include_str!("../make.rs"),
        include_str!("../index.rs"),
        include_str!("../close.rs"),
        include_str!("../curves.rs"),
        include_str!("../rounding.rs"),
        include_str!("../reductions.rs"),
        include_str!("../running.rs"),
        include_str!("../sorting.rs"),
        include_str!("../shaping.rs"),
        include_str!("../slicing.rs"),
        include_str!("../linear.rs"),
        include_str!("../fitting.rs"),
        include_str!("../functional.rs"),
        include_str!("../../math.rs"),
    ] {
        checked += check_examples(source);
    }
    assert!(checked > 100, "{checked} lines were checked");
}

#[test]
fn matrices_and_functions() {
    transcript(
        r#"
        dot([0.30, 0.25, 0.20, 0.15, 0.10], [10, 9, 7, 9, 4]) // => 8.4
        dot([[1, 2], [3, 4]], [[1, 0], [0, 1]])    // => [[1 2]⏎ [3 4]]
        matmul([1, 2], [[1, 2], [3, 4]])           // => [ 7 10]
        matmul([[1, 2]], [[1, 2]])                 // error: shapes (1, 2) and (1, 2) can't be multiplied
        dot([true, false], [1.5, 2])               // => 1.5
        solve([[0, 1], [1, 0]], [2, 3])            // => [3. 2.]
        solve([[2, 0], [0, 4]], [[2, 4], [4, 8]])  // => [[1. 2.]⏎ [1. 2.]]
        det([[1, 2], [2, 4]])                      // => 0.0
        inv([[1, 2, 3]])                           // error: a must be a square matrix, not of shape (1, 3)
        histogram([0.1, 0.2, 0.3], 3)[0]           // => [1 1 1]
        histogram([])[0]                           // => [0 0 0 0 0 0 0 0 0 0]
        interp(1, [], [])                          // error: xs must hold at least one point
        interp(1, [2, 1], [0, 0])                  // error: xs must grow
        round(polyfit([0, 1, 2, 3], [1, 2, 5, 10], 2), 9) // => [1. 0. 1.]
        polyfit([1, 1, 1], [1, 2, 3], 1)           // error: don't settle
        array([1, 2]).map(|x| nope)                // error: nope
        array([1, 2]).map(|x, i| x * i)            // => [0 2]
        let k = 3; array([1, 2]).map(|x| x * k)    // => [3 6]
        array([1, 2]).filter(|x| 1)                // error: must return true or false
        let l = [1, 2]; l.map(|x| x + 1)           // => [2, 3]
        "#,
    );
}

#[test]
fn matrices_display_as_tables() {
    let shown = |code: &str| {
        let run = crate::testing::run(&format!("display({code});"));
        let display = &run.displays[0].0;
        (
            display.get("text/plain").unwrap_or_default().to_string(),
            display.get("text/html").map(str::to_string),
        )
    };
    assert_eq!(shown("array([1, 2])"), ("[1 2]".into(), None));
    let (text, html) = shown("array([[1.5, 2], [10, 0]])");
    assert_eq!(text, "[[ 1.5  2. ]\n [10.   0. ]]");
    let cells = html.expect("a table").matches("<td").count();
    assert_eq!(cells, 4);
    let html = shown("zeros([2000, 2])").1.expect("a table");
    assert_eq!(
        html.matches("<tr>").count(),
        7,
        "three rows at either end, and dots"
    );
}

#[test]
fn slices_are_pythons_on_lists_arrays_and_texts() {
    transcript(
        r#"
        slice([1, 2, 3], 0, -1)           // => [1, 2]
        slice([1, 2, 3], -2)              // => [2, 3]
        slice([1, 2, 3], -9, 9)           // => [1, 2, 3]
        slice([1, 2, 3], 2, 1)            // => []
        slice([1, "a", ()], 1, (), 2)     // => ["a"]
        slice([1, 2, 3, 4], 3, 0, -2)     // => [4, 2]
        slice(array([1, 2, 3]), (), (), 2) // => [1 3]
        slice("größer", 1, 4)             // => "röß"
        slice("abc", (), (), -1)          // => "cba"
        slice("", 1)                      // => ""
        slice(0..5, 3)                    // => [3, 4]
        slice(array([[1, 2], [3, 4]]), [1, ()], [(), 1]).to_list() // => [[3]]
        slice(array([[1, 2], [3, 4]]), [0, 5]).shape // => [2, 0]
        reversed("größe")                 // => "eßörg"
        where([true, false], "a", ["b", "c"]) // => ["a", "c"]
        where(array([1, 2]) > 1, "many", 0) // => [0, "many"]
        slice([1, 2], 0, 1, 0)            // error: step must not be zero
        slice([1, 2], 0.5)                // error: from must be a whole number
        slice(5, 1)                       // error: values must be a list, an array or a text
        slice(array([1, 2]), [0, 1])      // error: from has 2 ends and the array 1 axis
        where([true, false], "a", ["b"])  // error: must have as many
        "#,
    );
}
