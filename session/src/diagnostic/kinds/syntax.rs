//! Text that is not Rhai.

use super::kinds;

kinds! {
OPEN_BRACKET = "R001" "SyntaxError" "A bracket is never closed"
"Every `(`, `[`, `{` and `#{` needs its partner later on. When one is missing, everything after it still seems to be \
inside, so the mistake often shows only at the end of the cell. The message therefore points at the bracket that was \
opened, not at the place where reading stopped.

Start at the marked bracket and ask where its contents end: that is where the partner belongs. In a long formula it \
helps to count: add one for each opening bracket, subtract one for each closing one, and you must end at zero. Many \
editors highlight the partner of the bracket at the cursor."
fails "let total = 1 + (2 * 3;\ntotal"
repair "let total = 1 + (2 * 3);\ntotal";

STRAY_BRACKET = "R002" "SyntaxError" "A bracket closes nothing, or one of another kind"
"A closing bracket belongs to the last one that was opened and is still open. Here there is none, or one of another \
shape: a `[` has to be closed by `]`, a `(` by `)`, a `{` by `}`.

Brackets close in the reverse of the order in which they were opened, like boxes inside boxes: the inner one first. \
When the shapes differ, usually a closing bracket was forgotten just before, or two were swapped. When there is \
nothing to close, this one is left over from an edit, or its partner was deleted by mistake. The message marks both \
places where there are two."
fails "let v = array([1, 2, 3)];"
repair "let v = array([1, 2, 3]);";

OPEN_QUOTE = "R003" "SyntaxError" "A quote or a comment is never closed"
"Text goes between two double quotes on one line. When the second is missing, the rest of the line counts as text, \
and the line ends inside it.

Add the quote where the text ends. A double quote inside the text is written `\\\"`, so that it does not end it. Text \
that runs over several lines goes between back-ticks, which also fill in values: `` `it costs ${price}` ``. There are \
no triple quotes; back-ticks do their work. In the same way, a comment opened with `/*` needs its `*/`, while one \
that begins with `//` ends with its line."
fails "let name = \"open weights;\nname"
repair "let name = \"open weights\";\nname";

MISSING_SEMICOLON = "R004" "SyntaxError" "A statement is not ended"
"Each statement ends with a semicolon, and a new line does not end one. Without one, the next line is read as part of \
the line before, where it makes no sense. The message points at the end of the earlier line, since that is where the \
semicolon is missing, although reading stopped on the line after it.

The last statement of a cell may do without. It makes a difference: without the semicolon its value is shown under \
the cell, with it nothing is. A block in braces, such as that of an `if` or a loop, needs no semicolon after its \
`}`."
fails "let price = 3.0\nlet volume = 500;\nprice * volume"
repair "let price = 3.0;\nlet volume = 500;\nprice * volume";

SIDE_BY_SIDE = "R005" "SyntaxError" "Two things stand side by side with nothing between"
"Two values or names follow each other on one line, and nothing says what to do with them. In mathematics `2x` or \
`2(x + 1)` is a product; here it must be written out: `2 * x`.

Look at both sides of the mark. If both are values, an operator such as `*` or `+` is missing between them, or a \
comma in a list or between the arguments of a call. If they are two statements, a semicolon is missing. If the one on \
the left is a function, its arguments need round brackets: `print(x)`, not `print x`."
fails "let price = 3.0;\n2 price"
repair "let price = 3.0;\n2 * price";

FROM_PYTHON = "R006" "SyntaxError" "This is how Python writes it"
"Rhai looks much like Python but differs in a few words and signs, and the cell has one of them. The hint gives the \
line to write instead.

The most common: a function begins with `fn`, not `def`; `elif` is `else if`; `and`, `or` and `not` are `&&`, `||` \
and `!`; a comment begins with `//`; `lambda x: x` is `|x| x`; text that fills in values goes in back-ticks, with \
`${x}`; `xs.map(|x| x * 2)` does what a list comprehension does; `try … catch` replaces `try … except`. Blocks go in \
braces, and indentation means nothing. Nothing has to be imported."
fails "let price = 3.0;\nprice > 1.0 and price < 5.0"
repair "let price = 3.0;\nprice > 1.0 && price < 5.0";

FROM_ELSEWHERE = "R007" "SyntaxError" "This is how another language writes it"
"The cell has a word or sign of JavaScript, C or another language that Rhai writes differently. The hint gives the \
line to write instead.

The most common: a function begins with `fn`; a short one without a name is `|x| x * 2`, where JavaScript has `x => x \
* 2`; values are compared with `==`, never with three signs; a counter goes up with `n += 1`, not by `n++`; nothing \
is written `()`, not `null`; a choice between two values is `if a > b { a } else { b }`; and a variable has no type: \
`let x = 1.5` alone says enough."
fails "let n = 1;\nn++"
repair "let n = 1;\nn += 1;\nn";

NO_BRACES = "R008" "SyntaxError" "A block needs braces"
"What belongs to an `if`, an `else`, a loop or a function goes between `{` and `}`. Python marks such a block with a \
colon and indentation; here neither means anything, so indent as you like, but write the braces.

Braces are needed even around a single statement. The condition itself needs no round brackets: `if price > 2.0 { … \
}`. Since a block has a value, that of its last line, an `if` can be used wherever a value can: `let label = if price \
> 2.0 { \"dear\" } else { \"cheap\" };`."
fails "let price = 3.0;\nif price > 2.0: print(\"dear\")"
repair "let price = 3.0;\nif price > 2.0 { print(\"dear\") }";

SINGLE_QUOTES = "R009" "SyntaxError" "Single quotes hold one character"
"In Python, single and double quotes mean the same. In Rhai they do not: `'a'` is one single character, and text of \
any length goes in double quotes, even if it is one letter or none at all.

Replace the single quotes with double ones. If a double quote is part of the text, write `\\\"` for it, or put the \
whole text between back-ticks, where quotes of either kind are ordinary characters. An apostrophe inside double \
quotes is fine: `\"the model's price\"`. Characters are seldom needed; most functions take text."
fails "let name = 'open weights';"
repair "let name = \"open weights\";";

EQUALS = "R010" "SyntaxError" "`=` and `==` are mixed up"
"One equals sign stores: `x = 5` gives the variable on its left the value on its right. Two equals signs compare: `x \
== 5` asks whether both sides are equal, and the answer is true or false. Mathematics uses one sign for both, so they \
are easy to mix up.

A condition, after `if` or `while`, asks: it needs two. A `let` stores: it needs one. And since storing goes from \
right to left, the left side must be a name, or a place in a list or map, such as `prices[0]`; a number or a \
calculation cannot be given a value."
fails "let x = 3;\nif x = 3 { print(\"three\") }"
repair "let x = 3;\nif x == 3 { print(\"three\") }";

NUMBER = "R011" "SyntaxError" "A number is not written like this"
"A number is made of digits, with at most one decimal point. Nothing else belongs in it: no comma, no unit, no \
letter.

For a thousand write `1000` or `1_000`: put underscores between the digits wherever you like; they are ignored. A \
half is `0.5`, with a point; a comma would separate two values. Ten thousand is `10_000` or `1e4`, not `10k`; twenty \
per cent is `0.20`, since `%` gives the remainder of a division. Multiplication is always written: `2 * x`, since a \
name cannot begin with a digit and a number cannot end in a letter."
fails "let volume = 1,000 * 3;"
repair "let volume = 1_000 * 3;";

CHARACTER = "R012" "SyntaxError" "A character that means nothing here"
"The marked character looks familiar but is not one that the language knows. It often comes with text copied from a \
web page or a word processor, which turn straight quotes into curly ones, minus signs into dashes and `*` into `×`. \
Some characters cannot be seen at all.

Delete it and type it again on the keyboard. Multiplication is `*`, division `/`, minus `-`, a power `**`; text goes \
between straight double quotes; `<=`, `>=` and `!=` are two characters each. Inside text and comments, every \
character is allowed. Names are made of the letters a to z, digits and underscores."
fails "let area = 5 × 3;"
repair "let area = 5 * 3;";

UNFINISHED = "R013" "SyntaxError" "Something is missing here"
"At the marked place the language needs something that is not there: a value after `=` or an operator, a name after \
`let`, a condition after `if`, or the rest of a statement at the end of the cell.

Read the line aloud up to the mark and ask how it has to go on. `let x = ;` lacks the value, `let = 5` the name, `1 \
+` the second number, `for in xs` the name for each item. If the line looks complete, look at the one before: it may \
end in an operator or a comma, so that this one is read as part of it."
fails "let price = 3.0;\nlet cost = price * ;"
repair "let price = 3.0;\nlet cost = price * 500;";

RESERVED = "R014" "SyntaxError" "A word of the language cannot be a name"
"Some words have a fixed meaning, such as `if`, `fn`, `in`, `return` or `this`, and cannot name a variable or a \
function. A few more are reserved. Others, such as `use`, `match` or `default`, may name variables but not functions.

Choose another name, or add to it: `fn_` or `in_total` are ordinary names. A good name says what it means, so a \
longer one is seldom a loss: `monthly_volume` says more than `v`. Capital letters count, so `If` would be possible \
too, but nobody would thank you for it. `print` and `debug` are functions and need their brackets."
fails "let fn = 3.0;"
repair "let fixed = 3.0;";

DEFINITION = "R015" "SyntaxError" "A function is not defined like this"
"A function is written `fn name(a, b) { … }`: the word `fn`, a name, the parameters in round brackets, even when \
there are none, and the body in braces. The value of the last line is what the function returns.

Parameters are just names, without types or default values. Two of them cannot have the same name, and one cell \
cannot define the same function twice. Functions go at the top level of a cell, not inside another block; there, use \
a closure: `let half = |x| x / 2.0;`, called as `half.call(3.0)`."
fails "fn cost {\n    3.0 * 500.0\n}"
repair "fn cost() {\n    3.0 * 500.0\n}\ncost()";

MAP_TEXT = "R016" "SyntaxError" "A map is not written like this"
"A map of names to values begins with `#{`, and each name is followed by a colon and its value: `#{price: 3.0, fixed: \
1500.0}`. Plain braces, which Python and JavaScript use for this, hold statements here.

A comma separates two entries. A name with spaces or signs goes in quotes: `#{\"open weights\": 1}`. Each name may \
occur once. A value is read by its name, as `plan.price` or `plan[\"price\"]`. A map sorts its names; if their order \
matters, or if they are numbers, `dict([[\"b\", 1], [\"a\", 2]])` keeps them as they are."
fails "let plan = {price: 3.0, fixed: 1500.0};"
repair "let plan = #{price: 3.0, fixed: 1500.0};\nplan.price";

OUT_OF_PLACE = "R017" "SyntaxError" "A word that means something only elsewhere"
"`break` and `continue` control the loop around them: `break` leaves it, `continue` goes on to its next round. \
Outside a loop there is nothing to control. In the same way, an `else` that does not come right after the block of \
its `if` belongs to nothing.

Check where the braces of the loop end: often a `}` closes it a line too early. To leave a function before its end, \
write `return` with its value. To end a whole cell early, call `exit()`, inside a loop or a function too; the \
notebook keeps its variables."
fails "let price = 3.0;\nif price > 2.0 { break; }"
repair "let price = 1.0;\nloop { if price > 2.0 { break; } price += 1.0; }";

TOO_DEEP = "R018" "SyntaxError" "The text is nested too deep or too long"
"An expression has so many brackets or blocks inside each other that reading on could exhaust the machine. Nobody \
writes this by hand on purpose; it comes from generated text, or from a key that was held down.

Take the expression apart: give its inner parts names with `let`, and use the names. That also makes it easier to \
read, and each part can be looked at in a cell of its own. Long lists of numbers are better made with `linspace`, \
`zeros` or a loop than written out."
fails "let x = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))));"
repair "let x = (1);";
}
