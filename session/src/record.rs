//! What a run did with names: for hosts that decide by it which cells to run again.
//!
//! Three sources together miss nothing: the cell's text says what its statements may read and write; the mirror notes
//! what functions read as they do; and closures among the values read are followed to what they have captured and may
//! call. A host sees names and fingerprints, never values.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rhai::Dynamic;
use rhaibook_stdlib::fingerprint::Reader;

use crate::notebook::{DefiningCell, Notebook};
use crate::outcome::Record;
use crate::program::{Function, Program};

/// What the session knows of the variables since it last looked at them.
#[derive(Default)]
pub(crate) struct Ledger {
    variables: BTreeMap<String, Known>,
    /// The run that is recorded.
    record: Record,
    /// The names there were before it.
    before: BTreeSet<String>,
}

#[derive(Default)]
struct Known {
    fingerprint: u64,
    /// Functions that closures in it may call.
    calls: BTreeSet<String>,
    /// Variables that closures in it have captured.
    captured: BTreeSet<String>,
    /// Whether it can be changed without being named.
    tied: bool,
}

/// Calls after which nothing is known of what was read.
const OPAQUE_CALLS: [&str; 3] = ["eval", "Fn", "is_shared"];

impl Ledger {
    /// A cell begins. `whole` when what it does cannot be told from its names.
    pub(crate) fn begin(&mut self, whole: bool, notebook: &Notebook) {
        self.before = names(notebook);
        self.record = Record {
            whole,
            ..Record::default()
        };
    }

    /// The cell has ended. Where it may have changed anything, all is looked at.
    pub(crate) fn end(&mut self, notebook: &Notebook) {
        if !self.record.whole {
            return;
        }
        let all: BTreeSet<String> = names(notebook).union(&self.before).cloned().collect();
        let variables = all.iter().filter(|name| !name.ends_with(')')).cloned();
        self.look(&variables.collect(), notebook);
        self.note_values(&all, notebook);
    }

    /// What the cell that ran last did.
    pub(crate) fn record(&self) -> Record {
        self.record.clone()
    }

    /// A program of the cell has run.
    pub(crate) fn note(&mut self, program: &Program, notebook: &Notebook) {
        let mut record = std::mem::take(&mut self.record);
        let uses = program.uses();
        record.whole |= OPAQUE_CALLS.iter().any(|name| uses.calls.contains(*name));
        let mut variables: BTreeSet<String> = uses.reads.clone();
        variables.extend(uses.rebinds.iter().map(|(name, _)| name.clone()));
        variables.extend(uses.changes.iter().cloned());
        variables.extend(notebook.read());
        let mut functions: BTreeSet<String> = uses.calls.clone();
        functions.extend(uses.closures().iter().cloned());
        // Where there is no variable of a name, Rhai takes the function.
        functions.extend(variables.iter().cloned());
        let made: BTreeSet<String> = notebook.made.clone();
        self.follow(notebook, &mut variables, &mut functions, &mut record.whole);

        let mut touched = variables.clone();
        touched.extend(uses.makes.iter().cloned());
        let present: BTreeSet<String> = notebook
            .scope
            .iter_raw()
            .map(|(name, ..)| name.to_string())
            .collect();
        touched.extend(
            present
                .iter()
                .filter(|name| !self.variables.contains_key(*name))
                .cloned(),
        );
        let tied = |ledger: &Self, name: &String| {
            ledger.variables.get(name).is_some_and(|known| known.tied)
        };
        let loose = touched.iter().any(|name| tied(self, name));
        self.look(&touched, notebook);
        if loose || touched.iter().any(|name| tied(self, name)) {
            let others: BTreeSet<String> = present
                .iter()
                .filter(|name| tied(self, name))
                .cloned()
                .collect();
            self.look(&others, notebook);
            touched.extend(others);
        }

        let own = program.functions.iter().map(|f| written(f.name()));
        touched.extend(
            functions
                .iter()
                .map(|name| written(name))
                .chain(own.clone()),
        );
        record.reads.extend(variables);
        record
            .reads
            .extend(functions.iter().map(|name| written(name)));
        record.makes.extend(made);
        record.makes.extend(own);
        self.record = record;
        self.note_values(&touched, notebook);
    }

    /// Records what names stand for now; variables were looked at.
    fn note_values(&mut self, names: &BTreeSet<String>, notebook: &Notebook) {
        let functions = by_name(notebook);
        for name in names {
            // What is not there and was not before needs no saying.
            let value = match name.strip_suffix("()") {
                Some(function) => defined(&functions, function).map(|hash| format!("{hash:x}")),
                None => self.variables.get(name).map(|known| {
                    let tied = if known.tied { "~" } else { "" };
                    format!("{tied}{:x}", known.fingerprint)
                }),
            };
            if value.is_some() || self.before.contains(name) {
                self.record.values.insert(name.clone(), value);
            }
        }
    }

    /// Variables and functions are no longer there.
    pub(crate) fn forget(&mut self, name: &str) {
        self.variables.remove(name);
    }

    /// Adds what closures in the variables have captured and may call, and what functions may call in turn.
    fn follow(
        &self,
        notebook: &Notebook,
        variables: &mut BTreeSet<String>,
        functions: &mut BTreeSet<String>,
        whole: &mut bool,
    ) {
        let mut names: Vec<String> = variables.iter().cloned().collect();
        while let Some(name) = names.pop() {
            if let Some(known) = self.variables.get(&name) {
                functions.extend(known.calls.iter().cloned());
                let new = known
                    .captured
                    .iter()
                    .filter(|n| variables.insert((*n).clone()));
                names.extend(new.cloned());
            }
        }
        let known = by_name(notebook);
        let mut calls: Vec<String> = functions.iter().cloned().collect();
        while let Some(name) = calls.pop() {
            for (_, function) in known.get(name.as_str()).into_iter().flatten() {
                let inner = function.uses.calls.iter().chain(function.uses.closures());
                for call in inner {
                    *whole |= OPAQUE_CALLS.contains(&call.as_str());
                    if functions.insert(call.clone()) {
                        calls.push(call.clone());
                    }
                }
            }
        }
    }

    /// Reads variables again.
    fn look(&mut self, names: &BTreeSet<String>, notebook: &Notebook) {
        let mut places: BTreeMap<*const Dynamic, &str> = BTreeMap::new();
        for (name, _, value) in notebook.scope.iter_raw() {
            if value.is_shared()
                && let Some(held) = value.read_lock::<Dynamic>()
            {
                places.entry(&raw const *held).or_insert(name);
            }
        }
        // The scope's own iteration gives the newest last where there are two.
        let newest: HashMap<&str, (bool, &Dynamic)> = notebook
            .scope
            .iter_raw()
            .map(|(name, constant, value)| (name, (constant, value)))
            .collect();
        let variables = |place| places.get(&place).map(|name| (*name).to_string());
        for name in names {
            let Some(&(constant, value)) = newest.get(name.as_str()) else {
                self.variables.remove(name);
                continue;
            };
            let mut reader = Reader::new(&variables);
            reader.word(u64::from(constant));
            match value.read_lock::<Dynamic>().filter(|_| value.is_shared()) {
                Some(held) => reader.value(&held),
                None => reader.value(value),
            }
            self.variables.insert(
                name.clone(),
                Known {
                    fingerprint: reader.fingerprint(),
                    calls: reader.calls,
                    captured: reader.captured,
                    tied: reader.tied,
                },
            );
        }
    }
}

/// How a function is written among names.
fn written(function: &str) -> String {
    format!("{function}()")
}

/// The names of variables and functions there are.
fn names(notebook: &Notebook) -> BTreeSet<String> {
    let variables = notebook.scope.iter_raw().map(|(name, ..)| name.to_string());
    let functions = notebook.all_functions().map(|f| written(f.name()));
    variables.chain(functions).collect()
}

/// The functions there are, closures too, with their cells.
type Functions<'a> = HashMap<&'a str, Vec<(&'a DefiningCell, &'a Function)>>;

fn by_name(notebook: &Notebook) -> Functions<'_> {
    let mut functions = Functions::new();
    for cell in &notebook.cells {
        for function in &cell.functions {
            let same = functions.entry(function.name()).or_default();
            same.push((cell, function));
        }
    }
    functions
}

/// The fingerprint of the functions of a name: their texts and places, since errors name these.
fn defined(functions: &Functions<'_>, name: &str) -> Option<u64> {
    let mut reader = Reader::default();
    for (cell, function) in functions.get(name)? {
        reader.bytes(cell.source.label.as_bytes());
        reader.bytes(function.signature().as_bytes());
        if let Some(this) = &function.definition.this_type {
            reader.bytes(this.as_bytes());
        }
        let body = &function.definition.body;
        let place = |position| cell.source.offset(position);
        let (start, end) = (place(body.start_position()), place(body.end_position()));
        reader.word(start.unwrap_or_default() as u64);
        // A closure's name is made from its body, which need not say where it ends.
        if !function.is_closure() {
            let code = cell.source.code.as_bytes();
            let written = start
                .zip(end)
                .and_then(|(start, end)| code.get(start..=end));
            match written {
                Some(text) => reader.bytes(text),
                // The place is too far down for Rhai to know it.
                None => reader.word(cell.source.fingerprint()),
            }
        }
    }
    Some(reader.fingerprint())
}
