//! Prints `stdlib/src/catalog/entries.txt`, read from the declarations, or `details.txt` beside it when its argument is
//! `details`; `cargo xtask catalog` puts both in their places.

use std::collections::BTreeMap;
use std::fmt::Write;

use rhai::{Engine, Module};
use rhaibook_stdlib::catalog::{self, Kind, LANGUAGE, RHAI};
use rhaibook_stdlib::{Library, library, texts};
use serde_json::Value;

use docs::Docs;
use words::Words;

mod brought;
mod docs;
mod language;
mod words;

fn main() {
    let mut all = Catalog::default();
    let library = Library::new();
    for group in library.groups() {
        all.add(
            group.title,
            &metadata_of(group.module.clone()),
            &Words::default(),
        );
    }
    all.add(RHAI, &metadata_of_rhai(), &Words::of_rhai());
    all.groups.push(LANGUAGE);
    for (name, form, summary) in language::KEYWORDS {
        let docs = Docs {
            summary: (*summary).into(),
            ..Docs::default()
        };
        let overload = Overload {
            parameters: 0,
            signature: (*form).into(),
            docs,
        };
        all.overloads
            .entry((name.to_string(), all.groups.len() - 1, 2))
            .or_default()
            .push(overload);
    }
    let (source, details) = all.sources();
    let wanted = std::env::args().nth(1);
    print!(
        "{}",
        if wanted.as_deref() == Some("details") {
            details
        } else {
            source
        }
    );
}

/// The functions of a module, as Rhai tells of them.
fn metadata_of(module: Module) -> Value {
    let mut engine = Engine::new_raw();
    engine.register_global_module(module.into());
    parsed(&engine, false)
}

/// The functions that come with Rhai, of the packages that the library installs.
fn metadata_of_rhai() -> Value {
    let mut engine = Engine::new_raw();
    library::install_rhai(&mut engine);
    parsed(&engine, true)
}

fn parsed(engine: &Engine, standard: bool) -> Value {
    let text = engine
        .gen_fn_metadata_to_json(standard)
        .expect("metadata is JSON");
    serde_json::from_str(&text).expect("metadata is JSON")
}

const KINDS: [Kind; 3] = [Kind::Function, Kind::Property, Kind::Keyword];

#[derive(Default)]
struct Catalog {
    groups: Vec<&'static str>,
    /// By name, group and kind.
    overloads: BTreeMap<(String, usize, usize), Vec<Overload>>,
}

struct Overload {
    parameters: u64,
    signature: String,
    docs: Docs,
}

impl Catalog {
    fn add(&mut self, group: &'static str, metadata: &Value, words: &Words) {
        let position = self
            .groups
            .iter()
            .position(|g| *g == group)
            .unwrap_or_else(|| {
                self.groups.push(group);
                self.groups.len() - 1
            });
        for function in metadata["functions"].as_array().into_iter().flatten() {
            let registered = function["name"].as_str().unwrap_or_default();
            let (name, kind) = match registered.strip_prefix("get$") {
                Some(property) => (property, 1),
                None => (registered, 0),
            };
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.contains('$') {
                continue; // operators, indexers, setters
            }
            let docs = docs::parse(
                function["docComments"]
                    .as_array()
                    .map_or(&[], Vec::as_slice),
            );
            let docs = match group {
                RHAI => brought::summary(name).map_or_else(|| docs.summary_only(), Docs::of),
                _ => docs,
            };
            if group == RHAI && brought::HIDDEN.contains(&name) {
                continue;
            }
            if docs.summary.is_empty() && how_values_become_text(name) {
                continue;
            }
            let Some(signature) = words.signature(name, KINDS[kind], function) else {
                continue;
            };
            let parameters = function["numParams"].as_u64().unwrap_or_default();
            let overload = Overload {
                parameters,
                signature,
                docs,
            };
            self.overloads
                .entry((name.to_owned(), position, kind))
                .or_default()
                .push(overload);
        }
    }

    /// The list of names, and the texts on them.
    fn sources(mut self) -> (String, String) {
        let mut details = String::new();
        // `list.len` beside `len(list)` tells nothing new.
        let rhai = self
            .groups
            .iter()
            .position(|g| *g == RHAI)
            .expect("it was added");
        let functions: Vec<String> = self
            .overloads
            .keys()
            .filter(|(_, g, kind)| (*g, *kind) == (rhai, 0))
            .map(|k| k.0.clone())
            .collect();
        self.overloads
            .retain(|(name, g, kind), _| (*g, *kind) != (rhai, 1) || !functions.contains(name));
        // `Entry` reads it.
        let mut out = format!("{}\n\n", self.groups.join("\n"));
        for ((name, group, kind), overloads) in &mut self.overloads {
            // Rhai's own order varies from run to run.
            overloads
                .sort_by(|a, b| (a.parameters, &a.signature).cmp(&(b.parameters, &b.signature)));
            // Overloads made in a loop have no names for their parameters; the documented ones speak for them.
            if overloads.iter().any(|o| !o.docs.summary.is_empty()) {
                overloads.retain(|o| {
                    !(o.docs.summary.is_empty()
                        && o.signature.contains('_')
                        && words::unnamed(&o.signature))
                });
            }
            // Rhai takes a function's name in place of the function; readers need not know.
            let texts: Vec<String> = overloads
                .iter()
                .map(|o| o.signature.replace(": function", ": text"))
                .collect();
            let functions: Vec<bool> = overloads
                .iter()
                .map(|o| o.signature.contains(": function"))
                .collect();
            let mut i = 0;
            overloads.retain(|o| {
                i += 1;
                functions[i - 1]
                    || !(0..texts.len()).any(|j| functions[j] && texts[j] == o.signature)
            });
            // What takes a character takes a text too.
            let with_text = overloads.iter().any(|o| !o.signature.contains("character"));
            if *group == rhai && with_text {
                overloads.retain(|o| !o.signature.contains("character"));
            }
            // An overload for each of Rhai's types means: for any value.
            if *group == rhai && overloads.len() > 4 && overloads.iter().all(|o| o.parameters <= 1)
            {
                let value = overloads[0]
                    .signature
                    .split_once(" -> ")
                    .map_or("", |(_, value)| value)
                    .to_owned();
                overloads[0].signature = format!("{name}(value) -> {value}");
                overloads.truncate(1);
            }
            let told = overloads
                .iter()
                .rev()
                .max_by_key(|o| o.docs.weight())
                .expect("a name has an overload");
            let docs = &told.docs;
            // A property takes none.
            let arguments = if *kind == 1 { &[][..] } else { &docs.arguments };
            let mut signatures: Vec<&str> =
                overloads.iter().map(|o| o.signature.as_str()).collect();
            signatures.dedup();
            let mut seen = Vec::new();
            signatures.retain(|s| {
                !seen.contains(s) && {
                    seen.push(*s);
                    true
                }
            });
            let runs = if docs.runs { "runs" } else { "" };
            let (group, kind) = (self.groups[*group], KINDS[*kind]);
            let _ = writeln!(
                out,
                "{name}\t{group}\t{}\t{runs}\t{}\t{}",
                kind.word(),
                docs.summary,
                signatures.join("\t"),
            );
            let arguments: Vec<String> = arguments
                .iter()
                .map(|(name, meaning)| format!("{name}: {meaning}"))
                .collect();
            let fields = [
                &docs.details,
                &arguments.join("\n"),
                &docs.errors,
                &docs.example,
            ];
            if fields.iter().any(|field| !field.is_empty()) {
                let key = catalog::key(name, kind, group);
                details += &texts::record(&key, &fields.map(String::as_str));
            }
        }
        (out, details)
    }
}

/// Every type of the library's registers these alike; they are how `print` works, not builtins.
fn how_values_become_text(name: &str) -> bool {
    matches!(name, "to_string" | "to_debug" | "print" | "debug")
}
