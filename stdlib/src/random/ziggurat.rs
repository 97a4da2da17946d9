//! Normal and exponential numbers from random bits, by the ziggurat method, as numpy draws them.
//!
//! Of the numbers beyond the last layer, numpy takes the logarithm by the platform's `log1p`, which is FreeBSD's nearly
//! everywhere, and so is the crate `libm`'s: hence that one here, for the same last digit.

use super::bits::Pcg64;
use super::layers::{EXPONENTIAL, NORMAL};
use crate::elementary;

/// A number of the normal distribution with mean 0 and standard deviation 1.
pub(super) fn normal(bits: &mut Pcg64) -> f64 {
    let layers = &*NORMAL;
    loop {
        let word = bits.word();
        let layer = (word & 0xff) as usize;
        let negative = word >> 8 & 1 == 1;
        let draw = word >> 9 & 0x000f_ffff_ffff_ffff;
        let size = draw as f64 * layers.width[layer];
        let x = if negative { -size } else { size };
        if draw < layers.keep[layer] {
            return x;
        }
        if layer == 0 {
            loop {
                let beyond = -(1.0 / layers.tail) * libm::log1p(-bits.unit());
                let height = -libm::log1p(-bits.unit());
                if height + height > beyond * beyond {
                    let x = layers.tail + beyond;
                    return if draw >> 8 & 1 == 1 { -x } else { x };
                }
            }
        }
        let (low, high) = (layers.height[layer], layers.height[layer - 1]);
        if (high - low) * bits.unit() + low < elementary::exp(-0.5 * x * x) {
            return x;
        }
    }
}

/// A number of the exponential distribution with mean 1.
pub(super) fn exponential(bits: &mut Pcg64) -> f64 {
    let layers = &*EXPONENTIAL;
    loop {
        let word = bits.word() >> 3;
        let layer = (word & 0xff) as usize;
        let draw = word >> 8;
        let x = draw as f64 * layers.width[layer];
        if draw < layers.keep[layer] {
            return x;
        }
        if layer == 0 {
            return layers.tail - libm::log1p(-bits.unit());
        }
        let (low, high) = (layers.height[layer], layers.height[layer - 1]);
        if (high - low) * bits.unit() + low < elementary::exp(-x) {
            return x;
        }
    }
}
