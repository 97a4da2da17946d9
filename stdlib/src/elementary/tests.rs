//! What holds for all of them.

use super::*;
use crate::compute::wide::plainly;

type One = fn(f64) -> f64;
type Each = fn(&[f64], &mut [f64]);

const FUNCTIONS: [(&str, One, Each); 6] = [
    ("exp", exp, exp_into),
    ("expm1", expm1, expm1_into),
    ("log", log, log_into),
    ("log1p", log1p, log1p_into),
    ("log2", log2, log2_into),
    ("log10", log10, log10_into),
];

const SPECIAL: [f64; 21] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    1e-300,
    709.782712893384,
    709.7827128933841,
    -745.1332191019411,
    -745.1332191019412,
];

/// Numbers of every size, the same ones every time, special ones among them.
fn numbers(n: usize) -> Vec<f64> {
    let mut state = 7u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state ^ (state >> 31)
    };
    (0..n)
        .map(|i| match i % 4 {
            0 => SPECIAL[next() as usize % SPECIAL.len()],
            1 => f64::from_bits(next()),
            // Between 0 and 2, and between -128 and 128.
            2 => f64::from_bits(0x3ff0_0000_0000_0000 | (next() >> 12)) * 2.0 - 2.0,
            _ => f64::from_bits(0x3ff0_0000_0000_0000 | (next() >> 12)) * 256.0 - 384.0,
        })
        .collect()
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

#[test]
fn slices_give_the_bits_of_single_numbers_with_wide_vectors_and_without() {
    let x = numbers(4001);
    for (name, one, each) in FUNCTIONS {
        let (mut wide, mut plain) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        each(&x, &mut wide);
        plainly(|| each(&x, &mut plain));
        for ((x, wide), plain) in x.iter().zip(wide).zip(plain) {
            let one = one(*x);
            assert!(
                same(one, wide) && same(one, plain),
                "{name}({x}): {one}, {wide}, {plain}"
            );
        }
    }
}
