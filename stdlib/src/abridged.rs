//! Long values, of which a cell shows the ends, as numpy does of long arrays. `print` and `str` give all of them.

use rhai::Dynamic;

use crate::dict::{self, Dict};
use crate::value;

/// A value with more items than this, those of lists inside it counted too, is long, …
const MOST_ITEMS: usize = 1000;
/// … and so is one whose texts have more characters.
const MOST_CHARACTERS: usize = 50_000;
/// How many items are shown at either end, and how many of a list inside.
const ENDS: usize = 10;
const ENDS_INSIDE: usize = 3;
/// How many characters of a text are shown at either end, and how many of one inside.
const LETTERS: usize = 1000;
const LETTERS_INSIDE: usize = 100;
/// Nothing more is written after so many bytes, whatever is inside what.
const MOST_WRITTEN: usize = 20_000;
/// How deep values inside others are looked at.
const DEEPEST: usize = 50;

/// The ends of a value and how long it is; none when it is not long.
pub(crate) fn ends(value: &Dynamic) -> Option<String> {
    let mut out = written(value)?;
    let (count, things) = if let Ok(text) = value.as_immutable_string_ref() {
        (text.chars().count(), "characters")
    } else {
        (length(value)?, "items")
    };
    out.push_str(&format!("\n({count} {things})"));
    Some(out)
}

/// What stands for a value inside a list: its ends where it is long.
pub(crate) fn repr(value: &Dynamic) -> String {
    written(value).unwrap_or_else(|| value::repr(value))
}

fn written(value: &Dynamic) -> Option<String> {
    let mut left = Left {
        items: MOST_ITEMS,
        characters: MOST_CHARACTERS,
    };
    if left.covers(value, 0) {
        return None;
    }
    let mut out = String::new();
    write(&mut out, value, 0, value.is::<Dict>());
    Some(out)
}

/// How many items a value has that holds others.
fn length(value: &Dynamic) -> Option<usize> {
    if let Ok(list) = value.as_array_ref() {
        return Some(list.len());
    }
    if let Ok(map) = value.as_map_ref() {
        return Some(map.len());
    }
    value.read_lock::<Dict>().map(|dict| dict.len())
}

/// How much more a value may hold before it is long.
struct Left {
    items: usize,
    characters: usize,
}

impl Left {
    fn covers(&mut self, value: &Dynamic, depth: usize) -> bool {
        if depth > DEEPEST {
            return true;
        }
        if let Ok(text) = value.as_immutable_string_ref() {
            return self.take(0, text.len());
        }
        if !self.take(length(value).unwrap_or(0), 0) {
            return false;
        }
        if let Ok(list) = value.as_array_ref() {
            return list.iter().all(|item| self.covers(item, depth + 1));
        }
        if let Ok(map) = value.as_map_ref() {
            let mut items = map.iter();
            return items
                .all(|(key, item)| self.take(0, key.len()) && self.covers(item, depth + 1));
        }
        if let Some(dict) = value.read_lock::<Dict>() {
            let mut items = dict.iter();
            return items
                .all(|(key, item)| self.covers(key, depth + 1) && self.covers(item, depth + 1));
        }
        true
    }

    fn take(&mut self, items: usize, characters: usize) -> bool {
        let left = (
            self.items.checked_sub(items),
            self.characters.checked_sub(characters),
        );
        let (Some(items), Some(characters)) = left else {
            return false;
        };
        (self.items, self.characters) = (items, characters);
        true
    }
}

/// Writes a value by its ends; `python` as inside a dict, which shows texts as Python does.
fn write(out: &mut String, value: &Dynamic, depth: usize, python: bool) {
    if depth > DEEPEST || out.len() > MOST_WRITTEN {
        out.push('…');
    } else if let Ok(list) = value.as_array_ref() {
        items(out, ["[", "]"], list.iter(), depth, |out, item| {
            write(out, item, depth + 1, python);
        });
    } else if let Ok(map) = value.as_map_ref() {
        items(out, ["#{", "}"], map.iter(), depth, |out, (key, item)| {
            value::write_key(out, key);
            out.push_str(": ");
            write(out, item, depth + 1, false);
        });
    } else if let Some(dict) = value.read_lock::<Dict>() {
        items(out, ["{", "}"], dict.iter(), depth, |out, (key, item)| {
            write(out, key, depth + 1, true);
            out.push_str(": ");
            write(out, item, depth + 1, true);
        });
    } else {
        let short = value.as_immutable_string_ref().ok().and_then(|text| {
            let shown = if depth == 0 { LETTERS } else { LETTERS_INSIDE };
            let count = text.chars().count();
            (count > 2 * shown).then(|| {
                let start: String = text.chars().take(shown).collect();
                let end: String = text.chars().skip(count - shown).collect();
                Dynamic::from(format!("{start}…{end}"))
            })
        });
        let value = short.as_ref().unwrap_or(value);
        out.push_str(&match python {
            true => dict::python_repr(value),
            false => value::repr(value),
        });
    }
}

fn items<I>(
    out: &mut String,
    brackets: [&str; 2],
    items: impl ExactSizeIterator<Item = I>,
    depth: usize,
    mut item: impl FnMut(&mut String, I),
) {
    let shown = if depth == 0 { ENDS } else { ENDS_INSIDE };
    let count = items.len();
    let hidden = if count > 2 * shown {
        shown..count - shown
    } else {
        0..0
    };
    out.push_str(brackets[0]);
    for (at, it) in items.enumerate() {
        if hidden.contains(&at) && at > hidden.start {
            continue;
        }
        if at > 0 {
            out.push_str(", ");
        }
        if at == hidden.start && !hidden.is_empty() {
            out.push('…');
        } else {
            item(out, it);
        }
    }
    out.push_str(brackets[1]);
}

#[cfg(test)]
mod tests {
    use crate::display::TEXT;
    use crate::testing::run;

    fn shown(code: &str) -> String {
        let run = run(&format!("display({code})"));
        assert_eq!(run.error, None, "{code}");
        run.displays[0].0.get(TEXT).unwrap_or_default().to_string()
    }

    #[test]
    fn long_values_are_shown_by_their_ends() {
        assert_eq!(
            shown("arange(300000).to_list()"),
            "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …, 299990, 299991, 299992, 299993, 299994, 299995, 299996, 299997, \
             299998, 299999]\n(300000 items)"
        );
        let many = "let m = #{}; for i in 0..2000 { m[`k${i + 1000}`] = i; }";
        let map = shown(&format!("{{ {many} m }}"));
        assert!(map.starts_with("#{k1000: 0, k1001: 1,"), "{map}");
        assert!(map.ends_with("k2999: 1999}\n(2000 items)"), "{map}");
        let dict = shown(&format!("{{ {many} dict(m) }}"));
        assert!(dict.starts_with("{'k1000': 0,"), "{dict}");
        assert!(dict.ends_with("'k2999': 1999}\n(2000 items)"), "{dict}");
        let text = shown("{ let t = \"ab\"; for i in 0..16 { t += t; } t }");
        assert!(
            text.starts_with("\"abab") && text.contains("ab…ab"),
            "{text}"
        );
        assert!(text.ends_with("ab\"\n(131072 characters)"), "{text}");
        assert!(text.len() < 2100);
        let nested = shown(
            "{ let xs = []; for i in 0..500 { xs.push([i, \"a\", [], [1, 2, 3, 4, 5, 6, 7]]); } xs }",
        );
        assert!(
            nested.starts_with("[[0, \"a\", [], [1, 2, 3, …, 5, 6, 7]], "),
            "{nested}"
        );
        assert!(nested.ends_with("]\n(500 items)"), "{nested}");
        let deep = shown("{ let x = 1; for i in 0..5 { x = [x, x, x, x, x, x, x, x]; } x }");
        assert!(deep.len() < 30_000, "{}", deep.len());
    }

    #[test]
    fn what_is_not_long_is_shown_whole() {
        let list = shown("arange(1000).to_list()");
        assert!(!list.contains('…') && list.ends_with("998, 999]"), "{list}");
        let text = shown("{ let t = \"\"; for i in 0..5000 { t += \"abcdefghij\"; } t }");
        assert_eq!(text.len(), 50_002);
    }

    #[test]
    fn print_and_str_give_all() {
        let run = run("let xs = arange(2000).to_list(); print(xs); len(str(xs))");
        assert!(run.printed.contains("999, 1000, 1001"));
        assert_eq!(run.value, "10890");
    }
}
