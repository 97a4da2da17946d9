//! Names that are not there, or not what they are taken for.

use super::kinds;

kinds! {
NO_VARIABLE = "R020" "NameError" "There is no variable of that name"
"A name is used before anything was stored under it. Either it is misspelt, in which case the hint gives the name it \
resembles, or it has not been made yet.

A variable is made with `let price = 3.0;`, and exists from then on, in later cells too. Capital letters count: \
`Price` and `price` are two names. In a notebook what counts is the order in which cells were run, not their order on \
the page: if the name is made in a cell that has not run since the start, run that cell first. `%who` lists the \
variables."
fails "let price = 3.0;\nprce * 2"
repair "let price = 3.0;\nprice * 2";

NO_FUNCTION = "R021" "NameError" "There is no function of that name"
"A name is called as a function, but there is no such function. It may be misspelt, belong to another language, or be \
defined in a cell that has not run.

You make functions of your own with `fn cost(n) { … }`. Those of the library need no import: press Tab after a few \
letters to see the names, and write `?mean` to read what one of them does. Each can be called in two ways, `mean(v)` \
and `v.mean()`. Functions of Python often have the same name here, such as `sum`, `sqrt` or `linspace`; when they \
don't, the hint names the one that does the work."
fails "let v = array([1, 2, 3]);\nmeen(v)"
repair "let v = array([1, 2, 3]);\nmean(v)";

NOT_A_FUNCTION = "R022" "TypeError" "A value is called as if it were a function"
"Round brackets after a name call a function. Here the name holds a value: a number, a text, a list. Three slips lead \
to this.

In mathematics `x(2 + 1)` is a product; here it needs its sign: `x * (2 + 1)`. An item of a list is taken with square \
brackets: `prices[0]`. And a variable may have the name of a library function and hide it; choose another name for \
the variable. A function that is stored in a variable is called with `.call`: `f.call(3)`."
fails "let x = 3;\nx(2 + 1)"
repair "let x = 3;\nx * (2 + 1)";

NO_PROPERTY = "R023" "NameError" "The value has no such property"
"A dot and a name without brackets read a property, a value that belongs to another, such as `scenario.price`. This \
value has no property of that name.

A property of a value is read without brackets, a method is called with them: `v.shape`, but `v.mean()`. The hint \
says when the name is of the other sort. Maps are different: any name can be read from them, and gives nothing when \
the map lacks it. If the left side is nothing, `()`, look where it came from: a function that returns no value, or a \
map without that name."
fails "let v = array([1, 2, 3]);\nv.mean"
repair "let v = array([1, 2, 3]);\nv.mean()";

CONSTANT = "R024" "ConstantError" "A constant cannot be changed"
"What was made with `const` keeps its value. Nothing can store another value under its name, and no method, such as \
`push` on a list, can change it.

If the value is meant to change, make it with `let` instead. If it is meant to stay, store the new value under a new \
name. Running a cell with `const PRICE = …` again is fine: it makes the constant again, which is how you try out \
other values in a notebook. Constants are useful where a changed value would be a mistake, such as the hours of a \
month or a rate from a contract."
fails "const HOURS = 730;\nHOURS = 744;"
repair "let hours = 730;\nhours = 744;";

FOREIGN_VARIABLE = "R025" "NameError" "A function gives a new value to a variable of the notebook"
"A function can read every variable of the notebook, but it cannot store a new value under the name of one. Python \
has the same rule, unless `global` says otherwise.

There is a good reason: nobody who reads `step()` can see that it changes `total`. Let the function return the new \
value, and store it where it is called: `total = step(total);`. If the function only needs a variable for its own \
work, make one inside it with `let`. A list or map of the notebook can be changed from a function, as with \
`log.push(x)`."
fails "let total = 0;\nfn step() { total = total + 1; }\nstep();"
repair "let total = 0;\nfn step(t) { t + 1 }\ntotal = step(total);";

NO_MODULE = "R026" "ImportError" "There is nothing to import"
"The whole library is there from the start: arrays, statistics, plots, money. A notebook imports nothing, and cannot: \
cells do not read files, which is also why running a stranger's notebook is safe.

Remove the line. Call the functions by name, `mean(v)`. So that cells from Python need fewer changes, you may also \
write `np::` in front, with two colons: `np::mean(v)`. There is no `pandas`; tables are made with `table` and read \
from text with `csv`. Plots are made with `plot`, `bar` and `hist`."
fails "import \"numpy\" as np;"
repair "let v = np::array([1, 2, 3]);\nnp::mean(v)";

NO_MAGIC = "R027" "NameError" "There is no such magic"
"A line at the top of a cell that begins with `%` is not Rhai but a command to the notebook, as in IPython; one with \
`%%` applies to the whole cell. Only a few of IPython's exist here: those for time, variables and tables. `%lsmagic` \
lists them.

There are no commands that run programs, read files or install packages, since cells cannot reach outside. Plots need \
no `%matplotlib`: they are shown where they are made. If the line was meant to calculate a remainder, put something \
in front of the `%`, as in `7 % 3`; at the beginning of a cell it makes a command."
fails "%tim 1 + 1"
repair "%time 1 + 1";

OUT_OF_REACH = "R028" "NameError" "The variable existed only inside its braces"
"A variable made between `{` and `}` lives until the closing brace. After that, the name is unknown again. This goes \
for the blocks of `if`, loops and functions, for a loop's own variable, and for a function's parameters. In Python \
only functions do this, so it comes as a surprise.

Make the variable before the block, with the value it has if nothing happens, and give it a new one inside, without \
`let`. Shorter still: an `if` has a value, that of the last line of its block, which you can store: `let z = if c { 1 \
} else { 2 };`."
fails "let c = true;\nif c { let z = 1; }\nz"
repair "let c = true;\nlet z = 0;\nif c { z = 1; }\nz";

NOT_YET = "R029" "NameError" "The name is made in a cell that has not run to its end"
"The variable or function exists in the notebook's text, but not yet in its memory: the cell that makes it has not \
run, or failed before it reached that line.

Run that cell, then this one again. When a cell fails, everything that it did before the failing line is kept, and \
everything after it has not happened. So repair the first cell with an error, and go on from there: the later ones \
often fail only because of it. \"Restart and run all\" brings text and memory back into line, and shows whether the \
cells work from top to bottom."
fails "let a = 1 / 0;\nlet b = 2;\n---\nb + 1"
repair "let a = 1 / 1;\nlet b = 2;\n---\nb + 1";
}
