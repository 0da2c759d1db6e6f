//! Pages over a council's Book: 1,000 measures with ten years of quarterly figures.
//!
//! Prints for each page the median time of the server for one request, where the page is made anew, plain and
//! packed, and where its main part was kept from before, and the processor's time of making it anew and packing it,
//! which does not grow when other programs keep the machine busy; its size plain and packed; and the requests per
//! second that 200 people at once get, plain and packed, as a ratio to a bare axum page of as many bytes on the
//! same machine in the same run. Where people ask for a thousand different pages, that is first printed for the
//! time at which none of them was asked for yet ("cold"), then for the steady state, to which the aim applies: a
//! quarter's pages are asked for far more often than the journal grows. Then the bytes of a first view, and the
//! memory of it all.
//!
//! Run with `cargo bench -p clew-web --bench pages`; words behind `--` choose the pages with them in their address,
//! and `--alone` leaves the many people out. The aims: 5 ms, a quarter, no errors, 100 KB. A page that misses one is
//! marked, and the run then fails.

#![allow(missing_docs, clippy::unwrap_used)]

mod council;
mod load;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Html;
use axum::routing::get;
use clew_web::{App, Settings, application};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use load::Asked;

/// Requests of which the median is taken.
const ROUNDS: usize = 60;
/// People at once.
const PEOPLE: usize = 200;
/// How long each page is asked for by all of them.
const LOAD: Duration = Duration::from_secs(2);
/// The longest that the server may take for a page, at the median.
const LONGEST: Duration = Duration::from_millis(5);
/// The most bytes of a first view.
const FIRST_VIEW: usize = 100 * 1024;

/// The pages that people open most. `{}` is a number from 1 to 1,000, another one at each request.
const PAGES: &[&str] = &[
    "/account",
    "/performance",
    "/performance/scorecard",
    "/performance/scorecard?status=red",
    "/measures",
    "/measures/C{}",
    "/measures/C{}/figures/2024-25%20Q4",
    "/plans",
    "/plans/council",
    "/actions",
    "/risks",
    "/checks",
    "/my-work",
    "/search?q=revew+vacancy+{}",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let missed = runtime.block_on(run());
    assert!(missed.is_empty(), "missed: {missed:#?}");
}

/// What is measured.
struct Bench {
    router: Router,
    address: SocketAddr,
    cookie: String,
    missed: Vec<String>,
    /// Whether the many people are left out.
    alone: bool,
}

async fn run() -> Vec<String> {
    let (service, _folder) = council::service();
    println!("memory with the Book in it: {} MB", resident());
    let app = App::new(Arc::new(service), Settings::default());
    let router = application(&app);
    let cookie = council::signed_in(&router).await;
    let address = served(router.clone()).await;
    let mut bench = Bench {
        router,
        address,
        cookie,
        missed: Vec::new(),
        alone: std::env::args().any(|word| word == "--alone"),
    };
    println!(
        "{:<36} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>7} {:>7} {:>6} {:>7} {:>6} {:>6}",
        "page",
        "first",
        "anew",
        "anew gz",
        "cpu",
        "kept",
        "packed",
        "plain",
        "gzip",
        "req/s",
        "ratio",
        "req/s",
        "ratio",
        "errors"
    );
    println!(
        "{:<36} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>7} {:>7} {:>6} {:>7} {:>6}",
        "", "ms", "ms", "ms", "ms", "ms", "ms", "KB", "KB", "plain", "", "gzip", ""
    );
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let all = PAGES.iter();
    for page in all.filter(|page| chosen.is_empty() || chosen.iter().any(|it| page.contains(it))) {
        bench.measure(page).await;
    }
    bench.first_view("/performance").await;
    bench.first_view("/measures/C00042").await;
    println!("memory at the end, with the load's own: {} MB", resident());
    bench.missed
}

impl Bench {
    async fn measure(&mut self, page: &str) {
        let first = Instant::now();
        let plain = self.fetched(&numbered(page, 1), "identity").await.len();
        let first = first.elapsed();
        // Another address each time, so that nothing is kept of it.
        let fresh = |round: usize| {
            let address = numbered(page, round + 2);
            let joint = if address.contains('?') { '&' } else { '?' };
            format!("{address}{joint}fresh={round}")
        };
        let anew = self.median(&fresh, "identity").await;
        // Of other addresses again.
        let fresher = |round: usize| fresh(ROUNDS + round);
        let busy = on_processor();
        let anew_packed = self.median(&fresher, "gzip").await;
        let rounds = u32::try_from(ROUNDS).unwrap();
        let worked = on_processor().saturating_sub(busy) / rounds;
        let again = |_| numbered(page, 1);
        let kept = self.median(&again, "identity").await;
        let packed = self.median(&again, "gzip").await;
        let gzip = self.fetched(&numbered(page, 1), "gzip").await.len();
        if page.contains("{}") {
            self.cold(page, plain).await;
        }
        let unpacked = self.loaded(page, "identity", plain).await;
        let packed_load = self.loaded(page, "gzip", gzip).await;
        let errors = unpacked.errors + packed_load.errors;
        println!(
            "{page:<36} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>8.2} {:>7.1} {:>7.1} {:>7.0} {:>6.2} {:>7.0} {:>6.2} {errors:>6}",
            milliseconds(first),
            milliseconds(anew),
            milliseconds(anew_packed),
            milliseconds(worked),
            milliseconds(kept),
            milliseconds(packed),
            kilobytes(plain),
            kilobytes(gzip),
            unpacked.per_second,
            unpacked.ratio,
            packed_load.per_second,
            packed_load.ratio,
        );
        self.aim(
            anew.max(anew_packed).max(packed) <= LONGEST,
            page,
            "the server's time",
        );
        self.aim(
            unpacked.ratio >= 0.25,
            page,
            "a quarter of a bare page, plain",
        );
        self.aim(
            packed_load.ratio >= 0.25,
            page,
            "a quarter of a bare page, packed",
        );
        self.aim(errors == 0, page, "no errors");
    }

    /// What many people get of a thousand pages of which none was asked for yet; then all of them are
    /// asked for once.
    async fn cold(&self, page: &str, bytes: usize) {
        if self.alone {
            return;
        }
        let cold = self.loaded(page, "gzip", bytes).await;
        println!(
            "{:<36} {:>79} {:>7.0} {:>6.2} {:>6}",
            format!("{page} cold"),
            "",
            cold.per_second,
            cold.ratio,
            cold.errors
        );
        for turn in 1..=1_000 {
            self.fetched(&numbered(page, turn), "gzip").await;
        }
    }

    fn aim(&mut self, reached: bool, page: &str, what: &str) {
        if !reached {
            self.missed.push(format!("{page}: {what}"));
        }
    }

    /// A page, which has to be there.
    async fn fetched(&self, page: &str, encoding: &str) -> Vec<u8> {
        let request = Request::builder()
            .uri(page)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_ENCODING, encoding)
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{page}");
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        bytes.to_vec()
    }

    async fn median(&self, page: &dyn Fn(usize) -> String, encoding: &str) -> Duration {
        let mut times = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS {
            let page = page(round);
            let start = Instant::now();
            self.fetched(&page, encoding).await;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        times[ROUNDS / 2]
    }

    /// What many people at once get of a page, beside a bare one of so many bytes.
    async fn loaded(&self, page: &str, encoding: &'static str, bytes: usize) -> Loaded {
        if self.alone {
            return Loaded::default();
        }
        let turns = if page.contains("{}") { 1_000 } else { 1 };
        let asked = Asked {
            address: self.address,
            pages: (1..=turns).map(|turn| numbered(page, turn)).collect(),
            cookie: self.cookie.clone(),
            encoding,
        };
        let ours = load::reached(&asked, PEOPLE, LOAD).await;
        let bare = Asked {
            address: served(bare(bytes)).await,
            pages: Arc::new(["/".to_owned()]),
            ..asked
        };
        let bare = load::reached(&bare, PEOPLE, LOAD).await;
        Loaded {
            per_second: ours.per_second,
            ratio: ours.per_second / bare.per_second,
            errors: ours.errors,
        }
    }

    /// The bytes that a browser loads when it opens a page for the first time.
    async fn first_view(&mut self, page: &str) {
        let html = self.fetched(page, "identity").await;
        let html = String::from_utf8(html).unwrap();
        let mut bytes = self.fetched(page, "gzip").await.len();
        print!(
            "first view of {page}, packed: page {:.1} KB",
            kilobytes(bytes)
        );
        for address in assets(&html) {
            let size = self.fetched(address, "gzip").await.len();
            let name = address.rsplit('/').next().unwrap_or_default();
            print!(", {name} {:.1} KB", kilobytes(size));
            bytes += size;
        }
        println!("; together {:.1} KB", kilobytes(bytes));
        self.aim(bytes <= FIRST_VIEW, page, "the bytes of a first view");
    }
}

/// What a page got under load.
#[derive(Default)]
struct Loaded {
    per_second: f64,
    ratio: f64,
    errors: u32,
}

/// The address with a number in it.
fn numbered(page: &str, number: usize) -> String {
    page.replace("{}", &format!("{:05}", (number - 1) % 1_000 + 1))
}

/// The style sheets, scripts and pictures that a page names, each once.
fn assets(html: &str) -> Vec<&str> {
    let mut found: Vec<&str> = html
        .split('"')
        .filter(|text| text.starts_with("/assets/"))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn kilobytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap()) / 1_024.0
}

/// How long the threads of this process have been on a processor; nothing where the system does not say.
fn on_processor() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task");
    let threads = threads.into_iter().flatten().flatten();
    let times = threads.filter_map(|thread| {
        let told = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(times.sum())
}

/// The process's resident memory in megabytes; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or(0_u64) / 1_024
}

/// A page of so many bytes, the same at each request, and nothing around it.
fn bare(size: usize) -> Router {
    let page: Arc<str> = "x".repeat(size).into();
    Router::new().route("/", get(move || async move { Html(page.to_string()) }))
}

async fn served(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}
