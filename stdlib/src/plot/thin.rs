//! Fewer points for the same picture: what no pixel can show is not drawn.

/// The most points that a line's drawing may have, whatever its data.
pub(super) const MOST_ON_LINE: usize = 12_000;
/// The most points that are drawn singly.
pub(super) const MOST_DOTS: usize = 4_000;

/// A point in pixels.
pub(super) type Spot = (f64, f64);

/// A line in the pieces between its gaps, without its runs through single pixel columns: of each run its first, lowest,
/// highest and last points stay. In a long line, gaps that lie within a pixel column go too.
pub(super) fn line(points: &[Option<Spot>]) -> Vec<Vec<Spot>> {
    let kept = if points.len() <= 500 {
        points.to_vec()
    } else {
        columns(points)
    };
    kept.split(Option::is_none)
        .filter(|piece| !piece.is_empty())
        .map(|p| p.iter().flatten().copied().collect())
        .collect()
}

fn columns(points: &[Option<Spot>]) -> Vec<Option<Spot>> {
    let mut kept = Vec::new();
    let mut run: Vec<Spot> = Vec::new();
    let mut gap = false;
    for point in points {
        let Some(point) = point else {
            gap = true;
            continue;
        };
        if run
            .first()
            .is_some_and(|first| first.0.floor() != point.0.floor())
        {
            keep_of_run(&mut kept, &run);
            run.clear();
            if gap {
                kept.push(None);
            }
        }
        gap = false;
        run.push(*point);
    }
    if !run.is_empty() {
        keep_of_run(&mut kept, &run);
    }
    if kept.len() <= MOST_ON_LINE {
        kept
    } else {
        evenly(&kept, MOST_ON_LINE)
    }
}

fn keep_of_run(kept: &mut Vec<Option<Spot>>, run: &[Spot]) {
    let (mut lowest, mut highest) = (0, 0);
    for (i, point) in run.iter().enumerate() {
        if point.1 < run[lowest].1 {
            lowest = i;
        }
        if point.1 > run[highest].1 {
            highest = i;
        }
    }
    let mut at = [0, lowest.min(highest), lowest.max(highest), run.len() - 1].to_vec();
    at.dedup();
    kept.extend(at.into_iter().map(|i| Some(run[i])));
}

/// Dots, one for each cell of a fine grid; if they still are too many, evenly chosen ones. Returns their places in
/// `points`.
pub(super) fn dots(points: &[Option<Spot>]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..points.len()).filter(|&i| points[i].is_some()).collect();
    if places.len() <= MOST_DOTS {
        return places;
    }
    let mut grid = Grid::around(points);
    places.retain(|&i| points[i].is_some_and(|spot| grid.take(spot)));
    if places.len() <= MOST_DOTS {
        places
    } else {
        evenly(&places, MOST_DOTS)
    }
}

/// Cells of half a pixel, or larger ones where that would be too many.
struct Grid {
    corner: Spot,
    cell: Spot,
    taken: Vec<bool>,
}

impl Grid {
    const SIDE: usize = 1024;

    fn around(points: &[Option<Spot>]) -> Self {
        let (mut low, mut high) = (
            (f64::INFINITY, f64::INFINITY),
            (f64::NEG_INFINITY, f64::NEG_INFINITY),
        );
        for (x, y) in points.iter().flatten() {
            low = (low.0.min(*x), low.1.min(*y));
            high = (high.0.max(*x), high.1.max(*y));
        }
        let cell = |from: f64, to: f64| ((to - from) / (Self::SIDE - 1) as f64).max(0.5);
        Self {
            corner: low,
            cell: (cell(low.0, high.0), cell(low.1, high.1)),
            taken: vec![false; Self::SIDE * Self::SIDE],
        }
    }

    /// Whether the cell was free; it is taken now.
    fn take(&mut self, (x, y): Spot) -> bool {
        let column = ((x - self.corner.0) / self.cell.0) as usize;
        let row = ((y - self.corner.1) / self.cell.1) as usize;
        !std::mem::replace(
            &mut self.taken[row.min(Self::SIDE - 1) * Self::SIDE + column.min(Self::SIDE - 1)],
            true,
        )
    }
}

/// So many of the items, evenly spread, the first and the last among them.
pub(super) fn evenly<T: Copy>(items: &[T], count: usize) -> Vec<T> {
    if items.len() <= count || count < 2 {
        return items[..items.len().min(count)].to_vec();
    }
    (0..count)
        .map(|i| items[i * (items.len() - 1) / (count - 1)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(pieces: Vec<Vec<Spot>>) -> Vec<Spot> {
        pieces.into_iter().flatten().collect()
    }

    #[test]
    fn a_long_line_keeps_its_ends_and_extremes() {
        let mut points: Vec<Option<Spot>> = (0..100_000)
            .map(|i| Some((f64::from(i) * 0.005, f64::from(i % 7))))
            .collect();
        points[40_123].as_mut().unwrap().1 = -50.0;
        let kept = all(line(&points));
        assert!(kept.len() <= 4 * 501, "{}", kept.len());
        assert_eq!(
            (Some(kept[0]), kept.last().copied()),
            (points[0], points[99_999])
        );
        assert!(kept.contains(&points[40_123].unwrap()));
        assert!(kept.windows(2).all(|w| w[0].0 <= w[1].0));
    }

    #[test]
    fn gaps_part_a_line() {
        let mut points: Vec<Option<Spot>> = (0..10).map(|i| Some((f64::from(i), 1.0))).collect();
        points[3] = None;
        points[4] = None;
        assert_eq!(
            line(&points).iter().map(Vec::len).collect::<Vec<_>>(),
            [3, 5]
        );
        let mut long: Vec<Option<Spot>> = (0..1000).map(|i| Some((f64::from(i), 1.0))).collect();
        long[700] = None;
        assert_eq!(
            line(&long).iter().map(Vec::len).collect::<Vec<_>>(),
            [700, 299]
        );
    }

    #[test]
    fn a_line_that_leaps_about_or_is_all_gaps_is_bounded_too() {
        let leaps: Vec<Option<Spot>> = (0..200_000)
            .map(|i| Some((f64::from(i * 7919 % 640), f64::from(i % 400))))
            .collect();
        assert_eq!(all(line(&leaps)).len(), MOST_ON_LINE);
        let gaps: Vec<Option<Spot>> = (0..300_000)
            .map(|i| (i % 3 > 0).then_some((f64::from(i) / 500.0, f64::from(i % 400))))
            .collect();
        assert!(all(line(&gaps)).len() <= 4 * 601);
    }

    #[test]
    fn dots_on_the_same_place_are_drawn_once() {
        let points: Vec<Option<Spot>> = (0..10_000)
            .map(|i| Some((f64::from(i % 10), 3.0)))
            .collect();
        assert_eq!(dots(&points), (0..10).collect::<Vec<_>>());
        let spread: Vec<Option<Spot>> = (0..10_000)
            .map(|i| Some((f64::from(i % 100), f64::from(i / 100))))
            .collect();
        assert_eq!(dots(&spread).len(), MOST_DOTS);
    }
}
