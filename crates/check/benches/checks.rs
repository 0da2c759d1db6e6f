//! How long all checks take over a council's Book, beside a plain scan of its figures.
//!
//! `cargo bench -p clew-check`: 1,000 measures with ten years of quarterly figures, targets and
//! comments, and 1,000 actions. Prints seconds and the ratio to adding up every figure once.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clew_plan::{Book, Figure};
use rust_decimal::Decimal;

const MEASURES: usize = 1_000;
const YEARS: i32 = 10;

fn main() {
    let book = council();
    let scan = fastest(20, || {
        let total: Decimal = book
            .figures
            .iter()
            .filter_map(|figure: &Figure| figure.value)
            .sum();
        black_box(total);
    });
    let checks = fastest(5, || {
        black_box(clew_check::check(&book));
    });
    let half = halved(&book);
    let checks_of_half = fastest(5, || {
        black_box(clew_check::check(&half));
    });
    let findings = clew_check::check(&book).findings.len();
    println!(
        "{} measures, {} figures, {} comments, {} actions: {findings} findings",
        book.measures.len(),
        book.figures.len(),
        book.commentary.len(),
        book.actions.len()
    );
    println!("plain scan of the figures    {:>10.3} ms", millis(scan));
    println!(
        "all {} rules                 {:>10.3} ms   {:.0} times the scan",
        clew_check::all_rules().len(),
        millis(checks),
        millis(checks) / millis(scan)
    );
    println!(
        "the same over half the book  {:>10.3} ms   twice the book takes {:.1} times as long",
        millis(checks_of_half),
        millis(checks) / millis(checks_of_half)
    );
    slowest(&book);
}

/// Prints the five rules that take longest.
fn slowest(book: &Book) {
    let mut times: Vec<(Duration, &str)> = clew_check::all_rules()
        .iter()
        .map(|rule| {
            (
                fastest(3, || {
                    black_box((rule.run)(book));
                }),
                rule.id,
            )
        })
        .collect();
    times.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    for (time, id) in times.iter().take(5) {
        println!("  {id:<36} {:>8.3} ms", millis(*time));
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn fastest(times: usize, mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..times {
        let started = Instant::now();
        work();
        best = best.min(started.elapsed());
    }
    best
}

fn halved(book: &Book) -> Book {
    let mut half = book.clone();
    half.measures.truncate(book.measures.len() / 2);
    half.targets.truncate(book.targets.len() / 2);
    half.figures.truncate(book.figures.len() / 2);
    half.commentary.truncate(book.commentary.len() / 2);
    half.actions.truncate(book.actions.len() / 2);
    half.updates.truncate(book.updates.len() / 2);
    half.citations.truncate(book.citations.len() / 2);
    half
}

/// A book in which everything is in order, large enough to show what the rules cost.
fn council() -> Book {
    let mut book = Book::default();
    let read = |text: String| serde_json::from_str(&text).expect("a record");
    book.documents.push(
        serde_json::from_str(
            r#"{"id":"d","title":"Report","plan":"p","period":"2024-25","dated":"2025-05-01"}"#,
        )
        .expect("a document"),
    );
    book.plans.push(
        serde_json::from_str(r#"{"id":"p","title":"Plan","period":"2024-25"}"#).expect("a plan"),
    );
    for outcome in 0..40 {
        book.outcomes.push(
            serde_json::from_str(&format!(
                r#"{{"id":"o{outcome}","plan":"p","level":"outcome","title":"Outcome {outcome}"}}"#
            ))
            .expect("an outcome"),
        );
    }
    for measure in 0..MEASURES {
        let code = format!("SP{measure}");
        book.measures.push(serde_json::from_str(&format!(r#"{{"code":"{code}","title":"Percentage of {measure}th{measure} clients given {measure}help{measure} within {measure} days","kind":"statistical","plan":"p","outcome":"o{}","unit_of_measure":"%","polarity":"higher"}}"#, measure % 40)).expect("a measure"));
        for year in 0..YEARS {
            let label = format!("{}-{:02}", 2015 + year, (16 + year) % 100);
            book.targets.push(
                serde_json::from_str(&format!(
                    r#"{{"measure":"{code}","period":"{label}","goal":"70"}}"#
                ))
                .expect("a target"),
            );
            for quarter in 1..=4 {
                let met = 70 + (measure + usize::try_from(year).unwrap_or_default() + quarter) % 25;
                book.figures.push(serde_json::from_str(&format!(r#"{{"measure":"{code}","period":"{label} Q{quarter}","value":"{met}","numerator":"{met}","denominator":"100","from":"returned","state":"final","reported_status":"Green"}}"#)).expect("a figure"));
            }
            book.commentary.push(serde_json::from_str(&format!(r#"{{"measure":"{code}","period":"{label}","text":"In quarter 4 there were 100 cases; of these 80 (80%) were seen. Work went on as planned in locality {measure}."}}"#)).expect("a comment"));
        }
        book.actions.push(serde_json::from_str(&format!(r#"{{"id":"{measure}","plan":"p","title":"Improve how cases of kind {measure} are seen (see action {})","owner":"Manager {}","start":"2024-04","end":"2026-03","status":"Active"}}"#, measure.saturating_sub(1), measure % 50)).expect("an action"));
        book.updates.push(serde_json::from_str(&format!(r#"{{"action":"{measure}","plan":"p","text":"Step {measure} is under way in locality {measure} and will be finished by March 2026."}}"#)).expect("an update"));
        book.citations.push(read(format!(r#"{{"document":"d","place":"scorecard","code":"{code}","title":"Percentage of {measure}th{measure} clients given {measure}help{measure} within {measure} days","target_period":"2024-25","target":"70"}}"#)));
    }
    book
}
