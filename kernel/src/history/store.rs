//! Where history is kept: SQLite, or memory when there is none.

use std::ops::ControlFlow;

pub(super) use super::query::Found as Entry;

/// This session's number in the store, and the store.
pub(super) struct Store {
    session: i64,
    #[cfg(feature = "history")]
    disk: Option<disk::Disk>,
    /// What could not be stored on disk.
    memory: Vec<Entry>,
}

impl Store {
    /// Opens the reader's history, or an empty one in memory.
    pub(super) fn open() -> Self {
        #[cfg(feature = "history")]
        match disk::path().map(|path| disk::Disk::open(&path)) {
            Some(Ok((disk, session))) => {
                return Self {
                    session,
                    disk: Some(disk),
                    memory: Vec::new(),
                };
            }
            Some(Err(e)) => eprintln!("rhaibook: history is kept for this session only: {e}"),
            None => {}
        }
        Self::in_memory()
    }

    fn in_memory() -> Self {
        Self {
            session: 1,
            #[cfg(feature = "history")]
            disk: None,
            memory: Vec::new(),
        }
    }

    /// The number of a session: one that is not positive counts back from this one.
    pub(super) fn resolve(&self, session: i64) -> i64 {
        if session > 0 {
            session
        } else {
            self.session.saturating_add(session)
        }
    }

    /// Adds a line.
    pub(super) fn input(&mut self, line: i64, input: String) {
        #[cfg(feature = "history")]
        if self
            .disk
            .as_ref()
            .is_some_and(|disk| disk.input(self.session, line, &input).is_ok())
        {
            return;
        }
        self.memory.push(Entry {
            session: self.session,
            line,
            input,
            output: None,
        });
    }

    /// Adds what a line showed.
    pub(super) fn output(&mut self, line: i64, output: String) {
        if let Some(entry) = self.memory.iter_mut().rev().find(|e| e.line == line) {
            entry.output = Some(output);
            return;
        }
        #[cfg(feature = "history")]
        if let Some(disk) = &self.disk {
            let _ = disk.output(self.session, line, &output);
        }
    }

    /// Visits all lines, the newest first, until told to stop.
    pub(super) fn newest_first(&self, visit: &mut dyn FnMut(Entry) -> ControlFlow<()>) {
        for entry in self.memory.iter().rev() {
            if visit(entry.clone()).is_break() {
                return;
            }
        }
        #[cfg(feature = "history")]
        if let Some(disk) = &self.disk {
            let _ = disk.newest_first(visit);
        }
    }
}

#[cfg(feature = "history")]
mod disk {
    use std::ops::ControlFlow;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use etcetera::BaseStrategy;
    use rusqlite::{Connection, Result, params};

    use super::Entry;

    /// Several kernels may have it open at once.
    pub(super) struct Disk(Connection);

    /// The file, under `RHAIBOOK_DATA_DIR` or the platform's directory for data.
    pub(super) fn path() -> Option<PathBuf> {
        let directory = match std::env::var_os("RHAIBOOK_DATA_DIR") {
            Some(given) => PathBuf::from(given),
            None => etcetera::choose_base_strategy()
                .ok()?
                .data_dir()
                .join("rhaibook"),
        };
        Some(directory.join("history.sqlite"))
    }

    impl Disk {
        /// Opens the file and begins a session in it.
        pub(super) fn open(path: &Path) -> std::result::Result<(Self, i64), String> {
            let open = || -> Result<(Self, i64)> {
                let connection = Connection::open(path)?;
                connection.busy_timeout(Duration::from_secs(5))?;
                // Without a write-ahead log it works too, only slower.
                let _ = connection.pragma_update(None, "journal_mode", "wal");
                let _ = connection.pragma_update(None, "synchronous", "normal");
                let _ = connection.pragma_update(None, "cache_size", -256);
                connection.execute_batch(
                    "CREATE TABLE IF NOT EXISTS sessions (
                         session INTEGER PRIMARY KEY AUTOINCREMENT, begun TEXT DEFAULT CURRENT_TIMESTAMP);
                     CREATE TABLE IF NOT EXISTS history (
                         id INTEGER PRIMARY KEY, session INTEGER NOT NULL, line INTEGER NOT NULL,
                         input TEXT NOT NULL, output TEXT);",
                )?;
                connection.execute("INSERT INTO sessions DEFAULT VALUES", [])?;
                let session = connection.last_insert_rowid();
                Ok((Self(connection), session))
            };
            if let Some(directory) = path.parent() {
                std::fs::create_dir_all(directory)
                    .map_err(|e| format!("{}: {e}", directory.display()))?;
            }
            // Its companions, the log and the index, get the mode that the file has.
            #[cfg(unix)]
            {
                let opened = std::fs::OpenOptions::new()
                    .append(true)
                    .create(true)
                    .open(path);
                if opened.is_ok() {
                    let _ = crate::transport::owner_only(path, 0o600);
                }
            }
            open().map_err(|e| format!("{}: {e}", path.display()))
        }

        pub(super) fn input(&self, session: i64, line: i64, input: &str) -> Result<usize> {
            let sql = "INSERT INTO history (session, line, input) VALUES (?, ?, ?)";
            self.0
                .prepare_cached(sql)?
                .execute(params![session, line, input])
        }

        pub(super) fn output(&self, session: i64, line: i64, output: &str) -> Result<usize> {
            let sql = "UPDATE history SET output = ? WHERE id =
                       (SELECT max(id) FROM history WHERE session = ? AND line = ?)";
            self.0
                .prepare_cached(sql)?
                .execute(params![output, session, line])
        }

        pub(super) fn newest_first(
            &self,
            visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
        ) -> Result<()> {
            let mut statement = self.0.prepare_cached(
                "SELECT session, line, input, output FROM history ORDER BY id DESC",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let entry = Entry {
                    session: row.get(0)?,
                    line: row.get(1)?,
                    input: row.get(2)?,
                    output: row.get(3)?,
                };
                if visit(entry).is_break() {
                    break;
                }
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::Store;

    fn inputs(store: &Store, query: Query) -> Vec<String> {
        query
            .run(store)
            .into_iter()
            .map(|f| format!("{}/{} {}", f.session, f.line, f.input))
            .collect()
    }

    fn search(pattern: &str, n: Option<usize>, unique: bool) -> Query {
        Query::Search {
            pattern: pattern.into(),
            n,
            unique,
        }
    }

    #[test]
    fn queries_answer_oldest_first() {
        let mut store = Store::in_memory();
        for (line, code) in [(1, "a"), (2, "b"), (3, "a"), (4, "ab")] {
            store.input(line, code.into());
        }
        store.output(2, "B".into());
        assert_eq!(inputs(&store, Query::Tail { n: 2 }), ["1/3 a", "1/4 ab"]);
        assert_eq!(inputs(&store, Query::Tail { n: 0 }), [""; 0]);
        assert_eq!(
            inputs(
                &store,
                Query::Range {
                    session: 0,
                    start: 2,
                    stop: Some(4)
                }
            ),
            ["1/2 b", "1/3 a"]
        );
        assert_eq!(
            inputs(
                &store,
                Query::Range {
                    session: -1,
                    start: 1,
                    stop: None
                }
            ),
            [""; 0]
        );
        assert_eq!(
            inputs(&store, search("a*", None, false)),
            ["1/1 a", "1/3 a", "1/4 ab"]
        );
        assert_eq!(
            inputs(&store, search("a*", None, true)),
            ["1/3 a", "1/4 ab"]
        );
        assert_eq!(inputs(&store, search("a*", Some(1), true)), ["1/4 ab"]);
        assert_eq!(
            Query::Range {
                session: 1,
                start: 2,
                stop: Some(3)
            }
            .run(&store)[0]
                .output
                .as_deref(),
            Some("B")
        );
    }
}
