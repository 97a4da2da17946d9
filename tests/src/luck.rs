//! Seeded choices, so that a failing run can be repeated.

/// A small generator (SplitMix64).
pub struct Luck(u64);

impl Luck {
    /// A generator that always makes the same choices.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The seed of this run: the environment's `SEED`, or one that differs from run to run.
    pub fn seed() -> u64 {
        if let Ok(seed) = std::env::var("SEED") {
            return seed.parse().expect("SEED is a whole number");
        }
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        u64::from(now.expect("after 1970").subsec_nanos())
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// Heads or tails.
    pub fn coin(&mut self) -> bool {
        self.bits() & 1 == 1
    }
}
