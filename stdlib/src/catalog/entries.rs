//! Made by `cargo xtask catalog` from the declarations; do not edit.

use super::Entry;

/// The groups, in the order of the reference.
pub const GROUPS: &[&str] = &[];

/// All entries, by name, then in the order of their groups.
pub const ENTRIES: &[Entry] = &[];
