//! What Python writes between square brackets behind a value: slices, and indexes for several axes.

use super::super::advice::Advice;
use super::super::kinds;
use super::{Found, Text};

/// A `:` or a `,` in the brackets behind a value; `open` is the bracket.
pub(super) fn at(text: &Text<'_>, i: usize, open: usize) -> Option<Found> {
    if text.word(i) == "::" && is_path(text, i) {
        return None;
    }
    let close = text.closing(open)?;
    let from = text.value_begin(open.checked_sub(1)?)?;
    let object = text.between(from, open);
    let axes: Vec<Axis> = text
        .split(open + 1, close, ",")
        .into_iter()
        .map(|(from, to)| axis(text, from, to))
        .collect();
    let slices = axes.iter().any(|axis| matches!(axis, Axis::Slice { .. }));
    let message = match slices {
        true => "a part of a list, an array or a text is taken with `slice`, not `:`",
        false => "each axis has its own brackets",
    };
    let assigned = matches!(
        text.word(close + 1),
        "=" | "+=" | "-=" | "*=" | "/=" | "**=" | "%="
    );
    if assigned && slices {
        return text.found(
            i,
            &kinds::FROM_PYTHON,
            "a part is not changed with `:`",
            "A part of an array is changed with `a[1..3] = …;`, one of a list with `xs.splice(1..3, […]);`.",
        );
    }
    let kind = match slices {
        true => &kinds::FROM_PYTHON,
        false => &kinds::SIDE_BY_SIDE,
    };
    match taken(object, &axes) {
        Some(rhai) => {
            let advice = Advice::write(text.over(from, close + 1), rhai);
            text.found(i, kind, message, advice)
        }
        None => text.found(
            i,
            kind,
            message,
            "`slice(x, 1, 3)` takes a part, `col(m, 0)` a column, `m[0][1]` one element.",
        ),
    }
}

/// What is taken along one axis.
#[derive(Debug, PartialEq, Eq)]
enum Axis {
    Index(String),
    Slice {
        from: String,
        to: String,
        step: String,
    },
}

impl Axis {
    fn is_whole(&self) -> bool {
        matches!(self, Axis::Slice { from, to, step } if (from.is_empty() || from == "0") && to.is_empty() && matches!(step.as_str(), "" | "1"))
    }
}

/// Whether this `::` belongs to a name, as in `np::argmin`.
fn is_path(text: &Text<'_>, i: usize) -> bool {
    text.before(i) == "np" && text.is_word(i + 1)
}

fn axis(text: &Text<'_>, from: usize, to: usize) -> Axis {
    let mut parts = vec![(from, from)];
    let mut i = from;
    let mut sliced = false;
    while i < to {
        let signs = match text.word(i) {
            ":" => 1,
            "::" if !is_path(text, i) => 2,
            _ => 0,
        };
        if signs > 0 {
            sliced = true;
            parts.extend(std::iter::repeat_n((i + 1, i + 1), signs));
            i += 1;
            continue;
        }
        i = match text.opens(i) {
            true => text.closing(i).map_or(to, |close| close + 1),
            false => i + 1,
        };
        if let Some(last) = parts.last_mut() {
            last.1 = i;
        }
    }
    let part = |n: usize| {
        parts
            .get(n)
            .filter(|(from, to)| from < to)
            .map_or(String::new(), |(from, to)| {
                text.as_rhai(*from, *to, &[]).trim().to_string()
            })
    };
    match sliced {
        true => Axis::Slice {
            from: part(0),
            to: part(1),
            step: part(2),
        },
        false => Axis::Index(part(0)),
    }
}

/// The same in Rhai; none where there are no words for it.
fn taken(object: &str, axes: &[Axis]) -> Option<String> {
    match axes {
        [] => None,
        [Axis::Index(_)] => None,
        [Axis::Slice { from, to, step }] => Some(sliced(object, from, to, step)),
        _ if axes
            .iter()
            .any(|a| matches!(a, Axis::Index(i) if i.is_empty() || i.starts_with(".."))) =>
        {
            None
        }
        _ if axes.iter().all(|a| matches!(a, Axis::Index(_))) => {
            let indexes = axes.iter().map(|axis| match axis {
                Axis::Index(i) => format!("[{i}]"),
                Axis::Slice { .. } => String::new(),
            });
            Some(format!("{object}{}", indexes.collect::<String>()))
        }
        [Axis::Index(row), columns] => {
            let row = format!("{object}[{row}]");
            match columns {
                whole if whole.is_whole() => Some(row),
                other => taken(&row, std::slice::from_ref(other)),
            }
        }
        [rows, Axis::Index(column)] if column.starts_with('[') => Some(match rows.is_whole() {
            true => format!("transpose(transpose({object})[{column}])"),
            false => return None,
        }),
        [rows, Axis::Index(column)] => {
            let column = format!("col({object}, {column})");
            match rows {
                whole if whole.is_whole() => Some(column),
                other => taken(&column, std::slice::from_ref(other)),
            }
        }
        [rows, whole] if whole.is_whole() => taken(object, std::slice::from_ref(rows)),
        [
            Axis::Slice { from, to, step },
            Axis::Slice {
                from: from2,
                to: to2,
                step: step2,
            },
        ] => {
            let pair = |a: &str, b: &str| format!("[{}, {}]", end(a), end(b));
            let mut out = format!("slice({object}, {}", pair(from, from2));
            let steps = !step.is_empty() || !step2.is_empty();
            if steps || !to.is_empty() || !to2.is_empty() {
                out += &format!(", {}", pair(to, to2));
            }
            if steps {
                out += &format!(", {}", pair(step, step2));
            }
            Some(out + ")")
        }
        _ => None,
    }
}

fn end(given: &str) -> &str {
    match given {
        "" | "None" => "()",
        given => given,
    }
}

/// `x[from:to:step]`.
fn sliced(object: &str, from: &str, to: &str, step: &str) -> String {
    if from.is_empty() && to.is_empty() && step == "-1" {
        return format!("reversed({object})");
    }
    let backwards = step.starts_with('-');
    let from = match from {
        "" if backwards => "()",
        "" => "0",
        from => from,
    };
    match (to, step) {
        ("", "") => format!("slice({object}, {from})"),
        (to, "") => format!("slice({object}, {from}, {to})"),
        (to, step) => format!("slice({object}, {from}, {}, {step})", end(to)),
    }
}
