//! Scenarios: an API and a self-hosted alternative under one name, to rework and to compare.

mod comparison;
mod functions;
mod lines;

use rhai::{Dynamic, ImmutableString, Map, Module};

use super::amount::{Amount, positive};
use super::{costs, money};
use crate::Library;
use crate::fault::{Raised, not_negative};
use crate::library::add_type;
use crate::table::{Column, Table};
use crate::value::{self, Shown};
use lines::Volumes;

pub(super) fn register(library: &mut Library) {
    let mut module = Module::new();
    functions::register(&mut module);
    add_type::<Scenario>(&mut module);
    comparison::register(&mut module);
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
        let volume_spec = money::spec(&millions, 1);
        let costs: Vec<f64> = [rented.values(), owned.values()].concat();
        let cost_spec = money::spec(&costs, 0);
        Table::new(vec![
            ("volume(M)".into(), Column::from(millions)),
            ("API $/mo".into(), Column::from(rented.values().to_vec())),
            (
                "self-host $/mo".into(),
                Column::from(owned.values().to_vec()),
            ),
            ("cheaper".into(), Column::from(verdicts)),
        ])?
        .with_format("volume(M)", &volume_spec)?
        .with_format("API $/mo", &cost_spec)?
        .with_format("self-host $/mo", &cost_spec)
    }
}

impl Shown for Scenario {
    fn text(&self) -> String {
        let breakeven = match self.breakeven() {
            Some(n) => format!("{} M tokens a month", money::millions(n)),
            None => "none: self-hosting never catches up at this price".into(),
        };
        format!(
            "{}\n  API        {} per million tokens\n  self-host  {} a month + {} per million tokens\n  breakeven  {breakeven}",
            self.name,
            money::per_million(self.price),
            money::sum(self.fixed),
            money::per_million(self.marginal)
        )
    }

    fn repr(&self) -> String {
        format!("a scenario ({})", self.name)
    }
}
