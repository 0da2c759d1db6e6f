//! Working days as two tables, so that counting and adding take one step each.

/// Working days counted up, and listed, over the days a calendar covers.
///
/// Places are days since the first day covered.
#[derive(Clone, Debug)]
pub(super) struct WorkingDayTable {
    /// For each place, the working days up to and including it.
    cumulative: Vec<i32>,
    /// The place of the first, second, … working day.
    places: Vec<usize>,
}

impl WorkingDayTable {
    pub(super) fn new(working: &[bool]) -> WorkingDayTable {
        let mut count = 0;
        let cumulative = working
            .iter()
            .map(|is_working| {
                count += i32::from(*is_working);
                count
            })
            .collect();
        let places = (0..working.len()).filter(|place| working[*place]).collect();
        WorkingDayTable { cumulative, places }
    }

    pub(super) fn is_working(&self, place: usize) -> bool {
        place
            .checked_sub(1)
            .map_or(0, |before| self.cumulative[before])
            < self.cumulative[place]
    }

    /// The working days up to and including the place.
    pub(super) fn up_to(&self, place: usize) -> i32 {
        self.cumulative[place]
    }

    /// The place of the working day with this number, the first being 1.
    pub(super) fn place_of(&self, number: i32) -> Option<usize> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.places.get(index).copied()
    }

    pub(super) fn cumulative(&self) -> &[i32] {
        &self.cumulative
    }
}
