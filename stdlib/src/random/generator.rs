//! The generator as cells see it.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Dynamic, Module};

use super::bits::Pcg64;
use super::ziggurat;
use crate::array::shape::{axes, room};
use crate::array::{Array, Elements};
use crate::compute::build::counted;
use crate::elementary;
use crate::fault::{Raised, bail, finite, not_negative};
use crate::value::{self, Shown};
use crate::{host, sequence};

pub(crate) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

/// A source of random numbers. Handles of one generator draw from the same stream.
#[derive(Clone, Debug)]
pub struct Generator {
    bits: Rc<RefCell<Pcg64>>,
}

impl Shown for Generator {
    fn text(&self) -> String {
        "Generator(PCG64)".into()
    }

    fn read(&self, reader: &mut crate::fingerprint::Reader<'_>) {
        // Another handle may draw from the same stream.
        reader.tie();
        self.bits.borrow().read(reader);
    }
}

/// Numbers drawn between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 16;

impl Generator {
    fn new(seed: u64) -> Self {
        Self {
            bits: Rc::new(RefCell::new(Pcg64::new(seed))),
        }
    }

    fn draw<T>(&self, shape: &[usize], mut one: impl FnMut(&mut Pcg64) -> T) -> Raised<Vec<T>> {
        let n = room(shape, 8)?;
        let mut bits = self.bits.borrow_mut();
        let mut drawn = Vec::with_capacity(n);
        while drawn.len() < n {
            if !drawn.is_empty() {
                host::check_interrupt()?;
            }
            for _ in 0..BLOCK.min(n - drawn.len()) {
                drawn.push(one(&mut bits));
            }
        }
        Ok(drawn)
    }

    /// Floats of this shape; a single one for `()`.
    fn floats(&self, shape: &Dynamic, one: impl FnMut(&mut Pcg64) -> f64) -> Raised<Dynamic> {
        let shape = shape_of(shape)?;
        Ok(Array::shaped(Elements::Floats(self.draw(&shape, one)?), &shape).into_value())
    }

    /// `n` places among so many things, or one for `()`.
    fn places(&self, count: usize, n: &Dynamic) -> Raised<(Vec<usize>, Vec<usize>)> {
        let shape = shape_of(n)?;
        if count == 0 && !shape.contains(&0) {
            bail!("values must hold at least one value to choose from, and are empty")
        }
        let last = (count as u64).saturating_sub(1);
        let places = self.draw(&shape, |bits| bits.up_to(last) as usize)?;
        Ok((places, shape))
    }

    /// So many places, each as likely in each order.
    fn order(&self, count: usize) -> Raised<Vec<usize>> {
        room(&[count], 8)?;
        let mut bits = self.bits.borrow_mut();
        let mut places = counted(count, |i| i)?;
        for i in (1..count).rev() {
            if i.is_multiple_of(BLOCK) {
                host::check_interrupt()?;
            }
            // There is no room for lists so long that 32 bits would not count them.
            places.swap(i, bits.within(i as u32) as usize);
        }
        Ok(places)
    }
}

fn shape_of(n: &Dynamic) -> Raised<Vec<usize>> {
    if n.is_unit() {
        Ok(Vec::new())
    } else {
        axes("n", n)
    }
}

/// The chosen values: an array from an array, a list from a list; a single one where no number was asked for.
/// What is chosen from.
enum Choices {
    /// The elements of an array, or its rows.
    Array(Array),
    List(rhai::Array),
}

impl Choices {
    fn new(values: &Dynamic) -> Raised<Self> {
        if let Some(array) = values.read_lock::<Array>().filter(|array| array.ndim() > 0) {
            array.settle()?;
            return Ok(Self::Array(array.clone()));
        }
        Ok(Self::List(sequence::listed("values", values)?))
    }

    fn len(&self) -> usize {
        match self {
            Self::Array(array) => array.len(),
            Self::List(list) => list.len(),
        }
    }

    /// Those at these places, laid out in these axes; without axes, the one.
    fn at(&self, places: &[usize], shape: &[usize]) -> Raised<Dynamic> {
        match self {
            Self::Array(array) if shape.is_empty() && array.ndim() == 1 => {
                Ok(array.item(places[0]))
            }
            Self::Array(array) => Ok(crate::array::rows(array, places, shape)?.into()),
            Self::List(list) if shape.is_empty() => Ok(list[places[0]].clone()),
            Self::List(list) => {
                let mut chosen = rhai::Array::with_capacity(places.len());
                for (i, place) in places.iter().enumerate() {
                    if i > 0 && i.is_multiple_of(BLOCK) {
                        host::check_interrupt()?;
                    }
                    chosen.push(list[*place].clone());
                }
                Ok(chosen.into())
            }
        }
    }
}

#[export_module]
mod functions {
    /// Makes a generator of random numbers. The same seed gives the same numbers, and Python's
    /// `numpy.random.default_rng` gives them too.
    ///
    /// # Arguments
    /// - `seed`: a whole number, zero or more; without one, the numbers differ each time
    ///
    /// # Errors
    /// When the seed is negative.
    ///
    /// # Example
    /// ```rhai
    /// let g = rng(42);
    /// g.random()           // => 0.7739560485559633
    /// g.integers(1, 7, 5)  // => [4 3 3 6 1]
    /// ```
    #[rhai_fn(name = "rng", name = "default_rng", return_raw)]
    pub fn rng(seed: i64) -> Raised<Generator> {
        match u64::try_from(seed) {
            Ok(seed) => Ok(Generator::new(seed)),
            Err(_) => bail!("seed must be zero or more, not {seed}"),
        }
    }

    /// Makes a generator whose numbers differ each time.
    #[rhai_fn(name = "rng", name = "default_rng", volatile)]
    pub fn rng_of_entropy() -> Generator {
        Generator::new(host::current().entropy())
    }

    /// Numbers from 0 up to 1, all equally likely.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `n`: how many, or `[rows, columns]`; a single number when left out
    ///
    /// # Errors
    /// When `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// rng(1).random(3) // => [0.51182162 0.9504637  0.14415961]
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn random(g: &mut Generator) -> Raised<Dynamic> {
        g.floats(&Dynamic::UNIT, Pcg64::unit)
    }

    /// So many numbers from 0 up to 1.
    #[rhai_fn(name = "random", return_raw, pure, volatile)]
    pub fn random_many(g: &mut Generator, n: Dynamic) -> Raised<Dynamic> {
        g.floats(&n, Pcg64::unit)
    }

    /// Numbers from `low` up to `high`, all equally likely.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `low`: the lowest
    /// - `high`: where they end
    /// - `n`: how many, or `[rows, columns]`; a single number when left out
    ///
    /// # Errors
    /// When an end is not a finite number, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// rng(1).uniform(10, 20, 2) // => [15.11821625 19.50463696]
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn uniform(g: &mut Generator, low: Dynamic, high: Dynamic) -> Raised<Dynamic> {
        uniform_many(g, low, high, Dynamic::UNIT)
    }

    /// So many numbers from `low` up to `high`.
    #[rhai_fn(name = "uniform", return_raw, pure, volatile)]
    pub fn uniform_many(
        g: &mut Generator,
        low: Dynamic,
        high: Dynamic,
        n: Dynamic,
    ) -> Raised<Dynamic> {
        let low = finite("low", value::number("low", &low)?)?;
        let width = finite(
            "high - low",
            finite("high", value::number("high", &high)?)? - low,
        )?;
        g.floats(&n, |bits| low + width * bits.unit())
    }

    /// Whole numbers from `low` up to, but not, `high`, all equally likely.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `low`: the lowest; 0 when only `high` is given
    /// - `high`: one more than the largest
    /// - `n`: how many, or `[rows, columns]`; a single number when left out
    ///
    /// # Errors
    /// When `high` is not above `low`, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// rng(42).integers(0, 10, 5) // => [0 7 6 4 4]
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn integers(g: &mut Generator, high: i64) -> Raised<Dynamic> {
        integers_many(g, 0, high, Dynamic::UNIT)
    }

    /// A whole number from `low` up to, but not, `high`.
    #[rhai_fn(name = "integers", return_raw, pure, volatile)]
    pub fn integers_between(g: &mut Generator, low: i64, high: i64) -> Raised<Dynamic> {
        integers_many(g, low, high, Dynamic::UNIT)
    }

    /// So many whole numbers from `low` up to, but not, `high`.
    #[rhai_fn(name = "integers", return_raw, pure, volatile)]
    pub fn integers_many(g: &mut Generator, low: i64, high: i64, n: Dynamic) -> Raised<Dynamic> {
        let shape = shape_of(&n)?;
        if high <= low && !shape.contains(&0) {
            bail!("high must be above low, and {high} is not above {low}"; "integers(0, 10, n) gives 0 to 9.")
        }
        let most = (high.wrapping_sub(low) as u64).wrapping_sub(1);
        let drawn = g.draw(&shape, |bits| low.wrapping_add(bits.up_to(most) as i64))?;
        Ok(Array::shaped(Elements::Ints(drawn), &shape).into_value())
    }

    /// Numbers from a normal distribution, the bell curve.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `mean`: the middle of the bell
    /// - `sd`: its standard deviation, zero or more
    /// - `n`: how many, or `[rows, columns]`; a single number when left out
    ///
    /// # Errors
    /// When `sd` is negative, one is not a finite number, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// rng(42).normal(0, 1, 3)  // => [ 0.30471708 -1.03998411  0.7504512 ]
    /// rng(42).normal(700, 80)  // => 724.3773663803545
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn normal(g: &mut Generator, mean: Dynamic, sd: Dynamic) -> Raised<Dynamic> {
        normal_many(g, mean, sd, Dynamic::UNIT)
    }

    /// So many numbers of a normal distribution.
    #[rhai_fn(name = "normal", return_raw, pure, volatile)]
    pub fn normal_many(
        g: &mut Generator,
        mean: Dynamic,
        sd: Dynamic,
        n: Dynamic,
    ) -> Raised<Dynamic> {
        let mean = finite("mean", value::number("mean", &mean)?)?;
        let sd = not_negative("sd", value::number("sd", &sd)?)?;
        g.floats(&n, |bits| mean + sd * ziggurat::normal(bits))
    }

    /// Numbers whose logarithms have a normal distribution: never negative, with a long tail upwards.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `mean`: the mean of the logarithms
    /// - `sigma`: the standard deviation of the logarithms, zero or more
    /// - `n`: how many, or `[rows, columns]`; a single number when left out
    ///
    /// # Errors
    /// When `sigma` is negative, one is not a finite number, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// rng(42).lognormal(0, 1, 2) // => [1.35624124 0.3534603 ]
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn lognormal(g: &mut Generator, mean: Dynamic, sigma: Dynamic) -> Raised<Dynamic> {
        lognormal_many(g, mean, sigma, Dynamic::UNIT)
    }

    /// So many numbers whose logarithms have a normal distribution.
    #[rhai_fn(name = "lognormal", return_raw, pure, volatile)]
    pub fn lognormal_many(
        g: &mut Generator,
        mean: Dynamic,
        sigma: Dynamic,
        n: Dynamic,
    ) -> Raised<Dynamic> {
        let mean = finite("mean", value::number("mean", &mean)?)?;
        let sigma = not_negative("sigma", value::number("sigma", &sigma)?)?;
        g.floats(&n, |bits| {
            elementary::exp(mean + sigma * ziggurat::normal(bits))
        })
    }

    /// Numbers from an exponential distribution, such as waiting times.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `scale`: their mean, zero or more
    /// - `n`: how many, or `[rows, columns]`; a single number when left out
    ///
    /// # Errors
    /// When `scale` is negative or not a finite number, or `n` is negative or far too large.
    ///
    /// # Example
    /// ```rhai
    /// rng(42).exponential(1.0, 2) // => [2.4042086  2.33618966]
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn exponential(g: &mut Generator, scale: Dynamic) -> Raised<Dynamic> {
        exponential_many(g, scale, Dynamic::UNIT)
    }

    /// So many numbers of an exponential distribution.
    #[rhai_fn(name = "exponential", return_raw, pure, volatile)]
    pub fn exponential_many(g: &mut Generator, scale: Dynamic, n: Dynamic) -> Raised<Dynamic> {
        let scale = not_negative("scale", value::number("scale", &scale)?)?;
        g.floats(&n, |bits| scale * ziggurat::exponential(bits))
    }

    /// Picks values, each time from all of them.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `values`: an array, a list or a range
    /// - `n`: how many; a single value when left out
    /// - `p`: how likely each value is, a list that sums to 1; all are equally likely when left out
    ///
    /// # Errors
    /// When there is nothing to choose from, `n` is negative, or `p` does not fit `values` or does not sum to 1.
    ///
    /// # Example
    /// ```rhai
    /// rng(42).choice(["open", "closed", "both"], 4) // => ["open", "both", "closed", "closed"]
    /// ```
    #[rhai_fn(return_raw, pure, volatile)]
    pub fn choice(g: &mut Generator, values: Dynamic) -> Raised<Dynamic> {
        choice_many(g, values, Dynamic::UNIT)
    }

    /// Picks so many values.
    #[rhai_fn(name = "choice", return_raw, pure, volatile)]
    pub fn choice_many(g: &mut Generator, values: Dynamic, n: Dynamic) -> Raised<Dynamic> {
        let choices = Choices::new(&values)?;
        let (places, shape) = g.places(choices.len(), &n)?;
        choices.at(&places, &shape)
    }

    /// Picks so many values, some more likely than others.
    #[rhai_fn(name = "choice", return_raw, pure, volatile)]
    pub fn choice_weighed(
        g: &mut Generator,
        values: Dynamic,
        n: Dynamic,
        p: Dynamic,
    ) -> Raised<Dynamic> {
        let choices = Choices::new(&values)?;
        let p = Array::from_values("p", &p)?;
        crate::fault::same_length("values", choices.len(), "p", p.size())?;
        let mut sum = 0.0;
        let mut sums = Vec::with_capacity(choices.len());
        for (i, p) in p.try_floats()?.iter().enumerate() {
            if i > 0 && i.is_multiple_of(BLOCK) {
                host::check_interrupt()?;
            }
            sum += not_negative("p", *p)?;
            sums.push(sum);
        }
        if (sum - 1.0).abs() > 1e-8 {
            bail!("p must sum to 1, and sums to {}", value::float_text(sum))
        }
        let shape = shape_of(&n)?;
        let places = g.draw(&shape, |bits| {
            let draw = bits.unit();
            sums.partition_point(|below| below / sum <= draw)
                .min(choices.len() - 1)
        })?;
        choices.at(&places, &shape)
    }

    /// A copy of an array or a list in random order.
    ///
    /// # Arguments
    /// - `g`: the generator
    /// - `values`: an array, a list or a range; it stays as it is
    ///
    /// # Errors
    /// When it is none of these.
    ///
    /// # Example
    /// ```rhai
    /// rng(42).shuffle([1, 2, 3, 4, 5]) // => [5, 3, 4, 2, 1]
    /// ```
    #[rhai_fn(name = "shuffle", name = "permutation", return_raw, pure, volatile)]
    pub fn shuffle(g: &mut Generator, values: Dynamic) -> Raised<Dynamic> {
        let choices = Choices::new(&values)?;
        let order = g.order(choices.len())?;
        choices.at(&order, &[order.len()])
    }
}
