//! The stream of random bits: numpy's `SeedSequence` and `PCG64`.

use crate::fingerprint::Reader;

/// numpy's way to spread a seed over as many bits as a generator's state has.
/// After Melissa O'Neill, "Developing a seed_seq Alternative", 2015.
struct SeedSequence {
    pool: [u32; 4],
}

impl SeedSequence {
    fn new(seed: u64) -> Self {
        let words = [seed as u32, (seed >> 32) as u32];
        let mut constant = 0x43b0_d7e5u32;
        let mut hash = |value: u32| {
            let value = value ^ constant;
            constant = constant.wrapping_mul(0x931e_8875);
            let value = value.wrapping_mul(constant);
            value ^ (value >> 16)
        };
        let mut pool = [0; 4];
        for (i, slot) in pool.iter_mut().enumerate() {
            *slot = hash(words.get(i).copied().unwrap_or(0));
        }
        for from in 0..4 {
            for to in 0..4 {
                if from != to {
                    let mixed = 0xca01_f9ddu32
                        .wrapping_mul(pool[to])
                        .wrapping_sub(0x4973_f715u32.wrapping_mul(hash(pool[from])));
                    pool[to] = mixed ^ (mixed >> 16);
                }
            }
        }
        Self { pool }
    }

    /// The first four words of 64 bits.
    fn state(&self) -> [u64; 4] {
        let mut constant = 0x8b51_f9ddu32;
        let mut next = |i: usize| {
            let value = self.pool[i % 4] ^ constant;
            constant = constant.wrapping_mul(0x58f3_8ded);
            let value = value.wrapping_mul(constant);
            u64::from(value ^ (value >> 16))
        };
        std::array::from_fn(|i| next(2 * i) | next(2 * i + 1) << 32)
    }
}

/// PCG64 (XSL-RR 128/64), the generator of numpy's `default_rng`.
#[derive(Clone, Debug)]
pub(super) struct Pcg64 {
    state: u128,
    increment: u128,
    /// The upper half of the last word that was asked for half.
    half: Option<u32>,
}

impl Pcg64 {
    /// Lets `reader` read where the stream stands.
    pub(super) fn read(&self, reader: &mut Reader<'_>) {
        for word in [self.state, self.increment] {
            reader.word(word as u64);
            reader.word((word >> 64) as u64);
        }
        reader.word(self.half.map_or(0, |half| u64::from(half) + 1));
    }

    /// The generator that `numpy.random.default_rng(seed)` makes.
    pub(super) fn new(seed: u64) -> Self {
        let [a, b, c, d] = SeedSequence::new(seed).state();
        let wide = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
        let mut pcg = Self {
            state: 0,
            increment: wide(c, d) << 1 | 1,
            half: None,
        };
        pcg.step();
        pcg.state = pcg.state.wrapping_add(wide(a, b));
        pcg.step();
        pcg
    }

    fn step(&mut self) {
        const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
        self.state = self
            .state
            .wrapping_mul(MULTIPLIER)
            .wrapping_add(self.increment);
    }

    /// The next 64 bits.
    pub(super) fn word(&mut self) -> u64 {
        self.step();
        let folded = (self.state >> 64) as u64 ^ self.state as u64;
        folded.rotate_right((self.state >> 122) as u32)
    }

    /// The next 32 bits: the lower half of a word, then the upper.
    fn half_word(&mut self) -> u32 {
        if let Some(half) = self.half.take() {
            return half;
        }
        let word = self.word();
        self.half = Some((word >> 32) as u32);
        word as u32
    }

    /// A number from 0 up to, but not, 1: one of 2^53.
    pub(super) fn unit(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number from 0 to `most`, each as likely: Lemire's method, with halves of words where they do.
    pub(super) fn up_to(&mut self, most: u64) -> u64 {
        if most == 0 {
            return 0;
        }
        if let Ok(most) = u32::try_from(most) {
            let Some(count) = most.checked_add(1) else {
                return u64::from(self.half_word());
            };
            let threshold = (u32::MAX - most) % count;
            loop {
                let product = u64::from(self.half_word()) * u64::from(count);
                if product as u32 >= threshold {
                    return product >> 32;
                }
            }
        }
        let Some(count) = most.checked_add(1) else {
            return self.word();
        };
        let threshold = (u64::MAX - most) % count;
        loop {
            let product = u128::from(self.word()) * u128::from(count);
            if product as u64 >= threshold {
                return (product >> 64) as u64;
            }
        }
    }

    /// The same by another method, which numpy uses to shuffle: draws of just enough bits, until one is not too large.
    pub(super) fn within(&mut self, most: u32) -> u32 {
        let mask = u32::MAX.checked_shr(most.leading_zeros()).unwrap_or(0);
        loop {
            let draw = self.half_word() & mask;
            if draw <= most {
                return draw;
            }
        }
    }
}
