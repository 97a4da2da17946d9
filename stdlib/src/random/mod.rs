//! Random numbers that can be repeated: the same ones as Python's `numpy.random.default_rng(seed)` gives.

mod bits;
mod generator;
mod layers;
#[cfg(test)]
mod tests;
mod ziggurat;

use rhai::Module;

use crate::Library;
use crate::library::add_type;

pub use generator::Generator;

pub(crate) fn register(library: &mut Library) {
    let mut module = Module::new();
    add_type::<Generator>(&mut module);
    generator::register(&mut module);
    library.add("Random numbers", module);
}
