//! The variables and functions of a notebook, and how a cell runs among them.
//!
//! A cell's statements run one by one in a scope that outlives the cell. Functions are kept in one module for each cell,
//! named after it, so that an error inside one is blamed on the cell that defined it. Rhai's functions see no variables
//! but their own; here, a name that is not a function's own is looked up, when it is read, in a *mirror* of the
//! notebook's variables. A variable that some function reads is made shared, so that mirror and scope hold the very same
//! value, in the middle of a loop too.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use rhai::{
    Caches, Dynamic, Engine, EvalAltResult, EvalContext, FnPtr, GlobalRuntimeState,
    ImmutableString, Module, Position, Scope, Shared, Stmt,
};

use rhaibook_stdlib::{array, catalog};

use crate::diagnostic;
use crate::program::{Function, Program, may_return};
use crate::source::Source;

/// The state of a notebook.
pub(crate) struct Notebook {
    pub(crate) engine: Engine,
    pub(crate) scope: Scope<'static>,
    /// Cells that define functions, oldest first; of two functions with the same name and number of parameters only the
    /// newest is kept.
    pub(crate) cells: Vec<DefiningCell>,
    /// Where the statement begins that is running or ran last: the place of an error that has none.
    pub(crate) running: Rc<Cell<Position>>,
    /// Cells that have not made what they are to make.
    pub(crate) announced: Vec<Announced>,
    /// Names that were wanted in vain, and for which an explanation looked around.
    pub(crate) wanted: RefCell<BTreeSet<String>>,
    /// Variables that statements of the cell have made for certain.
    pub(crate) made: BTreeSet<String>,
    /// The names that a message may offer instead of a wrong one; all, when none are given.
    pub(crate) offered: Option<BTreeSet<String>>,
    mirror: Rc<Mirror>,
    /// Names that a function reads: these variables are shared.
    read_by_functions: BTreeSet<String>,
}

/// A cell some of whose functions are still in force.
pub(crate) struct DefiningCell {
    pub(crate) source: Rc<Source>,
    pub(crate) functions: Vec<Function>,
    module: Shared<Module>,
}

/// The notebook's variables as functions see them, and builtins that a cell uses as values.
#[derive(Default)]
struct Mirror {
    variables: RefCell<HashMap<ImmutableString, Reflection>>,
    /// Names that functions of the cell read in vain.
    missed: RefCell<BTreeSet<String>>,
    /// `xs.map(sqrt)`: the builtin as a function value. A variable of the same name comes first.
    builtins: RefCell<HashMap<ImmutableString, Dynamic>>,
}

/// A variable in the mirror.
struct Reflection {
    value: Dynamic,
    /// Whether a function of the cell has read it.
    read: Cell<bool>,
}

/// A cell that has not made what it is to make.
#[derive(Clone, Debug)]
pub(crate) struct Announced {
    pub(crate) label: String,
    pub(crate) code: String,
    /// Whether it was run, and failed.
    pub(crate) failed: bool,
}

/// Where a name that is not there is to be made.
#[derive(Clone, Debug)]
pub(crate) struct Promise {
    /// What the reader knows the cell by.
    label: String,
    line: usize,
    /// Whether the cell was run, and failed.
    failed: bool,
}

impl Promise {
    /// Where it is made, and why it is not there: for the end of a sentence.
    pub(crate) fn told(&self) -> String {
        let Self {
            label,
            line,
            failed,
        } = self;
        if *failed {
            format!(
                "cell [{label}] makes it in line {line}, and ended with an error before that was done"
            )
        } else {
            format!("it is made in cell [{label}], which has not run")
        }
    }

    /// What to do.
    pub(crate) fn advice(&self) -> String {
        let label = &self.label;
        if self.failed {
            format!("Repair cell [{label}] and run it again, then this one.")
        } else {
            format!("Run cell [{label}] first.")
        }
    }
}

/// Called before statements run, with the variables there are.
pub(crate) type Watch<'a> = &'a mut dyn FnMut(&[Stmt], &Scope<'_>);

/// So many statements are a long cell.
const MANY: usize = 256;

/// An error, and the cell whose statements were running.
pub(crate) type Failure = Box<EvalAltResult>;

impl Notebook {
    pub(crate) fn new(mut engine: Engine) -> Self {
        let mirror = Rc::new(Mirror::default());
        let seen = mirror.clone();
        #[allow(deprecated)] // "Volatile": the reason why rhai is pinned exactly.
        engine.on_var(move |name, index, context| seen.look_up(name, index, &context));
        Self {
            engine,
            scope: Scope::new(),
            cells: Vec::new(),
            running: Rc::default(),
            announced: Vec::new(),
            wanted: RefCell::default(),
            made: BTreeSet::new(),
            offered: None,
            mirror,
            read_by_functions: BTreeSet::new(),
        }
    }

    /// Runs a cell; the value of its last statement.
    pub(crate) fn run(&mut self, program: &Program, watch: Watch<'_>) -> Result<Dynamic, Failure> {
        self.define(program);
        self.lend_builtins(program);
        let (mut global, mut caches) = self.runtime(&program.source);
        if !program.functions.is_empty() {
            self.share_all();
        }
        let before = self.scope.len();
        let result = self.run_statements(program.statements(), &mut global, &mut caches, watch);
        if self.scope.len() != before {
            self.drop_shadowed();
        }
        result
    }

    /// Evaluates a program that must not touch the notebook: what it makes is dropped, its functions are not kept.
    pub(crate) fn peek(&mut self, program: &Program) -> Result<Dynamic, Failure> {
        let (mut global, mut caches) = self.runtime(&program.source);
        global
            .lib
            .push(module_of(&program.source, &program.functions));
        let before = self.scope.len();
        let result = self.evaluate(program.statements(), &mut global, &mut caches);
        self.scope.rewind(before);
        result
    }

    /// A cell begins: it has made and read nothing yet.
    pub(crate) fn begin(&mut self) {
        self.made.clear();
        self.mirror.forget_reads();
    }

    /// What functions of the cell have read, there or not.
    pub(crate) fn read(&self) -> BTreeSet<String> {
        let mut names = self.mirror.missed.borrow().clone();
        let variables = self.mirror.variables.borrow();
        let read = variables.iter().filter(|(_, seen)| seen.read.get());
        names.extend(read.map(|(name, _)| name.to_string()));
        names
    }

    /// Notes that the cell depends on whether there is a variable of this name.
    pub(crate) fn ask(&self, name: &str) -> bool {
        self.mirror.missed.borrow_mut().insert(name.to_string());
        self.scope.contains(name)
    }

    /// Forgets a variable.
    pub(crate) fn forget_variable(&mut self, name: &str) {
        while self.scope.contains(name) {
            let _ = self.scope.remove::<Dynamic>(name);
        }
        self.mirror.variables.borrow_mut().remove(name);
    }

    /// Forgets all functions of a name.
    pub(crate) fn forget_functions(&mut self, name: &str) {
        self.drop_functions(|f| f.name() == name);
    }

    /// Forgets all variables and functions.
    pub(crate) fn reset(&mut self) {
        self.scope.clear();
        self.cells.clear();
        self.read_by_functions.clear();
        self.announced.clear();
        self.mirror.variables.borrow_mut().clear();
    }

    /// The functions in force and the closures that were ever made.
    pub(crate) fn all_functions(&self) -> impl Iterator<Item = &Function> {
        self.cells.iter().flat_map(|cell| &cell.functions)
    }

    /// The functions in force, by name; closures are not among them.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&DefiningCell, &Function)> {
        self.cells
            .iter()
            .flat_map(|cell| cell.functions.iter().map(move |f| (cell, f)))
            .filter(|(_, f)| !f.is_closure())
    }

    /// The cell that would have made a name; the last one that was to. Texts are read only when somebody asks.
    pub(crate) fn promise(&self, name: &str) -> Option<Promise> {
        self.wanted.borrow_mut().insert(name.to_string());
        self.announced.iter().rev().find_map(|cell| {
            let made = diagnostic::top_level(&cell.code);
            let (_, start) = made.into_iter().rev().find(|(made, _)| *made == name)?;
            Some(Promise {
                label: cell.label.clone(),
                line: cell.code[..start].matches('\n').count() + 1,
                failed: cell.failed,
            })
        })
    }

    fn runtime(&self, source: &Source) -> (GlobalRuntimeState, Caches) {
        let mut global = self.engine.new_global_runtime_state();
        global.source = Some(source.id.clone());
        global
            .lib
            .extend(self.cells.iter().map(|cell| cell.module.clone()));
        (global, Caches::new())
    }

    fn run_statements(
        &mut self,
        statements: &[Stmt],
        global: &mut GlobalRuntimeState,
        caches: &mut Caches,
        watch: Watch<'_>,
    ) -> Result<Dynamic, Failure> {
        let mut value = Dynamic::UNIT;
        // Where there are many, to look for each among all others takes long.
        let mut names: Option<HashSet<String>> = (statements.len() > MANY).then(|| {
            let names = self.scope.iter_raw();
            names.map(|(name, ..)| name.to_string()).collect()
        });
        for (i, statement) in statements.iter().enumerate() {
            self.running.set(statement.position());
            if may_return(statement) {
                watch(&statements[i..], &self.scope);
                // From here on Rhai itself has to see where the cell ends.
                let result = self.evaluate(&statements[i..], global, caches);
                self.share_all();
                return result;
            }
            watch(&statements[i..=i], &self.scope);
            if let Stmt::Var(x, ..) = statement {
                let name = x.0.name.as_str();
                let new = names.as_mut().is_some_and(|n| n.insert(name.into()));
                let older = if new { None } else { self.scope.get(name) };
                let older = older.filter(|v| v.is_shared()).cloned();
                value = self.evaluate(&statements[i..=i], global, caches)?;
                self.made(name, older);
            } else {
                let before = self.scope.len();
                value = self.evaluate(&statements[i..=i], global, caches)?;
                if self.scope.len() != before {
                    self.share_all();
                }
            }
        }
        Ok(value)
    }

    fn evaluate(
        &mut self,
        statements: &[Stmt],
        global: &mut GlobalRuntimeState,
        caches: &mut Caches,
    ) -> Result<Dynamic, Failure> {
        // Deprecated for want of a stable interface; rhai is pinned exactly.
        #[allow(deprecated)]
        let result = self
            .engine
            .eval_statements_raw(global, caches, &mut self.scope, statements);
        global.scope_level = 0;
        // What array operations have put off is done before anyone can see, or keep, a variable.
        let settled = array::settle();
        let value = result.map(Dynamic::flatten)?;
        settled.map(|()| value)
    }

    /// Takes over a cell's functions; those they replace are forgotten.
    fn define(&mut self, program: &Program) {
        if program.functions.is_empty() {
            return;
        }
        fn kind(f: &Function) -> (&str, usize, Option<&ImmutableString>) {
            let definition = &f.definition;
            (
                f.name(),
                definition.params.len(),
                definition.this_type.as_ref(),
            )
        }
        let new: BTreeSet<_> = program.functions.iter().map(kind).collect();
        self.drop_functions(|f| new.contains(&kind(f)));
        for function in &program.functions {
            self.read_by_functions
                .extend(function.uses.reads.iter().cloned());
        }
        self.cells.push(DefiningCell {
            source: program.source.clone(),
            functions: program.functions.clone(),
            module: module_of(&program.source, &program.functions),
        });
    }

    fn drop_functions(&mut self, unwanted: impl Fn(&Function) -> bool) {
        for cell in &mut self.cells {
            let before = cell.functions.len();
            cell.functions.retain(|f| !unwanted(f));
            if cell.functions.len() != before {
                cell.module = module_of(&cell.source, &cell.functions);
            }
        }
        self.cells.retain(|cell| !cell.functions.is_empty());
    }

    /// Makes the builtins that a program names without calling them values.
    fn lend_builtins(&mut self, program: &Program) {
        let reads = program.uses().reads.into_iter();
        let read_inside = program
            .functions
            .iter()
            .flat_map(|f| f.uses.reads.iter().cloned());
        let mut builtins = self.mirror.builtins.borrow_mut();
        for name in reads
            .chain(read_inside)
            .filter(|name| !self.scope.contains(name))
        {
            let known = catalog::find(&name).is_some_and(|e| e.kind == catalog::Kind::Function);
            if let (true, Ok(function)) = (known, FnPtr::new(&name)) {
                builtins.insert(name.into(), Dynamic::from(function));
            }
        }
    }

    /// A statement has made the variable `name`, perhaps again. Closures that captured the `older` one go on with the new.
    fn made(&mut self, name: &str, older: Option<Dynamic>) {
        self.made.insert(name.to_string());
        if let Some(mut older) = older {
            let value = self
                .scope
                .get(name)
                .map(Dynamic::flatten_clone)
                .unwrap_or_default();
            if let Some(mut held) = older.write_lock::<Dynamic>() {
                *held = value;
            }
            match self.scope.get_mut(name) {
                Some(newest) => *newest = older,
                // A constant cannot be changed in place; it has just been made, so it is the last.
                None => {
                    self.scope.pop();
                    self.scope.push_constant_dynamic(name, older);
                }
            }
        }
        self.share(name);
    }

    fn share_all(&mut self) {
        for name in self.read_by_functions.clone() {
            self.share(&name);
        }
    }

    /// If functions read the variable, makes it shared and shows it in the mirror.
    fn share(&mut self, name: &str) {
        if !self.read_by_functions.contains(name) {
            return;
        }
        let shared = match self.scope.get_mut(name) {
            Some(value) => {
                if !value.is_shared() {
                    *value = value.take().into_shared();
                }
                Some(value.clone())
            }
            // A constant never changes, so a copy serves.
            None => self.scope.get(name).cloned(),
        };
        let mut variables = self.mirror.variables.borrow_mut();
        match shared {
            Some(value) => match variables.get_mut(name) {
                Some(seen) => seen.value = value,
                None => {
                    let read = Cell::new(false);
                    variables.insert(name.into(), Reflection { value, read });
                }
            },
            None => drop(variables.remove(name)),
        }
    }

    /// `let x` again leaves Rhai's scope with two: the older ones go, now that nothing in the cell counts on places.
    fn drop_shadowed(&mut self) {
        let mut seen = BTreeSet::new();
        let mut twice = BTreeSet::new();
        for (name, ..) in self.scope.iter_raw() {
            if !seen.insert(name) {
                twice.insert(name.to_string());
            }
        }
        for name in twice {
            let constant = self.scope.is_constant(&name).unwrap_or(false);
            let value = match self.scope.get_mut(&name) {
                Some(value) => value.take(),
                None => self.scope.get(&name).cloned().unwrap_or_default(),
            };
            while self.scope.contains(&name) {
                let _ = self.scope.remove::<Dynamic>(&name);
            }
            if constant {
                self.scope.push_constant_dynamic(name, value);
            } else {
                self.scope.push_dynamic(name, value);
            }
        }
    }
}

impl Mirror {
    fn forget_reads(&self) {
        self.missed.borrow_mut().clear();
        for seen in self.variables.borrow().values() {
            seen.read.set(false);
        }
    }

    /// The notebook's variable for a name that a function reads and does not have itself. `index` is above 0 for a name
    /// the parser knew to be local, which keeps loops fast.
    fn look_up(
        &self,
        name: &str,
        index: usize,
        context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Result<Option<Dynamic>, Failure> {
        if index > 0 {
            return Ok(None);
        }
        let builtins = self.builtins.borrow();
        // At level 0 stands the cell itself, whose variables are in the scope.
        let in_cell = context.call_level() == 0;
        if in_cell && builtins.is_empty() || context.scope().contains(name) {
            return Ok(None);
        }
        let variable = if in_cell {
            None
        } else {
            let variables = self.variables.borrow();
            let seen = variables.get(name);
            match seen {
                Some(seen) => seen.read.set(true),
                None => drop(self.missed.borrow_mut().insert(name.into())),
            }
            seen.map(|seen| seen.value.clone())
        };
        match variable {
            // A method that is changing the value has called back. Rhai would panic.
            Some(value) if value.is_locked() => {
                Err(EvalAltResult::ErrorDataRace(name.into(), Position::NONE).into())
            }
            Some(value) => Ok(Some(value)),
            None => Ok(builtins.get(name).cloned()),
        }
    }
}

fn module_of(source: &Source, functions: &[Function]) -> Shared<Module> {
    let mut module = Module::new();
    module.set_id(source.id.clone());
    for function in functions {
        module.set_script_fn(function.definition.clone());
    }
    module.into()
}
