//! Values of a kind that does not fit.

use super::kinds;

kinds! {
WRONG_COUNT = "R030" "TypeError" "A function is called with too few or too many values"
"A function takes a fixed number of values, those named in the brackets of its definition. The call has more or \
fewer. The message says how many are needed and how many were given, the hint how the function is called.

Compare the two lists one by one. Is a comma missing, so that two values became one? Was a thousand written `1,000`, \
which makes two values of one? Does a bracket close too early? A function can be defined several times with different \
numbers of values; that is also how to give a default value: `fn cost(n) { cost(n, 3.0) }`."
fails "fn cost(price, n) { price * n }\ncost(3.0)"
repair "fn cost(price, n) { price * n }\ncost(3.0, 500)";

WRONG_KIND = "R031" "TypeError" "A function does not work on this kind of value"
"The function exists, and the number of values may be right, but one of them is of a kind that it cannot work on: a \
text where a number is needed, a number where a list is needed.

Look at the kinds in the message, from left to right, and at the signature in the hint; where they differ is the \
culprit. `type_of(x)` says what a value is. Text becomes a number with `parse_float(text)`; a list becomes an array \
with `array(xs)`, and an array a list with `to_list(v)`. What is typed into `input` is always text."
fails "let n = 5;\nn.push(1)"
repair "let n = [5];\nn.push(1);\nn";

TEXT_ARITHMETIC = "R032" "TypeError" "Text takes part in arithmetic"
"One side of the operator is text. Text made of digits looks like a number, but is not one: the quotes make the \
difference. `3.0` can be multiplied, `\"3.0\"` cannot.

If it stands in your cell, take the quotes away. If it came from `input`, from a table or from another text, turn it \
into a number first: `parse_float(\"3.0\")`, or `parse_int(\"3\")` for a whole one. Be careful with `+`: between a \
text and a number it joins the two into a longer text and does not add. To repeat a text, write `repeat(\"-\", 20)`; \
`*` does not do it."
fails "let price = \"3.00\";\nprice * 500"
repair "let price = parse_float(\"3.00\");\nprice * 500";

LIST_ARITHMETIC = "R033" "TypeError" "A plain list takes part in arithmetic"
"A list in square brackets is a container for anything: numbers, texts, other lists. So it does no arithmetic. An \
array holds only numbers, and calculates with all of them at once, as numpy's do: `array([1, 2]) * 2` is `array([2, \
4])`.

Wrap the list in `array(…)` where it is made, and the formulas work as in Python. Between two lists, `+` is allowed, \
and joins them. If the list is to stay a list, `xs.map(|x| x * 2)` calculates with each item. To repeat a list as \
Python's `*` does, use `full` or a loop."
fails "let prices = [1.0, 2.0];\nprices * 2"
repair "let prices = array([1.0, 2.0]);\nprices * 2";

NOTHING = "R034" "TypeError" "There is no value to work with"
"One side is nothing, which Rhai writes `()`. Nothing is what a function without a value returns, and what a map \
gives for a name that it does not have.

If a function is on that side, look at its last line: it returns the value of that line, and a line that makes a \
variable, or only prints, has none. If it is a map, the message lists the names that it has; capital letters count. \
And some methods, such as `sort` and `push`, change their list and return nothing, so that `xs = xs.sort()` loses the \
list."
fails "fn cost(n) { let c = 3.0 * n; }\ncost(500) + 1"
repair "fn cost(n) { 3.0 * n }\ncost(500) + 1";

OPERATOR = "R035" "TypeError" "An operator does not work on these kinds of values"
"Each operator works only on certain kinds of values. Numbers can be added, compared and so on with numbers and \
arrays; `&&` and `||` want true or false on both sides; `<` compares numbers with numbers and text with text.

The message names the kinds on both sides. Ask of each whether it is what you took it for; `type_of(x)` says. When \
one is a function, the brackets that call it are missing. When one is a map, a dot and a name are missing, as in \
`plan.price`. When one is text, `parse_float` makes it a number."
fails "let plan = #{price: 3.0};\nplan * 2"
repair "let plan = #{price: 3.0};\nplan.price * 2";

CONDITION = "R036" "TypeError" "A condition is neither true nor false"
"What comes after `if` and `while`, and on both sides of `&&` and `||`, has to be true or false. Python also takes a \
number there, where zero counts as false, or a text or a list, where an empty one does. Rhai asks you to say which \
you mean.

Write the comparison out: `n != 0`, `name != \"\"`, `xs.len() > 0`. An array has many values, so a comparison with it \
gives many answers; `all(v > 0)` asks whether all are true, `any(v > 0)` whether at least one is. For what may be \
missing, compare with nothing: `x != ()`."
fails "let n = 3;\nif n { print(\"some\") }"
repair "let n = 3;\nif n != 0 { print(\"some\") }";

WHOLE = "R037" "TypeError" "A whole number is needed"
"Places in a list, counts and the ends of a range are whole numbers: there is no item two and a half. A number with a \
point is not whole, even when only a zero follows the point: `2.0` and `1e6` have a fraction, which happens to be \
zero.

Write large ones with underscores: `1_000_000` instead of `1e6`. To make a result whole, use `to_int(x)`, which drops \
the fraction, or `round(x).to_int()`, which rounds. Remember that dividing two whole numbers gives a whole number \
here, so `xs[xs.len() / 2]` is fine."
fails "let prices = [3.0, 4.0, 5.0];\nprices[1e0]"
repair "let prices = [3.0, 4.0, 5.0];\nprices[1]";

OTHER_KIND = "R038" "TypeError" "Another kind of value is needed here"
"Only one kind of value makes sense here, and this is another. The message names both: the kind that is needed, and \
the one that was found.

Trace the value back to where it was made. A variable may not hold what its name says, because a cell was run twice \
or a name was used for two things. A map is read with a text between the brackets, `m[\"a\"]`, a list with a whole \
number, `xs[0]`. To turn one kind into another, use `to_int`, `to_float`, `to_string`, `parse_float`, `array` or \
`to_list`."
fails "let plan = #{price: 3.0};\nplan[0]"
repair "let plan = #{price: 3.0};\nplan[\"price\"]";

NO_ITEMS = "R039" "TypeError" "The value has no items"
"Square brackets take an item out of something that has several: a list, an array, a text, a map. `for` goes through \
its items. A single number, true or false, or nothing has no items, so neither works.

If you want to count, go through a range: `for i in 0..10 { … }` runs with 0 to 9. If you meant a list, check where \
the variable got its value; it may have been given a single value since. If it came from a function, the function's \
last line may have no value, so that it returned nothing."
fails "let n = 3;\nfor i in n { print(i) }"
repair "let n = 3;\nfor i in 0..n { print(i) }";
}
