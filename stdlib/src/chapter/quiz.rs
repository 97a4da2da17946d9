//! True-or-false checks, as the chapter has between its sections.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString};

use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
use crate::host::{self, Control, Setting};
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
    given: Given,
}

/// What the reader has answered where the quiz was shown.
#[derive(Clone, Copy, Debug)]
enum Given {
    /// There is nothing to answer with but code.
    ByCode,
    /// The buttons stand above, and none was pressed yet.
    NotYet,
    Answer(bool),
}

/// The reader's answer, graded.
#[derive(Clone, Debug)]
pub struct Verdict {
    question: ImmutableString,
    right: bool,
    answer: bool,
    why: ImmutableString,
}

#[export_module]
mod functions {
    /// A true-or-false question: shows the statement; `.check(true)` or `.check(false)` grades an answer and explains.
    /// On a page the reader answers with the pointer.
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
    /// print(q.check(true));                           // prints Open weights come with their training data.⏎Not quite: the statement is false. The data is a separate thing.
    /// ```
    #[rhai_fn(return_raw)]
    pub fn quiz(question: Dynamic, answer: Dynamic, why: Dynamic) -> Raised<Quiz> {
        let question = value::string("question", &question)?;
        if question.trim().is_empty() {
            bail!("question is empty; give a statement that is true or false");
        }
        let answer = true_or_false("answer", &answer)?;
        let why = value::string("why", &why)?;
        let given = super::ask(&question);
        Ok(Quiz {
            question,
            answer,
            why,
            given,
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
        Ok(quiz.verdict(true_or_false("answer", &answer)?))
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

/// Shows the statement with its two answers where there are controls, and says which the reader chose.
fn ask(question: &str) -> Given {
    const NOT_YET: &str = "not answered yet";
    let control = Control::Choice {
        label: question.into(),
        options: [NOT_YET, "true", "false"].map(String::from).into(),
    };
    let setting = host::current().control(&control);
    match setting.and_then(|setting| control.allowed(setting)) {
        None => Given::ByCode,
        Some(Setting::Text(text)) if text == "true" => Given::Answer(true),
        Some(Setting::Text(text)) if text == "false" => Given::Answer(false),
        Some(_) => Given::NotYet,
    }
}

impl Quiz {
    fn verdict(&self, answer: bool) -> Verdict {
        Verdict {
            question: self.question.clone(),
            right: answer == self.answer,
            answer: self.answer,
            why: self.why.clone(),
        }
    }
}

const INVITATION: &str = "Answer with .check(true) or .check(false).";

impl Shown for Quiz {
    fn text(&self) -> String {
        let statement = format!("True or false? {}", self.question);
        match self.given {
            Given::ByCode => format!("{statement}\n{INVITATION}"),
            Given::NotYet => statement,
            Given::Answer(answer) => self.verdict(answer).text(),
        }
    }

    fn repr(&self) -> String {
        format!("a quiz ({})", self.question)
    }

    fn display(&self) -> Display {
        let question = prose(&self.question);
        let invitation = match self.given {
            Given::ByCode => format!("<br><small>{}</small>", escape_html(INVITATION)),
            // The control that is above shows the statement.
            Given::NotYet => return Display::text(self.text()).with(HTML, "<span></span>"),
            Given::Answer(answer) => return self.verdict(answer).shown(false),
        };
        let html = format!(
            "<div style=\"{BOX}rgba(46,125,190,0.8)\"><strong>True or false?</strong> {question}{invitation}</div>"
        );
        Display::text(self.text()).with(HTML, html)
    }
}

/// The style of a quiz's box, up to the colour of its edge.
const BOX: &str = "padding-left:0.8em;border-left:3px solid ";

impl Shown for Verdict {
    fn text(&self) -> String {
        format!(
            "{}\n{} the statement is {}. {}",
            self.question,
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
        self.shown(true)
    }
}

impl Verdict {
    fn opening(&self) -> &'static str {
        if self.right { "Right:" } else { "Not quite:" }
    }

    fn shown(&self, with_question: bool) -> Display {
        let colour = if self.right {
            "rgba(40,160,80,0.8)"
        } else {
            "rgba(215,150,20,0.8)"
        };
        let question = match with_question {
            true => format!("{}<br>", prose(&self.question)),
            false => String::new(),
        };
        let html = format!(
            "<div style=\"{BOX}{colour}\">{question}<strong>{}</strong> the statement is {}.<br>{}</div>",
            self.opening(),
            self.answer,
            prose(&self.why)
        );
        Display::text(self.text()).with(HTML, html)
    }
}

/// Text for HTML in which a dollar is money: front ends would set what is between two of them as a formula.
/// Formulas are written `\( … \)`.
pub(super) fn prose(text: &str) -> String {
    escape_html(text).replace(
        '$',
        "<span class=\"mathjax_ignore tex2jax_ignore\">$</span>",
    )
}
