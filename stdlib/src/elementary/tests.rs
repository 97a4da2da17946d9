//! What holds for all of them.

use std::collections::BTreeMap;

use super::*;
use crate::compute::wide::plainly;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

type One = fn(f64) -> f64;
type Each = fn(&[f64], &mut [f64]);
type Two = fn(f64, f64) -> f64;
type EachPair = fn(&[f64], &[f64], &mut [f64]);

macro_rules! all {
    ($($name:ident $each:ident,)*) => {
        [$((stringify!($name), $name, $each),)*]
    };
}

const FUNCTIONS: [(&str, One, Each); 19] = all![
    exp exp_into,
    expm1 expm1_into,
    log log_into,
    log1p log1p_into,
    log2 log2_into,
    log10 log10_into,
    sin sin_into,
    cos cos_into,
    tan tan_into,
    asin asin_into,
    acos acos_into,
    atan atan_into,
    sinh sinh_into,
    cosh cosh_into,
    tanh tanh_into,
    asinh asinh_into,
    acosh acosh_into,
    atanh atanh_into,
    cbrt cbrt_into,
];

const OF_PAIRS: [(&str, Two, EachPair); 3] = all![
    hypot hypot_into,
    atan2 atan2_into,
    pow pow_into,
];

/// What the functions give, to many digits; `golden/elementary.py` writes it.
const GOLDEN: &str = include_str!("../../golden/elementary.tsv");

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

/// Numbers to go with those: whole ones and neighbours of one among them.
fn partners(n: usize) -> Vec<f64> {
    numbers(n)
        .into_iter()
        .enumerate()
        .map(|(i, x)| match i % 3 {
            0 => x,
            1 => (x * 0.25).trunc(),
            _ => 1.0 + x * 1e-9,
        })
        .rev()
        .collect()
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
    let y = partners(x.len());
    for (name, one, each) in OF_PAIRS {
        let (mut wide, mut plain) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        each(&x, &y, &mut wide);
        plainly(|| each(&x, &y, &mut plain));
        for (((x, y), wide), plain) in x.iter().zip(&y).zip(wide).zip(plain) {
            let one = one(*x, *y);
            assert!(
                same(one, wide) && same(one, plain),
                "{name}({x}, {y}): {one}, {wide}, {plain}"
            );
        }
    }
}

/// How far a result is from the exact value, in units of the last place, where that is `rest` farther from zero than the
/// float nearest to it.
fn units_off(result: f64, nearest: f64, rest: f64) -> f64 {
    if result.is_nan() || result.is_sign_negative() != nearest.is_sign_negative() {
        return f64::INFINITY;
    }
    let units = result.abs().to_bits() as i64 - nearest.abs().to_bits() as i64;
    (units as f64 - rest).abs()
}

#[test]
fn results_are_within_a_unit_of_the_last_place_of_the_exact_ones() {
    // More of them, where somebody wants to know.
    let more = std::env::var_os("ELEMENTARY_CASES")
        .map(|path| std::fs::read_to_string(path).expect("a file of cases"));
    let number = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).expect("bits"));
    let mut worst = BTreeMap::new();
    for line in more.as_deref().unwrap_or(GOLDEN).lines() {
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, arguments @ .., nearest, rest] = &fields[..] else {
            panic!("{line} has too few fields");
        };
        let x: Vec<f64> = arguments.iter().map(|bits| number(bits)).collect();
        let result = match x[..] {
            [x] => FUNCTIONS.iter().find(|f| f.0 == *name).map(|f| f.1(x)),
            [x, y] => OF_PAIRS.iter().find(|f| f.0 == *name).map(|f| f.1(x, y)),
            _ => None,
        };
        let result = result.unwrap_or_else(|| panic!("no function {name} of {x:?}"));
        let off = units_off(result, number(nearest), rest.parse().expect("a number"));
        let allowed = match *name {
            "tan" | "sinh" | "cosh" | "pow" => 2.0,
            _ => 1.0,
        };
        assert!(
            off < allowed,
            "{name}({x:?}) is {result}, {off} units of the last place off"
        );
        let (worst, times) = worst.entry(*name).or_insert((0.0f64, 0));
        *worst = worst.max(off);
        *times += 1;
    }
    assert!(more.is_some() || worst.len() == FUNCTIONS.len() + OF_PAIRS.len());
    for (name, (worst, times)) in worst {
        println!("{name}: at most {worst:.3} units off in {times} cases");
    }
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn zeros_infinities_and_ends_of_domains_are_those_of_c() {
    let odd: [One; 11] = [
        sin, tan, asin, atan, sinh, tanh, asinh, atanh, expm1, log1p, cbrt,
    ];
    for (i, f) in odd.into_iter().enumerate() {
        assert!(same(f(0.0), 0.0) && same(f(-0.0), -0.0) && f(NAN).is_nan());
        for x in [5e-324, -5e-324, 1e-310, f64::MIN_POSITIVE, -1e-200] {
            // The cube root is the only one that is not its argument there.
            assert!(same(f(x), x) != (i == 10), "function {i} of {x}: {}", f(x));
        }
    }
    let expected: [(One, f64, f64); 41] = [
        (sin, INF, NAN),
        (sin, -INF, NAN),
        (cos, 0.0, 1.0),
        (cos, -0.0, 1.0),
        (cos, -INF, NAN),
        (cos, NAN, NAN),
        (tan, INF, NAN),
        (asin, 1.0, FRAC_PI_2),
        (asin, -1.0, -FRAC_PI_2),
        (asin, 1.0000000000000002, NAN),
        (asin, -INF, NAN),
        (acos, 1.0, 0.0),
        (acos, -1.0, PI),
        (acos, 0.0, FRAC_PI_2),
        (acos, -1.0000000000000002, NAN),
        (acos, NAN, NAN),
        (atan, INF, FRAC_PI_2),
        (atan, -INF, -FRAC_PI_2),
        (atan, 1.0, FRAC_PI_4),
        (sinh, INF, INF),
        (sinh, -INF, -INF),
        (sinh, 710.475860073944, INF),
        (cosh, 710.475860073944, INF),
        (cosh, 0.0, 1.0),
        (cosh, -INF, INF),
        (cosh, NAN, NAN),
        (tanh, INF, 1.0),
        (tanh, -INF, -1.0),
        (asinh, INF, INF),
        (asinh, -INF, -INF),
        (acosh, 1.0, 0.0),
        (acosh, 0.9999999999999999, NAN),
        (acosh, -2.0, NAN),
        (acosh, -INF, NAN),
        (acosh, INF, INF),
        (acosh, NAN, NAN),
        (atanh, 1.0, INF),
        (atanh, -1.0, -INF),
        (atanh, -1.5, NAN),
        (cbrt, -INF, -INF),
        (cbrt, -27.0, -3.0),
    ];
    for (i, (f, x, y)) in expected.into_iter().enumerate() {
        assert!(same(f(x), y), "row {i}: f({x}) is {}, not {y}", f(x));
    }
}

#[test]
fn angles_and_lengths_at_the_axes_and_infinities_are_those_of_c() {
    let three_eighths = 0.75 * PI;
    for (y, x, angle) in [
        (0.0, 0.0, 0.0),
        (0.0, -0.0, PI),
        (0.0, 1.0, 0.0),
        (0.0, -5e-324, PI),
        (5e-324, 0.0, FRAC_PI_2),
        (1.0, -0.0, FRAC_PI_2),
        (INF, INF, FRAC_PI_4),
        (INF, -INF, three_eighths),
        (INF, -1.0, FRAC_PI_2),
        (INF, 0.0, FRAC_PI_2),
        (1.0, INF, 0.0),
        (1.0, -INF, PI),
        (0.0, INF, 0.0),
        (0.0, -INF, PI),
        (5e-324, 5e-324, FRAC_PI_4),
        (1e308, -1e308, three_eighths),
        (5e-324, 1e300, 0.0),
        (5e-324, 4.0, 0.0),
        (5e-324, 0.5, 1e-323),
        (1e308, 1e-308, FRAC_PI_2),
        (1e-308, -1e308, PI),
    ] {
        assert!(same(atan2(y, x), angle), "atan2({y}, {x}): {}", atan2(y, x));
        assert!(same(atan2(-y, x), -angle), "atan2({}, {x})", -y);
    }
    for x in SPECIAL {
        assert!(atan2(x, NAN).is_nan() && atan2(NAN, x).is_nan());
    }
    for (x, y, length) in [
        (INF, NAN, INF),
        (-INF, 1.0, INF),
        (NAN, 1.0, NAN),
        (0.0, -0.0, 0.0),
        (3.0, -4.0, 5.0),
        (5e-324, 0.0, 5e-324),
        (3e-320, 4e-320, 5e-320),
        (f64::MAX, f64::MAX, INF),
        (f64::MAX, 1.0, f64::MAX),
        (
            3.0 * 2f64.powi(1000),
            4.0 * 2f64.powi(1000),
            5.0 * 2f64.powi(1000),
        ),
    ] {
        assert!(
            same(hypot(x, y), length),
            "hypot({x}, {y}): {}",
            hypot(x, y)
        );
        assert!(same(hypot(y, x), length), "hypot({y}, {x})");
    }
}

#[test]
fn powers_of_special_numbers_are_those_of_c() {
    for x in numbers(400) {
        assert!(same(pow(x, 0.0), 1.0) && same(pow(x, -0.0), 1.0) && same(pow(1.0, x), 1.0));
        assert!(same(pow(x, 1.0), x), "pow({x}, 1): {}", pow(x, 1.0));
        assert!(same(pow(-x, 3.0), -pow(x, 3.0)) && same(pow(-x, 4.0), pow(x, 4.0)));
    }
    for (x, y, z) in [
        (0.0, 3.0, 0.0),
        (-0.0, 3.0, -0.0),
        (-0.0, 2.0, 0.0),
        (-0.0, 0.5, 0.0),
        (0.0, -3.0, INF),
        (-0.0, -3.0, -INF),
        (-0.0, -2.5, INF),
        (-0.0, -INF, INF),
        (-1.0, INF, 1.0),
        (-1.0, -INF, 1.0),
        (0.5, INF, 0.0),
        (-0.5, -INF, INF),
        (2.0, INF, INF),
        (-2.0, -INF, 0.0),
        (INF, -0.5, 0.0),
        (INF, 0.5, INF),
        (-INF, 3.0, -INF),
        (-INF, 4.0, INF),
        (-INF, -3.0, -0.0),
        (-INF, 0.5, INF),
        (-8.0, 1.0 / 3.0, NAN),
        (-1.0, 4503599627370495.0, -1.0),
        (-1.0, 4503599627370497.0, -1.0),
        (-1.0, 4503599627370498.0, 1.0),
        (-1.0, 9007199254740991.0, -1.0),
        (-1.0, 9007199254740992.0, 1.0),
        (-1.0, 1e300, 1.0),
        (NAN, 2.0, NAN),
        (2.0, NAN, NAN),
        (2.0, 1023.0, 8.98846567431158e307),
        (2.0, 1024.0, INF),
        (-2.0, 1025.0, -INF),
        (2.0, -1074.0, 5e-324),
        (2.0, -1075.0, 0.0),
        (-2.0, -1077.0, -0.0),
        (5e-324, -1.0, INF),
        (5e-324, 0.5, 2.2227587494850775e-162),
        (1.0000000000000002, 1e308, INF),
        (0.9999999999999999, 1e308, 0.0),
        (f64::MAX, 1e308, INF),
        (f64::MAX, -1e308, 0.0),
    ] {
        assert!(
            same(pow(x, y), z),
            "pow({x}, {y}) is {}, not {z}",
            pow(x, y)
        );
    }
}

#[test]
fn powers_that_floats_have_are_exact() {
    for base in 2..=200u64 {
        let mut power = 1u64;
        for exponent in 0.. {
            let y = f64::from(exponent);
            assert_eq!(pow(base as f64, y), power as f64, "{base}^{exponent}");
            assert_eq!(pow(-(base as f64), y).abs(), power as f64);
            power *= base;
            if power > 1 << 53 {
                break;
            }
        }
    }
    // 5^22 still has few enough bits.
    let mut power = 1.0;
    for exponent in 0..=22 {
        assert_eq!(pow(10.0, f64::from(exponent)), power, "10^{exponent}");
        power *= 10.0;
    }
    let mut power = 5e-324;
    for exponent in -1074..1024 {
        assert_eq!(pow(2.0, f64::from(exponent)), power, "2^{exponent}");
        power *= 2.0;
    }
}

#[test]
fn near_and_far_angles_are_reduced_alike() {
    let mut times = 0;
    for x in numbers(40_000) {
        // At the border between two quarters, either will do.
        let near = reduction::near(x);
        if !(1.0..=1e6).contains(&x.abs()) || near.rest.hi.abs() > 0.785 {
            continue;
        }
        let far = reduction::far(x);
        let gap = (near.rest.hi - far.rest.hi) + (near.rest.lo - far.rest.lo);
        assert_eq!(near.quarters & 3, far.quarters & 3, "{x}");
        assert!(gap.abs() <= near.rest.hi.abs() * 1e-28, "{x}: {gap}");
        times += 1;
    }
    assert!(times > 10_000);
}
