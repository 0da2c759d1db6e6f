//! How long a quarterly report of 65 measures with charts takes in each format, as seconds and
//! as a ratio to the web page.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

#[path = "../tests/common/mod.rs"]
mod common;

/// The middle of several timings.
fn median(times: u32, mut work: impl FnMut()) -> Duration {
    let mut taken: Vec<Duration> = (0..times)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .collect();
    taken.sort();
    taken.get(taken.len() / 2).copied().unwrap_or_default()
}

fn main() {
    let report = common::specimen();
    let cold = Instant::now();
    black_box(clew_render::pdf(&report)).ok();
    let cold = cold.elapsed();
    let html = median(21, || drop(black_box(clew_render::html(&report))));
    // Another title each time, so that the typesetter cannot hand back what it remembers.
    let mut turn = 0;
    let pdf = median(5, || {
        turn += 1;
        let mut report = report.clone();
        report.title = format!("{} {turn}", report.title);
        drop(black_box(clew_render::pdf(&report)));
    });
    let lines = [
        ("html", html),
        (
            "json",
            median(21, || drop(black_box(clew_render::json(&report)))),
        ),
        (
            "csv",
            median(21, || drop(black_box(clew_render::csv(&report)))),
        ),
        (
            "docx",
            median(11, || drop(black_box(clew_render::docx(&report)))),
        ),
        (
            "xlsx",
            median(11, || drop(black_box(clew_render::xlsx(&report)))),
        ),
        ("pdf, first", cold),
        ("pdf, another title", pdf),
    ];
    println!("65 measures with charts; ratio to the web page");
    for (name, taken) in lines {
        let ratio = taken.as_secs_f64() / html.as_secs_f64().max(f64::MIN_POSITIVE);
        println!(
            "{name:>20} {:>10.2} ms {ratio:>8.1} x",
            taken.as_secs_f64() * 1000.0
        );
    }
}
