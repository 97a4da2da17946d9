//! An axis: what range it covers, where a value falls on it, and which values are ticked.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use super::{BLOCK, Figure, Kind, log_ticks, numbers};
use crate::elementary;
use crate::fault::{Raised, bail};
use crate::host;

/// A value with a mark on the axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

/// Maps values to shares of the axis' length: 0 at its lower end, 1 at its upper one.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    log: bool,
    pub(super) ticks: Vec<Tick>,
    /// What a logarithmic axis has between its ticks: lines behind the data, without labels.
    minor: Vec<f64>,
}

/// How much of the range is left free at either end, as a share.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) below: f64,
    pub(super) above: f64,
}

impl Axis {
    /// The horizontal axis of a figure, without ticks.
    pub(super) fn horizontal(figure: &Figure) -> Self {
        let (mut x, _) = extents_with_rules(figure);
        let edges = figure.series.iter().any(|s| s.kind == Kind::Histogram);
        let room = if edges { 0.01 } else { 0.025 };
        if !figure.log_x && !edges && x.0 > 0.0 && x.0 <= 0.1 * x.1 {
            x.0 = 0.0;
        }
        Self::over(
            x,
            figure.log_x,
            Room {
                below: room,
                above: room,
            },
        )
    }

    /// The vertical axis of a figure, without ticks.
    pub(super) fn vertical(figure: &Figure) -> Self {
        const ROOM: Room = Room {
            below: 0.05,
            above: 0.05,
        };
        Self::of_values(figure, ROOM)
    }

    /// The axis of a figure's values, with some room at the ends that do not stand on zero.
    pub(super) fn of_values(figure: &Figure, wanted: Room) -> Self {
        let (_, (mut low, mut high)) = extents_with_rules(figure);
        let from_zero = |k: Kind| matches!(k, Kind::Area | Kind::Bar | Kind::Histogram);
        let grounded = figure.series.iter().any(|s| from_zero(s.kind));
        if !figure.log_y && (grounded || (low > 0.0 && low <= 0.3 * high)) {
            // A curve that begins near zero is read best with zero in sight, a filled shape only so.
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        let room = |end: f64, wanted: f64| {
            if !figure.log_y && end == 0.0 {
                0.0
            } else {
                wanted
            }
        };
        Self::over(
            (low, high),
            figure.log_y,
            Room {
                below: room(low, wanted.below),
                above: room(high, wanted.above),
            },
        )
    }

    /// The axis of bars' categories: half a place free before the first and after the last.
    pub(super) fn categories(labels: &[String]) -> Self {
        let ticks = labels
            .iter()
            .enumerate()
            .map(|(i, label)| Tick {
                at: i as f64,
                label: label.clone(),
            })
            .collect();
        Self {
            low: -0.5,
            high: labels.len() as f64 - 0.5,
            log: false,
            ticks,
            minor: Vec::new(),
        }
    }

    /// The same axis from its other end.
    pub(super) fn reversed(self) -> Self {
        Self {
            low: self.high,
            high: self.low,
            ..self
        }
    }

    /// An axis over a range. Where the range is a single value, some room on both sides of it.
    pub(super) fn over((low, high): (f64, f64), log: bool, room: Room) -> Self {
        let place = |v: f64| if log { elementary::log10(v) } else { v };
        let (mut from, mut to) = (place(low), place(high));
        let size = from.abs().max(to.abs());
        if to - from <= size * 1e-12 || to - from < 1e-290 {
            let around = if log {
                0.5
            } else if size > 1e-280 {
                size * 0.1
            } else {
                0.5
            };
            (from, to) = (from - around, to + around);
        } else {
            let width = to - from;
            // Padding doesn't reach across zero: nothing has a negative price.
            let below = from - room.below * width;
            let above = to + room.above * width;
            from = if !log && from >= 0.0 {
                below.max(0.0)
            } else {
                below
            };
            to = if !log && to <= 0.0 {
                above.min(0.0)
            } else {
                above
            };
        }
        Self {
            low: from,
            high: to,
            log,
            ticks: Vec::new(),
            minor: Vec::new(),
        }
    }

    /// Where a value falls; nothing for a gap.
    pub(super) fn share(&self, value: f64) -> Option<f64> {
        let place = if !self.log {
            value
        } else if value > 0.0 {
            elementary::log10(value)
        } else {
            return None;
        };
        let share = (place - self.low) / (self.high - self.low);
        share.is_finite().then_some(share)
    }

    /// Where filled shapes stand: zero, or on a logarithmic axis its lower end.
    pub(super) fn ground(&self) -> f64 {
        if self.log {
            0.0
        } else {
            self.share(0.0).unwrap_or(0.0).clamp(0.0, 1.0)
        }
    }

    /// The same with up to so many ticks, their labels as far apart as `fits` asks: it is given two neighbours and the
    /// share of the axis between them.
    pub(super) fn ticked(
        mut self,
        at_most: usize,
        fits: impl Fn(&Tick, &Tick, f64) -> bool,
    ) -> Self {
        let most = at_most.max(2);
        let apart = |axis: &Self, ticks: &[Tick]| {
            ticks.windows(2).all(|pair| {
                let between = axis
                    .share(pair[1].at)
                    .zip(axis.share(pair[0].at))
                    .map_or(0.0, |(b, a)| (b - a).abs());
                fits(&pair[0], &pair[1], between)
            })
        };
        if self.log {
            // A decade takes the room of two or three ticks.
            for ticks in log_ticks::ways(self.low, self.high) {
                let fit = ticks.len() <= most && apart(&self, &ticks);
                self.ticks = ticks;
                if fit {
                    break;
                }
            }
            if self.ticks.len() > 1 {
                self.minor = log_ticks::minor(self.low, self.high, &self.ticks);
                return self;
            }
        }
        for count in (2..=most).rev() {
            self.ticks = self.linear_ticks(count);
            if apart(&self, &self.ticks) {
                break;
            }
        }
        self
    }

    fn linear_ticks(&self, at_most: usize) -> Vec<Tick> {
        let value = |place: f64| match self.log {
            true => elementary::pow(10.0, place),
            false => place,
        };
        linear_ticks(value(self.low), value(self.high), at_most)
    }
}

/// Multiples of 1, 2, 2.5 or 5 times a power of ten: the finest step that gives no more than `at_most`.
fn linear_ticks(low: f64, high: f64, at_most: usize) -> Vec<Tick> {
    let (low, high) = (low.min(high), low.max(high));
    let range = high - low;
    let magnitude = elementary::log10(range / at_most as f64).floor() as i32;
    let steps =
        (magnitude - 1..=magnitude + 2).flat_map(|e| [(1.0, e), (2.0, e), (25.0, e - 1), (5.0, e)]);
    for (mantissa, exponent) in steps {
        // A multiple of the step, from whole numbers, so that 3 × 0.1 is 0.3.
        let multiple = |i: f64| {
            if exponent < 0 {
                i * mantissa / power(-exponent)
            } else {
                i * mantissa * power(exponent)
            }
        };
        let step = multiple(1.0);
        let slack = range * 1e-9;
        let (first, last) = (
            ((low - slack) / step).ceil(),
            ((high + slack) / step).floor(),
        );
        if step <= 0.0 || last - first + 1.0 > at_most as f64 {
            continue;
        }
        let values: Vec<f64> = (0..=(last - first).max(-1.0) as i64)
            .map(|i| multiple(first + i as f64))
            .collect();
        return label(values, exponent);
    }
    Vec::new()
}

fn label(values: Vec<f64>, exponent: i32) -> Vec<Tick> {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let decimals = (-exponent).max(0) as usize;
    let digits = |v: f64| (elementary::log10(v.abs()).floor() as i32 - exponent).max(0) as usize;
    let long = largest >= 1e9 || decimals > 5;
    let powers = long && values.iter().all(|&v| v == 0.0 || digits(v) <= 5);
    let text = |v: f64| match v {
        0.0 => "0".to_string(),
        v if powers => numbers::powers(v, digits(v)),
        v => numbers::grouped(v, decimals),
    };
    values
        .into_iter()
        .map(|at| Tick {
            at,
            label: text(at),
        })
        .collect()
}

/// Ten to a power that is zero or more, correctly rounded.
pub(super) fn power(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(f64::INFINITY)
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = self.share(*value).unwrap_or(0.0);
        from + (share * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            self.minor.clone()
        } else {
            self.ticks.iter().map(|t| t.at).collect()
        }
    }

    fn range(&self) -> Range<f64> {
        0.0..1.0
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks
            .iter()
            .find(|t| t.at == *value)
            .map(|t| t.label.clone())
            .unwrap_or_default()
    }
}

/// The smallest and the largest x and y that are drawn.
pub(super) fn extents(figure: &Figure) -> ((f64, f64), (f64, f64)) {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut x_range, mut y_range) = (none, none);
    let wider = |(low, high): (f64, f64), v: f64| (low.min(v), high.max(v));
    for series in &figure.series {
        for (i, (&x, &y)) in series.x.iter().zip(series.y.iter()).enumerate() {
            if i % BLOCK == 0 && super::stopped() {
                // Any range that every axis can hold will do.
                return ((1.0, 2.0), (1.0, 2.0));
            }
            let refused = (figure.log_x && x <= 0.0) || (figure.log_y && y <= 0.0);
            if x.is_finite() && y.is_finite() && !refused {
                x_range = wider(x_range, x);
                y_range = wider(y_range, y);
                if series.kind == Kind::Histogram {
                    x_range = wider(x_range, series.x[i + 1]);
                }
            }
        }
    }
    (x_range, y_range)
}

fn extents_with_rules(figure: &Figure) -> ((f64, f64), (f64, f64)) {
    let (mut x, mut y) = extents(figure);
    for rule in &figure.vlines {
        x = (x.0.min(rule.at), x.1.max(rule.at));
    }
    for rule in &figure.hlines {
        y = (y.0.min(rule.at), y.1.max(rule.at));
    }
    (x, y)
}

/// Refuses values that no axis can hold.
pub(super) fn check_spread(figure: &Figure) -> Raised<()> {
    if figure.series.iter().map(|s| s.y.len()).sum::<usize>() > BLOCK {
        host::check_interrupt()?;
    }
    let (x, y) = extents_with_rules(figure);
    for (name, (low, high)) in [("x", x), ("y", y)] {
        if high - low > 1e300 {
            bail!(
                "{name} reaches from {} to {}, too far for an axis",
                numbers::short(low),
                numbers::short(high)
            )
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIGHT: Room = Room {
        below: 0.0,
        above: 0.0,
    };

    fn labels(low: f64, high: f64, log: bool, count: usize) -> Vec<String> {
        let axis = Axis::over((low, high), log, TIGHT).ticked(count, |_, _, _| true);
        axis.ticks.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn labels_are_round_numbers() {
        assert_eq!(
            labels(0.0, 2000.0, false, 6),
            ["0", "500", "1,000", "1,500", "2,000"]
        );
        assert_eq!(labels(0.0, 0.3, false, 5), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(
            labels(-1.0, 1.0, false, 5),
            ["−1.0", "−0.5", "0", "0.5", "1.0"]
        );
        assert_eq!(
            labels(0.0, 2e9, false, 5),
            ["0", "5×10⁸", "1×10⁹", "1.5×10⁹", "2×10⁹"]
        );
        assert_eq!(
            labels(0.0, 3e-6, false, 4),
            ["0", "1×10⁻⁶", "2×10⁻⁶", "3×10⁻⁶"]
        );
        assert_eq!(labels(1.0, 1000.0, true, 6), ["1", "10", "100", "1,000"]);
        assert_eq!(
            labels(1.0, 100.0, true, 7),
            ["1", "2", "5", "10", "20", "50", "100"]
        );
        assert_eq!(
            labels(1.0, 1000.0, true, 7),
            ["1", "3", "10", "30", "100", "300", "1,000"]
        );
        assert_eq!(labels(1e6, 1e7, true, 4), ["10⁶", "2×10⁶", "5×10⁶", "10⁷"]);
        assert_eq!(labels(0.1, 1.0, true, 4), ["0.1", "0.2", "0.5", "1"]);
        assert_eq!(labels(41.0, 47.0, true, 4), ["42", "44", "46"]);
        assert_eq!(labels(1e3, 1e9, true, 4), ["10⁴", "10⁶", "10⁸"]);
        assert_eq!(labels(20.0, 80.0, true, 6), ["20", "50"]);
    }

    #[test]
    fn any_range_gets_ticks_within_it_and_in_order() {
        let ends = [
            -1e300,
            -1e9,
            -7.0,
            -1e-300,
            0.0,
            5e-324,
            1e-9,
            0.1,
            1.0,
            1.0 + 1e-15,
            3.7e5,
            1e15,
            1e300,
        ];
        for low in ends {
            for high in ends.into_iter().filter(|h| *h >= low && h - low <= 1e300) {
                let axis = Axis::over(
                    (low, high),
                    false,
                    Room {
                        below: 0.05,
                        above: 0.05,
                    },
                )
                .ticked(8, |_, _, _| true);
                assert!(
                    (1..=8).contains(&axis.ticks.len()),
                    "{low}..{high}: {:?}",
                    axis.ticks
                );
                assert!(
                    axis.ticks.windows(2).all(|w| w[0].at < w[1].at),
                    "{low}..{high}: {:?}",
                    axis.ticks
                );
                assert!(
                    axis.ticks.windows(2).all(|w| w[0].label != w[1].label),
                    "{low}..{high}: {:?}",
                    axis.ticks
                );
                for tick in &axis.ticks {
                    let share = axis.share(tick.at).unwrap();
                    assert!(
                        (-1e-6..=1.0 + 1e-6).contains(&share),
                        "{low}..{high}: {tick:?} at {share}"
                    );
                }
            }
        }
    }

    #[test]
    fn padding_does_not_cross_zero() {
        let axis = Axis::over(
            (1.0, 100.0),
            false,
            Room {
                below: 0.05,
                above: 0.05,
            },
        );
        assert!(axis.low >= 0.0 && axis.high > 100.0, "{axis:?}");
    }
}
