//! Published statuses with what the rule makes of them, for the rules that compare the two.

use std::borrow::Cow;

use clew_measure::{Index, Judgement};
use clew_plan::{Book, Figure, Measure, MeasureKind, Status};

use crate::measures::polarity;

/// A published status of a statistical measure and the judgement of the same figure.
pub(crate) struct Reported<'book> {
    pub(crate) measure: &'book Measure,
    pub(crate) figure: &'book Figure,
    pub(crate) status: Status,
    pub(crate) judgement: Judgement<'book>,
}

/// Every published Blue, Green, Amber or Red of a statistical measure. Where the record does not
/// say which way is better, the measure is judged only if its title plainly says so.
pub(crate) fn all(book: &Book) -> Vec<Reported<'_>> {
    let index = Index::new(book);
    let judged = book.figures.iter().filter_map(|figure| {
        let status = figure
            .reported_status
            .filter(|status| status.is_judgement())?;
        let measure = index.measure(&figure.measure)?;
        let judgement = index.judge(
            &known_polarity(measure),
            figure.period,
            figure.unit.as_ref(),
        );
        (measure.kind == MeasureKind::Statistical).then_some(Reported {
            measure,
            figure,
            status,
            judgement,
        })
    });
    judged.collect()
}

fn known_polarity(measure: &Measure) -> Cow<'_, Measure> {
    if measure.polarity.is_some() {
        return Cow::Borrowed(measure);
    }
    Cow::Owned(Measure {
        polarity: polarity(measure),
        ..measure.clone()
    })
}
