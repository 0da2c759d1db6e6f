//! Published statuses with what the rule makes of them, for the rules that compare the two.

use std::borrow::Cow;

use clew_measure::{Index, Judgement, exact_value, status_of};
use clew_plan::{Book, Figure, Measure, MeasureKind, Status};

use crate::measures::polarity;

/// A published status of a statistical measure and the judgement of the same figure.
pub(crate) struct Reported<'book> {
    pub(crate) measure: &'book Measure,
    pub(crate) figure: &'book Figure,
    pub(crate) status: Status,
    pub(crate) judgement: Judgement<'book>,
}

/// Every published Blue, Green, Amber or Red of a statistical measure that is not the one the rule
/// gives. Where the record does not say which way is better, the measure is judged only if its title
/// plainly says so.
pub(crate) fn disputed(book: &Book) -> Vec<Reported<'_>> {
    let index = Index::new(book);
    let reported = book.figures.iter().filter_map(|figure| {
        let status = figure
            .reported_status
            .filter(|status| status.is_judgement())?;
        let measure = index
            .measure(&figure.measure)
            .filter(|measure| measure.kind == MeasureKind::Statistical)?;
        if by_rule(&index, measure, figure) == Some(status) {
            return None;
        }
        let judgement = index.judge(
            &known_polarity(measure),
            figure.period,
            figure.unit.as_ref(),
        );
        (judgement.by_rule != status).then_some(Reported {
            measure,
            figure,
            status,
            judgement,
        })
    });
    reported.collect()
}

/// The status the rule gives, without the words that explain it; most figures need no more.
fn by_rule(index: &Index<'_>, measure: &Measure, figure: &Figure) -> Option<Status> {
    let target = index.target_for(&figure.measure, figure.period, figure.unit.as_ref())?;
    let tolerance = index.tolerance_for(measure, target.record).tolerance;
    let value = exact_value(figure, measure.unit_of_measure)?;
    Some(status_of(
        value,
        target.goal?,
        measure.polarity?,
        Some(&tolerance),
    ))
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
