//! Renting against owning: equations OM1.1 and OM1.2.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic};

use super::amount::Amount;
use super::money;
use crate::Library;
use crate::fault::{Fault, Raised, fault};

pub(super) fn register(library: &mut Library) {
    library.add("Costs", rhai::exported_module!(functions));
}

/// Two costs closer than this, relative to the greater, are the same.
const TIE: f64 = 1e-9;

#[export_module]
#[allow(non_snake_case, reason = "F is the chapter's symbol")]
mod functions {
    /// What renting costs in a month (EQ OM1.1): `p * n` dollars.
    ///
    /// # Arguments
    /// - `p`: the API's price in dollars per token, more than zero; a number or array-like
    /// - `n`: tokens per month, zero or more; a number or array-like
    ///
    /// # Errors
    /// When a price is zero or negative, a volume negative, either infinite or not a number, an array empty, or the two
    /// have different lengths.
    ///
    /// # Example
    /// ```rhai
    /// api_cost(3.0 / 1e6, 500_000_000)                // => 1500.0
    /// api_cost(3.0 / 1e6, [1e6, 2e6])                 // => [3. 6.]
    /// api_cost(3.0 / 1e6, -1)                         // error: n must be zero or more, not -1.0
    /// ```
    #[rhai_fn(return_raw)]
    pub fn api_cost(p: Dynamic, n: Dynamic) -> Raised<Dynamic> {
        rent(&Amount::price("p", &p)?, &Amount::not_negative("n", &n)?).map(Amount::into_value)
    }

    /// What self-hosting costs in a month: `F + m * n` dollars.
    ///
    /// # Arguments
    /// - `F`: the fixed cost in dollars per month, zero or more; a number or array-like
    /// - `m`: the marginal cost in dollars per token, zero or more; a number or array-like
    /// - `n`: tokens per month, zero or more; a number or array-like
    ///
    /// # Errors
    /// When one is negative, infinite or not a number, an array is empty, or arrays have different lengths.
    ///
    /// # Example
    /// ```rhai
    /// self_host_cost(1500.0, 0.25 / 1e6, 2e9)         // => 2000.0
    /// self_host_cost(1500.0, 0.25 / 1e6, [0, 2e9])    // => [1500. 2000.]
    /// self_host_cost(-1500.0, 0.0, 1e6)               // error: F must be zero or more
    /// ```
    #[rhai_fn(return_raw)]
    pub fn self_host_cost(F: Dynamic, m: Dynamic, n: Dynamic) -> Raised<Dynamic> {
        let (F, m) = (
            Amount::not_negative("F", &F)?,
            Amount::not_negative("m", &m)?,
        );
        own(&F, &m, &Amount::not_negative("n", &n)?).map(Amount::into_value)
    }

    /// The volume at which renting and self-hosting cost the same (EQ OM1.2): `F / (p - m)` tokens per month.
    ///
    /// # Arguments
    /// - `p`: the API's price in dollars per token; a number or array-like
    /// - `F`: the fixed cost of self-hosting in dollars per month; a number or array-like
    /// - `m`: its marginal cost in dollars per token, less than `p`; a number or array-like
    ///
    /// # Errors
    /// When `p` is not above `m`: then self-hosting never catches up. When one is negative, infinite or not a number, an
    /// array is empty, or arrays have different lengths.
    ///
    /// # Example
    /// ```rhai
    /// breakeven(0.75, 1500.0, 0.25)                   // => 3000.0
    /// breakeven([0.75, 1.25], 1500.0, 0.25)           // => [3000. 1500.]
    /// breakeven(0.25, 1500.0, 0.5)                    // error: self-hosting never catches up
    /// ```
    #[rhai_fn(return_raw)]
    pub fn breakeven(p: Dynamic, F: Dynamic, m: Dynamic) -> Raised<Dynamic> {
        let (p, F) = (Amount::price("p", &p)?, Amount::not_negative("F", &F)?);
        crossing(&p, &F, &Amount::not_negative("m", &m)?).map(Amount::into_value)
    }

    /// Which is cheaper at a volume: `"API"`, `"self-host"`, or `"TIE"` when the two costs agree to one part in 1e9.
    ///
    /// # Arguments
    /// - `p`: the API's price in dollars per token; a number or array-like
    /// - `F`: the fixed cost of self-hosting in dollars per month; a number or array-like
    /// - `m`: its marginal cost in dollars per token; a number or array-like
    /// - `n`: tokens per month; a number, or array-like for a list of answers
    ///
    /// # Errors
    /// As `api_cost` and `self_host_cost`.
    ///
    /// # Example
    /// ```rhai
    /// cheaper(3.0 / 1e6, 1500.0, 0.2 / 1e6, 1e8)      // => "API"
    /// cheaper(3.0 / 1e6, 1500.0, 0.2 / 1e6, [1e8, 1e9]) // => ["API", "self-host"]
    /// let n = breakeven(3.0 / 1e6, 1500.0, 0.2 / 1e6);
    /// cheaper(3.0 / 1e6, 1500.0, 0.2 / 1e6, n)        // => "TIE"
    /// ```
    #[rhai_fn(return_raw)]
    pub fn cheaper(p: Dynamic, F: Dynamic, m: Dynamic, n: Dynamic) -> Raised<Dynamic> {
        let n = Amount::not_negative("n", &n)?;
        let rented = rent(&Amount::price("p", &p)?, &n)?;
        let owned = own(
            &Amount::not_negative("F", &F)?,
            &Amount::not_negative("m", &m)?,
            &n,
        )?;
        verdicts(&rented, &owned)
    }
}

/// EQ OM1.1, in dollars per month.
pub(super) fn rent(p: &Amount, n: &Amount) -> Raised<Amount> {
    p.zip(n, |p, n| p * n)
}

/// The right side of EQ OM1.2, in dollars per month.
pub(super) fn own(fixed: &Amount, m: &Amount, n: &Amount) -> Raised<Amount> {
    fixed.zip(&m.zip(n, |m, n| m * n)?, |fixed, running| fixed + running)
}

/// EQ OM1.2, in tokens per month.
fn crossing(p: &Amount, fixed: &Amount, m: &Amount) -> Raised<Amount> {
    let mut never = None;
    let mut place = 0;
    let margin = p.zip(m, |p, m| {
        if p <= m && never.is_none() {
            never = Some((p, m, place));
        }
        place += 1;
        p - m
    })?;
    match never {
        Some((p, m, _)) if margin.single().is_some() => never_catches_up(p, m).raise(),
        Some((p, m, place)) => {
            let mut fault = never_catches_up(p, m);
            fault.message += &format!(" (value {place} of those given, counted from 0)");
            fault.raise()
        }
        None => fixed.zip(&margin, |fixed, margin| fixed / margin),
    }
}

/// Who is cheaper, as a cell sees it: a text, or a list of them.
pub(super) fn verdicts(rented: &Amount, owned: &Amount) -> Raised<Dynamic> {
    if let (Some(rented), Some(owned)) = (rented.single(), owned.single()) {
        return Ok(verdict(rented, owned).into());
    }
    let mut verdicts = List::new();
    rented.zip(owned, |rented, owned| {
        verdicts.push(verdict(rented, owned).into());
        0.0
    })?;
    Ok(verdicts.into())
}

/// Why there is no breakeven at these prices per token.
pub(super) fn never_catches_up(p: f64, m: f64) -> Fault {
    let relation = if p < m { "less than" } else { "no more than" };
    let [price, marginal] = money::both_per_million([p, m]);
    fault!(
        "self-hosting never catches up at this price: the API asks {price} per million tokens, which is {relation} the {marginal} that self-hosting them costs to run";
        "There is a breakeven only when the API's price is above the marginal cost. Both are in dollars per token: $3 per million is 3.0 / 1e6."
    )
}

/// Who is cheaper when renting and owning cost this much.
pub(super) fn verdict(rented: f64, owned: f64) -> &'static str {
    if (rented - owned).abs() <= TIE * rented.max(owned) {
        "TIE"
    } else if rented < owned {
        "API"
    } else {
        "self-host"
    }
}
