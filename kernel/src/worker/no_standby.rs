//! Where a process cannot be copied there is no standby: a crash of the worker loses the variables, and says so.

use super::Pipe;

/// The worker's view of its standby, which is not there.
pub(super) struct Standby;

impl Standby {
    /// None.
    pub(super) fn new(_front: u32, _wanted: bool) -> Self {
        Self
    }

    /// Whether the variables are safe.
    pub(super) fn is_there(&self) -> bool {
        false
    }

    /// Nobody would take over.
    pub(super) fn give_way(&self) {}

    /// There is nothing to renew.
    pub(super) fn renew(&mut self, _: &Pipe) {}
}
