//! Several scenarios side by side.

use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::Scenario;
use super::lines::{Volumes, draw};
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
        let column = |read: fn(&Scenario) -> f64| {
            Column::from(scenarios.iter().map(read).collect::<Vec<_>>())
        };
        let names: Vec<Dynamic> = scenarios.iter().map(|s| s.name.clone().into()).collect();
        let breakevens: Vec<Dynamic> = scenarios
            .iter()
            .map(|s| s.breakeven().map_or("never".into(), |n| (n / 1e6).into()))
            .collect();
        let mut table = Table::new(vec![
            ("scenario".into(), Column::from(names)),
            ("API $/M".into(), column(|s| s.price * 1e6)),
            ("fixed $/mo".into(), column(|s| s.fixed)),
            ("marginal $/M".into(), column(|s| s.marginal * 1e6)),
            ("breakeven(M)".into(), Column::from(breakevens)),
        ])?
        .with_format("API $/M", ",.2f")?
        .with_format("fixed $/mo", ",.0f")?
        .with_format("marginal $/M", ",.2f")?;
        if scenarios.iter().all(|s| s.breakeven().is_some()) {
            table = table.with_format("breakeven(M)", ",.1f")?;
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
