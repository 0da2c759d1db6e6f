//! One value of a series off by a thousand.

use clew_plan::{Book, UnitOfMeasure};
use rust_decimal::Decimal;

use super::series::{Series, all, single};
use crate::numbers::{number, pounds, times};
use crate::sources::document_of;
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "value-off-by-a-thousand",
    severity: Severity::Error,
    title: "A value a thousand times smaller or larger than its neighbours",
    explanation: "£267 between £240,000 and £175,000 has lost a \"k\". A figure or target is \
        reported when it is more than a hundred times smaller or larger than every other figure \
        and target of its measure (at least two), and a thousand times it would lie among them.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    all(book)
        .iter()
        .flat_map(|series| judge(book, series))
        .collect()
}

struct Value<'book> {
    value: Decimal,
    period: String,
    source: Option<&'book String>,
}

fn judge(book: &Book, series: &Series<'_>) -> Vec<Finding> {
    let figures = series.figures.iter().filter_map(|figure| {
        Some(Value {
            value: figure.value?,
            period: figure.period.to_string(),
            source: figure.source.as_ref(),
        })
    });
    let targets = series.targets.iter().filter_map(|target| {
        Some(Value {
            value: single(target)?,
            period: format!("target {}", target.period),
            source: target.source.as_ref(),
        })
    });
    let values: Vec<Value<'_>> = figures
        .chain(targets)
        .filter(|found| !found.value.is_zero())
        .collect();
    if !spreads(&values, Decimal::ONE_HUNDRED) {
        return Vec::new();
    }
    let money = series.measure.unit_of_measure == Some(UnitOfMeasure::Pounds);
    let show = |value| if money { pounds(value) } else { number(value) };
    let odd = (0..values.len()).filter(|at| stands_out(&values, *at));
    odd.map(|at| {
        let others: Vec<String> = values
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, other)| format!("{} ({})", show(other.value), other.period))
            .collect();
        let this = &values[at];
        RULE.finding(document_of(book, this.source))
            .at(
                format!("{}: {} ({})", series.name(), show(this.value), this.period),
                this.source,
            )
            .says(format!(
                "{} for {} stands beside {}.",
                show(this.value),
                this.period,
                others.join(" and ")
            ))
            .suggests(format!(
                "Check whether {} thousand is meant, and correct it at its source.",
                show(this.value)
            ))
    })
    .collect()
}

/// Whether the largest value is more than so many times the smallest; nearly no series is.
fn spreads(values: &[Value<'_>], factor: Decimal) -> bool {
    let sizes = || values.iter().map(|found| found.value.abs());
    sizes()
        .min()
        .zip(sizes().max())
        .is_some_and(|(low, high)| times(low, factor) < high)
}

fn stands_out(values: &[Value<'_>], at: usize) -> bool {
    let (hundred, thousand) = (Decimal::ONE_HUNDRED, Decimal::ONE_THOUSAND);
    let this = values[at].value.abs();
    let others: Vec<Decimal> = values
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(_, other)| other.value.abs())
        .collect();
    let (Some(low), Some(high)) = (others.iter().min(), others.iter().max()) else {
        return false;
    };
    let three = Decimal::from(3);
    let among = |value: Decimal| times(value, three) >= *low && value <= times(*high, three);
    let small = others.iter().all(|other| times(this, hundred) < *other)
        && this.checked_mul(thousand).is_some_and(among);
    let large = others.iter().all(|other| times(*other, hundred) < this) && among(this / thousand);
    others.len() >= 2 && (small || large)
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            measures {"code":"M1","title":"Saving","kind":"statistical","unit_of_measure":"£"}
            finds 1 | a lost k
            figures {"measure":"M1","period":"2020-21","value":"240000","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2021-22","value":"267","from":"imported","state":"final"}
            targets {"measure":"M1","period":"2022-23","goal":"175000"}
            silent | a fall that may be real
            figures {"measure":"M1","period":"2020-21","value":"240000","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2021-22","value":"26700","from":"imported","state":"final"}
            targets {"measure":"M1","period":"2022-23","goal":"175000"}
            silent | the largest numbers
            figures {"measure":"M1","period":"2020-21","value":"70000000000000000000000000000","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2021-22","value":"70000000000000000000000000000","from":"imported","state":"final"}
            targets {"measure":"M1","period":"2022-23","goal":"1"}
            finds 1 | a thousandth of the largest numbers
            figures {"measure":"M1","period":"2020-21","value":"70000000000000000000000000000","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2021-22","value":"70000000000000000000000000000","from":"imported","state":"final"}
            targets {"measure":"M1","period":"2022-23","goal":"70000000000000000000000000"}
            silent | two values cannot say which is wrong
            figures {"measure":"M1","period":"2021-22","value":"267","from":"imported","state":"final"}
            targets {"measure":"M1","period":"2022-23","goal":"175000"}
        "#,
        );
    }
}
