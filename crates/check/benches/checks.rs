//! How long all checks take over a council's Book, beside a plain scan of its figures.
//!
//! `cargo bench -p clew-check`: 1,000 measures with ten years of quarterly figures, targets and
//! comments, and 1,000 actions. Prints seconds and the ratio to adding up every figure once.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clew_plan::{Book, Figure};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;

const MEASURES: u32 = 1_000;
const YEARS: u16 = 10;

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

/// A council's measures, figures and targets, with comments, citations, actions and updates.
fn council() -> Book {
    let mut book = clew_testkit::council(MEASURES, YEARS);
    book.documents.push(read(
        r#"{"id":"d","title":"Report","plan":"council","period":"2024-25","dated":"2025-05-01"}"#,
    ));
    for number in 0..book.measures.len() {
        let code = book.measures[number].code.key();
        let title = book.measures[number].title.clone();
        for year in 0..i32::from(YEARS) {
            let label = format!("{}-{:02}", 2015 + year, (16 + year) % 100);
            book.commentary.push(read(&format!(r#"{{"measure":"{code}","period":"{label}","text":"In quarter 4 there were 100 cases; of these 80 (80%) were seen. Work went on as planned in locality {number}."}}"#)));
        }
        book.actions.push(read(&format!(r#"{{"id":"{number}","plan":"council","title":"Improve how cases of kind {number} are seen (see action {})","owner":"Manager {}","start":"2024-04","end":"2026-03","status":"Active"}}"#, number.saturating_sub(1), number % 50)));
        book.updates.push(read(&format!(r#"{{"action":"{number}","plan":"council","text":"Step {number} is under way in locality {number} and will be finished by March 2026."}}"#)));
        book.citations.push(read(&format!(r#"{{"document":"d","place":"scorecard","code":"{code}","title":"{title}","target_period":"2024-25","target":"75"}}"#)));
    }
    book
}

fn read<Record: DeserializeOwned>(text: &str) -> Record {
    serde_json::from_str(text).expect("a record")
}
