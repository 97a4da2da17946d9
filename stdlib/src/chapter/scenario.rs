//! Scenarios: an API and a self-hosted alternative under one name, to rework and to compare.

use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString, Map};

use super::amount::{Amount, positive};
use super::costs;
use super::{figure, known_keys, options};
use crate::Library;
use crate::display::{Display, HTML};
use crate::fault::{Raised, bail, fault, not_negative};
use crate::plot::{Figure, Plot, Rule, Series};
use crate::table::{Column, Table};
use crate::value::{self, Shown, quoted};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Scenario>(&mut module, "scenario");
    crate::library::add_type::<Comparison>(&mut module, "comparison");
    library.add("Scenarios", module);
}

/// An API's price against what self-hosting costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    name: ImmutableString,
    /// Dollars per token.
    price: f64,
    /// Dollars per month.
    fixed: f64,
    /// Dollars per token.
    marginal: f64,
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
    /// A scenario: an API's price against the costs of self-hosting, under a name.
    ///
    /// It gives `.breakeven`, `.name`, `.price`, `.fixed`, `.marginal`, `.api_cost(n)`, `.self_host_cost(n)`,
    /// `.cheaper(n)`, `.table(volumes)`, `.plot(volumes)`, and `.with(#{price: 2.0 / 1e6})`: the same with other numbers.
    ///
    /// # Arguments
    /// - `numbers`: a map with `price` (dollars per token), `fixed` (dollars per month), `marginal` (dollars per token)
    ///   and a `name`, which may be left out
    ///
    /// # Errors
    /// When a number is missing, negative, infinite or not a number, a price is zero, or the map has another key.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{name: "one GPU", price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// gpu.breakeven                                   // => 3000.0
    /// gpu.with(#{price: 1.25}).breakeven              // => 1500.0
    /// scenario(#{price: 0.75, fixd: 1500.0})          // error: it knows name, price, fixed, marginal
    /// ```
    #[rhai_fn(return_raw)]
    pub fn scenario(numbers: Dynamic) -> Raised<Scenario> {
        let map = options("numbers", EXAMPLE, &numbers)?;
        known_keys("scenario", &map, &KEYS)?;
        for (key, unit) in [
            ("price", "token"),
            ("fixed", "month"),
            ("marginal", "token"),
        ] {
            if !map.contains_key(key) {
                return Err(
                    fault!("scenario needs {key}, in dollars per {unit}"; "For example: {EXAMPLE}")
                        .into(),
                );
            }
        }
        let blank = Scenario {
            name: "scenario".into(),
            price: 1.0,
            fixed: 0.0,
            marginal: 0.0,
        };
        blank.changed(&map)
    }

    /// The same scenario with other numbers or another name.
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `changes`: a map with any of `name`, `price` (dollars per token), `fixed` (dollars per month) and `marginal`
    ///   (dollars per token)
    ///
    /// # Errors
    /// As `scenario`.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// gpu.with(#{fixed: 3000.0}).breakeven            // => 6000.0
    /// gpu.fixed                                       // => 1500.0
    /// ```
    #[rhai_fn(name = "with", return_raw, pure)]
    pub fn with_changes(scenario: &mut Scenario, changes: Dynamic) -> Raised<Scenario> {
        let map = options("changes", "s.with(#{price: 2.0 / 1e6})", &changes)?;
        known_keys("with", &map, &KEYS)?;
        scenario.changed(&map)
    }

    /// The volume at which both cost the same, in tokens per month; an error when self-hosting never catches up.
    #[rhai_fn(get = "breakeven", return_raw, pure)]
    pub fn scenario_breakeven(scenario: &mut Scenario) -> Raised<f64> {
        scenario
            .breakeven()
            .ok_or_else(|| costs::never_catches_up(scenario.price, scenario.marginal).into())
    }

    /// What renting costs at a volume of `n` tokens per month, in dollars per month.
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `n`: tokens per month, zero or more; a number or array-like
    ///
    /// # Errors
    /// When a volume is negative, infinite or not a number, or an array is empty.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// gpu.api_cost([1000, 4000])                       // => [ 750. 3000.]
    /// ```
    #[rhai_fn(name = "api_cost", return_raw, pure)]
    pub fn scenario_api_cost(scenario: &mut Scenario, n: Dynamic) -> Raised<Dynamic> {
        scenario
            .rented(&Amount::not_negative("n", &n)?)
            .map(Amount::into_value)
    }

    /// What self-hosting costs at a volume of `n` tokens per month, in dollars per month.
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `n`: tokens per month, zero or more; a number or array-like
    ///
    /// # Errors
    /// When a volume is negative, infinite or not a number, or an array is empty.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// gpu.self_host_cost(4000)                        // => 2500.0
    /// ```
    #[rhai_fn(name = "self_host_cost", return_raw, pure)]
    pub fn scenario_self_host_cost(scenario: &mut Scenario, n: Dynamic) -> Raised<Dynamic> {
        scenario
            .owned(&Amount::not_negative("n", &n)?)
            .map(Amount::into_value)
    }

    /// Which is cheaper at a volume of `n` tokens per month: `"API"`, `"self-host"` or `"TIE"`.
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `n`: tokens per month, zero or more; a number or array-like
    ///
    /// # Errors
    /// When a volume is negative, infinite or not a number, or an array is empty.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// gpu.cheaper([1000, 3000, 4000])                 // => ["API", "TIE", "self-host"]
    /// ```
    #[rhai_fn(name = "cheaper", return_raw, pure)]
    pub fn scenario_cheaper(scenario: &mut Scenario, n: Dynamic) -> Raised<Dynamic> {
        let n = Amount::not_negative("n", &n)?;
        costs::verdicts(&scenario.rented(&n)?, &scenario.owned(&n)?)
    }

    /// A table of what renting and self-hosting cost at several volumes, in dollars per month, and which is cheaper.
    ///
    /// # Arguments
    /// - `p`: the API's price in dollars per token
    /// - `F`: the fixed cost of self-hosting in dollars per month
    /// - `m`: its marginal cost in dollars per token
    /// - `volumes`: tokens per month, array-like
    ///
    /// # Errors
    /// As `api_cost` and `self_host_cost`; when there are no volumes.
    ///
    /// # Example
    /// ```rhai
    /// let t = breakeven_table(3.0 / 1e6, 1500.0, 0.25 / 1e6, [1e8, 1e9]);
    /// t["cheaper"]                                    // => ["API", "self-host"]
    /// t["self-host $/mo"]                             // => [1525. 1750.]
    /// ```
    #[allow(non_snake_case, reason = "F is the chapter's symbol")]
    #[rhai_fn(return_raw)]
    pub fn breakeven_table(p: Dynamic, F: Dynamic, m: Dynamic, volumes: Dynamic) -> Raised<Table> {
        let (p, F, m) = (
            value::number("p", &p)?,
            value::number("F", &F)?,
            value::number("m", &m)?,
        );
        positive("p", p)?;
        let (F, m) = (not_negative("F", F)?, not_negative("m", m)?);
        Scenario {
            name: ImmutableString::new(),
            price: p,
            fixed: F,
            marginal: m,
        }
        .table(&volumes)
    }

    /// A scenario's costs at several volumes, as `breakeven_table` shows them.
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `volumes`: tokens per month, array-like
    ///
    /// # Errors
    /// When a volume is negative, infinite or not a number, or an array is empty.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// gpu.table([1000, 4000])["API $/mo"]             // => [ 750. 3000.]
    /// ```
    #[rhai_fn(name = "table", return_raw, pure)]
    pub fn scenario_table(scenario: &mut Scenario, volumes: Dynamic) -> Raised<Table> {
        scenario.table(&volumes)
    }

    /// The two cost lines of a scenario, drawn through the volumes given, in tokens per month.
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `volumes`: tokens per month, array-like; from zero to twice the breakeven when left out
    ///
    /// # Errors
    /// When a volume is negative, infinite or not a number, or there is none.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 3.0 / 1e6, fixed: 1500.0, marginal: 0.2 / 1e6});
    /// gpu.plot(linspace(0, 1e9, 50)) // => plot "scenario" of 2 series (API, self-host)
    /// ```
    #[rhai_fn(name = "plot", return_raw, pure)]
    pub fn scenario_plot(scenario: &mut Scenario, volumes: Dynamic) -> Raised<Plot> {
        draw(
            std::slice::from_ref(scenario),
            &Volumes::read(&volumes)?,
            scenario.name.as_str(),
        )
    }

    /// The two cost lines of a scenario, from no volume to twice the breakeven.
    #[rhai_fn(name = "plot", return_raw, pure)]
    pub fn scenario_plot_around(scenario: &mut Scenario) -> Raised<Plot> {
        let own = std::slice::from_ref(scenario);
        draw(own, &Volumes::around(own), scenario.name.as_str())
    }

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

    /// A scenario's name.
    #[rhai_fn(get = "name", pure)]
    pub fn scenario_name(scenario: &mut Scenario) -> ImmutableString {
        scenario.name.clone()
    }

    /// The API's price in dollars per token.
    #[rhai_fn(get = "price", pure)]
    pub fn price(scenario: &mut Scenario) -> f64 {
        scenario.price
    }

    /// The fixed cost of self-hosting in dollars per month.
    #[rhai_fn(get = "fixed", pure)]
    pub fn fixed(scenario: &mut Scenario) -> f64 {
        scenario.fixed
    }

    /// The marginal cost of self-hosting in dollars per token.
    #[rhai_fn(get = "marginal", pure)]
    pub fn marginal(scenario: &mut Scenario) -> f64 {
        scenario.marginal
    }

    /// Gives a scenario another name.
    #[rhai_fn(set = "name", return_raw)]
    pub fn set_name(scenario: &mut Scenario, value: Dynamic) -> Raised<()> {
        scenario.set("name", value)
    }

    /// Gives a scenario another API price, in dollars per token.
    #[rhai_fn(set = "price", return_raw)]
    pub fn set_price(scenario: &mut Scenario, value: Dynamic) -> Raised<()> {
        scenario.set("price", value)
    }

    /// Gives a scenario another fixed cost, in dollars per month.
    #[rhai_fn(set = "fixed", return_raw)]
    pub fn set_fixed(scenario: &mut Scenario, value: Dynamic) -> Raised<()> {
        scenario.set("fixed", value)
    }

    /// Gives a scenario another marginal cost, in dollars per token.
    #[rhai_fn(set = "marginal", return_raw)]
    pub fn set_marginal(scenario: &mut Scenario, value: Dynamic) -> Raised<()> {
        scenario.set("marginal", value)
    }

    /// Whether two scenarios have the same name and numbers.
    #[rhai_fn(name = "==", pure)]
    pub fn same_scenario(scenario: &mut Scenario, other: Scenario) -> bool {
        *scenario == other
    }

    /// Whether two scenarios differ in name or numbers.
    #[rhai_fn(name = "!=", pure)]
    pub fn other_scenario(scenario: &mut Scenario, other: Scenario) -> bool {
        *scenario != other
    }
}

const EXAMPLE: &str =
    "scenario(#{name: \"one GPU\", price: 3.0 / 1e6, fixed: 1500.0, marginal: 0.2 / 1e6})";

const KEYS: [&str; 4] = ["name", "price", "fixed", "marginal"];

impl Scenario {
    /// The same with what the map says; its keys are known ones.
    pub(super) fn changed(&self, map: &Map) -> Raised<Self> {
        let mut changed = self.clone();
        for (key, given) in map {
            let key = key.as_str();
            if key == "name" {
                changed.name = value::string("name", given)?;
                continue;
            }
            let number = value::number(key, given)?;
            match key {
                "price" => {
                    positive(key, number)?;
                    changed.price = number;
                }
                "fixed" => changed.fixed = not_negative(key, number)?,
                _ => changed.marginal = not_negative(key, number)?,
            }
        }
        Ok(changed)
    }

    fn set(&mut self, key: &str, value: Dynamic) -> Raised<()> {
        *self = self.changed(&Map::from([(key.into(), value)]))?;
        Ok(())
    }

    /// EQ OM1.2, in tokens per month; none when self-hosting never catches up.
    pub(super) fn breakeven(&self) -> Option<f64> {
        (self.price > self.marginal).then(|| self.fixed / (self.price - self.marginal))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn number(&self, key: &str) -> f64 {
        match key {
            "price" => self.price,
            "fixed" => self.fixed,
            _ => self.marginal,
        }
    }

    fn rented(&self, n: &Amount) -> Raised<Amount> {
        costs::rent(&Amount::one("price", self.price), n)
    }

    fn owned(&self, n: &Amount) -> Raised<Amount> {
        costs::own(
            &Amount::one("fixed", self.fixed),
            &Amount::one("marginal", self.marginal),
            n,
        )
    }

    fn table(&self, volumes: &Dynamic) -> Raised<Table> {
        let n = Volumes::read(volumes)?.0;
        let (rented, owned) = (self.rented(&n)?, self.owned(&n)?);
        let verdicts: Vec<Dynamic> = rented
            .values()
            .iter()
            .zip(owned.values())
            .map(|(r, o)| costs::verdict(*r, *o).into())
            .collect();
        let millions: Vec<f64> = n.values().iter().map(|n| n / 1e6).collect();
        Table::new(vec![
            ("volume(M)".into(), Column::from(millions)),
            ("API $/mo".into(), Column::from(rented.values().to_vec())),
            (
                "self-host $/mo".into(),
                Column::from(owned.values().to_vec()),
            ),
            ("cheaper".into(), Column::from(verdicts)),
        ])?
        .with_format("volume(M)", ",.1f")?
        .with_format("API $/mo", ",.0f")?
        .with_format("self-host $/mo", ",.0f")
    }
}

/// Volumes in a row, at least one.
struct Volumes(Amount);

impl Volumes {
    fn read(volumes: &Dynamic) -> Raised<Self> {
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
    fn around(scenarios: &[Scenario]) -> Self {
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

/// The cost lines of scenarios; lines that coincide are drawn once.
fn draw(scenarios: &[Scenario], volumes: &Volumes, title: &str) -> Raised<Plot> {
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
    let mut series = Vec::new();
    let mut vlines = Vec::new();
    for (i, scenario) in scenarios.iter().enumerate() {
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
                format!("n* = {} M", figure(n / 1e6, ",.1f")),
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

/// A price per token as dollars per million tokens.
pub(super) fn per_million(price: f64) -> String {
    let dollars = price * 1e6;
    let cents = dollars * 100.0;
    let spec = if (cents - cents.round()).abs() < 1e-6 {
        ",.2f"
    } else {
        ",.4g"
    };
    format!("${}", figure(dollars, spec))
}

impl Shown for Scenario {
    const KIND: &'static str = "a scenario";

    fn text(&self) -> String {
        let breakeven = match self.breakeven() {
            Some(n) => format!("{} M tokens a month", figure(n / 1e6, ",.1f")),
            None => "none: self-hosting never catches up at this price".into(),
        };
        format!(
            "{}\n  API        {} per million tokens\n  self-host  ${} a month + {} per million tokens\n  breakeven  {breakeven}",
            self.name,
            per_million(self.price),
            figure(self.fixed, ",.0f"),
            per_million(self.marginal)
        )
    }

    fn repr(&self) -> String {
        format!("a scenario ({})", self.name)
    }
}

impl Shown for Comparison {
    const KIND: &'static str = "a comparison";

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
