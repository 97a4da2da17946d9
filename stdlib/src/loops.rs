//! What a session writes into a cell so that loops over pairs and `switch` do what readers of Python expect.
//!
//! In Rhai the second name of `for (name, price) in …` counts. Where the items are pairs, and the second name is not
//! plainly a counter, the pairs are to be taken apart: a session writes [`PAIRS`] round what the loop goes through, and
//! two assignments at the beginning of its body, which do nothing where the items are not pairs.

use std::ops::RangeInclusive;

use rhai::{Array as List, Dynamic, Engine, ImmutableString, Map, NativeCallContext};

use crate::array::Array;
use crate::dict::Dict;
use crate::fault::{Raised, bail};
use crate::{host, sequence, value};

/// Written round what a loop of two names goes through: `__pairs(xs,"a,b")`, or `"a,b!"` where it must be pairs.
pub const PAIRS: &str = "__pairs";

/// Written round what a loop of more names goes through: `__rows(xs,"(a,(b,c))")`.
pub const ROWS: &str = "__rows";

/// Written round what a `switch` looks at: `__case(x,"t")`, with a letter for each kind of case to be met.
pub const CASE: &str = "__case";

/// What takes the pair in the loop's variable `a` apart: `if __is_pair(a){b=__second(a);a=__first(a);}`.
pub fn part(a: &str, b: &str) -> String {
    format!("if __is_pair({a}){{{b}=__second({a});{a}=__first({a});}}")
}

/// Whether the name of a function is one that a session writes.
pub fn is_written(name: &str) -> bool {
    name.starts_with("__")
}

/// A pair to be taken apart.
#[derive(Clone)]
struct Pair {
    first: Dynamic,
    second: Dynamic,
}

/// Adds the functions.
pub(crate) fn install(engine: &mut Engine) {
    engine.register_fn(PAIRS, pairs);
    engine.register_fn(ROWS, rows);
    engine.register_fn(CASE, case);
    engine.register_fn("__is_pair", |item: &mut Dynamic| item.is::<Pair>());
    engine.register_fn("__first", |pair: &mut Pair| pair.first.clone());
    engine.register_fn("__second", |pair: &mut Pair| pair.second.clone());
}

/// Names that are plainly a counter's.
pub fn counts(name: &str) -> bool {
    const COUNTERS: [&str; 9] = [
        "i", "j", "k", "ix", "idx", "index", "pos", "position", "counter",
    ];
    COUNTERS.contains(&name)
}

/// Names that readers give to a place, where they expect it to come first.
fn looks_like_place(name: &str) -> bool {
    counts(name)
        || matches!(
            name,
            "n" | "nr" | "no" | "num" | "number" | "place" | "row_number"
        )
}

/// Names that may well be a counter's where they come second.
fn may_count(name: &str) -> bool {
    const COUNTERS: [&str; 14] = [
        "at", "col", "column", "count", "day", "line", "month", "rank", "round", "row", "step",
        "turn", "week", "year",
    ];
    looks_like_place(name) || COUNTERS.contains(&name)
}

/// What a loop of two names goes through, with its pairs marked where they are to be taken apart.
fn pairs(context: NativeCallContext, values: Dynamic, names: ImmutableString) -> Raised<Dynamic> {
    let values = values.flatten();
    let certain = names.ends_with('!');
    let (first, second) = names
        .trim_end_matches('!')
        .split_once(',')
        .unwrap_or_default();
    let marked = |pairs: Vec<[Dynamic; 2]>| {
        let pair = |[first, second]: [Dynamic; 2]| Dynamic::from(Pair { first, second });
        Ok(Dynamic::from_array(pairs.into_iter().map(pair).collect()))
    };
    let wanted = certain || !counts(second);
    let found = wanted.then(|| pairs_of(&values)).transpose()?.flatten();
    if let Some(pairs) = found {
        return marked(pairs);
    }
    if certain && let Some((at, n)) = first_other(&values) {
        bail!(
            "the loop has two names, ({first}, {second}), and item {at} has {n} values";
            "Write a name for each, or one name for all: for item in …."
        );
    }
    if looks_like_place(first) && !may_count(second) && sequence::items("", &values).is_ok() {
        host::warn_of_call(
            &context,
            "R121",
            &format!(
                "the value comes first here: `{first}` is the value and `{second}` its place, from 0; write `for ({second}, {first}) in …`"
            ),
        );
    }
    Ok(values)
}

/// The pairs that something consists of; none where an item is no pair, or where there is no item.
fn pairs_of(values: &Dynamic) -> Raised<Option<Vec<[Dynamic; 2]>>> {
    let two = |item: Dynamic| {
        let parts: List = match item.is_array() {
            true => item.cast(),
            false => item.read_lock::<Array>()?.clone().into_iter().collect(),
        };
        <[Dynamic; 2]>::try_from(parts).ok()
    };
    let rows = values.is_array()
        || values
            .read_lock::<Array>()
            .is_some_and(|array| array.ndim() == 2);
    if values.is_map() || values.is::<Dict>() || rows {
        let items = sequence::items("the values", values)?;
        let pairs: Option<Vec<_>> = items.map(two).collect();
        return Ok(pairs.filter(|pairs| !pairs.is_empty()));
    }
    Ok(None)
}

/// The first item that is no pair, and how many values it has.
fn first_other(values: &Dynamic) -> Option<(usize, usize)> {
    let items = values.as_array_ref().ok()?;
    let lengths = items
        .iter()
        .map(|item| item.as_array_ref().map_or(1, |row| row.len()));
    lengths.enumerate().find(|(_, n)| *n != 2)
}

/// The items of a loop with more names than two, each as a flat list of what the names stand for.
fn rows(values: Dynamic, pattern: ImmutableString) -> Raised<List> {
    let mut rows = List::new();
    for (at, item) in sequence::items("what a loop goes through", &values)?.enumerate() {
        let mut row = List::new();
        take_apart(&item, &pattern, at, &mut row)?;
        rows.push(Dynamic::from_array(row));
    }
    Ok(rows)
}

fn take_apart(item: &Dynamic, pattern: &str, at: usize, row: &mut List) -> Raised<()> {
    let Some(inner) = pattern.strip_prefix('(') else {
        row.push(item.clone());
        return Ok(());
    };
    let names = parts(inner.strip_suffix(')').unwrap_or(inner));
    let values: Vec<Dynamic> = match sequence::is_row(item) {
        true => sequence::items("an item", item)?.collect(),
        false => bail!(
            "item {at} of the loop is {}, and {} needs {} values",
            value::with_value(item),
            shown(pattern),
            names.len()
        ),
    };
    if values.len() != names.len() {
        bail!(
            "item {at} of the loop has {} values, and {} needs {}",
            values.len(),
            shown(pattern),
            names.len()
        );
    }
    for (value, name) in values.iter().zip(names) {
        take_apart(value, name, at, row)?;
    }
    Ok(())
}

fn shown(pattern: &str) -> String {
    pattern.replace(',', ", ")
}

/// The parts of `i,(a,b)`: `i` and `(a,b)`.
fn parts(inner: &str) -> Vec<&str> {
    let (mut depth, mut from) = (0, 0);
    let mut parts = Vec::new();
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    parts
}

/// Floats that are whole numbers.
const WHOLE: RangeInclusive<f64> = -9.0e18..=9.0e18;

/// The value as its `switch` can find it: `kinds` has a letter for each kind to make of it, `t`ext of a character,
/// a `c`haracter of text, a whole number (`i`) of a float, a `f`loat of a whole number.
fn case(value: Dynamic, kinds: &str) -> Dynamic {
    if let Ok(c) = value.as_char()
        && kinds.contains('t')
    {
        return c.to_string().into();
    }
    if let Ok(x) = value.as_float()
        && kinds.contains('i')
        && x.fract() == 0.0
        && WHOLE.contains(&x)
    {
        return (x as i64).into();
    }
    if let Ok(n) = value.as_int()
        && kinds.contains('f')
    {
        return (n as f64).into();
    }
    if kinds.contains('c')
        && let Ok(text) = value.as_immutable_string_ref()
    {
        let mut characters = text.chars();
        if let (Some(c), None) = (characters.next(), characters.next()) {
            return c.into();
        }
    }
    value
}

/// A loop over a map goes through its keys, as Python's does.
pub(crate) fn keys(map: Dynamic) -> Box<dyn Iterator<Item = Dynamic>> {
    let map: Map = map.cast();
    Box::new(map.into_keys().map(|key| Dynamic::from(key.to_string())))
}

#[cfg(test)]
mod tests {
    use crate::testing::{evaluate, gives, run};

    /// A loop as a session writes it.
    fn looped(values: &str, a: &str, b: &str) -> String {
        format!(
            "let all = []; for ({a}, {b}) in __pairs({values},\"{a},{b}\") {{{} all.push(`${{{a}}}|${{{b}}}`); }} all",
            super::part(a, b)
        )
    }

    #[test]
    fn pairs_are_taken_apart() {
        for values in [
            "dict([[\"x\", 1], [\"y\", 2]]).items()",
            "zip([\"x\", \"y\"], 1..3)",
            "#{x: 1, y: 2}",
            "dict(#{x: 1, y: 2})",
            "[[\"x\", 1], [\"y\", 2]]",
        ] {
            gives(&looped(values, "name", "n"), "[\"x|1\", \"y|2\"]");
        }
        gives(
            &looped("array([[1, 2], [3, 4]])", "x", "y"),
            "[\"1|2\", \"3|4\"]",
        );
    }

    #[test]
    fn what_is_no_pair_is_counted_as_in_rhai() {
        gives(&looped("[5, 6]", "x", "i"), "[\"5|0\", \"6|1\"]");
        gives(
            &looped("[[1, 2], [3]]", "row", "n"),
            "[\"[1, 2]|0\", \"[3]|1\"]",
        );
        gives(&looped("[[1, 2]]", "row", "i"), "[\"[1, 2]|0\"]");
        gives(&looped("[]", "a", "b"), "[]");
        gives(&looped("\"ab\"", "c", "at"), "[\"a|0\", \"b|1\"]");
    }

    #[test]
    fn names_in_pythons_order_are_told() {
        let warnings =
            |values: &str, a: &str, b: &str| run(&looped(values, a, b)).warnings.join("\n");
        for (a, b) in [("i", "x"), ("idx", "price"), ("k", "v"), ("n", "name")] {
            let said = warnings("[5, 6]", a, b);
            assert!(said.contains("the value comes first"), "{a}, {b}: {said}");
        }
        for (values, a, b) in [
            ("[5, 6]", "x", "i"),
            ("[5, 6]", "i", "j"),
            ("[5, 6]", "price", "month"),
            ("enumerate([5, 6])", "i", "x"),
            ("5", "i", "x"),
        ] {
            assert_eq!(warnings(values, a, b), "", "{values}, {a}, {b}");
        }
    }

    #[test]
    fn more_names_take_apart_what_is_nested() {
        gives(
            "__rows(enumerate(zip([1, 2], [3, 4])),\"(i,(a,b))\")",
            "[[0, 1, 3], [1, 2, 4]]",
        );
        gives("__rows([[1, 2, 3]],\"(a,b,c)\")", "[[1, 2, 3]]");
        for (code, words) in [
            (
                "__rows([[1, 2]],\"(a,b,c)\")",
                "has 2 values, and (a, b, c) needs 3",
            ),
            ("__rows([5],\"(a,b,c)\")", "is a whole number (5)"),
            ("__pairs([[1, 2, 3]],\"a,b!\")", "item 0 has 3 values"),
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(error.contains(words), "{code}: {error}");
        }
    }

    #[test]
    fn cases_are_met() {
        gives("switch __case('a',\"t\") { \"a\" => 1, _ => 2 }", "1");
        gives("switch __case(\"a\",\"c\") { 'a' => 1, _ => 2 }", "1");
        gives("switch __case(1.5 * 2,\"i\") { 3 => 1, _ => 2 }", "1");
        gives("switch __case(3,\"f\") { 3.0 => 1, _ => 2 }", "1");
        gives(
            "[__case(\"ab\",\"c\"), __case(0.5,\"i\"), __case([1],\"tcif\")]",
            "[\"ab\", 0.5, [1]]",
        );
    }

    #[test]
    fn a_map_is_gone_through_by_its_keys() {
        gives(
            "let m = #{b: 1, a: 2}; let all = []; for key in m { all.push(key); } all",
            "[\"a\", \"b\"]",
        );
    }
}
