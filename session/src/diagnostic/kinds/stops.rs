//! Cells that did not end by themselves, and faults that are not the reader's.

use super::kinds;

kinds! {
INTERRUPTED = "R050" "Interrupted" "The cell was stopped"
"You, or a time limit, asked the cell to stop, and it did. Nothing is wrong. What the cell did before is kept: its \
variables have the values of that moment, and the next cell runs as usual.

If the cell seemed to go on for ever, look at its loops. A `while` loop ends when its condition becomes false, so \
something in its body has to change a variable of the condition. A `loop` ends at a `break`. If it was only slow, \
calculate with arrays instead of loops, or try it with fewer rounds first; `%%time` says how long a cell takes."
fails "let x = 1;\nwhile x < 3 { }"
repair "let x = 1;\nwhile x < 3 { x += 1; }\nx";

RECURSION = "R051" "RecursionError" "Functions call each other without end"
"A function that calls itself, or two that call each other, went deeper than the limit. Each call waits for the one \
inside it, and all the waiting ones take memory.

Such a function needs a case in which it answers without calling itself, and each call must come closer to that case. \
`fn fact(n) { n * fact(n - 1) }` never stops; with `if n <= 1 { 1 } else { … }` it does. If the case is there, check \
whether the values really reach it: a step that is a fraction may jump past it. Many thousands of steps are better \
done in a loop."
fails "fn fact(n) { n * fact(n - 1) }\nfact(5)"
repair "fn fact(n) { if n <= 1 { 1 } else { n * fact(n - 1) } }\nfact(5)";

TOO_LARGE = "R052" "LimitError" "The result would be too large"
"The cell asks for more memory than the notebook may use, or makes more of something than can be kept. It is stopped \
before that happens, so that the notebook and the machine keep working, and all variables are kept.

Count what was asked for: a number takes 8 bytes, so a million of them take 8 MB and 10^12 of them 8 TB. Often a zero \
too many was typed, or a table was made of every combination where a few points would do. In a loop, check whether a \
list or a text doubles in each round: after 40 rounds it is 10^12 times as long."
fails "zeros(1_000_000_000_000)"
repair "zeros(1_000)";

BUG = "R053" "InternalError" "Rhaibook itself made a mistake"
"This is not your fault, and nothing in your cell needs repair: Rhaibook met a situation that its authors did not \
foresee. The cell was ended; the variables are kept, and the next cell runs.

Please report it, so that it can be fixed: the message with what is in its brackets, the cell that was run, and the \
cells before it that it needs. The shorter the cell that still shows it, the sooner the cause is found. Until then, \
writing it another way often works: take the line apart with `let`, and see which part it is."
fails ""
repair "";

TOO_LONG = "R054" "LimitError" "The cell ran for longer than it may"
"The cell had a time limit, set by `%%limit` above it or when the notebook's kernel was started, and it was not done \
by then. It was stopped, as if you had pressed Stop: its variables have the values of that moment.

Such limits are there for loops that never end. Check whether something in the loop brings its end closer, and how \
many rounds it takes: a loop in a loop over 10,000 values is 100 million rounds. Arrays do the same work a hundred \
times faster, as in `sum(prices * volumes)`. If the cell is right and only needs its time, give it more: `%%limit \
seconds=60`."
fails "%%limit seconds=1\nlet n = 0;\nwhile n >= 0 { n += 1; }"
repair "%%limit seconds=1\nlet n = 0;\nwhile n < 1000 { n += 1; }\nn";

TOO_MUCH_TEXT = "R055" "LimitError" "The cell's text is too long"
"A cell may hold four megabytes of text, which is more than anybody types: a thousand pages. A longer one is refused \
before any of it runs, because reading it would take too long. No variable has changed.

Text of that size comes from a program, or was pasted, and is mostly data. Let the cell compute its numbers, as \
`arange(1, 1_000_000)` does, or draw them with `rng(1).normal(0, 1, 1_000_000)`. A table goes in a cell of its own, \
below `%%csv name`, in parts that `concat` puts together. Code that long is better split into several cells."
fails ""
repair "";
}
