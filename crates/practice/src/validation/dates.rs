//! Dates that cannot be in this order: before a birth, a visit before its order, an end before its beginning.

use std::collections::BTreeSet;

use clew_calendar::Day;

use super::Checking;
use crate::pack::{Field, PackCode, Path, day_in_words};

impl Checking<'_> {
    pub(super) fn before_birth(&mut self, field: &Field, day: Day) {
        let birth = self.around.person.and_then(|person| person.birth);
        if birth.is_some_and(|birth| !birth.estimated && day < birth.day) {
            self.warning(
                &field.code,
                "before-birth",
                format!("“{}” is before the person was born", field.title),
                "Check the day, and the date of birth",
            );
        }
    }

    /// Warns of what happened before what it follows: the record that opened the episode, what started a clock, and
    /// the first of two dates from which a measure counts.
    pub(super) fn order_of_dates(&mut self) {
        let opener = self.around.episode.and_then(|episode| episode.opener());
        let event = self.reading.own_day(&self.form.event_date);
        if let (Some(opener), Some(event)) = (opener, event)
            && event < opener.event_date
        {
            let title = self.pack.forms.get(&opener.form);
            let title = title.map_or(opener.form.as_str(), |form| form.title.as_str());
            self.warning(
                &self.form.event_date,
                "before-opening",
                format!(
                    "{} is before “{title}” of {}",
                    day_in_words(event),
                    day_in_words(opener.event_date)
                ),
                "Check both days",
            );
        }
        for (first, then) in self.pairs() {
            let Some(then_day) = self.reading.own_day(&then) else {
                continue;
            };
            let Some(first_day) = self.reading.day(&first) else {
                continue;
            };
            let is_said = opener.is_some_and(|opener| {
                then == self.form.event_date && opener.event_date == first_day
            });
            if then_day < first_day && !is_said {
                let first = first.in_words(self.pack, &self.form.code);
                let own = Path::Own(then.clone()).in_words(self.pack, &self.form.code);
                self.warning(
                    &then,
                    "before-trigger",
                    format!(
                        "{own} ({}) is before {first} ({})",
                        day_in_words(then_day),
                        day_in_words(first_day)
                    ),
                    "Check both days",
                );
            }
        }
    }

    /// Dates of this form that follow another, as clocks and measures say.
    fn pairs(&self) -> BTreeSet<(Path, PackCode)> {
        let form = &self.form.code;
        let path = |of: &str, field: &str| {
            if of == form {
                Path::Own(field.to_owned())
            } else {
                Path::Episode {
                    form: of.to_owned(),
                    field: field.to_owned(),
                }
            }
        };
        let clocks = self.pack.clocks.values();
        let stops = clocks.flat_map(|clock| {
            let from = path(&clock.trigger.form, &clock.trigger.date);
            let ends = [Some(&clock.stop), clock.until.as_ref()];
            let own = ends.into_iter().flatten().filter(|end| end.form == *form);
            own.map(move |end| (from.clone(), end.date.clone()))
        });
        let measures = self.pack.measures.values();
        let spans = measures
            .filter(|measure| measure.form == *form)
            .filter_map(|measure| match &measure.to {
                Some(Path::Own(to)) => Some((measure.from.clone(), to.clone())),
                _ => None,
            });
        stops.chain(spans).collect()
    }
}
