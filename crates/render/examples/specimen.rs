//! Writes a specimen of everything a report can hold, in every format, to a folder.
//!
//! `cargo run --release -p clew-render --example specimen -- FOLDER`

use std::{error::Error, fs, path::Path, time::Instant};

#[path = "../tests/common/mod.rs"]
mod common;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "specimen".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (name, report) in [
        ("specimen", common::specimen()),
        ("hostile", common::hostile()),
    ] {
        let timed =
            |what: &str, started: Instant| println!("{name}.{what}: {:?}", started.elapsed());
        let started = Instant::now();
        fs::write(
            folder.join(format!("{name}.html")),
            clew_render::html(&report),
        )?;
        timed("html", started);
        let started = Instant::now();
        fs::write(
            folder.join(format!("{name}.docx")),
            clew_render::docx(&report)?,
        )?;
        timed("docx", started);
        let started = Instant::now();
        fs::write(
            folder.join(format!("{name}.xlsx")),
            clew_render::xlsx(&report)?,
        )?;
        timed("xlsx", started);
        fs::write(
            folder.join(format!("{name}.json")),
            clew_render::json(&report)?,
        )?;
        for (file, text) in clew_render::csv(&report) {
            fs::write(folder.join(format!("{name}-{file}")), text)?;
        }
        let started = Instant::now();
        fs::write(
            folder.join(format!("{name}.pdf")),
            clew_render::pdf(&report)?,
        )?;
        timed("pdf", started);
    }
    Ok(())
}
