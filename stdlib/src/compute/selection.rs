//! What stands at some places of the order, without putting everything in order: it is counted how many numbers fall into
//! which part of the range, and only the parts that hold such a place are looked at more closely.

use super::build::Growing;
use super::parallel::{crew, numbered};
use super::radix::{ByRank, Dealing, float, total};
use crate::fault::Raised;

/// Numbers up to which they are selected from at once.
const FEW: usize = 1 << 16;

/// Numbers that one thread goes through between two checks whether the cell was stopped.
const DEAL: usize = 1 << 18;

/// Binary digits by which numbers are told apart at a time.
const DIGITS: u32 = 12;

/// What would stand at these places, which rise, if the numbers were in order, -0.0 before 0.0. Nothing if one is nan.
/// On several threads where that pays, interruptible.
pub(crate) fn at_places(x: &[f64], places: &[usize]) -> Raised<Option<Vec<f64>>> {
    if x.len() <= FEW {
        let nan = x.iter().any(|x| x.is_nan());
        return Ok((!nan).then(|| few(x.to_vec(), places)));
    }
    let deals: Vec<&[f64]> = x.chunks(DEAL).collect();
    let ends = numbered(deals.len(), crew(2 * x.len()), |deal| ends(deals[deal]))?;
    let mut joined = (i64::MAX, i64::MIN);
    for ends in ends {
        let Some((low, high)) = ends else {
            return Ok(None);
        };
        joined = (joined.0.min(low), joined.1.max(high));
    }
    many(x, places, joined).map(Some)
}

fn few(mut x: Vec<f64>, places: &[usize]) -> Vec<f64> {
    let mut from = 0;
    let mut found = Vec::with_capacity(places.len());
    for place in places {
        if *place >= from {
            x[from..].select_nth_unstable_by(place - from, f64::total_cmp);
            from = place + 1;
        }
        found.push(x[*place]);
    }
    found
}

/// The same with ranks that lie between these ends.
fn many(x: &[f64], places: &[usize], ends: (i64, i64)) -> Raised<Vec<f64>> {
    let buckets = ByRank::between(ends, DIGITS);
    let deals: Vec<&[f64]> = x.chunks(DEAL).collect();
    let crew = crew(2 * x.len());
    let counts = numbered(deals.len(), crew, |deal| {
        let mut counts = vec![0usize; buckets.number()];
        for x in deals[deal] {
            counts[usize::from(buckets.of(total(*x)))] += 1;
        }
        counts
    })?;
    // The buckets that hold a place, with how many numbers come before them, and the places in them.
    let mut wanted: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut slots = vec![usize::MAX; buckets.number()];
    let (mut before, mut rest) = (0, places);
    for (bucket, slot) in slots.iter_mut().enumerate() {
        let after = before + counts.iter().map(|counts| counts[bucket]).sum::<usize>();
        let here = rest.partition_point(|place| *place < after);
        if here > 0 {
            *slot = wanted.len();
            wanted.push((
                bucket,
                rest[..here].iter().map(|place| place - before).collect(),
            ));
            rest = &rest[here..];
        }
        before = after;
    }
    if buckets.in_order() {
        let numbers = wanted.iter().flat_map(|(bucket, places)| {
            let number = float(buckets.ends(*bucket).0);
            std::iter::repeat_n(number, places.len())
        });
        return Ok(numbers.collect());
    }
    let gathered = numbered(deals.len(), crew, |deal| {
        let mut gathered = vec![Vec::new(); wanted.len()];
        for x in deals[deal] {
            let slot = slots[usize::from(buckets.of(total(*x)))];
            if slot != usize::MAX {
                gathered[slot].push(*x);
            }
        }
        gathered
    })?;
    let mut found = Vec::with_capacity(places.len());
    for (slot, (bucket, places)) in wanted.iter().enumerate() {
        let mut numbers = Growing::new(gathered.iter().map(|of_deal| of_deal[slot].len()).sum());
        for of_deal in &gathered {
            numbers.copy(&of_deal[slot])?;
        }
        let numbers = numbers.done();
        found.extend(if numbers.len() <= FEW {
            few(numbers, places)
        } else {
            many(&numbers, places, buckets.ends(*bucket))?
        });
    }
    Ok(found)
}

/// The lowest and the highest rank, or nothing if a number is nan.
fn ends(x: &[f64]) -> Option<(i64, i64)> {
    let mut nan = false;
    let mut ends = (i64::MAX, i64::MIN);
    for x in x {
        nan |= x.is_nan();
        let rank = total(*x);
        ends = (ends.0.min(rank), ends.1.max(rank));
    }
    (!nan).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::at_places;
    use crate::testing::Bench;

    #[test]
    fn what_stands_at_a_place_is_what_sorting_puts_there() {
        let _host = Bench::new();
        let mut bits = 88_172_645_463_325_252u64;
        let mut next = || {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            bits
        };
        for n in [1, 2, 1000, 65_536, 65_537, 400_000] {
            let kinds: [fn(u64) -> f64; 6] = [
                |bits| (bits >> 11) as f64 / (1u64 << 53) as f64,
                |bits| (bits % 5) as f64 - 2.0,
                |bits| [0.0, -0.0, 5e-324, -5e-324][bits as usize % 4],
                |bits| {
                    if bits % 100_000 == 0 {
                        1e300
                    } else {
                        (bits % 1000) as f64 * 1e-9
                    }
                },
                |bits| [f64::INFINITY, f64::NEG_INFINITY, 1.5][bits as usize % 3],
                |bits| {
                    Some(f64::from_bits(bits))
                        .filter(|x| !x.is_nan())
                        .unwrap_or(0.0)
                },
            ];
            for (kind, number) in kinds.iter().enumerate() {
                let mut x: Vec<f64> = (0..n).map(|_| number(next())).collect();
                let mut ordered = x.clone();
                ordered.sort_by(f64::total_cmp);
                let mut places = vec![0, n / 3, n / 2, (n / 2 + 1).min(n - 1), n - 1];
                places.sort_unstable();
                let found = at_places(&x, &places).unwrap().expect("no nan");
                for (place, found) in places.iter().zip(found) {
                    let wanted = ordered[*place].to_bits();
                    assert_eq!(found.to_bits(), wanted, "place {place} of {n}, kind {kind}");
                }
                x[n / 2] = f64::NAN;
                assert!(at_places(&x, &places).unwrap().is_none());
            }
        }
    }
}
