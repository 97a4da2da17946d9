//! What an exercise is made of: a check with its author's own words, hints in steps, and a solution.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString};

use super::quiz::prose;
use crate::Library;
use crate::array::{Array, close};
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail, not_negative};
use crate::host;
use crate::value::{self, Shown};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Hint>(&mut module);
    crate::library::add_type::<Solution>(&mut module);
    library.add("Exercises", module);
}

/// Hints, the faintest first.
#[derive(Clone, Debug)]
pub struct Hint {
    steps: Vec<ImmutableString>,
}

/// A solution, and why it is one.
#[derive(Clone, Debug)]
pub struct Solution {
    code: ImmutableString,
    why: ImmutableString,
}

#[export_module]
mod functions {
    /// Grades an exercise: shows whether a condition holds, and its author's words when it does not yet.
    ///
    /// It is not an error when it does not: the cell goes on, so that several checks show all that is still missing.
    ///
    /// # Arguments
    /// - `condition`: true or false
    /// - `message`: what is still missing, as text; may be left out
    /// - `praise`: what to say when it holds, as text; may be left out
    ///
    /// # Errors
    /// When the message is empty.
    ///
    /// # Example
    /// ```rhai
    /// let price = 3.0;
    /// check(price > 2.0, "the price must be above 2");  // displays Right.
    /// check(price > 5.0, "the price must be above 5");  // displays Not yet: the price must be above 5
    /// check(price > 2.0, "too low", "And it is cheap.");   // displays Right. And it is cheap.
    /// check(price > 2.0, "");                           // error: message is empty
    /// ```
    #[rhai_fn(name = "check", return_raw)]
    pub fn check_praising(condition: bool, message: Dynamic, praise: Dynamic) -> Raised<()> {
        let message = value::string("message", &message)?;
        if message.trim().is_empty() {
            bail!("message is empty; say what is still missing when the condition does not hold");
        }
        let praise = value::string("praise", &praise)?;
        host::current().display(&graded(condition, &message, &praise), None);
        Ok(())
    }

    /// Shows whether a condition holds, or what is still missing.
    #[rhai_fn(name = "check", return_raw)]
    pub fn check_condition(condition: bool, message: Dynamic) -> Raised<()> {
        check_praising(condition, message, "".into())
    }

    /// Shows whether a condition holds.
    #[rhai_fn(name = "check")]
    pub fn check_only(condition: bool) {
        host::current().display(&graded(condition, "", ""), None);
    }

    /// Grades an exercise whose answer is a number, or several: shows whether a value is as near to the wanted one as need be.
    ///
    /// Near enough is, where no tolerance is given, what numpy's `isclose` finds near: within a hundred-thousandth of the
    /// wanted number. What is not a number at all is not right yet, and no error.
    ///
    /// # Arguments
    /// - `value`: what the reader has calculated: a number, or an array or list of them
    /// - `wanted`: what it should be, likewise
    /// - `tolerance`: how far off it may be; may be left out
    /// - `message`: what is still missing, as text; may be left out, without a tolerance too
    /// - `praise`: what to say when it is right, as text; may be left out
    ///
    /// # Errors
    /// When `wanted` is not a number or several, or the tolerance is below zero.
    ///
    /// # Example
    /// ```rhai
    /// check_close(0.1 + 0.2, 0.3);                         // displays Right.
    /// check_close(535.7, 535.714, 0.1);                    // displays Right.
    /// check_close(500, 535.714, "divide by the price, too"); // displays Not yet: divide by the price, too
    /// check_close(2.0, 2, 0.1, "no", "As Python has it."); // displays Right. As Python has it.
    /// ```
    #[rhai_fn(name = "check_close", return_raw)]
    pub fn check_close_praising(
        value: Dynamic,
        wanted: Dynamic,
        tolerance: Dynamic,
        message: Dynamic,
        praise: Dynamic,
    ) -> Raised<()> {
        let right = is_near(&value, &wanted, &tolerance)?;
        let (message, praise) = (
            value::string("message", &message)?,
            value::string("praise", &praise)?,
        );
        host::current().display(&graded(right, &message, &praise), None);
        Ok(())
    }

    /// Shows whether a value is near the wanted one, or what is still missing.
    #[rhai_fn(name = "check_close", return_raw)]
    pub fn check_close_within(
        value: Dynamic,
        wanted: Dynamic,
        tolerance: Dynamic,
        message: Dynamic,
    ) -> Raised<()> {
        // Without a tolerance, the texts are the message and the praise.
        match tolerance.is_string() {
            true => check_close_praising(value, wanted, Dynamic::UNIT, tolerance, message),
            false => check_close_praising(value, wanted, tolerance, message, "".into()),
        }
    }

    /// Shows whether a value is near the wanted one.
    #[rhai_fn(name = "check_close", return_raw)]
    pub fn check_close_saying(value: Dynamic, wanted: Dynamic, tolerance: Dynamic) -> Raised<()> {
        check_close_within(value, wanted, tolerance, "".into())
    }

    /// Shows whether a value is near the wanted one.
    #[rhai_fn(name = "check_close", return_raw)]
    pub fn check_close(value: Dynamic, wanted: Dynamic) -> Raised<()> {
        check_close_within(value, wanted, Dynamic::UNIT, "".into())
    }

    /// Hints for an exercise, in steps: each opens on its own, the vaguest first.
    ///
    /// # Arguments
    /// - `text`: a hint
    /// - `second`: a plainer one; may be left out
    /// - `third`: one plainer still; may be left out
    /// - `fourth`: the last; may be left out
    ///
    /// # Errors
    /// When a hint is empty or not text.
    ///
    /// # Example
    /// ```rhai
    /// print(hint("Look.", "Count them.")); // prints hint 1 of 2: Look.⏎hint 2 of 2: Count them.
    /// hint("Look at the brackets.")        // => a hint in 1 step
    /// hint("")                             // error: a hint is empty
    /// ```
    #[rhai_fn(return_raw)]
    pub fn hint(text: Dynamic) -> Raised<Hint> {
        steps(&[text])
    }

    /// Two hints.
    #[rhai_fn(name = "hint", return_raw)]
    pub fn hint_2(text: Dynamic, second: Dynamic) -> Raised<Hint> {
        steps(&[text, second])
    }

    /// Three hints.
    #[rhai_fn(name = "hint", return_raw)]
    pub fn hint_3(text: Dynamic, second: Dynamic, third: Dynamic) -> Raised<Hint> {
        steps(&[text, second, third])
    }

    /// Four hints.
    #[rhai_fn(name = "hint", return_raw)]
    pub fn hint_4(text: Dynamic, second: Dynamic, third: Dynamic, fourth: Dynamic) -> Raised<Hint> {
        steps(&[text, second, third, fourth])
    }

    /// The solution of an exercise, folded away until the reader opens it.
    ///
    /// # Arguments
    /// - `code`: the solution's lines, as text
    /// - `why`: why it is one, as text; may be left out
    ///
    /// # Errors
    /// When the code is empty or not text.
    ///
    /// # Example
    /// ```rhai
    /// print(solution("let x = 5;", "It is new.")); // prints solution:⏎    let x = 5;⏎It is new.
    /// solution("")                                 // error: code is empty
    /// ```
    #[rhai_fn(return_raw)]
    pub fn solution(code: Dynamic, why: Dynamic) -> Raised<Solution> {
        let code = value::string("code", &code)?;
        if code.trim().is_empty() {
            bail!("code is empty; give the solution's lines as text");
        }
        Ok(Solution {
            code,
            why: value::string("why", &why)?,
        })
    }

    /// A solution without a reason.
    #[rhai_fn(name = "solution", return_raw)]
    pub fn bare_solution(code: Dynamic) -> Raised<Solution> {
        solution(code, "".into())
    }
}

fn steps(texts: &[Dynamic]) -> Raised<Hint> {
    let mut steps = Vec::new();
    for text in texts {
        let text = value::string("text", text)?;
        if text.trim().is_empty() {
            bail!("a hint is empty; give a text");
        }
        steps.push(text);
    }
    Ok(Hint { steps })
}

/// Whether all numbers of a value are as near to the wanted ones as the tolerance, or numpy's `isclose`, has it.
fn is_near(value: &Dynamic, wanted: &Dynamic, tolerance: &Dynamic) -> Raised<bool> {
    let wanted = Array::from_value("wanted", wanted)?;
    let tolerance = match tolerance.is_unit() {
        true => None,
        false => Some(not_negative(
            "tolerance",
            value::number("tolerance", tolerance)?,
        )?),
    };
    let Ok(value) = Array::from_value("value", value) else {
        return Ok(false);
    };
    if value.shape() != wanted.shape() {
        return Ok(false);
    }
    let pairs = value
        .try_to_floats()?
        .into_iter()
        .zip(wanted.try_to_floats()?);
    let mut near = pairs.map(|(x, wanted)| {
        let off = tolerance.unwrap_or(close::ABSOLUTE + close::RELATIVE * wanted.abs());
        // A sum's last digits are no reason to be outside.
        x == wanted || (x - wanted).abs() <= off + 1e-12 * wanted.abs()
    });
    Ok(near.all(|near| near))
}

fn graded(holds: bool, message: &str, praise: &str) -> Display {
    let (verdict, words, colour) = match (holds, message) {
        (true, _) => ("Right.", praise, "rgba(40,160,80,0.8)"),
        (false, "") => ("Not yet.", "", "rgba(215,150,20,0.8)"),
        (false, _) => ("Not yet:", message, "rgba(215,150,20,0.8)"),
    };
    let between = if words.is_empty() { "" } else { " " };
    let text = format!("{verdict}{between}{words}");
    let html = format!("<strong>{verdict}</strong>{between}{}", prose(words));
    Display::text(text).with(
        HTML,
        format!("<div style=\"border-left:3px solid {colour};padding-left:0.8em\">{html}</div>"),
    )
}

impl Shown for Hint {
    fn text(&self) -> String {
        let of = self.steps.len();
        let lines: Vec<String> = (1..)
            .zip(&self.steps)
            .map(|(i, step)| format!("hint {i} of {of}: {step}"))
            .collect();
        lines.join("\n")
    }

    fn repr(&self) -> String {
        match self.steps.len() {
            1 => "a hint in 1 step".into(),
            n => format!("a hint in {n} steps"),
        }
    }

    fn display(&self) -> Display {
        let of = self.steps.len();
        // Each step lies inside the one before, so that it can only be opened after it.
        let html = (1..=of).rev().fold(String::new(), |inner, i| {
            format!(
                "<details style=\"margin-left:0.8em\"><summary>Hint {i} of {of}</summary>{}{inner}</details>",
                prose(&self.steps[i - 1])
            )
        });
        Display::text(self.text()).with(HTML, html)
    }
}

impl Shown for Solution {
    fn text(&self) -> String {
        let mut out = String::from("solution:");
        for line in self.code.lines() {
            out.push_str("\n    ");
            out.push_str(line);
        }
        if !self.why.is_empty() {
            out.push('\n');
            out.push_str(&self.why);
        }
        out
    }

    fn repr(&self) -> String {
        "a solution".into()
    }

    fn display(&self) -> Display {
        let why = if self.why.is_empty() {
            String::new()
        } else {
            format!(
                "<details style=\"margin-left:0.8em\"><summary>Why?</summary>{}</details>",
                prose(&self.why)
            )
        };
        let html = format!(
            "<details style=\"margin-left:0.8em\"><summary>Solution</summary><pre>{}</pre>{why}</details>",
            escape_html(&self.code)
        );
        Display::text(self.text()).with(HTML, html)
    }
}

#[cfg(test)]
mod tests {
    use crate::display::TEXT;
    use crate::testing::{evaluate, run};

    #[test]
    fn a_check_that_fails_is_no_error() {
        let ran = run("check(1 > 2, \"more\"); check(2 > 1, \"less\"); 5");
        let shown: Vec<_> = ran.displays.iter().map(|(d, _)| d.get(TEXT)).collect();
        assert_eq!(shown, [Some("Not yet: more"), Some("Right.")]);
    }

    #[test]
    fn what_is_said_is_the_authors() {
        let said = |code: &str| {
            let ran = run(code);
            assert_eq!(ran.error, None, "{code}");
            ran.displays[0].0.get(TEXT).unwrap_or_default().to_string()
        };
        for (code, expected) in [
            ("check(true)", "Right."),
            ("check(false)", "Not yet."),
            ("check(true, \"no\", \"Well done.\")", "Right. Well done."),
            ("check(false, \"no\", \"Well done.\")", "Not yet: no"),
            ("check_close(0.1 + 0.2, 0.3)", "Right."),
            ("check_close(3, 3.0)", "Right."),
            ("check_close(3.1, 3.0)", "Not yet."),
            ("check_close(3.1, 3.0, 0.1)", "Right."),
            ("check_close(3.2, 3, 0.1, \"nearer\")", "Not yet: nearer"),
            ("check_close(3, 3, \"nearer\", \"Yes.\")", "Right. Yes."),
            ("check_close(3, 3, 0, \"nearer\", \"Yes.\")", "Right. Yes."),
            ("check_close([1, 2.0], array([1.0, 2.0]))", "Right."),
            ("check_close([1, 2], [1, 2, 3])", "Not yet."),
            ("check_close((), 3, \"fill it in\")", "Not yet: fill it in"),
            ("check_close(\"3\", 3)", "Not yet."),
            ("check_close(0.0 / 0.0, 3)", "Not yet."),
            ("check_close(1.0 / 0.0, 1.0 / 0.0)", "Right."),
        ] {
            assert_eq!(said(code), expected, "{code}");
        }
        assert!(evaluate("check_close(3, 3, -1)").is_err());
        assert!(evaluate("check_close(3, \"3\")").is_err());
    }

    #[test]
    fn quizzes_are_checked_as_before() {
        let ran = run("print(quiz(\"2 is 2.\", true, \"Yes.\").check(true).right);");
        assert_eq!(ran.printed.trim(), "true");
    }

    #[test]
    fn what_cannot_be_graded_is_an_error() {
        assert!(evaluate("check(true, \"\")").is_err());
        assert!(evaluate("hint(5)").is_err());
    }
}
