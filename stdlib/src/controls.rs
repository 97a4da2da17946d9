//! Controls: what a reader sets with the pointer instead of in the text.
//!
//! A host that has controls shows one and gives what it is set to; elsewhere the value is the one written in the cell.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString};

use crate::Library;
use crate::display::Display;
use crate::fault::{Raised, bail, fault, finite};
use crate::{host, value};

/// A control that a cell asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// A number between two others.
    Slider {
        /// What it is called.
        label: String,
        /// Where it can be.
        range: Range,
        /// Where it is at first.
        value: f64,
    },
    /// On or off.
    Toggle {
        /// What it is called.
        label: String,
        /// How it is at first.
        value: bool,
    },
    /// One of several texts; the first at first.
    Choice {
        /// What it is called.
        label: String,
        /// What there is to choose from: at least one, and no two the same.
        options: Vec<String>,
    },
}

/// Where a slider can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least value.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// How far two places lie apart; none for any number.
    pub step: Option<f64>,
    /// Whether equal ways are equal ratios.
    pub log: bool,
    /// Whether the values are whole numbers.
    pub whole: bool,
}

/// What a control is set to.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A slider's number.
    Number(f64),
    /// A toggle's state.
    Truth(bool),
    /// A choice's text.
    Text(String),
}

impl Control {
    /// What it is called.
    pub fn label(&self) -> &str {
        match self {
            Self::Slider { label, .. }
            | Self::Toggle { label, .. }
            | Self::Choice { label, .. } => label,
        }
    }

    /// How it is at first.
    pub fn initial(&self) -> Setting {
        match self {
            Self::Slider { value, .. } => Setting::Number(*value),
            Self::Toggle { value, .. } => Setting::Truth(*value),
            Self::Choice { options, .. } => Setting::Text(options[0].clone()),
        }
    }

    /// The setting if the control has such a one, moved to the nearest place it can be at.
    pub fn allowed(&self, setting: Setting) -> Option<Setting> {
        match (self, setting) {
            (Self::Slider { range, .. }, Setting::Number(x)) if x.is_finite() => {
                let x = x.clamp(range.low, range.high);
                Some(Setting::Number(if range.whole { x.round() } else { x }))
            }
            (Self::Toggle { .. }, setting @ Setting::Truth(_)) => Some(setting),
            (Self::Choice { options, .. }, Setting::Text(text)) if options.contains(&text) => {
                Some(Setting::Text(text))
            }
            _ => None,
        }
    }

    /// What the reader has set it to, or, where there are no controls, what it is at first, which is shown as text.
    fn read(&self) -> Setting {
        let host = host::current();
        match host.control(self) {
            Some(setting) => self.allowed(setting).unwrap_or_else(|| self.initial()),
            None => {
                host.display(&line(self), None);
                self.initial()
            }
        }
    }
}

/// Where there are no controls, the line that stands in their place.
fn line(control: &Control) -> Display {
    let value = match control.initial() {
        Setting::Number(x) if is_whole(control) => format!("{x:.0}"),
        Setting::Number(x) => value::float_text(x),
        Setting::Truth(x) => x.to_string(),
        Setting::Text(text) => text,
    };
    Display::text(format!("{}: {value}", control.label()))
}

fn is_whole(control: &Control) -> bool {
    matches!(control, Control::Slider { range, .. } if range.whole)
}

pub(crate) fn register(library: &mut Library) {
    library.add("Controls", rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// A number that the reader sets by moving a slider; the cells that use it run again. Where there are no sliders, it
    /// is the value given, which is shown.
    ///
    /// # Arguments
    /// - `label`: what the number is, as text
    /// - `low`: the lowest value
    /// - `high`: the highest value
    /// - `value`: the value at first
    /// - `options`: a map such as `#{log: true, step: 0.5}`: `log` makes equal distances equal ratios, `step` is how far two
    ///   values lie apart; may be left out
    ///
    /// # Errors
    /// When `low` is not below `high`, `value` is not between them, `step` is not above zero, or a logarithmic slider
    /// begins at zero or below.
    ///
    /// # Example
    /// ```rhai
    /// let price = slider("price", 0.1, 10.0, 3.0); // displays price: 3.0
    /// price * 2                                    // => 6.0
    /// slider("volume", 1, 1000, 800, #{log: true}) // => 800
    /// ```
    #[rhai_fn(return_raw)]
    pub fn slider(label: Dynamic, low: Dynamic, high: Dynamic, value: Dynamic) -> Raised<Dynamic> {
        slider_with(label, low, high, value, rhai::Map::new().into())
    }

    /// A slider with options.
    #[rhai_fn(name = "slider", return_raw)]
    pub fn slider_with(
        label: Dynamic,
        low: Dynamic,
        high: Dynamic,
        value: Dynamic,
        options: Dynamic,
    ) -> Raised<Dynamic> {
        let label = super::named(&label)?;
        let (log, step) = super::slider_options(&options)?;
        let whole = [&low, &high, &value].iter().all(|x| x.is_int())
            && step.as_ref().is_none_or(Dynamic::is_int);
        let number = |name: &str, x: &Dynamic| finite(name, value::number(name, x)?);
        let (low, high) = (number("low", &low)?, number("high", &high)?);
        let value = number("value", &value)?;
        let step = step.map(|step| number("option step", &step)).transpose()?;
        let text = value::float_text;
        if low >= high {
            bail!(
                "low must be below high, and {} is not below {}",
                text(low),
                text(high)
            );
        }
        if !(low..=high).contains(&value) {
            bail!(
                "value must be from {} to {}, not {}",
                text(low),
                text(high),
                text(value)
            );
        }
        if step.is_some_and(|step| step <= 0.0) {
            bail!("option step must be above zero");
        }
        if log && low <= 0.0 {
            bail!(
                "low must be above zero on a logarithmic slider, not {}",
                text(low)
            );
        }
        let range = host::Range {
            low,
            high,
            step,
            log,
            whole,
        };
        let control = host::Control::Slider {
            label,
            range,
            value,
        };
        Ok(match control.read() {
            host::Setting::Number(x) if whole => (x as i64).into(),
            host::Setting::Number(x) => x.into(),
            _ => value.into(),
        })
    }

    /// A switch that the reader turns on or off; the cells that use it run again. Where there are no switches, it is the
    /// value given, which is shown.
    ///
    /// # Arguments
    /// - `label`: what is switched, as text
    /// - `value`: whether it is on at first
    ///
    /// # Errors
    /// When `value` is neither true nor false.
    ///
    /// # Example
    /// ```rhai
    /// let sensitive = toggle("the data is private", true); // displays the data is private: true
    /// if sensitive { "host it" } else { "call an API" }    // => "host it"
    /// ```
    #[rhai_fn(return_raw)]
    pub fn toggle(label: Dynamic, value: Dynamic) -> Raised<bool> {
        let label = super::named(&label)?;
        let Ok(value) = value.as_bool() else {
            bail!(
                "value must be true or false, not {}",
                value::with_value(&value)
            );
        };
        Ok(match (host::Control::Toggle { label, value }).read() {
            host::Setting::Truth(set) => set,
            _ => value,
        })
    }

    /// One of several texts that the reader picks; the cells that use it run again. Where there are no menus, it is the
    /// first, which is shown.
    ///
    /// # Arguments
    /// - `label`: what is chosen, as text
    /// - `options`: the texts to choose from, as a list
    ///
    /// # Errors
    /// When `options` has no text, something other than texts, or one twice.
    ///
    /// # Example
    /// ```rhai
    /// let license = choice("license", ["MIT", "Apache-2.0"]); // displays license: MIT
    /// license                                                 // => "MIT"
    /// ```
    #[rhai_fn(return_raw)]
    pub fn choice(label: Dynamic, options: Dynamic) -> Raised<ImmutableString> {
        let label = super::named(&label)?;
        let mut texts: Vec<String> = Vec::new();
        for option in value::list("options", &options)? {
            let text = value::string("an option", &option)?;
            if texts.contains(&text.to_string()) {
                bail!("options has {} twice", value::quoted(&text));
            }
            texts.push(text.to_string());
        }
        if texts.is_empty() {
            bail!("options is empty; give at least one text");
        }
        let control = host::Control::Choice {
            label,
            options: texts,
        };
        Ok(match control.read() {
            host::Setting::Text(text) => text.into(),
            _ => ImmutableString::new(),
        })
    }
}

/// A control's label.
fn named(label: &Dynamic) -> Raised<String> {
    let label = value::string("label", label)?;
    if label.trim().is_empty() {
        return fault!("label is empty; say what the control sets").raise();
    }
    Ok(label.to_string())
}

/// A slider's options: whether it is logarithmic, and its step.
fn slider_options(options: &Dynamic) -> Raised<(bool, Option<Dynamic>)> {
    let (mut log, mut step) = (false, None);
    for (name, option) in value::map("options", options)? {
        match name.as_str() {
            "log" => match option.as_bool() {
                Ok(on) => log = on,
                Err(_) => bail!(
                    "option log must be true or false, not {}",
                    value::with_value(&option)
                ),
            },
            "step" => step = Some(option),
            name => bail!("slider has no option {name}"; "Its options are log, step."),
        }
    }
    Ok((log, step))
}
