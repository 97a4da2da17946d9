//! The library as groups of builtins, each group a Rhai module, and how they are put into an engine.

use std::rc::Rc;

use rhai::packages::{
    ArithmeticPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage, BasicStringPackage,
    LanguageCorePackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{Engine, FuncRegistration, Module};

use crate::value::{self, Shown};

/// A group of builtins: the heading it has in the reference, and its functions.
pub struct Group {
    /// The heading: "Arrays".
    pub title: &'static str,
    /// Its functions, getters, operators and types.
    pub module: Module,
}

/// All groups, in the order of the reference.
#[derive(Default)]
pub struct Library {
    groups: Vec<Group>,
}

impl Library {
    /// The whole library.
    pub fn new() -> Self {
        let mut library = Self::default();
        crate::register(&mut library);
        library
    }

    /// Adds a group of builtins.
    pub(crate) fn add(&mut self, title: &'static str, module: Module) {
        self.groups.push(Group { title, module });
    }

    /// The groups, in the order of the reference.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Puts the library, and the parts of Rhai's own that it builds on, into an engine. All of the library's functions
    /// are there under `np::` too.
    pub fn install(self, engine: &mut Engine) {
        install_rhai(engine);
        crate::division::install(engine);
        crate::joining::install(engine);
        crate::loops::install(engine);
        crate::equality::install(engine);
        crate::order::install(engine);
        crate::power::install(engine);
        engine.register_global_module(Rc::new(crate::equality::functions()));
        engine.register_global_module(Rc::new(crate::order::functions()));
        let mut all = Module::new();
        for group in self.groups {
            all.combine(group.module);
        }
        // Combining modules drops what their types are called.
        for (rust, name) in value::type_names()
            .into_iter()
            .chain(crate::kind::names_of_rhai())
        {
            all.set_custom_type_raw(rust, name);
        }
        all.build_index();
        let all: rhai::Shared<Module> = Rc::new(all);
        engine.register_global_module(all.clone());
        engine.register_static_module("np", all);
    }
}

/// Puts the parts of Rhai's own library that this one builds on into an engine.
pub fn install_rhai(engine: &mut Engine) {
    // Not `BasicMathPackage` (platform-dependent digits; `log` to base 10), `BasicArrayPackage` (`list/mod.rs` says why) and no
    // clock: ours stand in their place.
    LanguageCorePackage::new().register_into_engine(engine);
    ArithmeticPackage::new().register_into_engine(engine);
    LogicPackage::new().register_into_engine(engine);
    BasicStringPackage::new().register_into_engine(engine);
    MoreStringPackage::new().register_into_engine(engine);
    BasicIteratorPackage::new().register_into_engine(engine);
    BasicFnPackage::new().register_into_engine(engine);
    BasicMapPackage::new().register_into_engine(engine);
}

/// Adds a type of the library's to a module: its name, and how it becomes text.
pub(crate) fn add_type<T: Shown>(module: &mut Module) {
    value::know::<T>();
    module.set_custom_type::<T>(crate::kind::of_type::<T>().name);
    for name in ["to_string", "print"] {
        FuncRegistration::new(name).set_into_module(module, |x: &mut T| x.text());
    }
    for name in ["to_debug", "debug"] {
        FuncRegistration::new(name).set_into_module(module, |x: &mut T| x.repr());
    }
    FuncRegistration::new("+").set_into_module(module, |a: &str, x: T| format!("{a}{}", x.text()));
}
