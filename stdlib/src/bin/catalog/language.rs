//! The language's words: name, form, one sentence.

/// In no order; the catalog sorts.
pub(crate) const KEYWORDS: &[(&str, &str, &str)] = &[
    ("let", "let x = 1;", "Makes a variable, or makes it anew."),
    (
        "const",
        "const LIMIT = 700;",
        "Makes a constant, which can't be assigned to.",
    ),
    (
        "fn",
        "fn cost(n) { p * n }",
        "Makes a function; it reads the notebook's variables as they are when it is called.",
    ),
    (
        "if",
        "if x > 0 { 1 } else { 2 }",
        "Chooses by a condition, which must be true or false; it has a value.",
    ),
    (
        "else",
        "if x > 0 { 1 } else { 2 }",
        "What happens when the condition of an if is false.",
    ),
    (
        "switch",
        "switch x { 1 => \"one\", 2 | 3 => \"few\", _ => \"many\" }",
        "Chooses by a value; `_` is every other.",
    ),
    (
        "for",
        "for x in [1, 2, 3] { print(x) }",
        "Repeats for each item of a list, an array, a range, a text or a dict.",
    ),
    (
        "in",
        "3 in [1, 2, 3]",
        "Whether a list, text, map or range holds a value; also part of for.",
    ),
    (
        "while",
        "while n < 100 { n *= 2; }",
        "Repeats as long as a condition is true.",
    ),
    (
        "loop",
        "loop { if done { break; } }",
        "Repeats until break.",
    ),
    (
        "do",
        "do { n *= 2; } while n < 100;",
        "Repeats while (or until) a condition is true, at least once.",
    ),
    (
        "until",
        "do { n *= 2; } until n > 100;",
        "Ends a do loop when its condition becomes true.",
    ),
    (
        "break",
        "break;",
        "Leaves the innermost loop; `break x` makes x the loop's value.",
    ),
    (
        "continue",
        "continue;",
        "Goes on with the loop's next turn.",
    ),
    (
        "return",
        "return x;",
        "Ends a function and gives back a value; the last expression does so without it.",
    ),
    (
        "throw",
        "throw \"no price\";",
        "Raises an error with any value.",
    ),
    (
        "try",
        "try { risky() } catch (e) { print(e) }",
        "Runs a block whose errors the catch block handles.",
    ),
    (
        "catch",
        "try { risky() } catch (e) { print(e) }",
        "Handles an error that the try block raised.",
    ),
    ("true", "true", "The truth value true."),
    ("false", "false", "The truth value false."),
    (
        "this",
        "fn double() { this * 2 }",
        "Inside a function called as a method: the value it was called on.",
    ),
    (
        "is_def_var",
        "is_def_var(\"x\")",
        "Whether a variable of that name is there.",
    ),
    (
        "is_def_fn",
        "is_def_fn(\"cost\", 1)",
        "Whether a function of that name and number of arguments is there.",
    ),
    ("type_of", "type_of(x)", "The kind of a value, as text."),
    (
        "call",
        "f.call(1, 2)",
        "Calls a function that is held in a variable.",
    ),
    (
        "curry",
        "f.curry(1)",
        "A function with its first arguments filled in.",
    ),
    ("Fn", "Fn(\"cost\")", "A function as a value, by its name."),
];
