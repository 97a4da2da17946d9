//! What an exercise is made of: a check with its author's own words, hints in steps, and a solution.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString};

use super::quiz::prose;
use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
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
    /// It is no error when it does not: the cell goes on, so that several checks show all that is still missing.
    ///
    /// # Arguments
    /// - `condition`: true or false
    /// - `message`: what is still missing, as text
    ///
    /// # Errors
    /// When the message is empty.
    ///
    /// # Example
    /// ```rhai
    /// let price = 3.0;
    /// check(price > 2.0, "the price must be above 2");  // displays Right.
    /// check(price > 5.0, "the price must be above 5");  // displays Not yet: the price must be above 5
    /// check(price > 2.0, "");                           // error: message is empty
    /// ```
    #[rhai_fn(name = "check", return_raw)]
    pub fn check_condition(condition: bool, message: Dynamic) -> Raised<()> {
        let message = value::string("message", &message)?;
        if message.trim().is_empty() {
            bail!("message is empty; say what is still missing when the condition does not hold");
        }
        host::current().display(&graded(condition, &message), None);
        Ok(())
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

fn graded(holds: bool, message: &str) -> Display {
    let (text, html, colour) = if holds {
        (
            "Right.".to_string(),
            "<strong>Right.</strong>".to_string(),
            "rgba(40,160,80,0.8)",
        )
    } else {
        (
            format!("Not yet: {message}"),
            format!("<strong>Not yet:</strong> {}", prose(message)),
            "rgba(215,150,20,0.8)",
        )
    };
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
