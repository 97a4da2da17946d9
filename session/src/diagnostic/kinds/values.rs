//! Values of the right kind that cannot be worked with.

use super::kinds;

kinds! {
INDEX = "R040" "IndexError" "There is no item of that number"
"Items are numbered from 0. A list of three has the items 0, 1 and 2, so `xs[3]` is just past its end: the number of \
items is never the number of an item. Negative numbers count from the end: `xs[-1]` is the last.

The message says how many items there are. If the number came from a loop, let the loop go through the items \
themselves, `for x in xs { … }`, or through `0..xs.len()`, which stops before the length. An empty list has no item \
at all; ask for `xs.len() > 0` before taking one."
fails "let prices = [3.0, 4.0, 5.0];\nprices[3]"
repair "let prices = [3.0, 4.0, 5.0];\nprices[2]";

KEY = "R041" "KeyError" "There is no entry of that name"
"A dict or a table was asked for an entry that it does not have. Names must match to the letter: `\"Price\"` and \
`\"price\"` are two entries, and so are `\"1\"` and `1`.

`d.keys()` lists the names, and `\"price\" in d` asks whether one is there. Where an entry may be missing, give the \
value to use instead: `d.get(\"price\", 0.0)`. A plain map, written `#{…}`, is milder: it gives nothing, `()`, for a \
name that it lacks, and a warning says so. Names that come from a file may have spaces at their ends; `trim` removes \
them."
fails "let d = dict([[\"price\", 3.0]]);\nd[\"Price\"]"
repair "let d = dict([[\"price\", 3.0]]);\nd[\"price\"]";

ZERO = "R042" "ZeroDivisionError" "Division by zero"
"A whole number was divided by zero, or its remainder asked for. That has no answer, so the cell stops.

Find out why the divisor is zero. Is it a count of something that did not happen, the difference of two equal prices, \
a variable that was never filled? Where zero can happen, decide what the result should be: `if n == 0 { 0 } else { \
total / n }`. Numbers with a fraction behave differently, as in numpy: `1.0 / 0.0` is `inf`, `0.0 / 0.0` is `nan`, \
and a quiet warning says so. In this book a zero divisor is often a finding: there is no breakeven."
fails "let total = 10;\nlet n = 0;\ntotal / n"
repair "let total = 10;\nlet n = 4.0;\ntotal / n";

OVERFLOW = "R043" "OverflowError" "A whole number grew too large"
"Whole numbers go up to 9,223,372,036,854,775,807, about 9 × 10^18. Beyond that the calculation stops, rather than go \
on with a wrong number. Python's whole numbers have no such limit, at the cost of speed.

Calculate with fractions: as soon as one of the numbers has a point, `2.0` instead of `2`, the result may be as large \
as 10^308, with about 16 correct digits. For money and volumes that is the right choice in any case. Factorials and \
powers grow fastest; if only the order of magnitude matters, calculate with logarithms."
fails "let n = 9_000_000_000_000_000_000;\nn * 2"
repair "let n = 9e18;\nn * 2";

REFUSED = "R044" "ValueError" "A function cannot work with this value"
"The value is of the right kind, but outside what the function can work with: a negative length, a share above one, \
arrays of different lengths, an option that does not exist. The message names the argument, what was expected of it \
and what was found.

Look at the argument that it names, and trace it back to where it was calculated; print it in a cell of its own. \
`?name` shows what the function takes and how it is used, with an example. If values come from outside, from `input` \
or a table, check them before the call."
fails "array([1, 2]) + array([1, 2, 3])"
repair "array([1, 2, 4]) + array([1, 2, 3])";

CHECK_FAILED = "R045" "AssertionError" "A check did not hold"
"The cell itself says, with `assert`, what must be true, and it was not. The cell is not badly written: it does what \
it was written for, which is to stop before wrong numbers are used any further.

Read the message: the author of the check wrote it for this case. Then print the values that the condition compares, \
in a cell of their own. In an exercise, this is how you learn what is still missing; change your solution and run the \
check again, as often as you like."
fails "let share = 1.2;\nassert(share <= 1.0, \"a share is at most 1\");"
repair "let share = 0.8;\nassert(share <= 1.0, \"a share is at most 1\");";

THROWN = "R046" "Thrown" "The cell raised an error itself"
"A `throw` was reached. Whoever wrote the cell or the function decided that it cannot go on in this case, and gave \
the reason, which is the message.

Look at the condition before the `throw`, and at the value that did not meet it; the places in the message lead from \
the `throw` back to the call in your cell. If the case is to be expected, catch it: `try { … } catch (e) { … }` runs \
the second block instead of failing, with the reason in `e`. A text, a number or a map can be thrown."
fails "fn cost(n) { if n < 0 { throw \"a negative volume\" } 3.0 * n }\ncost(-1)"
repair "fn cost(n) { if n < 0 { throw \"a negative volume\" } 3.0 * n }\ncost(1)";

LOCKED = "R047" "ValueError" "A value is read while it is being changed"
"A method that changes its list, such as `retain` or `sort`, calls a function for each item, and that function reads \
the same list. At that moment the list is half changed, so there is no right answer, and the cell stops.

Take a copy first and let the function read the copy: `let before = xs;` makes one, since a list stored under a \
second name is a second list. Methods that only look, such as `map`, `filter` and `some`, may read the list as they \
like; `filter` gives a new list and leaves the old one alone."
fails "let xs = [3, 1, 2];\nxs.retain(|v| v != xs[0]);"
repair "let xs = [3, 1, 2];\nlet before = xs;\nxs.retain(|v| v != before[0]);\nxs";
}
