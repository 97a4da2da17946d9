//! Types in the reader's words: number, text, list, array; never Rust's.

use rhaibook_stdlib::catalog::Kind;
use rhaibook_stdlib::kind;
use serde_json::Value;

use crate::brought;

/// Stands for bytes and for numbers of other sizes, which Rhai has functions for and notebooks have not.
const NEVER_MET: &str = "a type without a word";

/// What each type is called.
#[derive(Default)]
pub(crate) struct Words {
    of_rhai: bool,
}

impl Words {
    /// For Rhai's own functions, whose `Array` is a list.
    pub(crate) fn of_rhai() -> Self {
        Self { of_rhai: true }
    }

    /// How a function is written; none for what has no place in the catalog.
    pub(crate) fn signature(&self, name: &str, kind: Kind, function: &Value) -> Option<String> {
        let count = function["numParams"].as_u64().unwrap_or_default() as usize;
        let given = function["params"].as_array().map_or(&[][..], Vec::as_slice);
        let mut parameters = Vec::new();
        for i in 0..count {
            let parameter = given.get(i);
            let label = parameter
                .and_then(|p| p["name"].as_str())
                .unwrap_or("_")
                .trim_start_matches("mut ")
                .trim_start_matches('_');
            let label = if label.is_empty() { "_" } else { label };
            let theirs = label;
            let label = if self.of_rhai {
                brought::parameter(label)
            } else {
                label
            };
            match parameter
                .and_then(|p| p["type"].as_str())
                .map(|rust| self.word(rust))
            {
                // Types of Rhai's that readers never meet.
                Some(Some(word)) if word == NEVER_MET => return None,
                Some(Some(word)) if word == "function" && self.of_rhai => {
                    parameters.push(("f", "f: function".to_owned()))
                }
                // A function's name in place of the function: readers need not know.
                Some(Some(word)) if word == "text" && self.of_rhai && takes_a_function(theirs) => {
                    return None;
                }
                Some(Some(word)) if word != label => {
                    parameters.push((label, format!("{label}: {word}")))
                }
                _ => parameters.push((label, label.to_owned())),
            }
        }
        let value = function["returnType"]
            .as_str()
            .and_then(|rust| self.word(rust));
        if value.as_deref() == Some(NEVER_MET) {
            return None;
        }
        let value = value.map(|word| format!(" -> {word}")).unwrap_or_default();
        Some(match kind {
            Kind::Property => format!(
                "{}.{name}{value}",
                parameters.first().map_or("x", |(label, _)| label)
            ),
            _ => {
                let parameters: Vec<String> =
                    parameters.into_iter().map(|(_, text)| text).collect();
                format!("{name}({}){value}", parameters.join(", "))
            }
        })
    }

    /// The word for a type; none where any value will do, or nothing comes back.
    fn word(&self, rust: &str) -> Option<String> {
        let rust = rust.trim().trim_start_matches('&').trim();
        let rust = rust.strip_prefix("mut ").unwrap_or(rust).trim();
        for wrapper in ["Raised", "RhaiResultOf", "Result", "Option"] {
            if let Some(inner) = rust
                .strip_prefix(wrapper)
                .and_then(|r| r.trim_start().strip_prefix('<'))
            {
                let end = inner
                    .find([',', '>'])
                    .filter(|_| !inner.starts_with("Vec"))
                    .unwrap_or(inner.len());
                return self.word(&inner[..end]);
            }
        }
        if rust == "rhai::Array" {
            return Some("list".into());
        }
        Some(match last_part(rust) {
            "Dynamic" | "()" | "" | "?" | "_" | "RhaiResult" => return None,
            "Blob" | "f32" | "i8" | "i16" | "i32" | "i128" | "u8" | "u16" | "u32" | "u64"
            | "u128" => NEVER_MET.into(),
            "Array" if self.of_rhai => "list".into(),
            "Vec" => "list".into(),
            name => {
                let kind = kind::named(name);
                kind.unwrap_or_else(|| panic!("{rust} has no entry in the table of kinds"))
                    .word
                    .into()
            }
        })
    }
}

fn takes_a_function(parameter: &str) -> bool {
    [
        "filter",
        "filter_func",
        "mapper",
        "map",
        "comparer",
        "reducer",
    ]
    .contains(&parameter)
}

/// Whether a signature has a parameter without a name.
pub(crate) fn unnamed(signature: &str) -> bool {
    let Some((_, parameters)) = signature.split_once('(') else {
        return false;
    };
    parameters
        .split([',', ')'])
        .any(|p| p.trim() == "_" || p.trim().starts_with("_:"))
}

/// `Vec` of `std::vec::Vec<i64>`: without path and without what is inside.
fn last_part(rust: &str) -> &str {
    let outer = rust.split('<').next().unwrap_or(rust).trim();
    outer.rsplit("::").next().unwrap_or(outer)
}
