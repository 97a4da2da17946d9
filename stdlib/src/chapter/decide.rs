//! The decision tree (INSTRUMENT OM1.3): four questions, one recommendation.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, ImmutableString};

use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
use crate::value::{self, Shown};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Decision>(&mut module);
    library.add("Decisions", module);
}

/// What the four answers lead to.
#[derive(Clone, Debug)]
pub struct Decision {
    advice: &'static Advice,
    /// Each question that was asked, and its answer.
    path: Vec<(Question, bool)>,
}

/// Where a way through the tree ends.
#[derive(Debug)]
struct Advice {
    recommendation: &'static str,
    factor: &'static str,
    why: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Privacy,
    Frontier,
    HighVolume,
    ThinOps,
}
use Question::{Frontier, HighVolume, Privacy, ThinOps};

impl Question {
    fn words(self) -> &'static str {
        match self {
            Privacy => "must prompts stay in the house?",
            Frontier => "will only the very best model do?",
            HighVolume => "is the volume high and steady?",
            ThinOps => "are there few people to run servers?",
        }
    }
}

enum Tree {
    Ask {
        question: Question,
        yes: &'static Tree,
        no: &'static Tree,
    },
    Advise(Advice),
}

const fn advise(recommendation: &'static str, factor: &'static str, why: &'static str) -> Tree {
    Tree::Advise(Advice {
        recommendation,
        factor,
        why,
    })
}

const fn ask(question: Question, yes: &'static Tree, no: &'static Tree) -> Tree {
    Tree::Ask { question, yes, no }
}

static TREE: Tree = ask(
    Privacy,
    &const {
        advise(
            SELF_HOST,
            "privacy",
            "the data may not leave, so the model has to come to it",
        )
    },
    &FREE_TO_LEAVE,
);
static FREE_TO_LEAVE: Tree = ask(
    Frontier,
    &const {
        advise(
            CLOSED,
            "frontier",
            "only the strongest models will do, and those are behind an API",
        )
    },
    &BY_VOLUME,
);
static BY_VOLUME: Tree = ask(HighVolume, &PAST_BREAKEVEN, &BELOW_BREAKEVEN);
static PAST_BREAKEVEN: Tree = ask(
    ThinOps,
    &const {
        advise(
            MANAGED,
            "thin_ops",
            "the volume favours open weights, and somebody else runs the servers",
        )
    },
    &const {
        advise(
            SELF_HOST,
            "high_volume",
            "past the breakeven volume a fixed cost is cheaper than a price for each token",
        )
    },
);
static BELOW_BREAKEVEN: Tree = ask(
    ThinOps,
    &const {
        advise(
            MANAGED,
            "thin_ops",
            "nothing to operate, and the model stays one that can be moved or pinned",
        )
    },
    &const {
        advise(
            CLOSED,
            "low_volume",
            "below the breakeven volume the bill is small and there is nothing to operate",
        )
    },
);

/// The four questions, by the names they have in the map.
#[derive(Clone, Copy, Debug, Default)]
struct Needs {
    privacy: bool,
    high_volume: bool,
    frontier: bool,
    thin_ops: bool,
}

const SELF_HOST: &str = "self-host open weights";
const MANAGED: &str = "open weights on a managed endpoint";
const CLOSED: &str = "closed API";

#[export_module]
mod functions {
    /// Recommends closed or open weights from four answers.
    ///
    /// Privacy overrides everything. Then a need for the very best model leads to a closed API; high steady volume to open
    /// weights, self-hosted or, where few people can look after servers, on a managed endpoint; anything else to what is
    /// least to operate. It gives `.recommendation`, `.factor`, `.why` and `.path`.
    ///
    /// # Arguments
    /// - `needs`: a map of true or false, each false when left out: `privacy` (no prompt may leave the organisation),
    ///   `high_volume` (steady, past the breakeven), `frontier` (only the very best model will do), `thin_ops` (few people
    ///   to run servers)
    ///
    /// # Errors
    /// When the map has another name in it, or a value that is neither true nor false.
    ///
    /// # Example
    /// ```rhai
    /// decide(#{privacy: true, frontier: true}).recommendation // => "self-host open weights"
    /// decide(#{high_volume: true, thin_ops: true}).factor     // => "thin_ops"
    /// decide(#{speed: true})                                  // error: it knows privacy, high_volume, frontier, thin_ops
    /// ```
    #[rhai_fn(return_raw)]
    pub fn decide(needs: Dynamic) -> Raised<Decision> {
        Ok(Needs::read(&needs)?.decide())
    }

    /// What to do: self-host open weights, open weights on a managed endpoint, or a closed API.
    #[rhai_fn(get = "recommendation", pure)]
    pub fn recommendation(decision: &mut Decision) -> ImmutableString {
        decision.advice.recommendation.into()
    }

    /// The answer that decided: `privacy`, `frontier`, `high_volume`, `thin_ops`, or `low_volume` when all were false.
    #[rhai_fn(get = "factor", pure)]
    pub fn factor(decision: &mut Decision) -> ImmutableString {
        decision.advice.factor.into()
    }

    /// Why, in a sentence.
    #[rhai_fn(get = "why", pure)]
    pub fn decision_why(decision: &mut Decision) -> ImmutableString {
        decision.advice.why.into()
    }

    /// The questions on the way to the recommendation, each with its answer.
    #[rhai_fn(get = "path", pure)]
    pub fn path(decision: &mut Decision) -> List {
        decision.steps().map(Dynamic::from).collect()
    }
}

impl Needs {
    fn read(needs: &Dynamic) -> Raised<Self> {
        let map = super::options("needs", "decide(#{privacy: true, thin_ops: true})", needs)?;
        super::known_keys(
            "decide",
            &map,
            &["privacy", "high_volume", "frontier", "thin_ops"],
        )?;
        let answer = |key: &str| -> Raised<bool> {
            match map.get(key).map(|value| (value, value.as_bool())) {
                None => Ok(false),
                Some((_, Ok(answer))) => Ok(answer),
                Some((value, Err(_))) => bail!(
                    "{key} must be true or false, not {}",
                    value::with_value(value)
                ),
            }
        };
        Ok(Self {
            privacy: answer("privacy")?,
            high_volume: answer("high_volume")?,
            frontier: answer("frontier")?,
            thin_ops: answer("thin_ops")?,
        })
    }

    fn answer(self, question: Question) -> bool {
        match question {
            Question::Privacy => self.privacy,
            Question::Frontier => self.frontier,
            Question::HighVolume => self.high_volume,
            Question::ThinOps => self.thin_ops,
        }
    }

    fn decide(self) -> Decision {
        let mut path = Vec::new();
        let mut tree = &TREE;
        loop {
            match tree {
                Tree::Ask { question, yes, no } => {
                    let answer = self.answer(*question);
                    path.push((*question, answer));
                    tree = if answer { yes } else { no };
                }
                Tree::Advise(advice) => return Decision { advice, path },
            }
        }
    }
}

impl Decision {
    fn steps(&self) -> impl Iterator<Item = String> {
        self.path.iter().map(|(question, answer)| {
            format!(
                "{} {}",
                question.words(),
                if *answer { "yes" } else { "no" }
            )
        })
    }

    /// The tree as a list in lists, the way taken in bold. `taken` is what is left of that way, none off it.
    fn list(out: &mut String, tree: &Tree, before: &str, taken: Option<&[(Question, bool)]>) {
        let lit = taken.is_some();
        let words = match tree {
            Tree::Ask { question, .. } => question.words(),
            Tree::Advise(advice) => advice.recommendation,
        };
        let words = escape_html(&format!("{before}{words}"));
        *out += if lit { LIT } else { UNLIT };
        *out += &if lit {
            format!("<strong>{words}</strong>")
        } else {
            words
        };
        if let Tree::Ask { yes, no, .. } = tree {
            *out += LIST;
            for (branch, answer) in [(yes, true), (no, false)] {
                let before = if answer { "yes → " } else { "no → " };
                let taken = taken
                    .and_then(<[_]>::split_first)
                    .filter(|((_, given), _)| *given == answer)
                    .map(|(_, rest)| rest);
                Self::list(out, branch, before, taken);
            }
            *out += "</ul>";
        }
        *out += "</li>";
    }
}

const LIST: &str = "<ul style=\"list-style-type:none;padding-left:0.9em;margin:0\">";
const LIT: &str =
    "<li style=\"border-left:3px solid rgba(46,125,190,0.9);padding:0.15em 0 0.15em 0.6em\">";
const UNLIT: &str =
    "<li style=\"border-left:3px solid rgba(128,128,128,0.35);padding:0.15em 0 0.15em 0.6em\">";

impl Shown for Decision {
    fn text(&self) -> String {
        let mut out = format!(
            "{}\ndeciding factor: {}: {}",
            self.advice.recommendation, self.advice.factor, self.advice.why
        );
        for step in self.steps() {
            out += "\n  → ";
            out += &step;
        }
        out
    }

    fn repr(&self) -> String {
        format!("a decision ({})", self.advice.recommendation)
    }

    fn display(&self) -> Display {
        let Advice {
            recommendation,
            factor,
            why,
        } = self.advice;
        let mut html = format!(
            "<div class=\"mathjax_ignore tex2jax_ignore\"><p><strong>{}</strong><br>deciding factor: <code>{}</code>: {}</p>{LIST}",
            escape_html(recommendation),
            escape_html(factor),
            escape_html(why)
        );
        Self::list(&mut html, &TREE, "", Some(&self.path));
        html += "</ul></div>";
        Display::text(self.text()).with(HTML, html)
    }
}
