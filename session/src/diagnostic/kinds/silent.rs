//! What is not an error, but seldom what was meant: the kinds of quiet warnings.

use super::kinds;

kinds! {
FRACTION = "R101" "Warning" "Dividing whole numbers drops the fraction"
"When both sides of `/` are whole numbers, so is the result, and whatever comes after the point is dropped: `7 / 2` \
is 3. Python's `/` keeps it, and gives 3.5; its `//` does what happens here.

Make one of the two a number with a fraction: `7.0 / 2`, or `to_float(n) / 2`. In a formula the order matters: \
`500_000 / 1_000_000 * 3.0` is 0.0, since the division comes first. Numbers from an array divide exactly. There is no \
warning where only a whole number makes sense, as in an index, a range or `to_int(a / b)`."
fails "500_000 / 1_000_000 * 3.0"
repair "500_000.0 / 1_000_000 * 3.0";

NOT_A_POWER = "R102" "Warning" "`^` is not a power"
"`3 * 10^6` looks like three million, and gives 24. The sign `^` compares the bits of two whole numbers; a power is \
written with two stars, `10 ** 6`, as in Python.

For powers of ten there is a shorter way: `3e6` is three million, as a number with a fraction, and `3_000_000` a \
whole one. Square roots are `sqrt(x)` or `x ** 0.5`. A negative power of a whole number needs a fraction: `10.0 ** \
-6`, or `1e-6`. If bits are what you mean, write the numbers as bits, `0b1100 ^ 0b0110`, and there is no warning."
fails "3 * 10^6"
repair "3 * 10 ** 6";

JOINED = "R103" "Warning" "`+` joined a text and a number"
"Between a text and a number, `+` makes a longer text: `\"3.00\" + 500` is `\"3.00500\"`. Since the text looks like a \
number, the sum was probably meant. Python gives an error here.

Turn the text into a number first: `parse_float(\"3.00\") + 500`. What `input` gives is always text, and so is what \
was read from a table's text column. If you do want to join text and numbers, back-ticks make that plain: `` \
`${amount} tokens` ``, and there is no warning. Nor is there one when the text does not look like a number, as in \
`\"n = \" + 500`."
fails "\"3.00\" + 500"
repair "parse_float(\"3.00\") + 500";

NO_KEY = "R104" "Warning" "The map has no entry of that name"
"A map gives nothing, `()`, for a name that it does not have, and no error. Later, when something is calculated with \
it, the cell fails at a place that is not the cause, or a sum is silently wrong.

Compare the name with those that the warning lists: capital letters count, and a letter may be missing. `m.keys()` \
lists them all. Where a name may be missing on purpose, say so, and there is no warning: `m.price ?? 0.0` gives a \
value to use instead, `\"price\" in m` asks, and so does `m.price == ()`. A dict, made with `dict(…)`, fails at once \
when an entry is missing."
fails "let plan = #{price: 3.0};\nprint(plan.Price);"
repair "let plan = #{price: 3.0};\nprint(plan.price);";

COMMENT = "R105" "Warning" "`//` begins a comment"
"In Python, `7 // 2` divides and drops the fraction. Here `//` begins a comment, so that the rest of the line is \
ignored, and the value is 7.

For whole numbers, a plain `/` does what was meant: `7 / 2` is 3. For numbers with a fraction, round down afterwards: \
`floor(7.5 / 2.0)`. They differ below zero: `-7 / 2` is -3 here, since the fraction is dropped, while Python's `-7 // \
2` rounds down to -4; `floor(-7.0 / 2.0)` does that too. A comment in words is never taken for a division."
fails "7 // 2"
repair "7 / 2.0";

NOT_FILLED_IN = "R106" "Warning" "Double quotes do not fill in values"
"Text in double quotes is taken as it is: `\"it costs ${price}\"` prints the dollar sign, the braces and the word. \
Values are filled in between back-ticks: `` `it costs ${price}` ``. On many keyboards the back-tick is next to the 1.

Anything that has a value may go between `${` and `}`, a calculation or a call too. For numbers, `fmt` sets the \
digits: `` `${fmt(price, \",.2f\")}` ``. This is what f-strings are in Python. If the characters are really meant, \
there is nothing to do: the text is printed as written."
fails "let price = 3.0;\nprint(\"it costs ${price}\");"
repair "let price = 3.0;\nprint(`it costs ${price}`);";

GIVES_NOTHING = "R107" "Warning" "The method changes its list and gives nothing back"
"Some methods change the list they are called on, and return nothing: `sort`, `reverse`, `push`, `insert`, `append`, \
`clear` and others. Storing their result stores nothing, and with `xs = xs.sort()` the list itself is lost.

Call such a method on its own: `xs.sort();`. Or use the function that leaves the list alone and returns a new one: \
`sorted(xs)`. To add an item to a copy, write `xs + [item]`. Python's methods of the same names do the same: there \
they return `None`."
fails "let xs = [3, 1, 2];\nlet ordered = xs.sort();"
repair "let xs = [3, 1, 2];\nlet ordered = sorted(xs);";

BY_ZERO = "R108" "Warning" "A division by zero gave inf or nan"
"Dividing a number with a fraction by zero does not stop the cell. `1.0 / 0.0` is `inf`, infinitely large, and `0.0 / \
0.0` is `nan`, not a number; everything calculated from `nan` is `nan` again, and no comparison with it is true. \
numpy does the same, and warns too.

Find out why the divisor is zero. In this book it often means that two prices are equal, so that there is no \
breakeven. Where it can happen, check first: `if p == m { … }`. `isnan(x)` and `isfinite(x)` find such values, each \
one of an array too."
fails "let p = 0.2;\nlet m = 0.2;\n1500.0 / (p - m)"
repair "let p = 3.0;\nlet m = 0.2;\n1500.0 / (p - m)";

DISCARDED = "R109" "Warning" "A result is not used"
"The line calculates something, and then does nothing with it: it is not stored, printed or returned. Probably an `=` \
is missing.

`total + i;` leaves `total` as it is; `total += i;` stores the sum. `x == 5;` asks a question and ignores the answer; \
`x = 5;` stores. A value on a line of its own is shown only when it is the last of its cell; to show others, use \
`print(…)`. In a function, the value to return goes on its last line. If the line is left over, delete it."
fails "let total = 0;\nfor i in 0..5 { total + i; }\ntotal"
repair "let total = 0;\nfor i in 0..5 { total += i; }\ntotal";

NEW_IN_BLOCK = "R110" "Warning" "`let` makes a new variable inside the braces"
"There is a variable of that name outside the braces. `let` inside them makes a second one, which hides the first \
until the closing brace, and is then forgotten: the outer one never changes. In a loop, it is made again in every \
round.

To change the variable outside, leave out the `let`: `total = total + i;`, or `total += i;` for short. If a separate \
variable is meant, another name makes that plain. No warning is given when the new variable is used further on in the \
block, since then it has a purpose."
fails "let total = 0;\nfor i in 0..5 { let total = total + i; }\ntotal"
repair "let total = 0;\nfor i in 0..5 { total = total + i; }\ntotal";

MINUS_FIRST = "R111" "Warning" "The minus binds before the power"
"`-2 ** 2` is 4: the minus belongs to the 2, and the square of -2 is positive. In Python, and in mathematics, the \
power comes first, and the result is -4.

Write the brackets you mean: `-(2 ** 2)` for -4, `(-2) ** 2` for 4. With them there is no warning, and every reader \
sees at once what happens, whichever language they come from. A minus between two values is a subtraction and is not \
affected: `10 - 2 ** 2` is 6, here as everywhere. The same care helps with roots, `-(x ** 0.5)`."
fails "-2 ** 2"
repair "-(2 ** 2)";

REMAINDER_SIGN = "R112" "Warning" "The remainder has the sign of the left side"
"`-7 % 3` is -1 here, as in C and JavaScript: what is left over when 3 is taken away from 7 as often as possible, \
with the sign of the left side. In Python the remainder takes the sign of the right side, and the result is 2.

For a remainder that is never negative, as with hours of a day or days of a week, write `((a % n) + n) % n`, or, for \
numbers from an array, use the array's own `%`, which is numpy's. For positive numbers both agree, and there is no \
warning. The remainder of numbers with a fraction works in the same way."
fails "-7 % 3"
repair "((-7 % 3) + 3) % 3";

NEVER_EQUAL = "R113" "Warning" "Text never equals a number"
"A text and a number are compared, and they are never equal, even if they look alike: `\"5\" == 5` is false, and \
`\"5\" != 5` is true. There is no error: a branch of the program is simply never taken.

Most often the text came from `input` or from a table. Turn it into a number before comparing: `parse_float(text) == \
5.0`, or `parse_int(text) == 5`. Or compare text with text, `text == \"5\"`. `type_of(x)` tells what a value is. With \
`<` and `>` the same comparison is an error, since there is no order between the two."
fails "let answer = \"5\";\nanswer == 5"
repair "let answer = \"5\";\nparse_int(answer) == 5";

ONE_BIT = "R114" "Warning" "Square brackets took a bit of a number"
"After a whole number, square brackets read one of its bits, and the result is true or false. That is seldom wanted: \
usually the name was meant to hold a list.

Look where the variable got its value. A list of one item needs its brackets, `[5]`; a loop's variable holds one \
item, not the whole list; and a digit of a number comes from its text, `n.to_string()[0]`. If you do want bits, \
`get_bit(n, 0)` reads one, and says so plainly. The bits are numbered from the right, the smallest first, and \
negative numbers count from the left."
fails "let n = 5;\nn[0]"
repair "let n = [5];\nn[0]";

SIGN_AFTER_EQUALS = "R115" "Warning" "`=+` stores, `+=` adds"
"`x =+ 2` stores +2 in `x`, whatever it was before. To add two to it, the signs go the other way round: `x += 2`. The \
same holds for `-=`, `*=` and `/=`: the sign of the calculation comes first, the equals sign second.

Read it as it is written: `x += 2` is short for `x = x + 2`. If a negative number is to be stored, put a space before \
the minus and none after it, `x = -2`, which is also how it is read aloud; then there is no warning."
fails "let x = 1;\nx =+ 2;\nx"
repair "let x = 1;\nx += 2;\nx";

STANDING_STILL = "R116" "Warning" "Nothing in the loop changes its condition"
"A `while` loop runs as long as its condition is true. In this one nothing between the braces changes any variable of \
the condition, so once it starts it never ends: the cell runs until you stop it.

Change one of the variables inside the loop, so that the condition becomes false in the end: `x += 1;`. Or leave the \
loop with `break` when it has done its work. If the number of rounds is known beforehand, a `for` loop cannot go \
wrong like this: `for i in 0..3 { … }`. While a cell runs, the stop button ends it, and the variables are kept."
fails "let x = 5;\nwhile x < 3 { print(x); }"
repair "let x = 5;\nwhile x < 3 { x += 1; }";

LISTS_JOINED = "R117" "Warning" "`+` joined two lists"
"Between two plain lists, `+` makes one longer list: `[1, 2] + [3, 4]` is `[1, 2, 3, 4]`, as in Python. Since both \
hold the same number of numbers, their sums may have been meant.

Arrays add item by item, as numpy's do: `array([1, 2]) + array([3, 4])` is `array([4, 6])`. Make the array where the \
numbers come from, and every formula works. If joining is what you want, there is nothing to do; `append` says it \
more plainly, since it adds the items of one list to the other: `xs.append(ys)`."
fails "[1, 2] + [3, 4]"
repair "array([1, 2]) + array([3, 4])";

NOTE = "R118" "Warning" "A function of the library has a remark"
"The function did its work, but part of it deserves a second look: a logarithm of a negative number gave `nan`, a \
plot left out points that are not finite, a key occurred twice. The warning says which, and if that was expected \
there is nothing else to do.

`nan` spreads: every sum and mean with it is `nan` again, and no comparison with it is true. To find where it first \
comes up, look at the values before the call; `isnan(v)` marks them in an array. To work without them, select the \
others first: `v[!isnan(v)]`."
fails "sqrt(-1.0)"
repair "sqrt(1.0)";

LAST_DIGITS = "R119" "Warning" "Two numbers differ in their last digits"
"A number with a fraction is kept to about 16 digits, and each calculation rounds the last. So `0.1 + 0.2` is \
0.30000000000000004, and `0.1 + 0.2 == 0.3` is false, here as in Python: `==` and `!=` compare every digit.

Numbers that were calculated in different ways are compared with a tolerance: `isclose(a, b)` allows a difference of a \
hundred-thousandth, and `isclose(a, b, #{rtol: 1e-9})` one of your own; `allclose` does it for whole arrays. Where a loop \
should end at a number, compare with `<` or `>=`, or count in whole numbers. Money is exact when it is counted in whole cents."
fails "0.1 + 0.2 == 0.3"
repair "isclose(0.1 + 0.2, 0.3)";

COPY = "R120" "Warning" "What is changed is a copy"
"A list, a map or an array that is stored under another name, given to a function, or gone through in a loop is copied. In \
Python it would be the same one under two names; here a change goes to the copy, and the original stays as it is.

Change the original where it stands: `for i in 0..plans.len() { plans[i].price = 0.0; }` in a loop, `plans[0].price = 0.0` \
for one item. A function gives the changed value back, and the cell stores it: `xs = add(xs)`. What a method such as \
`values()` gives is a copy too: store it with `let` first. Where the copy is used later on, nothing is said."
fails "let plans = [#{price: 3.0}];\nfor plan in plans { plan.price = 0.0; }\nplans"
repair "let plans = [#{price: 3.0}];\nfor i in 0..plans.len() { plans[i].price = 0.0; }\nplans";

VALUE_FIRST = "R121" "Warning" "A loop's first name is the value, its second the place"
"With two names a loop counts: `for (x, i) in [5, 6]` gives 5 and 0, then 6 and 1. The value comes first, its place second. In \
Python, `for i, x in enumerate(xs)` has them the other way round, so a first name such as `i` or `idx` is most likely a slip.

Swap the names, or write `enumerate(xs)`, which works as in Python: `for (i, x) in enumerate(xs)`. Where the items are pairs, \
as those of `zip(xs, ys)`, `d.items()` and of a map or dict, the two names take each pair apart, so `for (name, price) in \
prices` needs no change. With more names, `for (i, (a, b)) in enumerate(zip(xs, ys))`, the items are always taken apart."
fails "for (i, x) in [5, 6] { print(i, x); }"
repair "for (x, i) in [5, 6] { print(i, x); }";

NOTHING_TO_TAKE = "R122" "Warning" "There was nothing to take out"
"`pop` and `shift` take an item out of a list, and `remove` takes a key out of a map or dict. Where the list is empty, or the \
key is not there, they change nothing and give nothing, `()`. Python stops with an error. Later, when one calculates with the \
result, the cell fails at a place that is not the cause.

Ask before: `if xs.len() > 0 { xs.pop() }`, or `if \"price\" in m { m.remove(\"price\"); }`. Where it may happen on purpose, \
say what is to be used instead: with `xs.pop() ?? 0`, or a comparison such as `xs.pop() == ()`, nothing is said."
fails "let xs = [];\nxs.pop()"
repair "let xs = [1];\nxs.pop()";

GONE = "R123" "Warning" "A name that was made in braces is gone behind them"
"A variable that is made with `let` between braces, or by a loop, lives up to the closing brace. Behind it the name is free \
again; if a function of the library has the same name, the name stands for that function, and there is no error.

Make the variable before the block, and change it inside without `let`: `let score = 0; if ready { score = 5; }`. In Python a \
name made in an `if` or a loop lives on, so this is easily overlooked. Where the function itself is meant, another name for the \
variable makes that plain."
fails "if true { let score = 5; }\nprint(score);"
repair "let score = 0;\nif true { score = 5; }\nprint(score);";
}
