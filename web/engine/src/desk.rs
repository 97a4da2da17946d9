//! One session, and the questions that a page puts to it: text in, JSON out.

use std::rc::Rc;

use rhaibook_session::{Cell, Completeness, Session};

use crate::answers;
use crate::json::Json;
use crate::page::Page;
use crate::units::to_bytes;
use crate::world::World;

/// A session whose host is a page.
pub struct Desk<W: World + 'static> {
    session: Session,
    page: Rc<Page<W>>,
}

impl<W: World + 'static> Desk<W> {
    /// An empty session.
    pub fn new(world: Rc<W>) -> Self {
        let page = Rc::new(Page::new(world));
        let mut session = Session::new(page.clone());
        session.keep_records();
        Self { session, page }
    }

    /// Runs a cell.
    pub fn execute(&mut self, label: &str, code: &str) -> Vec<u8> {
        self.page.begin();
        let outcome = self.session.execute(Cell { label, code });
        self.page.flush();
        let (warnings, record) = (self.session.warnings(), self.session.record());
        written(|json| answers::ran(json, code, &outcome, &warnings, &record))
    }

    /// Whether a text is a whole cell, and what is wrong with it.
    pub fn check(&self, label: &str, code: &str) -> Vec<u8> {
        let found = self.session.check(Cell { label, code });
        let open = match found {
            Completeness::Incomplete { .. } => self.session.unfinished(Cell { label, code }),
            _ => None,
        };
        written(|json| answers::completeness(json, code, &found, open.as_ref()))
    }

    /// What could go at a position in UTF-16 units.
    pub fn complete(&self, code: &str, at: usize) -> Vec<u8> {
        let found = self.session.complete(code, to_bytes(code, at));
        written(|json| answers::completions(json, code, &found))
    }

    /// What is known of the name at a position in UTF-16 units; `null` when nothing is.
    pub fn inspect(&self, code: &str, at: usize, detail: u8) -> Vec<u8> {
        let found = self.session.inspect(code, to_bytes(code, at), detail);
        written(|json| match &found {
            Some(found) => answers::display(json, found),
            None => json.null(),
        })
    }

    /// The names that a cell's text reads and writes.
    pub fn names(&self, code: &str) -> Vec<u8> {
        let found = self.session.reads_and_writes(code);
        written(|json| answers::names(json, &found))
    }

    /// The notebook's variables.
    pub fn variables(&self) -> Vec<u8> {
        let found = self.session.variables();
        written(|json| answers::variables(json, &found))
    }

    /// The world around the cell that runs next, as fields that [`FIELD`] ends: the number of names that cells above it
    /// have made and these names, the number of cells above it that failed and each one's label and text, and the labels
    /// and texts of the cells below it.
    pub fn announce(&mut self, text: &str) {
        let mut fields = text.split(FIELD);
        let mut counted = |times: usize| -> Vec<&str> {
            let count: usize = fields.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            fields.by_ref().take(count * times).collect()
        };
        let (names, failed, below) = (counted(1), counted(2), counted(2));
        self.session
            .look_from(names.into_iter().map(String::from), &cells(&failed));
        self.session.announce(&cells(&below));
    }

    /// Forgets variables and functions (`f()`), as if no cell had made them; [`FIELD`] is between the names.
    pub fn forget(&mut self, names: &str) {
        names
            .split(FIELD)
            .filter(|name| !name.is_empty())
            .for_each(|name| self.session.forget(name));
    }
}

/// Ends a field of a request: no text of a cell has it.
pub const FIELD: char = '\u{1f}';

fn cells<'a>(fields: &[&'a str]) -> Vec<Cell<'a>> {
    let (pairs, _) = fields.as_chunks::<2>();
    pairs
        .iter()
        .map(|[label, code]| Cell { label, code })
        .collect()
}

fn written(write: impl FnOnce(&mut Json)) -> Vec<u8> {
    let mut json = Json::default();
    write(&mut json);
    json.into_bytes()
}
