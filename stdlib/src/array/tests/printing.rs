//! Printing, held against numpy's own.

use crate::array::Array;
use crate::array::format::array_text;

/// Blocks of type and shape, values, and numpy's text; `golden/printing.py` writes them again.
const GOLDEN: &str = include_str!("golden/printing.txt");

fn read(kind: &str, values: &str) -> Array {
    let mut head = kind.split(' ').filter(|word| !word.is_empty());
    let dtype = head.next();
    let shape: Vec<usize> = head.map(|n| n.parse().unwrap()).collect();
    let values = values.split(' ').filter(|word| !word.is_empty());
    match dtype {
        Some("float64") => {
            Array::shaped_floats(values.map(|x| x.parse().unwrap()).collect(), &shape)
        }
        Some("int64") => Array::shaped_ints(values.map(|x| x.parse().unwrap()).collect(), &shape),
        _ => Array::shaped_bools(values.map(|x| x == "true").collect(), &shape),
    }
}

#[test]
fn arrays_print_as_in_numpy() {
    let mut blocks = 0;
    // A block ends where the next begins: with an empty line and a type.
    let text = format!("\n{GOLDEN}");
    let heads = ["\nfloat64 ", "\nint64 ", "\nbool "];
    let mut starts: Vec<usize> = heads
        .iter()
        .flat_map(|head| text.match_indices(head))
        .map(|(i, _)| i + 1)
        .collect();
    starts.sort_unstable();
    starts.push(text.len() + 1);
    for pair in starts.windows(2) {
        let block = &text[pair[0]..pair[1] - 1];
        let mut parts = block.splitn(3, '\n');
        let (kind, values, wanted) = (
            parts.next().unwrap(),
            parts.next().unwrap(),
            parts.next().unwrap(),
        );
        assert_eq!(
            array_text(&read(kind, values)),
            wanted.trim_end(),
            "{kind}: {values}"
        );
        blocks += 1;
    }
    assert!(blocks > 200);
}
