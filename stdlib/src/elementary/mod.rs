//! Exponentials, logarithms, angles and powers, from one portable implementation: only the basic operations of IEEE 754,
//! one rounding each, so that the digits are the same with every processor and in the browser.
//!
//! The functions have no branches, so that a loop over numbers handles four at a time where the processor can. Some leave
//! rare numbers out, huge angles and powers that are almost infinite or zero, which are then looked after one by one. Each
//! function has a variant for slices, whose bits are those of the function itself.
//!
//! The farthest from the exact value that was seen, in units of the last place, among a million numbers for each, of all
//! sizes and of the kinds that are hard for it, with mpmath as the judge (`golden/elementary.py` makes more): sin 0.83,
//! cos 0.87, tan 0.98, asin 0.68, acos 0.66, atan 0.72, atan2 0.73, sinh 0.84, cosh 0.81, tanh 0.65, asinh 0.91, acosh 0.85,
//! atanh 0.90, cbrt 0.51, hypot 0.75, pow 0.75. Among ten million, with 80-bit floats as the judge: exp 0.78, expm1 0.85,
//! log 0.90, log1p 0.89, log2 0.70, log10 0.63.

mod arc;
mod area;
mod double;
mod exponential;
mod hyperbolic;
mod logarithm;
mod power;
mod power_tables;
mod reduction;
mod root;
#[cfg(test)]
mod tests;
mod trigonometric;

pub(crate) use arc::{acos, asin, atan};
pub(crate) use area::{acosh, asinh, atanh};
pub(crate) use double::Double;
pub(crate) use exponential::{exp, expm1};
pub(crate) use hyperbolic::{cosh, sinh, tanh};
pub(crate) use logarithm::{log, log1p, log2, log10};
pub(crate) use root::{cbrt, hypot};

use crate::compute::wide::wide;

/// Each function on a slice, with AVX2 where there is any.
macro_rules! slices {
    ($($name:ident = $one:path;)*) => {
        wide! {$(
            pub(crate) fn $name[](x: &[f64], out: &mut [f64]) {
                for (out, x) in out.iter_mut().zip(x) {
                    *out = $one(*x);
                }
            }
        )*}
    };
}

slices! {
    exp_into = exp;
    expm1_into = expm1;
    log_into = log;
    log1p_into = log1p;
    log2_into = log2;
    log10_into = log10;
    asin_into = asin;
    acos_into = acos;
    atan_into = atan;
    sinh_into = sinh;
    cosh_into = cosh;
    tanh_into = tanh;
    asinh_into = asinh;
    acosh_into = acosh;
    atanh_into = atanh;
    cbrt_into = cbrt;
}

wide! {
    /// `hypot` of each pair.
    pub(crate) fn hypot_into[](x: &[f64], y: &[f64], out: &mut [f64]) {
        for ((out, x), y) in out.iter_mut().zip(x).zip(y) {
            *out = hypot(*x, *y);
        }
    }
}

/// How many numbers are looked over for rare ones at a time.
const BLOCK: usize = 256;

/// Functions of which a part without branches does all but rare numbers, for which it gives nan. Slices go through that part
/// first, and only a block with nan in it is gone through again.
macro_rules! with_rare {
    ($($(#[$attribute:meta])* $name:ident, $into:ident($($x:ident),*) = $near:path, else $far:path;)*) => {
        $(
            $(#[$attribute])*
            #[inline]
            pub(crate) fn $name($($x: f64),*) -> f64 {
                let y = $near($($x),*);
                if y.is_nan() { $far($($x),*) } else { y }
            }
        )*
        wide! {$(
            pub(crate) fn $into[]($($x: &[f64],)* out: &mut [f64]) {
                let n = out.len();
                $(let $x = &$x[..n];)*
                for from in (0..n).step_by(BLOCK) {
                    let to = n.min(from + BLOCK);
                    let out = &mut out[from..to];
                    $(let $x = &$x[from..to];)*
                    let mut is_rare = false;
                    for i in 0..out.len() {
                        out[i] = $near($($x[i]),*);
                    }
                    for out in out.iter() {
                        is_rare |= out.is_nan();
                    }
                    if is_rare {
                        for i in 0..out.len() {
                            if out[i].is_nan() {
                                out[i] = $far($($x[i]),*);
                            }
                        }
                    }
                }
            }
        )*}
    };
}

with_rare! {
    /// The sine.
    sin, sin_into(x) = trigonometric::sin_near, else trigonometric::sin_far;
    /// The cosine.
    cos, cos_into(x) = trigonometric::cos_near, else trigonometric::cos_far;
    /// The tangent.
    tan, tan_into(x) = trigonometric::tan_near, else trigonometric::tan_far;
    /// The angle between the first axis and the point whose coordinates are `x` and `y`.
    atan2, atan2_into(y, x) = arc::atan2_near, else arc::atan2_far;
    /// The power.
    pow, pow_into(x, y) = power::pow_near, else power::pow_far;
}
