//! The journal of a council with ten years behind it: 1,000 measures, 200,000 figures, 100,000
//! comments and updates. How long it takes to take it all in, to start, to look back, and to add one.
//!
//! A hundred measures are worked out from others by a formula.
//!
//! Run with `cargo bench -p clew-service --bench journal`. The aims: a start with a checkpoint under
//! 1 s and under 300 MB, also where a tenth of the journal came after the checkpoint, which is the most there is;
//! a look back to the middle under 1 s; a figure on the page in under 10 ms.

#![allow(missing_docs, clippy::unwrap_used)]

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use clew_journal::Moment;
use clew_plan::{Book, Commentary, Figure, Kind, Record, Unit, Update};
use clew_service::{Caller, FigureRequest, Incoming, KnownAt, Service};
use clew_store::Location;
use clew_testkit::postgres::Cluster;
use serde_json::json;

const MEASURES: u32 = 1_000;
const YEARS: u16 = 10;
const UNITS: usize = 4;
const COMMENTS: usize = 50_000;
const UPDATES: usize = 50_000;
const FORMULAS: usize = 100;
const COMMITS: usize = 40;

/// Where the process that only opens finds the journal.
const LOCATION: &str = "CLEW_BENCH_LOCATION";

/// The council of the test kit, with its figures for four parts as well, and what was said about them.
fn council() -> Book {
    let mut book = clew_testkit::council(MEASURES, YEARS);
    book.organisation = serde_json::from_value(json!({"name": "Council"})).unwrap();
    let units: Vec<Unit> = (0..UNITS)
        .map(|number| {
            serde_json::from_value(
                json!({"id": format!("unit-{number}"), "name": format!("Part {number}")}),
            )
            .unwrap()
        })
        .collect();
    let whole = std::mem::take(&mut book.figures);
    for figure in &whole {
        book.figures.push(figure.clone());
        book.figures.extend(units.iter().map(|unit| Figure {
            unit: Some(unit.id.clone()),
            ..figure.clone()
        }));
    }
    let action = clew_testkit::action("A1", "council");
    book.commentary = (0..COMMENTS)
        .map(|number| comment(&whole, number))
        .collect();
    book.updates = (0..UPDATES).map(|number| update(&action, number)).collect();
    book.actions.push(action);
    book.units = units;
    book.extend((0..FORMULAS).flat_map(formula));
    book
}

/// A measure that is the sum of two others, and its formula.
fn formula(number: usize) -> [Record; 2] {
    let code = format!("S{number:05}");
    let (one, other) = (number * 10 + 1, number * 10 + 2);
    let measure = json!({"code": code, "title": "Sum of two", "kind": "statistical",
                         "unit_of_measure": "number", "polarity": "higher", "plan": "council"});
    let formula = json!({"measure": code, "formula": format!("sum of C{one:05}, C{other:05}")});
    [
        Kind::Measure.read(measure).unwrap(),
        Kind::Formula.read(formula).unwrap(),
    ]
}

fn comment(figures: &[Figure], number: usize) -> Commentary {
    let about = &figures[number % figures.len()];
    Commentary {
        measure: Some(about.measure.clone()),
        action: None,
        period: about.period,
        unit: None,
        text: format!(
            "Demand rose by {number} cases while two posts were vacant; both are filled from May."
        ),
        doing: Some("Cases are moved between the teams each week.".to_owned()),
        by_when: None,
        by: Some(format!("manager-{}", number / figures.len())),
        on: None,
        source: None,
    }
}

fn update(action: &clew_plan::Action, number: usize) -> Update {
    Update {
        action: action.id.clone(),
        plan: action.plan.clone(),
        text: format!("Step {number} is done; the next is planned with the partners."),
        on: None,
        by: Some("manager".to_owned()),
        source: None,
    }
}

fn caller(id: &str) -> Caller {
    Caller {
        actor: "administrator".into(),
        id: id.to_owned(),
        at: Moment::from_microseconds(1_780_000_000_000_000),
        origin: None,
        despite_clock: false,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// The fastest of three.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    (0..3).map(|_| timed(&mut work).1).min().unwrap_or_default()
}

fn tell(what: &str, time: Duration, against: Duration) {
    let ratio = time.as_secs_f64() / against.as_secs_f64();
    println!("  {what:<52} {time:>10.1?} {ratio:>8.2} x");
}

/// How long merely reading the rows takes.
fn reading(service: &Service) -> Duration {
    fastest(|| {
        let mut bytes = 0;
        service
            .store()
            .rows(0, None, &mut |row| {
                bytes += row.unwrap().body.len();
                ControlFlow::Continue(())
            })
            .unwrap();
        bytes
    })
}

/// The most memory that a process needs which only opens the journal, in MB, and how long it took.
fn alone(location: &Location) -> (u64, Duration) {
    let output = Command::new(std::env::current_exe().unwrap())
        .env(LOCATION, location.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let mut numbers = said
        .split_whitespace()
        .map(|number| number.parse().unwrap());
    (
        numbers.next().unwrap(),
        Duration::from_micros(numbers.next().unwrap()),
    )
}

fn only_open(location: &str) {
    let location: Location = location.parse().unwrap();
    let (service, time) = timed(|| Service::open(&location).unwrap());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let most = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kilobytes: u64 = most.trim().trim_end_matches(" kB").parse().unwrap();
    println!("{} {}", kilobytes / 1_000, time.as_micros());
    assert!(service.memory().book().count(Kind::Figure) > 0);
}

fn taken_in(location: &Location) -> Service {
    let service = Service::create(location).unwrap();
    let book = council();
    let organisation = book.organisation.clone().unwrap();
    service
        .found(&caller("found"), organisation, "Administrator")
        .unwrap();
    let incoming = Incoming {
        book,
        seen: 2,
        reason: None,
    };
    let (done, time) = timed(|| service.take_in_records(&caller("all"), &incoming).unwrap());
    let rate = done.rows.len() as f64 / time.as_secs_f64();
    println!(
        "  {} entries taken in at once: {time:.1?}, {rate:.0} a second",
        done.rows.len()
    );
    service
}

/// The median time of one figure, returned and on the page.
fn one_figure(service: &Service, name: &str, hold: bool, place: usize) -> Duration {
    let mut times: Vec<Duration> = (0..COMMITS)
        .map(|number| {
            let request = FigureRequest {
                measure: format!("C{:05}", number * 20 + place).into(),
                period: Some("2024-25 Q4".parse().unwrap()),
                numerator: Some((number + if hold { 200 } else { 100 }).into()),
                denominator: Some(1_000.into()),
                ..FigureRequest::default()
            };
            let held = hold.then(|| service.memory());
            let (done, time) = timed(|| {
                service
                    .return_figure(&caller(&format!("{name}-{number}")), &request)
                    .unwrap()
            });
            assert_eq!(done.rows.len(), 1);
            drop(held);
            time
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Adds as many entries as may follow a checkpoint before another one is due.
fn oldest_checkpoint(service: &Service) {
    let memory = service.memory();
    let count = usize::try_from(memory.state().head.sequence / 10).unwrap();
    let mut book = Book::default();
    let said = memory.book().commentary.iter().take(count);
    book.commentary = said
        .map(|said| Commentary {
            by: Some(format!("later {:?}", said.by)),
            ..said.clone()
        })
        .collect();
    let incoming = Incoming {
        book,
        seen: memory.state().head.sequence,
        ..Incoming::default()
    };
    drop(memory);
    let done = service
        .take_in_records(&caller("later"), &incoming)
        .unwrap();
    println!("  {} entries after the checkpoint", done.rows.len());
}

fn bench(database: &str, location: &Location) {
    println!("{database}");
    let service = taken_in(location);
    let plain = reading(&service);
    let middle = service.memory().state().head.sequence / 2;
    tell("reading the rows only", plain, plain);
    let open = || Service::open(location).unwrap();
    tell("start without a checkpoint", fastest(open), plain);
    let (most, _) = alone(location);
    println!("  memory of a process that only opens, without: {most} MB");
    let look_back = || service.known_at(KnownAt::Entry(middle)).unwrap();
    tell(
        "as known in the middle, without a checkpoint",
        fastest(look_back),
        plain,
    );
    let then = look_back();
    let (bytes, time) = timed(|| clew_journal::to_checkpoint(then.state()).unwrap());
    println!(
        "  a checkpoint of the middle has {} MB, made in {time:.1?}",
        bytes.len() / 1_000_000
    );
    let ((), time) = timed(|| service.checkpoint().unwrap());
    tell("writing a checkpoint", time, plain);
    tell("start with a checkpoint", fastest(open), plain);
    let (most, time) = alone(location);
    println!("  memory of a process that only opens, with: {most} MB, in {time:.1?}");
    tell(
        "one figure, committed (median)",
        one_figure(&service, "free", false, 5),
        plain,
    );
    tell(
        "one figure that a formula is made from",
        one_figure(&service, "part", false, 1),
        plain,
    );
    tell(
        "one figure while a reader holds the memory",
        one_figure(&service, "held", true, 5),
        plain,
    );
    oldest_checkpoint(&service);
    tell(
        "start with the oldest checkpoint there can be",
        fastest(open),
        plain,
    );
    let (most, time) = alone(location);
    println!("  memory of a process that only opens, with it: {most} MB, in {time:.1?}");
}

fn main() {
    if let Ok(location) = std::env::var(LOCATION) {
        return only_open(&location);
    }
    let folder: PathBuf = std::env::temp_dir().join(format!("clew-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    bench("SQLite", &Location::File(folder.join("council.clew")));
    std::fs::remove_dir_all(&folder).unwrap();
    if let Some(cluster) = Cluster::shared() {
        bench("PostgreSQL", &cluster.fresh_database().parse().unwrap());
    }
}
