//! What a measure's wording says about it, where the record leaves it open.

use std::collections::HashMap;

use clew_plan::{Book, Measure, MeasureKey, Polarity, UnitOfMeasure};
use rust_decimal::Decimal;

use crate::tokens::tokens;
use crate::words::{plain, words};

/// The code of a measure as its record writes it, for messages; the key where there is no record.
pub(crate) fn code_of(book: &Book, key: &MeasureKey) -> String {
    book.measure(key)
        .map_or_else(|| key.to_string(), |measure| measure.code.to_string())
}

/// The code of every measure by its key.
pub(crate) fn codes(book: &Book) -> HashMap<MeasureKey, String> {
    book.measures
        .iter()
        .map(|measure| (measure.code.key(), measure.code.to_string()))
        .collect()
}

/// Words of a title that mean "less is better".
const LOWER_WORDS: &[&str] = &[
    "absence",
    "complaints",
    "cost",
    "costs",
    "delayed",
    "delays",
    "emissions",
    "homeless",
    "homelessness",
    "mortality",
    "overdue",
    "readmissions",
    "registrations",
    "sickness",
    "turnover",
    "vacancies",
    "waiting",
];

/// Words of a title that mean "done as it should be", so more is better.
const HIGHER_WORDS: &[&str] = &[
    "achieved",
    "agree",
    "allocated",
    "attendance",
    "completed",
    "coverage",
    "good",
    "improvement",
    "processed",
    "rated",
    "satisfaction",
    "seen",
    "start",
    "starting",
    "submitted",
    "successful",
    "supported",
    "within",
];

/// Which way is better: as recorded, else as the title plainly says, else not known.
pub(crate) fn polarity(measure: &Measure) -> Option<Polarity> {
    measure
        .polarity
        .or_else(|| polarity_of_title(&measure.title))
}

fn polarity_of_title(title: &str) -> Option<Polarity> {
    let mut found = words(title);
    let title_words: Vec<String> = found.by_ref().collect();
    let any = |list: &[&str]| title_words.iter().any(|word| list.contains(&word.as_str()));
    if any(LOWER_WORDS) {
        Some(Polarity::Lower)
    } else {
        any(HIGHER_WORDS).then_some(Polarity::Higher)
    }
}

/// Whether its values are per cent of a whole, which cannot pass 100.
pub(crate) fn is_share(measure: &Measure) -> bool {
    let title = plain(&measure.title);
    let says_part = ["percentage of", "proportion of", " of "]
        .iter()
        .any(|part| title.contains(part));
    let change = ["reduction", "increase", "change", "rate", "spend"]
        .iter()
        .any(|word| title.contains(word));
    measure.unit_of_measure == Some(UnitOfMeasure::Percent) && says_part && !change
}

/// The per cent a title begins with, which is its target: `96% of requests …`.
pub(crate) fn target_in_title(title: &str) -> Option<Decimal> {
    let first = tokens(title).first()?.number()?;
    first.percent.then_some(first.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_which_way_is_better_only_when_it_is_plain() {
        // title | polarity
        let table = "
            5% Labour turnover rate                               | lower
            Number of complaints received                         | lower
            90% of audit points completed on time            | higher
            Number of looked after children                       |
            Reports submitted on the day                  | higher";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (title, expected) = line.split_once('|').expect(line);
            let found =
                polarity_of_title(title).map_or(String::new(), |polarity| polarity.to_string());
            assert_eq!(found, expected.trim(), "{title}");
        }
    }

    #[test]
    fn a_title_may_carry_its_target() {
        assert_eq!(target_in_title("96% of requests"), Some(Decimal::from(96)));
        assert_eq!(target_in_title("Percentage of requests"), None);
    }
}
