//! Numbers by the million: plain slices in, plain slices out. What is here knows neither Rhai nor arrays with axes.
//!
//! Two rules keep every result the same everywhere. Work is cut into pieces by the length of the data alone, never by the
//! number of threads; and only the basic operations of IEEE 754 are used, one rounding each, so that the width of a
//! processor's vectors changes nothing.

pub(crate) mod build;
pub(crate) mod fused;
pub(crate) mod kernels;
pub(crate) mod machine;
pub mod parallel;
pub(crate) mod radix;
pub(crate) mod selection;
pub(crate) mod sums;
pub(crate) mod wide;
