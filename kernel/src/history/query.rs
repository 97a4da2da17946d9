//! The three ways to ask for history.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::glob;
use super::store::{Entry, Store};

/// What a `history_request` asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Query {
    /// The last so many.
    Tail { n: usize },
    /// Lines `start..stop` of a session; 0 is this one, -1 the one before. No `stop` means to its end.
    Range {
        session: i64,
        start: i64,
        stop: Option<i64>,
    },
    /// The last so many that match a shell pattern; each text once, if `unique`.
    Search {
        pattern: String,
        n: Option<usize>,
        unique: bool,
    },
}

/// One line of history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) session: i64,
    pub(crate) line: i64,
    pub(crate) input: String,
    pub(crate) output: Option<String>,
}

impl Query {
    /// The matching lines, oldest first.
    pub(super) fn run(&self, store: &Store) -> Vec<Found> {
        let mut found: Vec<Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        let limit = match self {
            Query::Tail { n } => *n,
            Query::Range { .. } => usize::MAX,
            Query::Search { n, .. } => n.unwrap_or(usize::MAX),
        };
        if limit == 0 {
            return found;
        }
        store.newest_first(&mut |entry| {
            let wanted = match self {
                Query::Tail { .. } => true,
                Query::Range {
                    session,
                    start,
                    stop,
                } => {
                    entry.session == store.resolve(*session)
                        && entry.line >= *start
                        && stop.is_none_or(|stop| entry.line < stop)
                }
                Query::Search {
                    pattern, unique, ..
                } => {
                    glob::matches(pattern, &entry.input)
                        && (!unique || seen.insert(entry.input.clone()))
                }
            };
            if wanted {
                found.push(entry);
            }
            if found.len() < limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        found.reverse();
        found
    }
}
