//! Which figures came by a return that is not signed off, so that no reader takes them for settled.

use std::collections::HashMap;

use clew_calendar::{Day, Period};
use clew_plan::{MeasureKey, UnitId};

/// How far the return of a figure has got, where it is not signed off.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReturnMark {
    /// Returned, and nobody has signed it off yet.
    NotSignedOff,
    /// Sent back to its owner.
    SentBack,
}

impl ReturnMark {
    /// In words, as they stand beside a value.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotSignedOff => "not signed off",
            Self::SentBack => "sent back",
        }
    }
}

/// The returns that are begun and not signed off. A figure without one needs no mark: it is signed
/// off, or came by an import that no return was made for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OpenReturns {
    of: HashMap<MeasureKey, Vec<Open>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Open {
    unit: Option<UnitId>,
    last: Day,
    mark: ReturnMark,
}

impl OpenReturns {
    /// Adds the return of a measure's figure for a period and a part of the organisation (none for the
    /// whole).
    pub fn add(
        &mut self,
        measure: MeasureKey,
        unit: Option<UnitId>,
        period: Period,
        mark: ReturnMark,
    ) {
        let last = period.last();
        self.of
            .entry(measure)
            .or_default()
            .push(Open { unit, last, mark });
    }

    /// Marks the figures that are worked out from marked ones: what rests on a figure that is not
    /// signed off is not signed off either.
    pub fn add_resting_on(&mut self, measure: &MeasureKey, parts: &[MeasureKey]) {
        let open = parts.iter().filter_map(|part| self.of.get(part)).flatten();
        let rests: Vec<Open> = open
            .map(|open| Open {
                mark: ReturnMark::NotSignedOff,
                ..open.clone()
            })
            .collect();
        let own = self.of.entry(measure.clone()).or_default();
        for open in rests {
            if !own.contains(&open) {
                own.push(open);
            }
        }
    }

    /// The mark of a measure's figure of a period; none where it needs none. A figure of the year up
    /// to a day comes by the return of the period that ends on that day.
    #[must_use]
    pub fn mark(
        &self,
        measure: &MeasureKey,
        unit: Option<&UnitId>,
        period: Period,
    ) -> Option<ReturnMark> {
        let last = period.last();
        let mut open = self.of.get(measure)?.iter();
        open.find(|open| open.last == last && open.unit.as_ref() == unit)
            .map(|open| open.mark)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn period(label: &str) -> Period {
        label.parse().unwrap()
    }

    #[test]
    fn a_figure_is_marked_by_its_measure_part_and_last_day() {
        let mut open = OpenReturns::default();
        let (m, q2) = (MeasureKey::from("M"), period("2025-26 Q2"));
        open.add(m.clone(), None, q2, ReturnMark::SentBack);
        open.add(m.clone(), Some("east".into()), q2, ReturnMark::NotSignedOff);
        let year_to_date = period("2025-26 to Q2");
        assert_eq!(
            open.mark(&m, None, year_to_date),
            Some(ReturnMark::SentBack)
        );
        let east = UnitId::from("east");
        assert_eq!(
            open.mark(&m, Some(&east), q2),
            Some(ReturnMark::NotSignedOff)
        );
        assert_eq!(open.mark(&m, None, period("2025-26 Q1")), None);
        assert_eq!(open.mark(&MeasureKey::from("N"), None, q2), None);
    }

    #[test]
    fn what_is_worked_out_from_a_figure_that_was_sent_back_is_not_signed_off() {
        let mut open = OpenReturns::default();
        let (part, sum, q2) = (
            MeasureKey::from("A"),
            MeasureKey::from("SUM"),
            period("2025-26 Q2"),
        );
        open.add(part.clone(), None, q2, ReturnMark::SentBack);
        open.add_resting_on(&sum, &[MeasureKey::from("B"), part]);
        assert_eq!(open.mark(&sum, None, q2), Some(ReturnMark::NotSignedOff));
    }
}
