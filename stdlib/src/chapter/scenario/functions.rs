//! What cells can do with a scenario.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString, Module};

use super::Scenario;
use super::lines::{Volumes, draw};
use crate::chapter::amount::{Amount, positive};
use crate::chapter::{costs, known_keys, options};
use crate::fault::{Raised, fault, not_negative};
use crate::plot::Plot;
use crate::table::Table;
use crate::value;

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
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
