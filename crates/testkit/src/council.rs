//! A council of any size, for benchmarks: measures with years of quarterly figures and targets.

use clew_plan::{Book, OutcomeId, PlanId};
use rust_decimal::Decimal;

use crate::records::{figure, measure, outcome, plan, target};

/// A sound Book with so many measures, each with quarterly figures and a target for so many years
/// from 2015-16. The same every time: values come from a small fixed sequence.
#[must_use]
pub fn council(measures: u32, years: u16) -> Book {
    let mut book = Book {
        plans: vec![plan("council")],
        ..Book::default()
    };
    book.outcomes = (0..20)
        .map(|number| outcome(&format!("O{number}"), "council"))
        .collect();
    for number in 0..measures {
        let written = format!("C{:05}", number + 1);
        let mut record = measure(&written);
        record.plan = Some(PlanId::from("council"));
        record.outcome = Some(OutcomeId::from(format!("O{}", number % 20)));
        record.owner = Some(format!("Manager {}", number % 50));
        book.measures.push(record);
        for year in 0..years {
            add_year(&mut book, &written, number, 2015 + i32::from(year));
        }
    }
    book
}

fn add_year(book: &mut Book, written: &str, number: u32, year: i32) {
    let label = format!("{year}-{:02}", (year + 1) % 100);
    book.targets
        .push(target(written, &label, Decimal::from(75)));
    for quarter in 1..=4u32 {
        let step = number
            .wrapping_mul(31)
            .wrapping_add(year.unsigned_abs() * 7)
            .wrapping_add(quarter * 13);
        let mut record = figure(
            written,
            &format!("{label} Q{quarter}"),
            Decimal::from(60 + step % 40),
        );
        record.numerator = Some(Decimal::from(60 + step % 40));
        record.denominator = Some(Decimal::from(100));
        book.figures.push(record);
    }
}
