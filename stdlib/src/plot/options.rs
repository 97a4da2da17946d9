//! The options of plots: a map of the reader's, checked against what a function knows.

use rhai::{Dynamic, Map};

use super::{Figure, Kind, Rule, Series};
use crate::fault::{Raised, bail, one_of};
use crate::value;

/// What every plot takes.
pub(super) const FRAME: [&str; 5] = ["title", "xlabel", "ylabel", "width", "height"];
/// What plots over two number axes take as well.
pub(super) const AXES: [&str; 4] = ["logx", "logy", "vlines", "hlines"];
/// What a series takes.
pub(super) const SERIES: [&str; 2] = ["label", "kind"];

/// The smallest and the largest width or height, in pixels.
const SIZES: std::ops::RangeInclusive<f64> = 120.0..=4000.0;
/// More dashed lines than this hide the data.
const MOST_RULES: usize = 100;

/// A reader's options, all of them known to the function they are given to.
pub(super) struct Options(Map);

impl Options {
    /// Reads the map, and refuses names that the function doesn't know.
    pub(super) fn read(function: &str, value: &Dynamic, known: &[&[&str]]) -> Raised<Self> {
        let map = value::map("options", value)?;
        let known = known.concat();
        for name in map.keys() {
            if !known.contains(&name.as_str()) {
                let options = format!("Its options are {}.", known.join(", "));
                let fault = crate::fault::fault!("{function} has no option {name}");
                return match fault.nearest(name, known.iter().copied()) {
                    Ok(fault) => {
                        let near = fault.hint.clone().unwrap_or_default();
                        fault.hint(format!("{near} {options}")).raise()
                    }
                    Err(fault) => fault.hint(options).raise(),
                };
            }
        }
        Ok(Self(map))
    }

    /// Puts title, labels, size, scales and dashed lines into a figure.
    pub(super) fn frame(&self, figure: &mut Figure) -> Raised<()> {
        let texts = [
            ("title", &mut figure.title),
            ("xlabel", &mut figure.x_label),
            ("ylabel", &mut figure.y_label),
        ];
        for (name, slot) in texts {
            if let Some(text) = self.text(name)? {
                *slot = text;
            }
        }
        for (name, slot) in [("width", &mut figure.width), ("height", &mut figure.height)] {
            if let Some(value) = self.0.get(name) {
                let size = value::number(&format!("option {name}"), value)?;
                if !SIZES.contains(&size) {
                    bail!(
                        "option {name} must be from 120 to 4000 pixels, not {}",
                        super::numbers::short(size)
                    )
                }
                *slot = Some(size);
            }
        }
        for (name, slot) in [("logx", &mut figure.log_x), ("logy", &mut figure.log_y)] {
            if let Some(value) = self.0.get(name) {
                let Ok(on) = value.as_bool() else {
                    bail!(
                        "option {name} must be true or false, not {}",
                        value::with_value(value)
                    )
                };
                *slot = on;
            }
        }
        for (name, slot) in [
            ("vlines", &mut figure.vlines),
            ("hlines", &mut figure.hlines),
        ] {
            if let Some(value) = self.0.get(name) {
                *slot = rules(name, value)?;
            }
        }
        Ok(())
    }

    /// Puts label and kind into a series.
    pub(super) fn series(&self, series: &mut Series) -> Raised<()> {
        if let Some(label) = self.text("label")? {
            series.label = label;
        }
        if let Some(kind) = self.text("kind")? {
            series.kind = match one_of("option kind", &kind, &["line", "scatter", "step", "area"])?
            {
                "scatter" => Kind::Scatter,
                "step" => Kind::Step,
                "area" => Kind::Area,
                _ => Kind::Line,
            };
        }
        Ok(())
    }

    fn text(&self, name: &str) -> Raised<Option<String>> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        Ok(Some(
            value::string(&format!("option {name}"), value)?.to_string(),
        ))
    }
}

fn rules(name: &str, value: &Dynamic) -> Raised<Vec<Rule>> {
    let option = format!("option {name}");
    let items = match value.as_array_ref() {
        Ok(items) => items.to_vec(),
        Err(_) if value.is_map() || value.is_int() || value.is_float() => vec![value.clone()],
        Err(_) => super::builtins::numbers(&option, value)?
            .into_iter()
            .map(Dynamic::from_float)
            .collect(),
    };
    if items.len() > MOST_RULES {
        bail!(
            "{option} has {} lines; a plot takes up to {MOST_RULES}",
            items.len()
        )
    }
    items.iter().map(|item| rule(&option, item)).collect()
}

fn rule(option: &str, item: &Dynamic) -> Raised<Rule> {
    let Ok(map) = item.as_map_ref() else {
        return Ok(Rule::new(value::number(option, item)?, ""));
    };
    let unknown = map
        .keys()
        .find(|key| !["at", "label"].contains(&key.as_str()));
    let (None, Some(at)) = (unknown, map.get("at")) else {
        bail!("{option} takes numbers, or maps with a number at and a text label"; "Write #{{at: 535.7, label: \"breakeven\"}}.")
    };
    let label = map
        .get("label")
        .map(|l| value::string(&format!("the label in {option}"), l))
        .transpose()?;
    Ok(Rule::new(
        value::number(&format!("at in {option}"), at)?,
        label.unwrap_or_default(),
    ))
}
