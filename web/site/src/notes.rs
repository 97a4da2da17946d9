//! What the maker of a page is told: what a page can't show as its notebook has it.

use std::collections::HashSet;

/// The notes on one notebook.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) list: Vec<String>,
    cell: usize,
    said: HashSet<String>,
}

impl Notes {
    /// What is said from now on is of this cell, counted from 1.
    pub(crate) fn begin(&mut self, cell: usize) {
        self.cell = cell;
    }

    pub(crate) fn cell(&self) -> usize {
        self.cell
    }

    /// Something that is said once a notebook, with the first cell that it is true of.
    pub(crate) fn say(&mut self, note: String) {
        if self.said.insert(note.clone()) {
            self.list.push(format!("cell {}: {note}", self.cell));
        }
    }

    /// Elements that are not shown.
    pub(crate) fn left_out(&mut self, elements: impl IntoIterator<Item = &'static str>) {
        for element in elements {
            self.say(format!("a page can't show <{element}>, so it is left out"));
        }
    }
}
