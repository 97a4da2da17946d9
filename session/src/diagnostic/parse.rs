//! Cells that cannot be parsed. Rhai often finds only the place after a fault; the cause is looked for before it.

use std::rc::Rc;

use rhai::{LexError, ParseError, ParseErrorType};

use super::advice::Advice;
use super::kinds::{self, Kind as Mistake};
use super::runtime::{lower_first, nothing_to_go_through};
use super::{Explanation, Frame, Surroundings, finish, idioms, words};
use crate::outcome::Diagnostic;
use crate::scan::{self, Brackets, Kind, Token};
use crate::source::Source;

/// Explains why a cell cannot be parsed.
pub(crate) fn explain(
    error: &ParseError,
    source: &Rc<Source>,
    names: &dyn Fn(&str) -> Option<String>,
) -> Diagnostic {
    let found = find_cause(error, source);
    let (explanation, span) = found.unwrap_or_else(|| {
        let frame = Frame::at(source, error.position(), None);
        // At the end of the text there is nothing to underline but what came last.
        let span = frame
            .span
            .filter(|(start, _)| *start < source.code.len())
            .or_else(|| last_token(&source.code));
        (describe(error.err_type(), names), span)
    });
    finish(
        explanation,
        &[Frame {
            source: source.clone(),
            span,
            function: None,
        }],
    )
}

/// A comment that is never closed: to Rhai it is none, and swallows the rest of the cell.
pub(crate) fn open_comment(source: &Rc<Source>) -> Option<Diagnostic> {
    let last = *scan::tokens(&source.code).last()?;
    if last.kind != (Kind::Comment { closed: false }) {
        return None;
    }
    open_bracket(source)
}

/// The bracket, quote or comment that is still open, or closed by another kind.
pub(crate) fn open_bracket(source: &Rc<Source>) -> Option<Diagnostic> {
    let (explanation, span) = bracket_fault(&source.code)?;
    let frame = Frame {
        source: source.clone(),
        span,
        function: None,
    };
    Some(finish(explanation, &[frame]))
}

/// A text given to `eval` cannot be parsed.
pub(crate) fn in_eval(kind: &ParseErrorType, around: &Surroundings<'_>) -> Explanation {
    describe(kind, &|name| around.near_name(name))
}

pub(crate) type Cause = (Explanation, Option<(usize, usize)>);

/// The leftmost fault that the text itself shows: brackets and quotes, and what other languages write. Rhai reads from left
/// to right, so what stands on a later line than the one where it gave up is not the cause.
fn find_cause(error: &ParseError, source: &Source) -> Option<Cause> {
    let code = &source.code;
    let at = source.offset(error.position()).unwrap_or(code.len());
    let line_end = code[at..].find('\n').map_or(code.len(), |i| at + i);
    let start = |cause: &Cause| cause.1.map_or(0, |span| span.0);
    let shown = [idioms::find(code, line_end), bracket_fault(code)]
        .into_iter()
        .flatten()
        .filter(|cause| start(cause) <= line_end)
        .min_by_key(start);
    if shown.is_some() {
        return shown;
    }
    if matches!(error.err_type(), ParseErrorType::FnMissingName)
        && let Some(name) = scan::significant(code)
            .into_iter()
            .find(|t| t.start == at && t.kind == Kind::Word)
    {
        let word = name.text(code);
        let explanation = Explanation::new(
            &kinds::RESERVED,
            format!("`{word}` is reserved and cannot be a function's name"),
        )
        .hint("Choose another name; a variable may have it.");
        return Some((explanation, Some((name.start, name.end))));
    }
    match error.err_type() {
        ParseErrorType::MissingToken(token, _) if token == ";" => missing_semicolon(source, at),
        ParseErrorType::MissingToken(token, _)
            if matches!(token.as_str(), ")" | "]" | "}" | "," | "|") =>
        {
            side_by_side(code, at)
        }
        ParseErrorType::UnexpectedEOF => unfinished(code),
        ParseErrorType::MissingToken(token, _) if token == "{" => no_block(code, at),
        ParseErrorType::VariableExpected | ParseErrorType::PropertyExpected => {
            no_name(code, at).or_else(|| at_the_end(code, at))
        }
        _ => None,
    }
}

fn bracket_fault(code: &str) -> Option<Cause> {
    let span = |t: Token| Some((t.start, t.end));
    Some(match scan::brackets(code) {
        Brackets::Balanced => return None,
        Brackets::Open(t) => {
            let bracket = t.text(code);
            (
                Explanation::new(
                    &kinds::OPEN_BRACKET,
                    format!("this `{bracket}` is never closed"),
                )
                .hint(format!("Add the `{}` where it ends.", closing(bracket))),
                span(t),
            )
        }
        Brackets::Extra(t) => {
            let bracket = t.text(code);
            (
                Explanation::new(
                    &kinds::STRAY_BRACKET,
                    format!("this `{bracket}` closes nothing"),
                )
                .hint(Advice::fix(
                    (t.start, t.end),
                    "",
                    "Remove it, or add the opening bracket before it.",
                )),
                span(t),
            )
        }
        Brackets::Mismatched(open, close) => {
            let (a, b) = (open.text(code), close.text(code));
            let repaired = closed_rightly(code, open, close);
            (
                Explanation::new(
                    &kinds::STRAY_BRACKET,
                    format!("this `{a}` is closed by `{b}`"),
                )
                .label((close.start, close.end), "closed here")
                .hint(Advice::fix(
                    repaired.0,
                    repaired.1,
                    format!("Close it with `{}`.", closing(a)),
                )),
                span(open),
            )
        }
        Brackets::Unclosed(t) if matches!(t.kind, Kind::Comment { .. }) => (
            Explanation::new(&kinds::OPEN_QUOTE, "this comment is never closed")
                .hint("Add `*/` where it ends."),
            Some((t.start, t.start + 2)),
        ),
        Brackets::Unclosed(t) if t.text(code).starts_with('#') => {
            let signs = t.text(code).split('"').next().unwrap_or("#");
            (
                Explanation::new(
                    &kinds::OPEN_QUOTE,
                    "the text that begins here is never closed",
                )
                .hint(format!("Add `\"{signs}` where it ends.")),
                Some((t.start, t.start + signs.len() + 1)),
            )
        }
        Brackets::Unclosed(t) => {
            // Behind a `${…}` the rest of a back-tick text is a token of its own: the quote comes before it.
            let begins_here = code[t.start..].starts_with(['"', '\'', '`']);
            let quote = if begins_here {
                t.start
            } else {
                code[..t.start].rfind('`').unwrap_or(0)
            };
            let hint = if code[quote..].starts_with('"') {
                "Add a `\"` on the same line; text over several lines stands in back-ticks."
            } else if code[quote..].starts_with('\'') {
                "Write text in double quotes; single quotes hold one character."
            } else {
                "Add the closing quote."
            };
            (
                Explanation::new(&kinds::OPEN_QUOTE, "this quote is never closed").hint(hint),
                Some((quote, quote + 1)),
            )
        }
    })
}

/// The right bracket for one that was closed by another: in its place, before it where that closes what is around, or the
/// two the other way round.
fn closed_rightly(code: &str, open: Token, close: Token) -> ((usize, usize), String) {
    let right = closing(open.text(code));
    let tokens = scan::significant(code);
    let next = tokens.iter().find(|t| t.start >= close.end);
    if let Some(next) = next.filter(|next| next.text(code) == right) {
        return (
            (close.start, next.end),
            format!("{right}{}", close.text(code)),
        );
    }
    let around = opened_around(code, &tokens, open.start);
    match around.is_some_and(|around| closing(around) == close.text(code)) {
        true => ((close.start, close.start), right.to_string()),
        false => ((close.start, close.end), right.to_string()),
    }
}

fn closing(bracket: &str) -> &'static str {
    match bracket.chars().last() {
        Some('(') => ")",
        Some('[') => "]",
        _ => "}",
    }
}

/// A statement that is not ended before the next begins: the fault is where the earlier one stops.
fn missing_semicolon(source: &Source, at: usize) -> Option<Cause> {
    let code = &source.code;
    let before = scan::significant(code)
        .into_iter()
        .take_while(|t| t.start < at)
        .last()?;
    let line_end = code[before.start..]
        .find('\n')
        .map_or(code.len(), |i| before.start + i);
    let divided = crate::warnings::comments(source)
        .into_iter()
        .find(|found| found.span.0 >= before.end && found.span.0 < line_end);
    if let Some(found) = divided {
        let explanation = Explanation::new(
            &kinds::FROM_PYTHON,
            "`//` begins a comment, it does not divide",
        )
        .hint("Whole numbers divide with `/`, which drops the fraction: `7 / 2` is 3.");
        return Some((explanation, Some((found.span.0, found.span.0 + 2))));
    }
    if !code[before.end..at.max(before.end)].contains('\n') {
        return side_by_side(code, at);
    }
    let line = code[..before.start].matches('\n').count() + 1;
    let explanation = Explanation::new(
        &kinds::MISSING_SEMICOLON,
        format!("line {line} needs a `;` at its end"),
    )
    .hint(Advice::fix(
        (before.end, before.end),
        ";",
        "A `;` stands between two statements; only the last of a cell may go without.",
    ));
    Some((explanation, Some((before.start, before.end))))
}

/// Two things on one line, or within the same brackets, that cannot follow each other.
fn side_by_side(code: &str, at: usize) -> Option<Cause> {
    let tokens = scan::significant(code);
    let here = tokens.iter().position(|t| t.start >= at)?;
    let before = &tokens[here.checked_sub(1)?];
    let here = &tokens[here];
    let value = |t: &Token| {
        matches!(t.kind, Kind::Word | Kind::Number | Kind::Text { .. })
            || matches!(t.text(code), ")" | "]" | "(" | "[" | "#{")
    };
    let short = |t: &Token| {
        let text = t.text(code);
        if text.chars().count() <= 20 {
            format!("`{text}`")
        } else {
            "this text".to_string()
        }
    };
    let explanation = Explanation::new(
        &kinds::SIDE_BY_SIDE,
        format!("{} cannot follow {}", short(here), short(before)),
    );
    let explanation = if !(value(here) && value(before)) {
        explanation.hint("Something is missing between them, or one of them is too many.")
    } else if before.kind == Kind::Number
        && here.kind == Kind::Word
        && !matches!(
            here.text(code),
            "let" | "const" | "if" | "for" | "while" | "return" | "fn"
        )
    {
        explanation.hint(Advice::fix(
            (before.end, here.start),
            " * ",
            format!(
                "Multiplication needs its `*`: `{} * {}`.",
                before.text(code),
                here.text(code)
            ),
        ))
    } else if in_closure_head(code, &tokens, before.start) {
        explanation.hint(Advice::fix(
            (before.end, before.end),
            "|",
            "The names of a closure stand between two `|`: `|x| x * 2`.",
        ))
    } else {
        let inside = opened_around(code, &tokens, before.end);
        let (sign, sentence) = match inside {
            _ if before.kind == Kind::Number && here.text(code) == "(" => {
                (" * ", "Multiplication needs its `*`, as in `2 * (x + 1)`.")
            }
            Some("[") => (
                ", ",
                "The items of a list are parted by commas; two values need an operator.",
            ),
            Some("(") => (
                ", ",
                "Arguments are parted by commas; two values need an operator.",
            ),
            Some("#{") => (", ", "The entries of a map are parted by commas."),
            _ => (
                "; ",
                "Two statements on one line need a `;` between them; two values need an operator or a comma.",
            ),
        };
        let quote = |t: &Token| matches!(t.kind, Kind::Text { .. });
        let touching = before.end == here.start && (quote(before) || quote(here));
        explanation.hint(match touching {
            true => "A quote ends a text; inside it is written `\\\"`, or the text stands in back-ticks.".into(),
            false => Advice::fix((before.end, here.start), sign, sentence),
        })
    };
    Some((explanation, Some((here.start, here.end))))
}

/// Whether the name at a place is one of a closure whose second `|` is missing.
fn in_closure_head(code: &str, tokens: &[Token], at: usize) -> bool {
    let mut before = tokens.iter().rev().skip_while(|t| t.start > at);
    let Some(sign) = before.find(|t| t.kind != Kind::Word && t.text(code) != ",") else {
        return false;
    };
    let value = before.next().is_some_and(|t| {
        matches!(t.kind, Kind::Word | Kind::Number) || matches!(t.text(code), ")" | "]" | "|")
    });
    sign.text(code) == "|" && !value
}

/// The innermost bracket that is open at a place.
fn opened_around<'a>(code: &'a str, tokens: &[Token], at: usize) -> Option<&'a str> {
    let mut open = Vec::new();
    for token in tokens.iter().take_while(|t| t.start < at) {
        match token.text(code) {
            text @ ("(" | "[" | "{" | "#{" | "${") if token.kind == Kind::Symbol => open.push(text),
            ")" | "]" | "}" if token.kind == Kind::Symbol => drop(open.pop()),
            _ => {}
        }
    }
    open.last().copied()
}

/// A block is not begun: the place is behind what it belongs to.
fn no_block(code: &str, at: usize) -> Option<Cause> {
    let before = scan::significant(code)
        .into_iter()
        .take_while(|t| t.start < at)
        .last()?;
    let explanation = Explanation::new(
        &kinds::NO_BRACES,
        format!("a `{{` is missing behind `{}`", before.text(code)),
    )
    .hint("What belongs to an `if`, a loop or a function stands in braces.");
    Some((explanation, Some((before.start, before.end))))
}

/// A word of the language stands where a name is needed.
fn no_name(code: &str, at: usize) -> Option<Cause> {
    let token = scan::significant(code)
        .into_iter()
        .find(|t| t.start == at && t.kind == Kind::Word)
        .filter(|t| t.end < code.trim_end().len())?;
    let before = scan::significant(code)
        .into_iter()
        .take_while(|t| t.start < at)
        .last();
    if token.text(code) == "in" && before.is_some_and(|t| t.text(code) == "for") {
        let explanation = Explanation::new(
            &kinds::UNFINISHED,
            "a variable's name is needed between `for` and `in`",
        )
        .hint("As in `for x in xs { … }`.");
        return Some((explanation, Some((token.start, token.end))));
    }
    let explanation = Explanation::new(
        &kinds::RESERVED,
        format!(
            "`{}` is a word of the language and cannot be a name",
            token.text(code)
        ),
    )
    .hint("Choose another name.");
    Some((explanation, Some((token.start, token.end))))
}

/// The last token of the cell is where Rhai gave up: what should follow it is missing.
fn at_the_end(code: &str, at: usize) -> Option<Cause> {
    let last = *scan::significant(code).last()?;
    (at >= last.start).then(|| unfinished(code)).flatten()
}

/// The cell ends in the middle of a statement: the last thing in it says of what.
fn unfinished(code: &str) -> Option<Cause> {
    let tokens = scan::significant(code);
    let last = tokens.last()?;
    let text = last.text(code);
    let message = match last.kind {
        Kind::Symbol => format!("the cell ends behind `{text}`, where a value should follow"),
        Kind::Word if matches!(text, "let" | "const" | "fn") => {
            format!("the cell ends behind `{text}`, where a name should follow")
        }
        _ => format!("the cell ends behind `{text}`, in the middle of a statement"),
    };
    let explanation = Explanation::new(&kinds::UNFINISHED, message)
        .hint(format!("Finish the statement, or remove the `{text}`."));
    Some((explanation, Some((last.start, last.end))))
}

fn last_token(code: &str) -> Option<(usize, usize)> {
    scan::significant(code).last().map(|t| (t.start, t.end))
}

fn say(kind: &'static Mistake, message: impl Into<String>) -> Explanation {
    Explanation::new(kind, message)
}

/// Rhai's kinds of syntax error, in plain words.
fn describe(kind: &ParseErrorType, names: &dyn Fn(&str) -> Option<String>) -> Explanation {
    use ParseErrorType as P;
    match kind {
        P::UnexpectedEOF => say(
            &kinds::UNFINISHED,
            "the cell ends in the middle of a statement",
        ),
        P::BadInput(lexical) => describe_lexical(lexical),
        P::UnknownOperator(op) => say(&kinds::CHARACTER, format!("`{op}` is not an operator")),
        P::MissingToken(token, _) if token == "{" => {
            say(&kinds::NO_BRACES, "a `{` is missing here")
                .hint("What belongs to an `if`, a loop or a function stands in braces.")
        }
        P::MissingToken(token, _) if token == "in" => {
            say(&kinds::UNFINISHED, "`for` needs an `in`").hint("As in `for x in xs { … }`.")
        }
        P::MissingToken(token, _) if token == ";" => say(
            &kinds::MISSING_SEMICOLON,
            "a `;` is missing between two statements",
        ),
        P::MissingToken(token, _) => {
            say(&kinds::UNFINISHED, format!("a `{token}` is missing here"))
        }
        P::MissingSymbol(what) => say(&kinds::UNFINISHED, format!("{what} is missing")),
        P::ExprExpected(what) => say(
            &kinds::UNFINISHED,
            format!("{} is needed here", expected(what)),
        ),
        P::VariableExpected => say(&kinds::UNFINISHED, "a variable's name is needed here"),
        P::PropertyExpected => say(
            &kinds::UNFINISHED,
            "a property's name is needed after the `.`",
        ),
        P::Reserved(word)
            if word == "=" || word.starts_with(|c: char| c.is_ascii_punctuation()) =>
        {
            say(&kinds::CHARACTER, format!("`{word}` cannot stand here"))
        }
        P::Reserved(word) if word == "null" => {
            say(&kinds::FROM_ELSEWHERE, format!("Rhai has no `{word}`"))
                .hint("Nothing is written `()`.")
        }
        P::Reserved(word) if word == "print" || word == "debug" => {
            say(&kinds::RESERVED, format!("`{word}` needs brackets")).hint(format!(
                "It is called as `{word}(x)`; as a function to pass on it is `|x| {word}(x)`."
            ))
        }
        P::Reserved(word) => say(
            &kinds::RESERVED,
            format!("`{word}` is a word of the language and cannot be a name"),
        )
        .hint("Choose another name."),
        P::AssignmentToConstant(name) if name.is_empty() => say(
            &kinds::EQUALS,
            "only a variable, an item or a property can be given a value",
        )
        .hint("The name goes left: `x = 5`. To compare, write `==`."),
        P::AssignmentToConstant(name) => say(
            &kinds::CONSTANT,
            format!("{name} is a constant and cannot be changed"),
        )
        .hint("Make it with `let` instead of `const` if it is to change."),
        P::AssignmentToInvalidLHS(text) if text.is_empty() => say(
            &kinds::EQUALS,
            "only a variable, an item or a property can be given a value",
        )
        .hint("The name goes left: `x = 5`. To compare, write `==`."),
        P::AssignmentToInvalidLHS(text) => say(&kinds::EQUALS, lower_first(text)),
        P::VariableExists(name) => say(&kinds::RESERVED, format!("{name} exists already")),
        P::VariableUndefined(name) => say(
            &kinds::NO_VARIABLE,
            format!("there is no variable `{name}`"),
        )
        .hints(names(name).map(|near| format!("Did you mean `{near}`?"))),
        P::ModuleUndefined(name) => say(&kinds::NO_MODULE, format!("there is no module `{name}`"))
            .hint("The library is there without a module's name, and under `np::`."),
        P::FnDuplicatedDefinition(name, n) => say(
            &kinds::DEFINITION,
            format!(
                "`{name}` with {} is defined twice in this cell",
                words::count(*n, "parameter")
            ),
        )
        .hint("Remove one, or give it another name or another number of parameters."),
        P::FnDuplicatedParam(function, parameter) => say(
            &kinds::DEFINITION,
            format!("`{function}` has two parameters `{parameter}`"),
        ),
        P::FnMissingName => say(&kinds::DEFINITION, "the function has no name")
            .hint("A definition reads `fn name(x) { … }`."),
        P::FnMissingParams(name) => say(
            &kinds::DEFINITION,
            format!("`{name}` needs its parameters in brackets"),
        )
        .hint(format!(
            "As in `fn {name}(x) {{ … }}`, or `fn {name}() {{ … }}` without any."
        )),
        P::FnMissingBody(name) => say(
            &kinds::DEFINITION,
            format!("`{name}` needs a body in braces"),
        )
        .hint(format!("As in `fn {name}(x) {{ x + 1 }}`.")),
        P::WrongFnDefinition => say(
            &kinds::DEFINITION,
            "a function can only be defined at the top of a cell, not inside another block",
        )
        .hint("Inside, a closure does: `let f = |x| x + 1;`, called as `f.call(2)`."),
        P::DuplicatedProperty(name) => say(
            &kinds::MAP_TEXT,
            format!("the map has the key `{name}` twice"),
        )
        .hint("Each key stands once; remove one of the two."),
        P::DuplicatedVariable(name) => say(
            &kinds::DEFINITION,
            format!("the name `{name}` stands here twice"),
        ),
        P::LoopBreak => say(
            &kinds::OUT_OF_PLACE,
            "`break` and `continue` mean something only inside a loop",
        )
        .hint("`return` leaves a function, `exit()` ends the cell."),
        P::ExprTooDeep => say(&kinds::TOO_DEEP, "the expression is nested too deep")
            .hint("Take it apart with `let`."),
        P::LiteralTooLarge(what, n) => say(
            &kinds::TOO_DEEP,
            format!("{} is longer than the limit of {n}", what.to_lowercase()),
        ),
        P::MalformedIndexExpr(_) => say(
            &kinds::OTHER_KIND,
            "what stands in these square brackets cannot be an index",
        )
        .hint("A list takes a whole number, `xs[0]`, a map a text, `m[\"a\"]`."),
        P::MalformedCapture(text) => say(&kinds::UNFINISHED, lower_first(text)),
        P::MismatchedType(wanted, _) if wanted.contains("iterable") => nothing_to_go_through(),
        P::MismatchedType(wanted, found) => super::operators::mismatch(wanted, found),
        P::WrongDocComment => say(
            &kinds::OUT_OF_PLACE,
            "a `///` comment can only stand before a function",
        )
        .hint("An ordinary comment begins with `//`."),
        P::WrongExport => say(
            &kinds::OUT_OF_PLACE,
            "`export` has no meaning in a notebook",
        )
        .hint("Every variable of a cell is there for the next: leave the word away."),
        other => say(&kinds::UNFINISHED, lower_first(&other.to_string())),
    }
}

/// Rhai's words for what it expects, in plain ones.
fn expected(what: &str) -> String {
    match what.trim_start_matches("a ").trim_start_matches("an ") {
        "boolean" => "a condition, true or false,".into(),
        "expression" | "" => "a value".into(),
        "string" => "a text".into(),
        what @ ("integer" | "integer number") => words::kind(what).into(),
        _ => what.to_string(),
    }
}

fn describe_lexical(error: &LexError) -> Explanation {
    match error {
        LexError::UnexpectedInput(text)
            if text.len() <= 3 && text.chars().all(|c| ";)]},*/+<>=%&|:.".contains(c)) =>
        {
            say(
                &kinds::UNFINISHED,
                format!("a value is needed here, before `{text}`"),
            )
        }
        LexError::UnexpectedInput(text) => {
            say(&kinds::CHARACTER, format!("`{text}` cannot stand here"))
        }
        LexError::UnterminatedString => say(&kinds::OPEN_QUOTE, "this quote is never closed"),
        LexError::MalformedEscapeSequence(text) => {
            say(&kinds::CHARACTER, format!("`{text}` is not an escape"))
                .hint("A back-slash itself is written `\\\\`.")
        }
        LexError::MalformedNumber(text) => {
            let explanation = say(&kinds::NUMBER, format!("`{text}` is not a number"));
            if text.ends_with(char::is_alphabetic) {
                explanation.hint(
                    "Multiplication needs its `*`, as in `2 * x`; names do not begin with a digit.",
                )
            } else {
                explanation
            }
        }
        LexError::MalformedChar(text) => say(
            &kinds::SINGLE_QUOTES,
            format!("'{text}' is not one character"),
        )
        .hint("Write text in double quotes."),
        LexError::MalformedIdentifier(text) => {
            say(&kinds::CHARACTER, format!("`{text}` cannot be a name"))
        }
        LexError::ImproperSymbol(symbol, _) if symbol == "this" => say(
            &kinds::NO_VARIABLE,
            "`this` means something only inside a method call",
        ),
        LexError::ImproperSymbol(symbol, _) => {
            say(&kinds::CHARACTER, format!("`{symbol}` cannot stand here"))
        }
        LexError::StringTooLong(n) => say(
            &kinds::TOO_DEEP,
            format!("the text is longer than the limit of {n}"),
        ),
        LexError::Runtime(text) => say(&kinds::CHARACTER, lower_first(text)),
        other => say(&kinds::CHARACTER, lower_first(&other.to_string())),
    }
}
