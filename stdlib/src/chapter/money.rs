//! How sums of money, rates and volumes are written: with so few digits as they need, and no fewer. What is not zero never
//! looks like zero, and what differs looks different.

use super::figure;
use crate::value::float_text;

/// How far a number that is shown may be from the one it stands for, as a share of it.
const ROUNDED: f64 = 5e-4;
/// Numbers that differ by less, as a share, differ by rounding alone.
const SAME: f64 = 1e-9;
/// The most decimals that are tried to tell numbers apart, and to show a small one.
const MOST_APART: usize = 9;
const MOST: usize = 12;

/// The format for numbers that stand beside each other: thousands separated, with `least` decimals or as many as it
/// takes. Cents come in twos: a sum has none or two at least.
pub(super) fn spec(numbers: &[f64], least: usize) -> String {
    let mut sorted: Vec<f64> = numbers.iter().copied().filter(|x| x.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup_by(|b, a| (*b - *a).abs() <= SAME * a.abs().max(b.abs()));
    let rounded =
        |x: f64, decimals: usize| -> f64 { format!("{x:.decimals$}").parse().unwrap_or(x) };
    let close = |decimals: usize| {
        let near = |x: &f64| (rounded(*x, decimals) - x).abs() <= ROUNDED * x.abs();
        sorted.iter().all(near)
    };
    let apart = |decimals: usize| {
        let differ = |pair: &[f64]| rounded(pair[0], decimals) < rounded(pair[1], decimals);
        sorted.windows(2).all(differ)
    };
    let tried = |most: usize| (least..=most).filter(move |decimals| least > 0 || *decimals != 1);
    let found = tried(MOST_APART)
        .find(|decimals| close(*decimals) && apart(*decimals))
        .or_else(|| tried(MOST).find(|decimals| close(*decimals)));
    match found {
        Some(decimals) => format!(",.{decimals}f"),
        None => ",.6g".into(),
    }
}

/// A sum: `$1,500`, `$61.32`.
pub(super) fn sum(dollars: f64) -> String {
    format!("${}", figure(dollars, &spec(&[dollars], 0)))
}

/// A price per token as dollars per million tokens: `$3.00`, `$0.075`.
pub(super) fn per_million(price: f64) -> String {
    let dollars = price * 1e6;
    format!("${}", figure(dollars, &spec(&[dollars], 2)))
}

/// Prices per token as dollars per million tokens, with as many decimals each.
pub(super) fn both_per_million(prices: [f64; 2]) -> [String; 2] {
    let dollars = prices.map(|price| price * 1e6);
    let spec = spec(&dollars, 2);
    let texts = dollars.map(|dollars| figure(dollars, &spec));
    if texts[0] == texts[1] && dollars[0] != dollars[1] {
        return dollars.map(|dollars| format!("${}", float_text(dollars)));
    }
    texts.map(|text| format!("${text}"))
}

/// A number of tokens in millions: `535.7`.
pub(super) fn millions(tokens: f64) -> String {
    let millions = tokens / 1e6;
    figure(millions, &spec(&[millions], 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_digits_as_it_takes() {
        for (numbers, least, expected) in [
            (&[1500.0, 61.32][..], 0, ",.2f"),
            (&[1500.0, 1607.142857], 0, ",.0f"),
            (&[0.4], 0, ",.2f"),
            (&[3.0, 0.15], 2, ",.2f"),
            (&[0.04 / 1e6 * 1e6, 0.075 / 1e6 * 1e6], 2, ",.3f"),
            (&[0.0053, 0.002], 2, ",.4f"),
            (&[0.0, 1e-6], 2, ",.6f"),
            (&[1000.001, 1000.002], 0, ",.3f"),
            (&[0.1 + 0.2, 0.3], 2, ",.2f"),
            (&[535.7142857], 1, ",.1f"),
            (&[0.02], 1, ",.2f"),
            (&[1e-30], 2, ",.6g"),
            (&[f64::NAN, f64::INFINITY], 2, ",.2f"),
            (&[], 2, ",.2f"),
        ] {
            assert_eq!(spec(numbers, least), expected, "{numbers:?}");
        }
    }

    #[test]
    fn small_prices_are_no_zeros() {
        assert_eq!(per_million(0.002 / 1e6), "$0.002");
        assert_eq!(per_million(3.0 / 1e6), "$3.00");
        assert_eq!(both_per_million([4.0e-9, 4.1e-9]), ["$0.0040", "$0.0041"]);
        assert_eq!(sum(30.0), "$30");
        assert_eq!(millions(20_000.0), "0.02");
    }
}
