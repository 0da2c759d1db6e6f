//! The same measure worked out by DuckDB.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use clew_calendar::{Calendar, Day};
use clew_measure::evaluate::{Figures, Part};

use super::council;

/// Met, missed and not yet due by quarter, team and locality.
pub(crate) type Counts = BTreeMap<(String, String, String), (u64, u64, u64)>;

/// What DuckDB answers.
pub(crate) struct Answer {
    /// Its version.
    pub(crate) version: String,
    /// The fastest of several runs.
    pub(crate) seconds: f64,
    /// The least time that a run took on all processors together.
    pub(crate) worked: f64,
    /// The counts.
    pub(crate) counts: Counts,
}

/// Our counts in the same shape; cells without a record are left out.
pub(crate) fn counts_of(figures: &Figures) -> Counts {
    let name = |axis: usize, part: usize| match &figures.axes[axis].parts[part] {
        Part::Known(code) => code.clone(),
        Part::NotKnown => "not known".to_owned(),
    };
    let filled = figures
        .cells()
        .filter(|(_, _, cell)| cell.met + cell.missed + cell.not_yet_due > 0);
    filled
        .map(|(period, parts, cell)| {
            let quarter = figures.periods[period].first().to_string();
            let place = (quarter, name(0, parts[0]), name(1, parts[1]));
            (place, (cell.met, cell.missed, cell.not_yet_due))
        })
        .collect()
}

/// Runs DuckDB over the same orders, with the allowance of two working days; none when it cannot be had.
pub(crate) fn run(count: u64, as_at: Day, threads: usize) -> Option<Answer> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("duckdb");
    fs::create_dir_all(&folder).ok()?;
    let python = python(&folder)?;
    let own = |name: &str| folder.join(format!("{name}-{}.csv", std::process::id()));
    let (orders, dues) = (own("orders"), own("dues"));
    write_orders(&orders, count).ok()?;
    write_dues(&dues).ok()?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/evaluator/duck.py");
    let output = Command::new(python)
        .args([
            script,
            orders.to_str()?,
            dues.to_str()?,
            &as_at.to_string(),
            &threads.to_string(),
        ])
        .output()
        .ok()?;
    for file in [&orders, &dues] {
        let _ = fs::remove_file(file);
    }
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    read(&String::from_utf8(output.stdout).ok()?)
}

/// A Python that has DuckDB, installed here if need be.
fn python(folder: &Path) -> Option<PathBuf> {
    let python = folder.join("venv/bin/python");
    let has_it = |python: &Path| {
        let check = Command::new(python).args(["-c", "import duckdb"]).output();
        check.is_ok_and(|output| output.status.success())
    };
    if !has_it(&python) {
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(folder.join("venv"))
            .output()
            .ok()?;
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "duckdb"])
            .output()
            .ok()?;
    }
    has_it(&python).then_some(python)
}

fn write_orders(path: &Path, count: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    writeln!(file, "imposed,seen,team,locality")?;
    for order in council::orders(count) {
        let seen = order.seen.map_or_else(String::new, |day| day.to_string());
        writeln!(
            file,
            "{},{seen},team-{},locality-{}",
            order.imposed, order.team, order.locality
        )?;
    }
    file.flush()
}

/// For each day its quarter and the last day in time.
fn write_dues(path: &Path) -> std::io::Result<()> {
    let calendar = Calendar::built_in("scotland-council").expect("a calendar");
    let (year, month, day) = council::FIRST;
    let first = Day::new(year, month, day).expect("a day");
    let mut file = BufWriter::new(fs::File::create(path)?);
    writeln!(file, "day,quarter,due")?;
    for offset in 0..i32::try_from(council::DAYS).expect("few days") {
        let day = first.plus_days(offset);
        let due = calendar.add_working_days(day, 2).expect("a covered day");
        let (year, month, _) = day.civil();
        let quarter = Day::new(year, (month - 1) / 3 * 3 + 1, 1).expect("a day");
        writeln!(file, "{day},{quarter},{due}")?;
    }
    file.flush()
}

/// Reads `version;processor-seconds seconds` and then a line for each cell.
fn read(text: &str) -> Option<Answer> {
    let mut lines = text.lines();
    let (version, seconds) = lines.next()?.split_once(' ')?;
    let (version, worked) = version.split_once(';')?;
    let mut counts = Counts::new();
    for line in lines {
        let words: Vec<&str> = line.split(',').collect();
        let [quarter, team, locality, met, missed, not_yet] = words[..] else {
            return None;
        };
        let place = (quarter.to_owned(), team.to_owned(), locality.to_owned());
        counts.insert(
            place,
            (
                met.parse().ok()?,
                missed.parse().ok()?,
                not_yet.parse().ok()?,
            ),
        );
    }
    Some(Answer {
        version: version.to_owned(),
        seconds: seconds.parse().ok()?,
        worked: worked.parse().ok()?,
        counts,
    })
}
