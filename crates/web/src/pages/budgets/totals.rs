//! Totals of a budget table, worked out from its rows, and printed totals beside them.

use clew_plan::{
    Activity, ActivityKind, Book, BudgetTableId, PlanId, Quantity, ReportedTotal, TotalOf,
};
use clew_report::words;
use rust_decimal::Decimal;

/// Staff, spending, income and net of some lines.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Sums {
    /// Full-time equivalents.
    pub(super) fte: Decimal,
    /// Pounds.
    pub(super) expenditure: Decimal,
    /// Pounds, 0 or less.
    pub(super) income: Decimal,
    /// Pounds, as the lines have it.
    pub(super) net: Decimal,
}

impl Sums {
    /// Adds the lines up.
    pub(super) fn of<'book>(lines: impl Iterator<Item = &'book Activity>) -> Self {
        let add =
            |sum: Decimal, value: Option<Decimal>| sum.saturating_add(value.unwrap_or_default());
        lines.fold(Self::default(), |sums, line| Self {
            fte: add(sums.fte, line.fte),
            expenditure: add(sums.expenditure, line.expenditure),
            income: add(sums.income, line.income),
            net: add(sums.net, line.net),
        })
    }

    /// One of them.
    pub(super) const fn quantity(&self, quantity: Quantity) -> Option<Decimal> {
        match quantity {
            Quantity::Fte => Some(self.fte),
            Quantity::Expenditure => Some(self.expenditure),
            Quantity::Income => Some(self.income),
            Quantity::Net => Some(self.net),
            _ => None,
        }
    }
}

/// The lines of a table, with those for a limited time or without.
pub(super) fn lines<'book>(
    book: &'book Book,
    table: &'book BudgetTableId,
    with_time_limited: bool,
) -> impl Iterator<Item = (usize, &'book Activity)> {
    let wanted = move |line: &Activity| {
        line.table == *table && (with_time_limited || line.kind != ActivityKind::TimeLimited)
    };
    let all = book.activities.iter().enumerate();
    all.filter(move |(_, line)| wanted(line))
}

/// The net of a line as its spending and income give it, where it has both; a line's written net may differ.
pub(super) fn net_of(line: &Activity) -> Option<Decimal> {
    let expenditure = line.expenditure?;
    expenditure.checked_add(line.income.unwrap_or_default())
}

/// A printed total of a table, if there is one.
pub(super) fn printed<'book>(
    book: &'book Book,
    table: &BudgetTableId,
    without_time_limited: bool,
    quantity: Quantity,
) -> Option<&'book ReportedTotal> {
    book.reported_totals.iter().find(|total| {
        total.of == TotalOf::Activities
            && total.table.as_deref() == Some(table.as_str())
            && total.without_time_limited == without_time_limited
            && total.quantity == quantity
    })
}

/// Whether a sum agrees with what is printed: to the last digit, or to half of what it was rounded to.
pub(super) fn agrees(sum: Decimal, printed: &ReportedTotal) -> bool {
    let apart = sum.checked_sub(printed.value).map(|apart| apart.abs());
    let allowed = printed
        .rounded_to
        .map_or(Decimal::ZERO, |to| to / Decimal::TWO);
    apart.is_some_and(|apart| apart <= allowed)
}

/// An amount as it is read: staff as a number, the rest as pounds.
pub(super) fn shown(quantity: Quantity, value: Decimal) -> String {
    match quantity {
        Quantity::Fte => words::number(value),
        _ => words::pounds(value),
    }
}

/// The columns in which activities are added up.
pub(super) const COLUMNS: [(Quantity, &str); 4] = [
    (Quantity::Fte, "Staff (FTE)"),
    (Quantity::Expenditure, "Expenditure"),
    (Quantity::Income, "Income"),
    (Quantity::Net, "Net"),
];

/// A sentence for each printed total of a plan's tables that its rows do not add up to.
pub(super) fn disagreeing(book: &Book, plan: &PlanId) -> Vec<String> {
    let mut found = Vec::new();
    for table in book
        .budget_tables
        .iter()
        .filter(|table| table.plan == *plan)
    {
        for without in [true, false] {
            let mut own = lines(book, &table.id, !without).peekable();
            if own.peek().is_none() {
                continue;
            }
            let sums = Sums::of(own.map(|(_, line)| line));
            for (quantity, name) in COLUMNS {
                let (Some(sum), Some(total)) = (
                    sums.quantity(quantity),
                    printed(book, &table.id, without, quantity),
                ) else {
                    continue;
                };
                if !agrees(sum, total) {
                    let kind = if without {
                        " without time-limited money"
                    } else {
                        ""
                    };
                    found.push(format!(
                        "{}, {}{kind}: printed {}, the rows add up to {}.",
                        table.title,
                        name.to_lowercase().replace("fte", "FTE"),
                        shown(quantity, total.value),
                        shown(quantity, sum)
                    ));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(value: i64, rounded_to: Option<i64>) -> ReportedTotal {
        ReportedTotal {
            document: "plan".into(),
            of: TotalOf::Activities,
            table: Some("adults".to_owned()),
            without_time_limited: false,
            quantity: Quantity::Net,
            value: value.into(),
            rounded_to: rounded_to.map(Decimal::from),
            source: None,
        }
    }

    #[test]
    fn a_printed_total_agrees_to_the_last_digit_or_to_half_of_its_rounding() {
        let cases = [
            (100, 100, None, true),
            (100, 101, None, false),
            (212_499_999, 212_000_000, Some(1_000_000), true),
            (212_500_000, 212_000_000, Some(1_000_000), true),
            (212_500_001, 212_000_000, Some(1_000_000), false),
        ];
        for (sum, printed, rounded_to, expected) in cases {
            let total = total(printed, rounded_to);
            assert_eq!(
                agrees(Decimal::from(sum), &total),
                expected,
                "{sum} {printed}"
            );
        }
    }

    #[test]
    fn disagreeing_totals_are_told_and_agreeing_ones_are_not() {
        let mut book = clew_exchange::examples::load("west-lothian-2021-22").unwrap_or_default();
        let plan = book.budget_tables[0].plan.clone();
        let table = book.budget_tables[0].id.clone();
        let before = disagreeing(&book, &plan).len();
        let line = book.activities.iter_mut().find(|line| line.table == table);
        if let Some(line) = line {
            line.expenditure = line.expenditure.map(|pounds| pounds + Decimal::ONE);
        }
        assert_eq!(disagreeing(&book, &plan).len(), before + 2);
    }
}
