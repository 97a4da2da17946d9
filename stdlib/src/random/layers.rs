//! The layers of the ziggurats, made from their definition when the first number is drawn: tables of them would be a tenth of
//! what the engine's data weighs in a browser.
//!
//! A ziggurat covers the area under a falling curve `f` with 256 layers of equal area `v`: the bottom one, of which the
//! tail beyond `r` is part, and 255 boxes on top of it. The widths follow from one another by
//! `x[i + 1] * (f(x[i]) - f(x[i + 1])) = v`, and `r` is the one for which the topmost box ends at the curve's top. See
//! Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5 (8), 2000.
//!
//! The numbers have to be numpy's to the last bit. Its exponential layers were made with many digits, its normal ones with
//! floats, in just the steps below.

use std::sync::LazyLock;

use crate::elementary::Double;

/// A ziggurat, from the bottom to the top but for the first layer, which is the bottom one.
pub(super) struct Layers {
    /// Where the tail begins.
    pub(super) tail: f64,
    /// A draw below this lies under the curve whatever its height.
    pub(super) keep: [u64; 256],
    /// The width of each layer, for a draw of 1.
    pub(super) width: [f64; 256],
    /// The curve's height at the right end of each layer.
    pub(super) height: [f64; 256],
}

/// For draws of 52 bits.
pub(super) static NORMAL: LazyLock<Layers> = LazyLock::new(normal);
/// For draws of 53 bits.
pub(super) static EXPONENTIAL: LazyLock<Layers> = LazyLock::new(exponential);

const TWO_TO_52: f64 = (1_u64 << 52) as f64;

fn normal() -> Layers {
    let exp = |x: f64| Double::from(x).exp().hi;
    let log = |x: f64| Double::from(x).log().hi;
    let (tail, area) = (3.654_152_885_361_009, 0.004_928_673_233_974_652);
    let (mut width, mut height) = ([0.0; 256], [1.0; 256]);
    width[255] = tail;
    height[255] = exp(-0.5 * tail * tail);
    width[0] = area / height[255];
    for i in (1..255).rev() {
        width[i] = (-2.0 * log(area / width[i + 1] + height[i + 1])).sqrt();
        height[i] = exp(-0.5 * width[i] * width[i]);
        if i == 38 {
            // The `exp` of those who made numpy's came out a bit higher here.
            height[i] = height[i].next_up();
        }
    }
    let mut keep = [0; 256];
    keep[0] = (tail * height[255] / area * TWO_TO_52) as u64;
    for i in 2..256 {
        keep[i] = (width[i - 1] / width[i] * TWO_TO_52).round_ties_even() as u64;
    }
    Layers {
        tail,
        keep,
        width: width.map(|x| x / TWO_TO_52),
        height,
    }
}

fn exponential() -> Layers {
    let tail = Double {
        hi: 7.69711747013105,
        lo: -3.6248703662405964e-16,
    };
    let mut x = [Double::from(0.0); 256];
    let area = tail.plus(Double::from(1.0)).times(tail.negated().exp());
    x[255] = tail;
    for i in (1..255).rev() {
        let height = x[i + 1].negated().exp();
        x[i] = area.over(x[i + 1]).plus(height).log().negated();
    }
    x[0] = area.times(tail.exp());

    let share = |narrow: Double, wide: Double| {
        let Double { hi, lo } = narrow.over(wide);
        let (whole, rest) = (hi * TWO_TO_52, lo * TWO_TO_52);
        let floor = whole.floor();
        2 * (floor + (whole - floor + rest).floor()) as u64
    };
    let mut keep = [0; 256];
    keep[0] = share(tail, x[0]);
    for i in 2..256 {
        keep[i] = share(x[i - 1], x[i]);
    }
    let mut height = x.map(|x| x.negated().exp().hi);
    height[0] = 1.0;
    Layers {
        tail: tail.hi,
        keep,
        width: x.map(|x| x.hi / (2.0 * TWO_TO_52)),
        height,
    }
}
