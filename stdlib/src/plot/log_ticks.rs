//! The ticks of a logarithmic axis: powers of ten, and between them so many others that values can be read off.

use super::axis::{Tick, power};
use super::numbers;

/// Which multiples of each power of ten are ticked, the densest first.
const MULTIPLES: [&[u32]; 4] = [&[1, 2, 3, 4, 5, 6, 7, 8, 9], &[1, 2, 5], &[1, 3], &[1]];
/// Where an axis is longer than so many powers of ten, what lies between them is too small to be seen.
const LONG: f64 = 8.0;
/// Ends that are missed by rounding alone.
const SLACK: f64 = 1e-9;

/// Ways to tick an axis between two powers of ten, the densest first, each with two ticks or more.
pub(super) fn ways(low: f64, high: f64) -> impl Iterator<Item = Vec<Tick>> {
    let (first, last) = ((low - SLACK).ceil() as i32, (high + SLACK).floor() as i32);
    let short = (-4..=5).contains(&first) && (-4..=5).contains(&last);
    // Every multiple only where a power of ten is far from the next: elsewhere there would be too many to read.
    let skipped = usize::from(high - low > 1.0);
    let between = MULTIPLES.into_iter().skip(skipped).map(move |multiples| {
        let ticks = places(low, high, multiples);
        ticks.map(|(m, e)| tick(m, e, short)).collect()
    });
    let decades = (2..=(last - first).max(1)).flat_map(move |every| {
        let multiples = |from: i32| -> Vec<Tick> {
            let all = (first..=last).filter(move |e| (e - from).rem_euclid(every) == 0);
            all.map(|e| tick(1, e, short)).collect()
        };
        [multiples(0), multiples(first)]
    });
    between.chain(decades).filter(|ticks| ticks.len() > 1)
}

/// What lies between the ticks and has a line of its own behind the data.
pub(super) fn minor(low: f64, high: f64, ticks: &[Tick]) -> Vec<f64> {
    let multiples = if high - low > LONG {
        MULTIPLES[3]
    } else {
        MULTIPLES[0]
    };
    let all = places(low, high, multiples).map(|(m, e)| value(m, e));
    all.filter(|at| ticks.iter().all(|tick| tick.at != *at))
        .collect()
}

/// The multiples of powers of ten on an axis.
fn places(low: f64, high: f64, multiples: &[u32]) -> impl Iterator<Item = (u32, i32)> {
    let decades = (low - SLACK).floor() as i32..=(high + SLACK).floor() as i32;
    decades
        .flat_map(move |e| multiples.iter().map(move |m| (*m, e)))
        .filter(move |(m, e)| {
            let at = crate::elementary::log10(f64::from(*m)) + f64::from(*e);
            (low - SLACK..=high + SLACK).contains(&at)
        })
}

fn value(multiple: u32, exponent: i32) -> f64 {
    let multiple = f64::from(multiple);
    if exponent < 0 {
        multiple / power(-exponent)
    } else {
        multiple * power(exponent)
    }
}

fn tick(multiple: u32, exponent: i32, short: bool) -> Tick {
    let at = value(multiple, exponent);
    let label = if short {
        numbers::grouped(at, (-exponent).max(0) as usize)
    } else if multiple == 1 {
        numbers::ten_to(exponent)
    } else {
        format!("{multiple}×{}", numbers::ten_to(exponent))
    };
    Tick { at, label }
}
