//! Putting things in order by one sort for all types: each type that the standard library's sort is compiled for adds some 4 kB
//! to what a browser loads.

use std::cmp::Ordering;

/// Puts items in order; those that compare equal keep theirs.
pub fn put_in_order<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places = places_in_order(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken[place].take()));
}

fn places_in_order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::put_in_order;

    #[test]
    fn what_compares_equal_keeps_its_order() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')];
        put_in_order(&mut items, |a, b| a.0.cmp(&b.0));
        let letters: String = items.iter().map(|item| item.1).collect();
        assert_eq!(letters, "ebdac");
    }
}
