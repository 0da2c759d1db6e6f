//! How long importing 35,000 figures takes, issues included, against merely reading the same bytes.
//!
//! Run with `cargo bench -p clew-exchange`. The aim is under 2 s for a CSV file or a workbook.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use clew_exchange::import::{Options, from_bytes};
use clew_exchange::workbook;
use clew_plan::Book;

const MEASURES: usize = 350;
const PERIODS: usize = 100;
const ROUNDS: usize = 5;

/// 350 measures, each with 100 months; every fiftieth row has something to report.
fn figures_csv() -> String {
    let mut text = String::from("Measure,Period,Value,Numerator,Denominator,As at\n");
    for measure in 0..MEASURES {
        for month in 0..PERIODS {
            let (year, month_of_year) = (2_015 + month / 12, month % 12 + 1);
            let (met, all) = (60 + (measure * 7 + month) % 40, 100 + month);
            let value = match (measure * PERIODS + month) % 50 {
                0 => "No Data".to_owned(),
                1 => "latest 5x".to_owned(),
                2 => "1,746 (provisional)".to_owned(),
                _ => format!("{}.{}", met, month % 10),
            };
            text.push_str(&format!("M{measure:03},{year}-{month_of_year:02},\"{value}\",{met},{all},28/{month_of_year:02}/{year}\n"));
        }
    }
    text
}

fn measures() -> Book {
    let mut text = String::from("Code,Title,Unit of measure,Polarity\n");
    for measure in 0..MEASURES {
        text.push_str(&format!("M{measure:03},Measure {measure},number,higher\n"));
    }
    from_bytes("measures.csv", text.as_bytes(), &Options::default()).book
}

/// The best of some rounds.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    let round = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn count_cells(text: &str) -> usize {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut cells = 0;
    while reader.read_record(&mut record).unwrap() {
        cells += record.len();
    }
    cells
}

fn main() {
    let (text, existing) = (figures_csv(), measures());
    let options = Options {
        existing: Some(&existing),
        ..Options::default()
    };
    let imported = from_bytes("figures.csv", text.as_bytes(), &options);
    let book = Book {
        measures: existing.measures.clone(),
        ..imported.book.clone()
    };
    let (bytes, _) = workbook::from_book(&book, "figures.xlsx").unwrap();
    let plain = fastest(|| count_cells(&text));
    let csv = fastest(|| from_bytes("figures.csv", text.as_bytes(), &options));
    let sheet = fastest(|| from_bytes("figures.xlsx", &bytes, &Options::default()));
    let ratio = |time: Duration| time.as_secs_f64() / plain.as_secs_f64();
    println!(
        "{} figures taken in, {} rows refused, {} issues listed",
        imported.book.figures.len(),
        imported.refused,
        imported.issues.len()
    );
    println!("reading the CSV's cells only   {plain:>10.1?}     1.0 x");
    println!(
        "importing the CSV              {csv:>10.1?}  {:>6.1} x",
        ratio(csv)
    );
    println!(
        "importing it as a workbook     {sheet:>10.1?}  {:>6.1} x",
        ratio(sheet)
    );
}
