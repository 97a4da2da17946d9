//! Counting tests, from the closing lines of those who ran them.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed, and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Tally {
    /// One check that passed.
    pub(super) const PASS: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// One check that failed.
    pub(super) const FAILURE: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };
    /// One check that was skipped.
    pub(super) const SKIP: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// Sums the lines `test result: ok. 5 passed; 0 failed; 1 ignored; …` that `cargo test` ends each binary with.
    pub(super) fn of_cargo(output: &str) -> Self {
        let mut total = Self::default();
        for line in output
            .lines()
            .filter_map(|line| line.strip_prefix("test result: "))
        {
            total += Self::of_counts(line);
        }
        total
    }

    /// Reads the line `2 failed, 13 passed, 1 skipped in 4.2s` that pytest ends with.
    pub(super) fn of_pytest(output: &str) -> Self {
        output
            .lines()
            .rev()
            .find(|line| line.contains(" in "))
            .map(Self::of_counts)
            .unwrap_or_default()
    }

    /// Reads the lines `# pass 5`, `# fail 0`, `# skipped 1` that `node --test` ends with, `ℹ pass 5` on a terminal.
    pub(super) fn of_node(output: &str) -> Self {
        let count = |name: &str| {
            output
                .lines()
                .rev()
                .find_map(|line| {
                    let rest = line
                        .strip_prefix("# ")
                        .or_else(|| line.strip_prefix("ℹ "))?;
                    rest.strip_prefix(name)?.trim().parse().ok()
                })
                .unwrap_or_default()
        };
        Self {
            passed: count("pass "),
            failed: count("fail "),
            skipped: count("skipped "),
        }
    }

    /// With at least one failure when the run as a whole did not succeed: a crash before the first test counts.
    pub(super) fn of_run(self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            Self { failed: 1, ..self }
        } else {
            self
        }
    }

    /// Reads `5 passed`, `1 failed`, … wherever they stand in a line.
    fn of_counts(line: &str) -> Self {
        let mut tally = Self::default();
        let words: Vec<&str> = line
            .split([' ', ',', ';', '=', '.'])
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<usize>() else {
                continue;
            };
            match pair[1] {
                "passed" | "xpassed" => tally.passed += count,
                "failed" | "error" | "errors" => tally.failed += count,
                "ignored" | "skipped" | "xfailed" | "deselected" => tally.skipped += count,
                _ => {}
            }
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn node_s_lines_are_read() {
        let output = "# a line\n# tests 6\n# pass 4\n# fail 1\n# cancelled 0\n# skipped 1\n";
        let tally = Tally::of_node(output);
        assert_eq!((tally.passed, tally.failed, tally.skipped), (4, 1, 1));
        assert_eq!(Tally::of_node("ℹ pass 4\n").passed, 4);
    }

    #[test]
    fn cargo_s_lines_are_summed() {
        let output = "running 2 tests\n..\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                      test result: FAILED. 3 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(
            Tally::of_cargo(output),
            Tally {
                passed: 5,
                failed: 4,
                skipped: 1
            }
        );
    }

    #[test]
    fn pytest_s_last_line_counts() {
        let output =
            "test_a.py ..s\n1 failed, 12 passed, 1 skipped, 3 warnings, 1 error in 4.20s\n";
        assert_eq!(
            Tally::of_pytest(output),
            Tally {
                passed: 12,
                failed: 2,
                skipped: 1
            }
        );
        assert_eq!(
            Tally::of_pytest("===== 13 passed in 2.00s =====\n"),
            Tally {
                passed: 13,
                failed: 0,
                skipped: 0
            }
        );
    }

    #[test]
    fn a_run_that_fell_over_is_a_failure() {
        assert_eq!(
            Tally::of_pytest("Segmentation fault").of_run(false).failed,
            1
        );
        assert_eq!(
            Tally {
                passed: 1,
                failed: 2,
                skipped: 0
            }
            .of_run(false)
            .failed,
            2
        );
    }

    #[test]
    fn the_summary_reads_as_promised() {
        let tally = Tally {
            passed: 3,
            failed: 0,
            skipped: 1,
        };
        assert_eq!(tally.to_string(), "3 passed, 0 failed, 1 skipped");
    }
}
