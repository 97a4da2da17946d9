//! Several scenarios side by side.

use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::Scenario;
use super::lines::{Volumes, draw};
use crate::chapter::{figure, money};
use crate::display::{Display, HTML};
use crate::fault::{Raised, bail};
use crate::plot::Plot;
use crate::table::{Column, Table};
use crate::value::{self, Shown, quoted};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
    crate::library::add_type::<Comparison>(module);
}

/// Several scenarios in one table and one plot.
#[derive(Clone, Debug)]
pub struct Comparison {
    table: Table,
    plot: Plot,
    scenarios: Rc<[Scenario]>,
}

#[export_module]
mod functions {
    /// Puts several scenarios into one table and one plot.
    ///
    /// It gives `.table` and `.plot`.
    ///
    /// # Arguments
    /// - `scenarios`: a list of what `scenario` gave
    /// - `volumes`: what to draw the lines through, in tokens per month, array-like; from zero to twice the greatest
    ///   breakeven when left out
    ///
    /// # Errors
    /// When the list is empty, holds anything but scenarios, or two of the same name.
    ///
    /// # Example
    /// ```rhai
    /// let one = scenario(#{name: "one GPU", price: 3.0 / 1e6, fixed: 1500.0, marginal: 0.2 / 1e6});
    /// let two = one.with(#{name: "two GPUs", fixed: 3000.0});
    /// compare([one, two]).table["scenario"]           // => ["one GPU", "two GPUs"]
    /// compare([])                                     // error: scenarios is empty
    /// ```
    #[rhai_fn(return_raw)]
    pub fn compare(scenarios: Dynamic) -> Raised<Comparison> {
        let scenarios = read_scenarios(&scenarios)?;
        let volumes = Volumes::around(&scenarios);
        Comparison::new(scenarios, &volumes)
    }

    /// Puts several scenarios into one table and one plot, drawn through the volumes given.
    #[rhai_fn(name = "compare", return_raw)]
    pub fn compare_at(scenarios: Dynamic, volumes: Dynamic) -> Raised<Comparison> {
        Comparison::new(read_scenarios(&scenarios)?, &Volumes::read(&volumes)?)
    }

    /// The table of a comparison, a row for each scenario.
    #[rhai_fn(get = "table", pure)]
    pub fn comparison_table(comparison: &mut Comparison) -> Table {
        comparison.table.clone()
    }

    /// The plot of a comparison, two lines for each scenario.
    #[rhai_fn(get = "plot", pure)]
    pub fn comparison_plot(comparison: &mut Comparison) -> Plot {
        comparison.plot.clone()
    }
}

fn read_scenarios(given: &Dynamic) -> Raised<Vec<Scenario>> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    for (i, item) in value::list("scenarios", given)?.iter().enumerate() {
        let Some(scenario) = item.clone().try_cast::<Scenario>() else {
            bail!(
                "scenarios[{i}] must be a scenario, not {}",
                value::with_value(item)
            )
        };
        if scenarios
            .iter()
            .any(|earlier| earlier.name == scenario.name)
        {
            bail!(
                "two scenarios are called {}", quoted(&scenario.name);
                "Give each a name of its own: s.with(#{{name: \"two GPUs\"}})"
            );
        }
        scenarios.push(scenario);
    }
    if scenarios.is_empty() {
        bail!("scenarios is empty; give at least one scenario");
    }
    Ok(scenarios)
}

impl Comparison {
    fn new(scenarios: Vec<Scenario>, volumes: &Volumes) -> Raised<Self> {
        let numbers =
            |read: fn(&Scenario) -> f64| -> Vec<f64> { scenarios.iter().map(read).collect() };
        let names: Vec<Dynamic> = scenarios.iter().map(|s| s.name.clone().into()).collect();
        let millions = |s: &Scenario| s.breakeven().map(|n| n / 1e6);
        let known: Vec<f64> = scenarios.iter().filter_map(millions).collect();
        let breakeven_spec = money::spec(&known, 1);
        let breakevens: Vec<Dynamic> = scenarios
            .iter()
            .map(|s| match millions(s) {
                Some(n) if known.len() == scenarios.len() => n.into(),
                // Among words a number is text as well.
                Some(n) => figure(n, &breakeven_spec).into(),
                None => "never".into(),
            })
            .collect();
        let prices = numbers(|s| s.price * 1e6);
        let fixed = numbers(|s| s.fixed);
        let marginals = numbers(|s| s.marginal * 1e6);
        let rate_spec = money::spec(&[&prices[..], &marginals].concat(), 2);
        let fixed_spec = money::spec(&fixed, 0);
        let mut table = Table::new(vec![
            ("scenario".into(), Column::from(names)),
            ("API $/M".into(), Column::from(prices)),
            ("fixed $/mo".into(), Column::from(fixed)),
            ("marginal $/M".into(), Column::from(marginals)),
            ("breakeven(M)".into(), Column::from(breakevens)),
        ])?
        .with_format("API $/M", &rate_spec)?
        .with_format("fixed $/mo", &fixed_spec)?
        .with_format("marginal $/M", &rate_spec)?;
        if known.len() == scenarios.len() {
            table = table.with_format("breakeven(M)", &breakeven_spec)?;
        }
        let plot = draw(&scenarios, volumes, "")?;
        Ok(Self {
            table,
            plot,
            scenarios: scenarios.into(),
        })
    }
}

impl Shown for Comparison {
    fn text(&self) -> String {
        format!("{}\n\n{}", self.table.text(), self.plot.text())
    }

    fn repr(&self) -> String {
        let names: Vec<&str> = self.scenarios.iter().map(Scenario::name).collect();
        format!("a comparison of {}", names.join(", "))
    }

    fn display(&self) -> Display {
        Display::text(self.text()).with(HTML, self.table.html() + self.plot.html().as_str())
    }
}
