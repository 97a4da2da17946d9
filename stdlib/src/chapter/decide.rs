//! The decision tree (INSTRUMENT OM1.3): four questions, one recommendation.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, ImmutableString};

use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
use crate::value::{self, Shown};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Decision>(&mut module, "decision");
    library.add("Decisions", module);
}

/// What the four answers lead to.
#[derive(Clone, Debug)]
pub struct Decision {
    recommendation: &'static str,
    factor: &'static str,
    why: &'static str,
    /// Each question that was asked, and its answer.
    path: Vec<(&'static str, bool)>,
}

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
    /// - `needs`: a map of true or false, each false when left out: `privacy` (no prompt may leave the house),
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
        decision.recommendation.into()
    }

    /// The answer that decided: `privacy`, `frontier`, `high_volume`, `thin_ops`, or `low_volume` when all were false.
    #[rhai_fn(get = "factor", pure)]
    pub fn factor(decision: &mut Decision) -> ImmutableString {
        decision.factor.into()
    }

    /// Why, in a sentence.
    #[rhai_fn(get = "why", pure)]
    pub fn decision_why(decision: &mut Decision) -> ImmutableString {
        decision.why.into()
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

    fn decide(self) -> Decision {
        let mut path = Vec::new();
        let mut ask = |name: &'static str, answer: bool| {
            path.push((name, answer));
            answer
        };
        let (recommendation, factor, why) = if ask("privacy", self.privacy) {
            (
                SELF_HOST,
                "privacy",
                "the data may not leave, so the model has to come to it",
            )
        } else if ask("frontier", self.frontier) {
            (
                CLOSED,
                "frontier",
                "only the strongest models will do, and those are behind an API",
            )
        } else if ask("high_volume", self.high_volume) {
            if ask("thin_ops", self.thin_ops) {
                (
                    MANAGED,
                    "thin_ops",
                    "the volume favours open weights, and somebody else runs the servers",
                )
            } else {
                (
                    SELF_HOST,
                    "high_volume",
                    "past the breakeven volume a fixed cost is cheaper than a price for each token",
                )
            }
        } else if ask("thin_ops", self.thin_ops) {
            (
                MANAGED,
                "thin_ops",
                "nothing to operate, and the model stays one that can be moved or pinned",
            )
        } else {
            (
                CLOSED,
                "low_volume",
                "below the breakeven volume the bill is small and there is nothing to operate",
            )
        };
        Decision {
            recommendation,
            factor,
            why,
            path,
        }
    }
}

impl Decision {
    fn steps(&self) -> impl Iterator<Item = String> {
        self.path.iter().map(|(name, answer)| {
            let question = match *name {
                "privacy" => "must prompts stay in the house?",
                "frontier" => "will only the very best model do?",
                "high_volume" => "is the volume high and steady?",
                _ => "are there few people to run servers?",
            };
            format!("{question} {}", if *answer { "yes" } else { "no" })
        })
    }
}

impl Shown for Decision {
    const KIND: &'static str = "a decision";

    fn text(&self) -> String {
        let mut out = format!(
            "{}\ndeciding factor: {}: {}",
            self.recommendation, self.factor, self.why
        );
        for step in self.steps() {
            out += "\n  → ";
            out += &step;
        }
        out
    }

    fn repr(&self) -> String {
        format!("a decision ({})", self.recommendation)
    }

    fn display(&self) -> Display {
        let steps: String = self
            .steps()
            .map(|step| format!("<li>{}</li>", escape_html(&step)))
            .collect();
        let html = format!(
            "<div class=\"mathjax_ignore tex2jax_ignore\"><p><strong>{}</strong><br>deciding factor: <code>{}</code>: {}</p><ol>{steps}</ol></div>",
            escape_html(self.recommendation),
            escape_html(self.factor),
            escape_html(self.why)
        );
        Display::text(self.text()).with(HTML, html)
    }
}
