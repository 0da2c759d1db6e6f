//! A random sequence that is the same on every machine: SplitMix64 in whole numbers.
//!
//! The method is Steele, Lea and Flood's, "Fast splittable pseudorandom number generators" (OOPSLA 2014).

/// A sequence of numbers that a seed decides.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    /// The next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number from 0 to one below the limit; 0 when the limit is 0.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        let scaled = (self.bits() >> 32) * u64::from(limit);
        u32::try_from(scaled >> 32).unwrap_or(0)
    }

    /// A number from the first to the last, both included.
    pub(crate) fn between(&mut self, first: i32, last: i32) -> i32 {
        let width = u32::try_from(last - first + 1).unwrap_or(1);
        first + i32::try_from(self.below(width)).unwrap_or(0)
    }

    /// True in so many of a thousand cases.
    pub(crate) fn chance(&mut self, of_thousand: u32) -> bool {
        self.below(1_000) < of_thousand
    }

    /// One of a list; the list must hold something.
    pub(crate) fn one<T: Copy>(&mut self, list: &[T]) -> T {
        let place = self.below(u32::try_from(list.len()).unwrap_or(u32::MAX));
        list[usize::try_from(place).unwrap_or(0)]
    }

    /// One of a list by weight; the list must hold something.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let total: u32 = list.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for (item, weight) in list {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        list[0].0
    }
}

/// Spreads the bits of a number, so that neighbours become strangers.
pub(crate) fn mix(number: u64) -> u64 {
    let mut bits = number;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_on_every_machine() {
        let mut random = Random::new(7);
        let first: Vec<u64> = (0..3).map(|_| random.bits()).collect();
        let mut again = Random::new(7);
        assert_eq!(first, (0..3).map(|_| again.bits()).collect::<Vec<_>>());
        assert_ne!(first[0], Random::new(8).bits());
        assert_eq!(mix(1), 0x5692_161D_100B_05E5);
    }

    #[test]
    fn a_number_below_a_limit_is_below_it_and_reaches_both_ends() {
        let mut random = Random::new(1);
        let drawn: Vec<i32> = (0..500).map(|_| random.between(-2, 3)).collect();
        assert_eq!(drawn.iter().min(), Some(&-2));
        assert_eq!(drawn.iter().max(), Some(&3));
    }

    #[test]
    fn weights_of_nothing_are_never_drawn() {
        let mut random = Random::new(3);
        assert!((0..200).all(|_| random.weighted(&[("a", 0), ("b", 5)]) == "b"));
    }
}
