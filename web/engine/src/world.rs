//! What lies outside of the module: one trait, so that tests can stand in for JavaScript.

/// The functions that JavaScript gives.
pub trait World {
    /// Something happened while a cell runs: JSON.
    fn event(&self, json: &[u8]);
    /// Seconds since 1970.
    fn now(&self) -> f64;
    /// 64 unpredictable bits.
    fn entropy(&self) -> u64;
    /// Whether the running cell has to stop.
    fn interrupted(&self) -> bool;
    /// Whether it is time to show what was written.
    fn wants_output(&self) -> bool;
    /// Waits.
    fn sleep(&self, seconds: f64);
    /// The reader's answer, if there is one already.
    fn ask(&self, prompt: &str, secret: bool) -> Option<String>;
    /// What a control is set to, if the reader has set it.
    fn setting(&self, key: &str) -> Option<String>;
    /// The long texts, which the module was built without.
    fn texts(&self) -> Option<String>;
}
