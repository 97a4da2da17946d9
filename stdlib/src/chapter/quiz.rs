//! True-or-false checks, as the chapter has between its sections.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString};

use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
use crate::value::{self, Shown, with_value};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Quiz>(&mut module);
    crate::library::add_type::<Verdict>(&mut module);
    library.add("Quizzes", module);
}

/// A statement to judge, and what is true about it.
#[derive(Clone, Debug)]
pub struct Quiz {
    question: ImmutableString,
    answer: bool,
    why: ImmutableString,
}

/// The reader's answer, graded.
#[derive(Clone, Debug)]
pub struct Verdict {
    right: bool,
    answer: bool,
    why: ImmutableString,
}

#[export_module]
mod functions {
    /// A true-or-false question: shows the statement; `.check(true)` or `.check(false)` grades an answer and explains.
    ///
    /// # Arguments
    /// - `question`: the statement to judge, as text
    /// - `answer`: whether it is true
    /// - `why`: the explanation, as text
    ///
    /// # Errors
    /// When `answer` is neither true nor false, or the question is empty.
    ///
    /// # Example
    /// ```rhai
    /// let q = quiz("Open weights come with their training data.", false, "The data is a separate thing.");
    /// q.question                                      // => "Open weights come with their training data."
    /// q.check(false).right                            // => true
    /// print(q.check(true));                           // prints Not quite: the statement is false. The data is a separate thing.
    /// ```
    #[rhai_fn(return_raw)]
    pub fn quiz(question: Dynamic, answer: Dynamic, why: Dynamic) -> Raised<Quiz> {
        let question = value::string("question", &question)?;
        if question.trim().is_empty() {
            bail!("question is empty; give a statement that is true or false");
        }
        let answer = true_or_false("answer", &answer)?;
        Ok(Quiz {
            question,
            answer,
            why: value::string("why", &why)?,
        })
    }

    /// Grades an answer to a true-or-false question and explains it.
    ///
    /// The verdict gives `.right` and `.why`.
    ///
    /// # Arguments
    /// - `quiz`: what `quiz` gave
    /// - `answer`: true or false
    ///
    /// # Errors
    /// When `answer` is neither true nor false.
    ///
    /// # Example
    /// ```rhai
    /// quiz("2 + 2 is 4.", true, "Count.").check(true).right // => true
    /// quiz("2 + 2 is 4.", true, "Count.").check("yes")      // error: must be true or false, not text ("yes")
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn check(quiz: &mut Quiz, answer: Dynamic) -> Raised<Verdict> {
        let right = true_or_false("answer", &answer)? == quiz.answer;
        Ok(Verdict {
            right,
            answer: quiz.answer,
            why: quiz.why.clone(),
        })
    }

    /// The statement to judge.
    #[rhai_fn(get = "question", pure)]
    pub fn question(quiz: &mut Quiz) -> ImmutableString {
        quiz.question.clone()
    }

    /// Whether the answer was right.
    #[rhai_fn(get = "right", pure)]
    pub fn right(verdict: &mut Verdict) -> bool {
        verdict.right
    }

    /// The explanation.
    #[rhai_fn(get = "why", pure)]
    pub fn verdict_why(verdict: &mut Verdict) -> ImmutableString {
        verdict.why.clone()
    }
}

fn true_or_false(argument: &str, value: &Dynamic) -> Raised<bool> {
    match value.as_bool() {
        Ok(answer) => Ok(answer),
        Err(_) => bail!(
            "{argument} must be true or false, not {}",
            with_value(value)
        ),
    }
}

const INVITATION: &str = "Answer with .check(true) or .check(false).";

impl Shown for Quiz {
    fn text(&self) -> String {
        format!("True or false? {}\n{INVITATION}", self.question)
    }

    fn repr(&self) -> String {
        format!("a quiz ({})", self.question)
    }

    fn display(&self) -> Display {
        let html = format!(
            "<div style=\"border-left:3px solid rgba(46,125,190,0.8);padding-left:0.8em\"><strong>True or false?</strong> \
             {}<br><small>{}</small></div>",
            prose(&self.question),
            escape_html(INVITATION)
        );
        Display::text(self.text()).with(HTML, html)
    }
}

impl Shown for Verdict {
    fn text(&self) -> String {
        format!(
            "{} the statement is {}. {}",
            self.opening(),
            self.answer,
            self.why
        )
    }

    fn repr(&self) -> String {
        format!(
            "a verdict ({})",
            if self.right { "right" } else { "not right" }
        )
    }

    fn display(&self) -> Display {
        let colour = if self.right {
            "rgba(40,160,80,0.8)"
        } else {
            "rgba(215,150,20,0.8)"
        };
        let html = format!(
            "<div style=\"border-left:3px solid {colour};padding-left:0.8em\"><strong>{}</strong> the statement is {}.<br>{}</div>",
            self.opening(),
            self.answer,
            prose(&self.why)
        );
        Display::text(self.text()).with(HTML, html)
    }
}

impl Verdict {
    fn opening(&self) -> &'static str {
        if self.right { "Right:" } else { "Not quite:" }
    }
}

/// Text for HTML in which a dollar is money: front ends would set what stands between two of them as a formula.
/// Formulas are written `\( … \)`.
pub(super) fn prose(text: &str) -> String {
    escape_html(text).replace(
        '$',
        "<span class=\"mathjax_ignore tex2jax_ignore\">$</span>",
    )
}
