//! A listing as a notebook: cut into cells, part of its work done by functions, in any order that works.

use std::collections::BTreeSet;

use crate::listings::Listing;
use crate::luck::Luck;
use crate::notebook::Notebook;
use crate::statements::Statement;

/// A notebook made from a listing: cells in an order that works.
pub struct Plan {
    cells: Vec<Planned>,
}

struct Planned {
    code: String,
    reads: BTreeSet<String>,
    writes: BTreeSet<String>,
}

/// A function that stands for a formula of the listing's: its name and its definition.
pub type Formula = (String, String);

impl Plan {
    /// Cuts the listing where `cuts` says; no functions.
    pub fn cut(statements: &[Statement], cuts: &[bool]) -> Self {
        let groups = groups(statements, cuts);
        let cell = |group: &&[Statement]| Planned::new(joined(group, |s| &s.text), group);
        Self {
            cells: groups.iter().map(cell).collect(),
        }
    }

    /// Cuts the listing somewhere, and has functions do part of the work. `formulas` are functions that the statements
    /// call already.
    pub fn with_functions(statements: &[Statement], formulas: &[Formula], luck: &mut Luck) -> Self {
        let cuts: Vec<bool> = (1..statements.len()).map(|_| luck.coin()).collect();
        let mut cells: Vec<Planned> = Vec::new();
        let mut alone: Vec<Formula> = formulas.to_vec();
        let mut number = 0;
        for group in groups(statements, &cuts) {
            let mut cell = Planned::new(String::new(), group);
            let used =
                |(name, _): &&Formula| group.iter().any(|s| s.text.contains(&format!("{name}(")));
            cell.reads
                .extend(formulas.iter().filter(used).map(|(name, _)| name.clone()));
            let mut definitions = String::new();
            let mut closed = true;
            for statement in group {
                number += 1;
                if luck.coin() {
                    cell.code.push_str(&statement.text);
                    closed = statement.is_closed();
                    continue;
                }
                let (definition, call) = statement.as_function(number);
                cell.code.push_str(&call);
                if luck.coin() {
                    definitions.push_str(&definition);
                } else {
                    let name = name_of(&definition);
                    cell.reads.insert(name.clone());
                    alone.push((name, definition));
                }
            }
            // A function may stand below its use, but not below a value without a semicolon.
            let at = if closed { cell.code.len() } else { 0 };
            cell.code.insert_str(at, &definitions);
            cells.push(cell);
        }
        for (name, code) in alone {
            // Anywhere above its use: above the variables that it reads, too.
            let user = cells
                .iter()
                .position(|cell| cell.reads.contains(&name))
                .expect("a function is used");
            let at = luck.below(user + 1);
            cells.insert(
                at,
                Planned {
                    code,
                    reads: BTreeSet::new(),
                    writes: [name].into(),
                },
            );
        }
        Self { cells }
    }

    /// Runs the cells in their own order in a fresh notebook. What differs from the listing's output.
    pub fn run(&self, listing: &Listing) -> Option<String> {
        let order: Vec<_> = (0..self.cells.len()).collect();
        self.difference(&mut Notebook::new(), &order, listing)
    }

    /// Runs the cells in another order that works, and in a second in the same notebook.
    pub fn run_in_other_orders(&self, listing: &Listing, luck: &mut Luck) -> Option<String> {
        let mut notebook = Notebook::new();
        let (order, again) = (self.order(luck), self.order(luck));
        self.difference(&mut notebook, &order, listing).or_else(|| {
            let different = self.difference(&mut notebook, &again, listing);
            different.map(|text| format!("run again after {order:?}: {text}"))
        })
    }

    /// An order in which a cell that reads or writes a name stays below those that wrote it, and above those that write
    /// it again.
    pub fn order(&self, luck: &mut Luck) -> Vec<usize> {
        let mut order = Vec::new();
        let mut left: Vec<usize> = (0..self.cells.len()).collect();
        while !left.is_empty() {
            let free = |at: &usize| {
                left.iter()
                    .all(|above| above >= at || !self.depends(*at, *above))
            };
            let ready: Vec<usize> = left.iter().copied().filter(free).collect();
            let next = ready[luck.below(ready.len())];
            left.retain(|at| *at != next);
            order.push(next);
        }
        order
    }

    fn depends(&self, below: usize, above: usize) -> bool {
        let (below, above) = (&self.cells[below], &self.cells[above]);
        !below.reads.is_disjoint(&above.writes)
            || !below.writes.is_disjoint(&above.reads)
            || !below.writes.is_disjoint(&above.writes)
    }

    /// Runs the cells in an order; what they printed, put back into the listing's order, must be the listing's output.
    fn difference(
        &self,
        notebook: &mut Notebook,
        order: &[usize],
        listing: &Listing,
    ) -> Option<String> {
        let codes = || {
            self.cells
                .iter()
                .map(|cell| cell.code.as_str())
                .collect::<Vec<_>>()
                .join("----\n")
        };
        let mut printed = vec![String::new(); self.cells.len()];
        for at in order {
            let ran = notebook.run(&(at + 1).to_string(), &self.cells[*at].code);
            if let Some(found) = ran.diagnostic() {
                return Some(format!(
                    "order {order:?}, cell {at} failed: {}\n{}",
                    found.plain,
                    codes()
                ));
            }
            printed[*at] = ran.printed();
        }
        let printed = printed.concat();
        (printed != listing.prints)
            .then(|| format!("order {order:?} printed\n{printed}\n{}", codes()))
    }
}

impl Planned {
    /// A cell that does what a group of the listing's statements does.
    fn new(code: String, group: &[Statement]) -> Self {
        let names = Notebook::new()
            .session
            .reads_and_writes(&joined(group, |s| &s.original));
        Self {
            code,
            reads: names.reads.into_iter().collect(),
            writes: names.writes.into_iter().collect(),
        }
    }
}

fn groups<'a>(statements: &'a [Statement], cuts: &[bool]) -> Vec<&'a [Statement]> {
    let mut cells = Vec::new();
    let mut from = 0;
    for (at, cut) in cuts.iter().enumerate() {
        if *cut {
            cells.push(&statements[from..=at]);
            from = at + 1;
        }
    }
    cells.push(&statements[from..]);
    cells
}

fn joined(statements: &[Statement], text: impl Fn(&Statement) -> &str) -> String {
    statements.iter().map(text).collect()
}

fn name_of(definition: &str) -> String {
    let name = definition
        .strip_prefix("fn ")
        .and_then(|rest| rest.split('(').next());
    name.expect("a definition begins with its name").to_string()
}
