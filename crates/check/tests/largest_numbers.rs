//! Books whose numbers are as large and as small as a decimal can be: every rule must come to an end.

use clew_check::check;
use clew_plan::{Book, Goal};
use rust_decimal::Decimal;

/// Large, small and middling numbers in turn.
struct Extremes(usize);

impl Extremes {
    fn next(&mut self) -> Decimal {
        let numbers = [
            "70000000000000000000000000000",
            "-70000000000000000000000000000",
            "70000000000000000000000000000",
            "0.0000000000000000000000000001",
            "1",
        ];
        self.0 += 1;
        numbers[self.0 % numbers.len()].parse().expect("a number")
    }
}

/// The book with every number replaced.
fn with_extremes(mut book: Book, start: usize) -> Book {
    let mut extremes = Extremes(start);
    for figure in &mut book.figures {
        figure.value = Some(extremes.next());
        figure.numerator = Some(extremes.next());
        figure.denominator = Some(extremes.next());
        figure.forecast = Some(extremes.next());
    }
    for target in &mut book.targets {
        target.goal = Some(Goal::Value(extremes.next()));
    }
    for row in &mut book.activities {
        row.fte = Some(extremes.next());
        row.expenditure = Some(extremes.next());
        row.income = Some(extremes.next());
        row.net = Some(extremes.next());
        row.share = Some(extremes.next());
    }
    for line in &mut book.capital {
        line.amount = extremes.next();
    }
    for line in &mut book.staffing {
        line.fte = Some(extremes.next());
        line.headcount = Some(u32::MAX);
    }
    for total in &mut book.reported_totals {
        total.value = extremes.next();
    }
    for count in &mut book.reported_counts {
        count.count = u32::MAX;
        count.percent = Some(extremes.next());
    }
    for claim in &mut book.claims {
        claim.from_value = Some(extremes.next());
        claim.to_value = Some(extremes.next());
        claim.stated_change = Some(extremes.next());
    }
    book
}

#[test]
fn no_rule_stops_at_a_number_however_large_or_small() {
    let examples = clew_exchange::examples::names();
    assert!(examples.len() > 2, "{examples:?}");
    for example in examples {
        let book = clew_exchange::examples::load(example).expect("an embedded example");
        for start in 0..5 {
            let report = check(&with_extremes(book.clone(), start));
            assert!(!report.findings.is_empty(), "{example}");
        }
    }
}
