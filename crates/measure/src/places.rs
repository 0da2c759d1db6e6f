//! Places: what belongs to each measure, by place in its Book, for a holder that does not borrow it.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_plan::{ActionId, Book, Figure, Measure, MeasureKey, PlanId, UnitId};

use crate::index::Facts;
use crate::lookup::{self, EffectiveTarget};
use crate::{Index, Judgement, Trend, judge, trend};

/// Where the records of one measure stand, each list in the order of the Book.
#[derive(Clone, Debug, Default)]
struct PlacesOf {
    measure: Option<usize>,
    figures: Vec<usize>,
    targets: Vec<usize>,
    profile: Vec<usize>,
    breaks: Vec<usize>,
    milestones: Vec<usize>,
}

/// What an [`Index`] gathers, as places in the Book instead of references: it can be
/// kept beside the Book, and is as quick to ask. Making it takes one pass.
#[derive(Clone, Debug, Default)]
pub struct Places {
    of: HashMap<MeasureKey, PlacesOf>,
}

/// One measure's records, found by [`Places`].
#[derive(Clone, Debug)]
pub struct MeasureFacts<'book> {
    book: &'book Book,
    facts: Facts<'book>,
}

impl Places {
    /// Looks a Book through once.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let mut places = Self::default();
        for (place, measure) in book.measures.iter().enumerate() {
            let of = places.entry(&measure.code.key());
            of.measure = of.measure.or(Some(place));
        }
        for (place, figure) in book.figures.iter().enumerate() {
            places.entry(&figure.measure).figures.push(place);
        }
        for (place, target) in book.targets.iter().enumerate() {
            places.entry(&target.measure).targets.push(place);
        }
        for (place, point) in book.profile.iter().enumerate() {
            places.entry(&point.measure).profile.push(place);
        }
        for (place, series_break) in book.series_breaks.iter().enumerate() {
            places.entry(&series_break.measure).breaks.push(place);
        }
        places.gather_milestones(book);
        places
    }

    fn entry(&mut self, key: &MeasureKey) -> &mut PlacesOf {
        self.of.entry(key.clone()).or_default()
    }

    fn gather_milestones(&mut self, book: &Book) {
        let mut by_action: HashMap<(&PlanId, &ActionId), Vec<usize>> = HashMap::new();
        for (place, milestone) in book.milestones.iter().enumerate() {
            let action = (&milestone.plan, &milestone.action);
            by_action.entry(action).or_default().push(place);
        }
        for action in &book.actions {
            let Some(milestones) = by_action.get(&(&action.plan, &action.id)) else {
                continue;
            };
            for key in &action.measures {
                self.entry(key).milestones.extend(milestones);
            }
        }
    }

    /// The place of a measure among the Book's.
    #[must_use]
    pub fn place(&self, key: &MeasureKey) -> Option<usize> {
        self.of.get(key)?.measure
    }

    /// The records of a measure. `book` is the one that the places are of; of another one, places
    /// that it does not have are left out.
    #[must_use]
    pub fn read<'book>(&self, book: &'book Book, key: &MeasureKey) -> MeasureFacts<'book> {
        let facts = self.of.get(key).map_or_else(Facts::default, |of| Facts {
            measure: of.measure.and_then(|place| book.measures.get(place)),
            figures: at(&book.figures, &of.figures),
            targets: at(&book.targets, &of.targets),
            profile: at(&book.profile, &of.profile),
            breaks: at(&book.series_breaks, &of.breaks),
            milestones: at(&book.milestones, &of.milestones),
        });
        MeasureFacts { book, facts }
    }
}

impl Places {
    /// An index of these measures' records alone: for a page of a few measures, which then takes time
    /// in proportion to them and not to the Book. It knows nothing of other measures.
    #[must_use]
    pub fn index<'book>(&self, book: &'book Book, keys: &[MeasureKey]) -> Index<'book> {
        let facts = keys
            .iter()
            .map(|key| (key.clone(), self.read(book, key).facts));
        Index::of_gathered(book, facts.collect())
    }
}

fn at<'book, T>(records: &'book [T], places: &[usize]) -> Vec<&'book T> {
    places
        .iter()
        .filter_map(|place| records.get(*place))
        .collect()
}

impl<'book> MeasureFacts<'book> {
    /// The measure's figures, in the order they were written.
    #[must_use]
    pub fn figures(&self) -> &[&'book Figure] {
        &self.facts.figures
    }

    /// As [`figure_for`](crate::figure_for).
    #[must_use]
    pub fn figure_for(&self, period: Period, unit: Option<&UnitId>) -> Option<&'book Figure> {
        lookup::find_figure(&self.facts, period, unit)
    }

    /// As [`target_for`](crate::target_for).
    #[must_use]
    pub fn target_for(
        &self,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Option<EffectiveTarget<'book>> {
        lookup::find_target(&self.facts, period, unit)
    }

    /// As [`judge`](crate::judge()).
    #[must_use]
    pub fn judge(
        &self,
        measure: &Measure,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Judgement<'book> {
        judge::judge_facts(self.book, &self.facts, measure, period, unit)
    }

    /// As [`trend`](crate::trend()).
    #[must_use]
    pub fn trend(&self, measure: &Measure, period: Period, unit: Option<&UnitId>) -> Trend {
        trend::trend_of(&self.facts, measure, period, unit)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Index;
    use crate::support::{book, measure, period, row};

    /// Two measures with three years of figures, a target, a break and a part's figure.
    fn small_book() -> Book {
        let mut small = book(
            measure(json!({})),
            "2017-18 = 70\n2018-19 = 90/120\n2019-20 = 80",
        );
        let mut other = book(measure(json!({"code": "N"})), "2019-20 = 5\n2019-20 Q1 = 4");
        small.append(&mut other);
        let target = json!({"measure": "M", "period": "2019-20", "goal": "75"});
        small.targets.push(row(target));
        let broken = json!({"measure": "N", "from": "2019-20", "reason": "recounted"});
        small.series_breaks.push(row(broken));
        small.figures[3].unit = Some("north".into());
        small
    }

    #[test]
    fn places_and_an_index_say_the_same_of_every_measure() {
        let book = small_book();
        let (places, index) = (Places::of(&book), Index::new(&book));
        for measure in &book.measures {
            let key = measure.code.key();
            let read = places.read(&book, &key);
            assert_eq!(read.figures(), index.figures(&key));
            for label in ["2018-19", "2019-20", "2019-20 Q1"] {
                let period = period(label);
                let judged = read.judge(measure, period, None);
                assert_eq!(judged, index.judge(measure, period, None));
                let trend = read.trend(measure, period, None);
                assert_eq!(trend, index.trend(measure, period, None));
                let target = read.target_for(period, None);
                assert_eq!(target, index.target_for(&key, period, None));
            }
        }
    }

    #[test]
    fn an_index_of_one_measure_says_of_it_what_an_index_of_all_says() {
        let book = small_book();
        let key = book.measures[0].code.key();
        let one = Places::of(&book).index(&book, std::slice::from_ref(&key));
        let all = Index::new(&book);
        let year = period("2019-20");
        assert_eq!(one.figures(&key), all.figures(&key));
        let measure = &book.measures[0];
        assert_eq!(
            one.judge(measure, year, None),
            all.judge(measure, year, None)
        );
        assert!(one.figures(&book.measures[1].code.key()).is_empty());
    }

    #[test]
    fn places_of_another_book_find_what_is_there_and_no_more() {
        let book = small_book();
        let places = Places::of(&book);
        let empty = Book::default();
        let key = book.measures[1].code.key();
        assert_eq!(places.place(&key), Some(1));
        assert!(places.read(&empty, &key).figures().is_empty());
    }
}
