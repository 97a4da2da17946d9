//! Random notebooks over whole numbers, and what they print by a model of our own: the rules of a cell in 100 lines.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::luck::Luck;

const VARIABLES: [&str; 4] = ["a", "b", "c", "d"];
const FUNCTIONS: [&str; 4] = ["f", "g", "h", "k"];
const CLOSURES: [&str; 2] = ["u", "v"];
/// Results are kept small, so that nothing overflows.
const SMALL: i64 = 9_973;

/// A cell of a random notebook: its text, and what it prints.
#[derive(Clone, Debug)]
pub struct Modelled {
    /// The cell.
    pub code: String,
    /// What it must print.
    pub prints: String,
}

/// A random notebook of so many cells.
pub fn notebook(cells: usize, luck: &mut Luck) -> Vec<Modelled> {
    let mut world = World::default();
    let first = VARIABLES
        .iter()
        .enumerate()
        .map(|(i, name)| Statement::Let(name, Expression::Number(i as i64)));
    let mut statements: Vec<Statement> = first.chain([Statement::Empty]).collect();
    statements.extend(
        FUNCTIONS
            .iter()
            .enumerate()
            .map(|(depth, name)| Statement::Function(name, expression(luck, 2, depth, true))),
    );
    statements.extend(
        CLOSURES
            .iter()
            .map(|name| Statement::Closure(name, expression(luck, 2, FUNCTIONS.len(), true))),
    );
    // Closures that hold a variable which the same cell makes again are among what follows.
    statements.extend((0..luck.below(6)).map(|_| statement(luck, 0)));
    let mut modelled = vec![world.run(&statements)];
    for _ in 1..cells {
        let mut statements: Vec<Statement> =
            (0..1 + luck.below(5)).map(|_| statement(luck, 0)).collect();
        // In one cell a function is defined once.
        for (depth, name) in FUNCTIONS.iter().enumerate() {
            if luck.below(5) == 0 {
                let at = luck.below(statements.len() + 1);
                statements.insert(
                    at,
                    Statement::Function(name, expression(luck, 2, depth, true)),
                );
            }
        }
        modelled.push(world.run(&statements));
    }
    modelled
}

#[derive(Clone, Debug)]
enum Expression {
    Number(i64),
    /// A variable, or a function's or closure's parameter `x`.
    Name(&'static str),
    Binary(char, Box<Expression>, Box<Expression>),
    Call(&'static str, Box<Expression>),
    CallClosure(&'static str, Box<Expression>),
    Length,
}

#[derive(Clone, Debug)]
enum Statement {
    Let(&'static str, Expression),
    Assign(&'static str, Expression),
    Add(&'static str, Expression),
    Print(Expression),
    Push(Expression),
    Empty,
    Function(&'static str, Expression),
    Closure(&'static str, Expression),
    If(Expression, Vec<Statement>, Vec<Statement>),
    For(usize, Vec<Statement>),
    /// A block with a variable of its own that hides the notebook's, and a function that doesn't see it.
    Shadow(&'static str, &'static str),
}

/// Functions call only functions above them in the list, closures all functions: nothing is endless.
fn expression(luck: &mut Luck, depth: usize, callable: usize, parameter: bool) -> Expression {
    let smaller = |luck: &mut Luck| Box::new(expression(luck, depth - 1, callable, parameter));
    match luck.below(if depth == 0 { 3 } else { 7 }) {
        0 => Expression::Number(luck.below(10) as i64),
        1 if parameter => Expression::Name("x"),
        1 | 2 => Expression::Name(VARIABLES[luck.below(VARIABLES.len())]),
        3 if callable > 0 => Expression::Call(FUNCTIONS[luck.below(callable)], smaller(luck)),
        4 if !parameter => {
            Expression::CallClosure(CLOSURES[luck.below(CLOSURES.len())], smaller(luck))
        }
        5 => Expression::Length,
        _ => Expression::Binary(['+', '-', '*'][luck.below(3)], smaller(luck), smaller(luck)),
    }
}

fn statement(luck: &mut Luck, depth: usize) -> Statement {
    let name = VARIABLES[luck.below(VARIABLES.len())];
    let value = |luck: &mut Luck| expression(luck, 2, FUNCTIONS.len(), false);
    let block = |luck: &mut Luck| {
        (0..1 + luck.below(3))
            .map(|_| statement(luck, depth + 1))
            .collect()
    };
    match luck.below(if depth == 0 { 12 } else { 5 }) {
        0 => Statement::Assign(name, value(luck)),
        1 => Statement::Add(name, value(luck)),
        2 | 3 => Statement::Print(value(luck)),
        4 => Statement::Push(value(luck)),
        5 | 6 => Statement::Let(name, value(luck)),
        7 => Statement::If(value(luck), block(luck), block(luck)),
        8 => Statement::For(1 + luck.below(3), block(luck)),
        9 => Statement::Closure(
            CLOSURES[luck.below(2)],
            expression(luck, 2, FUNCTIONS.len(), true),
        ),
        10 => Statement::Empty,
        _ => Statement::Shadow(name, FUNCTIONS[luck.below(FUNCTIONS.len())]),
    }
}

/// What a notebook holds, by the rules: one value to a name, functions and closures read it when they are called.
#[derive(Default)]
struct World {
    variables: BTreeMap<&'static str, i64>,
    functions: BTreeMap<&'static str, Expression>,
    closures: BTreeMap<&'static str, Expression>,
    length: i64,
    printed: String,
}

impl World {
    fn run(&mut self, statements: &[Statement]) -> Modelled {
        for statement in statements {
            if let Statement::Function(name, body) = statement {
                self.functions.insert(name, body.clone());
            }
        }
        self.block(statements);
        let mut code = String::new();
        write_block(&mut code, statements, 0);
        Modelled {
            code,
            prints: std::mem::take(&mut self.printed),
        }
    }

    fn block(&mut self, statements: &[Statement]) {
        for statement in statements {
            match statement {
                Statement::Let(name, value) | Statement::Assign(name, value) => {
                    let value = self.small(value);
                    self.variables.insert(name, value);
                }
                Statement::Add(name, value) => {
                    let value = self.small(value);
                    *self
                        .variables
                        .get_mut(name)
                        .expect("every variable is made first") += value;
                }
                Statement::Print(value) => {
                    let value = self.value(value, None);
                    let _ = writeln!(self.printed, "{value}");
                }
                Statement::Push(value) => {
                    // The length is counted before the item is there.
                    self.value(value, None);
                    self.length += 1;
                }
                Statement::Empty => self.length = 0,
                Statement::Function(..) => {}
                Statement::Closure(name, body) => drop(self.closures.insert(name, body.clone())),
                Statement::If(condition, yes, no) => {
                    let taken = if self.value(condition, None) > 0 {
                        yes
                    } else {
                        no
                    };
                    self.block(taken);
                }
                Statement::For(times, body) => (0..*times).for_each(|_| self.block(body)),
                Statement::Shadow(_, function) => {
                    let value = self.value(&self.functions[function], Some(3));
                    let _ = writeln!(self.printed, "{value} 77");
                }
            }
        }
    }

    fn small(&self, value: &Expression) -> i64 {
        self.value(value, None) % SMALL
    }

    fn value(&self, expression: &Expression, x: Option<i64>) -> i64 {
        match expression {
            Expression::Number(n) => *n,
            Expression::Name("x") => x.expect("`x` stands in functions only"),
            Expression::Name(name) => self.variables[name],
            Expression::Length => self.length,
            Expression::Binary(operator, left, right) => {
                let (left, right) = (self.value(left, x) % SMALL, self.value(right, x) % SMALL);
                match operator {
                    '+' => left + right,
                    '-' => left - right,
                    _ => left * right,
                }
            }
            Expression::Call(name, argument) => {
                self.value(&self.functions[name], Some(self.value(argument, x)))
            }
            Expression::CallClosure(name, argument) => {
                self.value(&self.closures[name], Some(self.value(argument, x)))
            }
        }
    }
}

fn write_block(out: &mut String, statements: &[Statement], indent: usize) {
    for statement in statements {
        let _ = write!(out, "{:indent$}", "");
        write_statement(out, statement, indent);
        out.push('\n');
    }
}

fn write_statement(out: &mut String, statement: &Statement, indent: usize) {
    let block = |out: &mut String, statements: &[Statement]| {
        out.push_str("{\n");
        write_block(out, statements, indent + 4);
        let _ = write!(out, "{:indent$}}}", "");
    };
    let _ = match statement {
        Statement::Let(name, value) => write!(out, "let {name} = ({}) % {SMALL};", text(value)),
        Statement::Assign(name, value) => write!(out, "{name} = ({}) % {SMALL};", text(value)),
        Statement::Add(name, value) => write!(out, "{name} += ({}) % {SMALL};", text(value)),
        Statement::Print(value) => write!(out, "print({});", text(value)),
        Statement::Push(value) => write!(out, "xs.push({});", text(value)),
        Statement::Empty if indent == 0 => write!(out, "let xs = [];"),
        Statement::Empty => write!(out, "xs = [];"),
        Statement::Function(name, body) => write!(out, "fn {name}(x) {{ {} }}", text(body)),
        Statement::Closure(name, body) => write!(out, "let {name} = |x| {};", text(body)),
        Statement::If(condition, yes, no) => {
            let _ = write!(out, "if {} > 0 ", text(condition));
            block(out, yes);
            out.push_str(" else ");
            block(out, no);
            Ok(())
        }
        Statement::For(times, body) => {
            let _ = write!(out, "for i in 0..{times} ");
            block(out, body);
            Ok(())
        }
        Statement::Shadow(name, function) => {
            write!(out, "{{ let {name} = 77; print({function}(3), {name}); }}")
        }
    };
}

fn text(expression: &Expression) -> String {
    match expression {
        Expression::Number(n) => n.to_string(),
        Expression::Name(name) => name.to_string(),
        Expression::Length => "xs.len()".to_string(),
        Expression::Binary(operator, left, right) => {
            format!(
                "((({}) % {SMALL}) {operator} (({}) % {SMALL}))",
                text(left),
                text(right)
            )
        }
        Expression::Call(name, argument) => format!("{name}({})", text(argument)),
        Expression::CallClosure(name, argument) => format!("{name}.call({})", text(argument)),
    }
}
