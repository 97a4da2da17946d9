//! A cell parsed: its statements, its functions, and the names each reads and changes.

use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{
    AST, ASTNode, Engine, Expr, FnCallExpr, FnPtr, Module, ParseError, Position, ScriptFuncDef,
    Shared, Stmt,
};

use crate::parts::{self, Parsed};
use crate::source::Source;
use rhaibook_stdlib::ordering::put_in_order;

/// A cell that can be run.
pub(crate) struct Program {
    pub(crate) source: Rc<Source>,
    ast: AST,
    /// How many statements come before each part in which it was parsed, but the first.
    parts: Vec<usize>,
    /// Its functions, closures among them, by name.
    pub(crate) functions: Vec<Function>,
}

/// A function or the body of a closure, and what it does with names that are not its own.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) definition: Shared<ScriptFuncDef>,
    pub(crate) uses: Uses,
}

/// What a piece of code does with names it does not make itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    /// Variables it reads, or changes in part.
    pub(crate) reads: BTreeSet<String>,
    /// Variables it gives a new value, with the place.
    pub(crate) rebinds: Vec<(String, Position)>,
    /// Variables it changes in part: `log.push(x)`, `m.a = 1`, `v[0] = 1`.
    pub(crate) changes: BTreeSet<String>,
    /// Functions it calls.
    pub(crate) calls: BTreeSet<String>,
    /// Variables it makes at its top level.
    pub(crate) makes: Vec<String>,
    /// All variables it gives a new value, its own included.
    assigns: Vec<(String, Position)>,
    /// Rhai's names for the closures it holds.
    closures: BTreeSet<String>,
}

impl Program {
    pub(crate) fn parse(engine: &Engine, source: Rc<Source>) -> Result<Self, ParseError> {
        let Parsed { ast, parts } = parts::parse(engine, &source)?;
        let mut functions: Vec<Function> = ast
            .shared_lib()
            .iter_script_fn_info()
            .map(|(_, _, _, _, definition)| Function {
                definition: definition.clone(),
                uses: uses_of(definition),
            })
            .collect();
        // Rhai keeps functions in a hash map; their order must not depend on it.
        let key = |f: &Function| f.definition.params.len();
        put_in_order(&mut functions, |a, b| {
            a.name().cmp(b.name()).then(key(a).cmp(&key(b)))
        });
        Ok(Self {
            source,
            ast,
            parts,
            functions,
        })
    }

    /// The first of its functions that has a name.
    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        let at = self.functions.partition_point(|f| f.name() < name);
        self.functions.get(at).filter(|f| f.name() == name)
    }

    pub(crate) fn statements(&self) -> &[Stmt] {
        self.ast.statements()
    }

    /// Whether a `return` at its top level ends it: then its value is what the cell shows.
    pub(crate) fn returns(&self) -> bool {
        let is_return = |s: &Stmt| matches!(s, Stmt::Return(_, flags, _) if !flags.intersects(rhai::ASTFlags::BREAK));
        self.statements().iter().any(is_return)
    }

    /// The first variable that a function gives a new value although it is not its own. A closure may: it has captured
    /// the variable, unless it is inside a function that does not have the variable either.
    pub(crate) fn rebinding(&self) -> Option<(String, Position)> {
        let named = || self.functions.iter().filter(|f| !f.is_closure());
        let direct = named().flat_map(|f| f.uses.rebinds.iter().cloned());
        let through_closures = named().flat_map(|outer| {
            let closures = outer.uses.closures.iter();
            let inner = closures.filter_map(|name| self.function(name));
            inner
                .flat_map(|f| &f.uses.assigns)
                .filter(|(name, _)| outer.uses.reads.contains(name))
                .cloned()
        });
        direct
            .chain(through_closures)
            .min_by_key(|(_, position)| *position)
    }

    /// Visits every node, those inside functions too.
    pub(crate) fn walk(&self, visit: &mut dyn FnMut(&[ASTNode<'_>]) -> bool) {
        self.ast.walk(&mut |path| visit(path));
    }

    /// Whether running it may change a variable or define a function; no only where that is plain to see.
    pub(crate) fn may_change(&self) -> bool {
        let harmless = |s: &Stmt| match s {
            Stmt::Noop(_) => true,
            Stmt::Expr(e) => only_reads(e),
            Stmt::FnCall(call, _) => only_computes(call),
            _ => false,
        };
        !self.functions.is_empty() || !self.statements().iter().all(harmless)
    }

    /// What its statements do, closures apart.
    pub(crate) fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        // What an earlier part makes is the cell's own too, which Rhai cannot know.
        let mut own = BTreeSet::new();
        let mut parts = self.parts.iter().peekable();
        let mut known = 0;
        for (i, statement) in self.statements().iter().enumerate() {
            while parts.next_if(|part| **part <= i).is_some() {
                own.extend(uses.makes[known..].iter().cloned());
                known = uses.makes.len();
            }
            if let Stmt::Var(x, ..) = statement {
                uses.makes.push(x.0.name.to_string());
            }
            statement.walk(&mut Vec::new(), &mut |path| {
                uses.see(path, &own);
                true
            });
        }
        uses
    }
}

impl Function {
    pub(crate) fn name(&self) -> &str {
        &self.definition.name
    }

    /// Whether it is a closure's body.
    pub(crate) fn is_closure(&self) -> bool {
        self.name().starts_with(CLOSURE)
    }

    /// How it is called: `cost(n)`.
    pub(crate) fn signature(&self) -> String {
        let parameters: Vec<&str> = self.definition.params.iter().map(|p| p.as_str()).collect();
        format!("{}({})", self.name(), parameters.join(", "))
    }
}

/// How Rhai's names for closures begin.
pub(crate) const CLOSURE: &str = "anon$";

fn uses_of(definition: &Shared<ScriptFuncDef>) -> Uses {
    let own = definition.params.iter().map(|p| p.to_string()).collect();
    let mut uses = Uses::default();
    let mut alone = Module::new();
    alone.set_script_fn(definition.clone());
    AST::new_from_module(alone).walk(&mut |path| {
        uses.see(path, &own);
        true
    });
    uses
}

impl Uses {
    /// Rhai's names for the closures it holds.
    pub(crate) fn closures(&self) -> &BTreeSet<String> {
        &self.closures
    }

    /// Notes what one node does; `own` are the names of the parameters.
    fn see(&mut self, path: &[ASTNode<'_>], own: &BTreeSet<String>) {
        let Some(node) = path.last() else { return };
        match node {
            ASTNode::Expr(expr) => self.see_expression(expr, path, own),
            ASTNode::Stmt(Stmt::Assignment(x)) => {
                let target = &x.1.lhs;
                if let Expr::Variable(variable, _, position) = target {
                    self.assigns.push((variable.1.to_string(), *position));
                }
                if let Some((name, position)) = foreign(target, own) {
                    self.rebinds.push((name, position));
                } else if let Some((name, _)) = foreign(root(target), own) {
                    self.changes.insert(name);
                }
            }
            ASTNode::Stmt(Stmt::FnCall(call, _)) => self.see_call(call),
            ASTNode::Stmt(Stmt::Expr(expr)) => {
                // `log.push(x);` as a statement: called for its effect on `log`.
                if let Expr::Dot(..) = &**expr
                    && let Some((name, _)) = foreign(root(expr), own)
                {
                    self.changes.insert(name);
                }
            }
            ASTNode::Stmt(Stmt::Share(names)) => {
                for (ident, index) in names.iter() {
                    if index.is_none() && !own.contains(ident.name.as_str()) {
                        self.reads.insert(ident.name.to_string());
                    }
                }
            }
            _ => {}
        }
    }

    fn see_expression(&mut self, expr: &Expr, path: &[ASTNode<'_>], own: &BTreeSet<String>) {
        match expr {
            Expr::Variable(..) => {
                let Some((name, _)) = foreign(expr, own) else {
                    return;
                };
                // The target of a plain `x = …` is not read.
                let plain_target = path.len() >= 2
                    && matches!(path[path.len() - 2], ASTNode::Stmt(Stmt::Assignment(x))
                        if std::ptr::eq(&x.1.lhs, expr) && !x.0.is_op_assignment());
                if !plain_target {
                    self.reads.insert(name);
                }
            }
            Expr::FnCall(call, _) | Expr::MethodCall(call, _) => self.see_call(call),
            Expr::DynamicConstant(value, _) => {
                self.closures
                    .extend(value.read_lock::<FnPtr>().map(|f| f.fn_name().to_string()));
            }
            _ => {}
        }
    }

    fn see_call(&mut self, call: &rhai::FnCallExpr) {
        if call.op_token.is_none() && call.namespace.is_empty() {
            self.calls.insert(call.name.to_string());
        }
    }
}

/// The variable's name and place, if it is a variable that is neither made here nor a parameter: the parser gives a
/// variable that was made earlier in the same text an index.
fn foreign(expr: &Expr, own: &BTreeSet<String>) -> Option<(String, Position)> {
    let Expr::Variable(x, short, position) = expr else {
        return None;
    };
    let (index, name, namespace, _) = &**x;
    let is_foreign =
        short.is_none() && index.is_none() && namespace.is_empty() && !own.contains(name.as_str());
    is_foreign.then(|| (name.to_string(), *position))
}

/// The variable that `a.b[c]` is a part of.
fn root(expr: &Expr) -> &Expr {
    match expr {
        Expr::Dot(x, ..) | Expr::Index(x, ..) => root(&x.lhs),
        expr => expr,
    }
}

/// Whether a statement holds a `return` that is not inside a function: what follows it must not run then.
pub(crate) fn may_return(statement: &Stmt) -> bool {
    let mut found = false;
    statement.walk(&mut Vec::new(), &mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Return(_, flags, _))) = path.last() {
            found |= !flags.intersects(rhai::ASTFlags::BREAK);
        }
        !found
    });
    found
}

/// Whether an expression changes nothing: constants, variables, and operators between them.
fn only_reads(e: &Expr) -> bool {
    match e {
        Expr::Variable(..) => true,
        Expr::FnCall(call, _) => only_computes(call),
        Expr::And(all, _) | Expr::Or(all, _) | Expr::Coalesce(all, _) => all.iter().all(only_reads),
        e => e.is_constant(),
    }
}

/// Whether a call is an operator, which no cell can define, between what changes nothing.
fn only_computes(call: &FnCallExpr) -> bool {
    call.is_operator_call() && call.args.iter().all(only_reads)
}
