//! Targets that ask for less than was already reached.

use std::collections::BTreeMap;

use clew_plan::{Book, Polarity};
use rust_decimal::Decimal;

use super::series::{Series, all, single};
use crate::finding::place;
use crate::measures::polarity;
use crate::numbers::number;
use crate::sources::document_of;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "targets-below-last-result",
    severity: Severity::Note,
    title: "Many targets ask for less than the last result",
    explanation: "A target below what was reached in the year before may be right (the year was \
        unusual), but a plan in which at least a third of the targets, and three or more, ask \
        for less cannot be said to aim at improvement. Each measure's target is compared with \
        its figure for the year just before; measures whose better direction is not known, and \
        targets of a year that already has figures, are left out. One finding for a document.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut documents: BTreeMap<String, (usize, Vec<Place>)> = BTreeMap::new();
    for series in all(book) {
        let Some((asked, reached, better)) = compared(&series) else {
            continue;
        };
        let source = series
            .targets
            .first()
            .and_then(|target| target.source.as_ref());
        let entry = documents.entry(document_of(book, source)).or_default();
        entry.0 += 1;
        let less = if better == Polarity::Higher {
            asked < reached
        } else {
            asked > reached
        };
        if less {
            let what = format!(
                "{}: target {}, last result {}",
                series.name(),
                number(asked),
                number(reached)
            );
            entry.1.push(place(what, source));
        }
    }
    let lax = documents
        .into_iter()
        .filter(|(_, (compared, less))| less.len() >= 3 && less.len() * 3 >= *compared);
    lax.map(|(document, (compared, less))| {
        RULE.finding(document)
            .says(format!(
                "{} of {compared} targets ask for less than the year before already gave.",
                less.len()
            ))
            .at_all(less)
            .suggests("Raise them, or say for each why less is expected.")
    })
    .collect()
}

/// The latest target, the figure for the year just before it, and which way is better.
fn compared(series: &Series<'_>) -> Option<(Decimal, Decimal, Polarity)> {
    let better = polarity(series.measure)
        .filter(|better| matches!(better, Polarity::Higher | Polarity::Lower))?;
    let target = series.targets.iter().max_by_key(|target| target.period)?;
    let before = target.period.year_before()?;
    if series
        .figures
        .iter()
        .any(|figure| target.period.covers(figure.period))
    {
        return None;
    }
    let figure = series
        .figures
        .iter()
        .find(|figure| figure.period == before)?;
    Some((
        single(target)?,
        figure.value.filter(|value| !value.is_zero())?,
        better,
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"Seen in time","kind":"statistical","polarity":"higher"}
            measures {"code":"M2","title":"Done in time","kind":"statistical","polarity":"higher"}
            measures {"code":"M3","title":"Complaints","kind":"statistical","polarity":"lower"}
            figures {"measure":"M1","period":"2021-22","value":"96","from":"imported","state":"final"}
            figures {"measure":"M2","period":"2021-22","value":"94","from":"imported","state":"final"}
            figures {"measure":"M3","period":"2021-22","value":"55","from":"imported","state":"final"}
            finds 1 | all three ask for less
            targets {"measure":"M1","period":"2022-23","goal":"90"}
            targets {"measure":"M2","period":"2022-23","goal":"75"}
            targets {"measure":"M3","period":"2022-23","goal":"72"}
            silent | the year already has figures
            targets {"measure":"M1","period":"2022-23","goal":"90"}
            targets {"measure":"M2","period":"2022-23","goal":"75"}
            targets {"measure":"M3","period":"2022-23","goal":"72"}
            figures {"measure":"M1","period":"2022-23 Q1","value":"90","from":"imported","state":"final"}
            silent | as much or more
            targets {"measure":"M1","period":"2022-23","goal":"96"}
            targets {"measure":"M2","period":"2022-23","goal":"95"}
            targets {"measure":"M3","period":"2022-23","goal":"50"}
        "#,
        );
    }
}
