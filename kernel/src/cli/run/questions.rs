//! Cells that ask their reader something, in a notebook of which a page is made: nobody is there to answer, so they are not
//! run, nor is what needs them. Readers answer in the page.

use std::collections::BTreeMap;

use rhaibook_session::Diagnostic;

use super::super::world::World;
use super::notebook::CodeCell;

/// The cells that were left out, each with the one that asks.
#[derive(Default)]
pub(super) struct Questions {
    left_out: BTreeMap<usize, usize>,
}

impl Questions {
    /// Leaves a cell out that failed, if it did so for want of an answer; whether it did.
    pub(super) fn leave_out(
        &mut self,
        i: usize,
        cells: &[CodeCell],
        world: &World,
        diagnostic: &Diagnostic,
    ) -> bool {
        let asks = if world.asked_in_vain() {
            Some(i)
        } else {
            self.missing(&diagnostic.message, cells)
        };
        let Some(asks) = asks else {
            return false;
        };
        self.left_out.insert(i, asks);
        world.shows_instead(&if asks == i {
            "Not run yet: this cell asks a question. Run it to answer.".to_owned()
        } else {
            let number = cells[asks].number;
            format!("Not run yet: this cell needs the answer to the question of cell {number}.")
        });
        true
    }

    /// Why a cell was left out, to who makes the page.
    pub(super) fn why(&self, i: usize, cells: &[CodeCell]) -> String {
        match self.left_out.get(&i) {
            Some(asks) if *asks != i => {
                let number = cells[*asks].number;
                format!(
                    "needs the answer that cell {number} asks for: it is left for the reader to run"
                )
            }
            _ => "asks a question, and nobody is there to answer: it is left for the reader to run"
                .into(),
        }
    }

    /// The cell that asks, where a message speaks of a name that a cell was to make which was left out.
    fn missing(&self, message: &str, cells: &[CodeCell]) -> Option<usize> {
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let makes = |cell: &CodeCell| {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let mut words = cell.source.split(|c: char| !is_part(c));
            words.any(|word| !word.is_empty() && names.contains(&word))
        };
        let found = self.left_out.iter().find(|(left, _)| makes(&cells[**left]));
        found.map(|(_, asks)| *asks)
    }
}
