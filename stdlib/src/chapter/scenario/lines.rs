//! The cost lines of scenarios, drawn.

use rhai::Dynamic;

use super::Scenario;
use crate::chapter::amount::Amount;
use crate::chapter::{figure, money};
use crate::fault::{Raised, bail};
use crate::host;
use crate::plot::{Figure, Plot, Rule, Series};
use crate::value;

/// The cost lines of scenarios; lines that coincide are drawn once.
pub(super) fn draw(scenarios: &[Scenario], volumes: &Volumes, title: &str) -> Raised<Plot> {
    let millions: Vec<f64> = volumes.0.values().iter().map(|n| n / 1e6).collect();
    let several = scenarios.len() > 1;
    let label = |scenario: &Scenario, line: &str| {
        if several {
            format!("{}: {line}", scenario.name)
        } else {
            line.to_string()
        }
    };
    let (least, greatest) = volumes
        .0
        .values()
        .iter()
        .fold((f64::INFINITY, 0.0), |(a, b), n| (n.min(a), n.max(b)));
    let reach = least..=greatest;
    let marked: Vec<f64> = scenarios
        .iter()
        .filter_map(Scenario::breakeven)
        .filter(|n| reach.contains(n))
        .map(|n| n / 1e6)
        .collect();
    let spec = money::spec(&marked, 1);
    let mut series = Vec::new();
    let mut vlines = Vec::new();
    for (i, scenario) in scenarios.iter().enumerate() {
        host::check_interrupt()?;
        // An API that several scenarios share is one line.
        let sharing = scenarios
            .iter()
            .filter(|other| other.price == scenario.price)
            .count();
        if !scenarios[..i]
            .iter()
            .any(|earlier| earlier.price == scenario.price)
        {
            let name = if sharing == scenarios.len() {
                "API".to_string()
            } else {
                label(scenario, "API")
            };
            let costs = scenario.rented(&volumes.0)?.values().to_vec();
            series.push(Series::new(millions.clone(), costs).label(name));
        }
        let costs = scenario.owned(&volumes.0)?.values().to_vec();
        series.push(Series::new(millions.clone(), costs).label(label(scenario, "self-host")));
        // A line outside the volumes drawn would stretch the plot to reach it.
        if let Some(n) = scenario.breakeven().filter(|n| reach.contains(n)) {
            vlines.push(Rule::new(
                n / 1e6,
                format!("n* = {} M", figure(n / 1e6, &spec)),
            ));
        }
    }
    Plot::new(Figure {
        title: title.to_string(),
        x_label: "volume (million tokens a month)".into(),
        y_label: "cost ($ a month)".into(),
        series,
        vlines,
        ..Figure::default()
    })
}

/// Volumes in a row, at least one.
pub(super) struct Volumes(pub(super) Amount);

impl Volumes {
    pub(super) fn read(volumes: &Dynamic) -> Raised<Self> {
        let amount = Amount::not_negative("volumes", volumes)?;
        if amount.axes() > 1 {
            bail!(
                "volumes must be a plain list of numbers, not {}",
                value::with_value(volumes)
            );
        }
        Ok(Self(amount))
    }

    /// From none to twice the greatest breakeven; to a thousand million tokens where there is none.
    pub(super) fn around(scenarios: &[Scenario]) -> Self {
        const POINTS: usize = 41;
        let greatest = scenarios
            .iter()
            .filter_map(Scenario::breakeven)
            .fold(0.0, f64::max);
        let end = if greatest > 0.0 { 2.0 * greatest } else { 1e9 };
        let step = end / (POINTS - 1) as f64;
        Self(Amount::many(
            "volumes",
            (0..POINTS).map(|i| i as f64 * step).collect(),
        ))
    }
}
