//! Arrays in the manner of numpy: one type with three element types, any number of axes, broadcasting, and the
//! functions that make, change and sum them up.

pub(crate) mod close;
mod convert;
mod curves;
mod elementwise;
mod equations;
mod fitting;
pub mod format;
mod functional;
mod index;
mod linear;
mod make;
mod matrix;
mod operate;
mod operators;
mod places;
mod recorded;
mod reduce;
mod reductions;
mod rounding;
mod running;
mod select;
pub(crate) mod shape;
mod shaping;
mod slicing;
mod sort;
mod sorting;
mod storage;
#[cfg(test)]
mod tests;

pub use operate::arithmetic;
pub use recorded::{record_from, settle};
pub(crate) use select::rows;
pub use storage::{Array, DType, Elements, View};

use rhai::Module;

use crate::Library;
use crate::library::add_type;

pub(crate) fn register(library: &mut Library) {
    let mut module = Module::new();
    add_type::<Array>(&mut module);
    operators::register(&mut module);
    index::register(&mut module);
    slicing::register(&mut module);
    make::register(&mut module);
    functional::register(&mut module);
    library.add("Arrays", module);
    let mut module = Module::new();
    sorting::register(&mut module);
    shaping::register(&mut module);
    library.add("Sorting and joining", module);
    let mut module = Module::new();
    reductions::register(&mut module);
    running::register(&mut module);
    library.add("Sums and statistics", module);
    let mut module = Module::new();
    curves::register(&mut module);
    rounding::register(&mut module);
    close::register(&mut module);
    library.add("Element by element", module);
    let mut module = Module::new();
    linear::register(&mut module);
    fitting::register(&mut module);
    library.add("Linear algebra and fitting", module);
}
