//! Counting values into bins, by numpy's rules.

use rhai::Dynamic;

use super::{BLOCK, Kind, Series, builtins, numbers};
use crate::fault::{Raised, bail};
use crate::host;

const MOST_BINS: i64 = 2000;

/// The counts of values in bins, as a series whose `x` are the edges.
pub(super) fn of(values: &[f64], bins: &Dynamic) -> Raised<Series> {
    if values.is_empty() {
        bail!("there is nothing to count: a is empty")
    }
    let (mut low, mut high, mut left_out) = (f64::INFINITY, f64::NEG_INFINITY, 0);
    for block in values.chunks(BLOCK) {
        host::check_interrupt()?;
        for &v in block {
            left_out += usize::from(!v.is_finite());
            if v.is_finite() {
                (low, high) = (low.min(v), high.max(v));
            }
        }
    }
    if low > high {
        bail!("none of the {} values is finite", values.len(); "Look where the nan or inf comes from, for instance a division by zero.")
    }
    if left_out > 0 {
        let what = if left_out == 1 {
            "1 value is".into()
        } else {
            format!("{left_out} values are")
        };
        host::current().warn(&format!("{what} not finite and left out of the histogram"));
    }
    let edges = edges(bins, low, high)?;
    let counts = count(values, &edges)?;
    Ok(Series::new(edges, counts).kind(Kind::Histogram))
}

fn edges(bins: &Dynamic, low: f64, high: f64) -> Raised<Vec<f64>> {
    if bins.is_int() || bins.is_float() {
        let count = bins.as_int().ok().filter(|n| (1..=MOST_BINS).contains(n));
        let Some(count) = count else {
            bail!(
                "bins must be a whole number from 1 to {MOST_BINS}, not {}",
                crate::value::repr(bins)
            )
        };
        let (low, high) = if low == high {
            (low - 0.5, high + 0.5)
        } else {
            (low, high)
        };
        if high - low > 1e300 {
            bail!(
                "a reaches from {} to {}, too far for an axis",
                numbers::short(low),
                numbers::short(high)
            )
        }
        let step = (high - low) / count as f64;
        let mut edges: Vec<f64> = (0..count).map(|i| low + step * i as f64).collect();
        edges.push(high);
        return Ok(edges);
    }
    let edges = builtins::numbers("bins", bins)?;
    if edges.len() < 2 || edges.len() as i64 > MOST_BINS + 1 {
        bail!(
            "bins must hold at least two edges and at most {}, not {}",
            MOST_BINS + 1,
            edges.len()
        )
    }
    if !edges.iter().all(|e| e.is_finite()) || edges.windows(2).any(|w| w[0] >= w[1]) {
        bail!("the edges in bins must be finite and rise from each to the next")
    }
    Ok(edges)
}

fn count(values: &[f64], edges: &[f64]) -> Raised<Vec<f64>> {
    let last = edges.len() - 1;
    let mut counts = vec![0.0; last];
    for block in values.chunks(BLOCK) {
        host::check_interrupt()?;
        for &v in block {
            if v >= edges[0] && v <= edges[last] {
                counts[(edges.partition_point(|e| *e <= v) - 1).min(last - 1)] += 1.0;
            }
        }
    }
    Ok(counts)
}
