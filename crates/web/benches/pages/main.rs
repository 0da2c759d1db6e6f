//! Pages over a council's Book: 1,000 measures with ten years of quarterly figures.
//!
//! Prints, for each page, the median time of the server for one request, the page's size plain and
//! compressed, and the requests per second that 200 people at once get, as a ratio to a bare axum
//! page of the same size on the same machine in the same run. Any answer but 200 ends it.
//!
//! Run with `cargo bench -p clew-web --bench pages`. The aims: 5 ms, 100 KB, a quarter.

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

/// Requests of which the median is taken.
const ROUNDS: usize = 60;
/// People at once.
const PEOPLE: usize = 200;
/// How long each page is asked for by all of them.
const LOAD: Duration = Duration::from_secs(4);

/// The pages that people open most.
const PAGES: &[&str] = &[
    "/account",
    "/performance",
    "/performance/scorecard",
    "/performance/scorecard?status=red",
    "/measures/C00001",
    "/plans/council",
    "/actions",
    "/my-work",
    "/search?q=revew",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(run());
}

async fn run() {
    let (service, _folder) = council::service();
    let app = App::new(Arc::new(service), Settings::default());
    let router = application(&app);
    let cookie = council::signed_in(&router).await;
    println!(
        "{:<36} {:>10} {:>9} {:>9} {:>10} {:>10} {:>7}",
        "page", "median", "plain", "gzip", "req/s", "bare", "ratio"
    );
    let address = served(router.clone()).await;
    for page in PAGES {
        let first = Instant::now();
        let (status, plain) = fetched(&router, page, &cookie, "identity").await;
        let first = first.elapsed();
        assert_eq!(status, 200, "{page}");
        let (_, small) = fetched(&router, page, &cookie, "gzip").await;
        let median = median(&router, page, &cookie).await;
        let bare = served(bare(plain.len())).await;
        let reached = load::requests_per_second(address, page, &cookie, PEOPLE, LOAD).await;
        let most = load::requests_per_second(bare, "/", "", PEOPLE, LOAD).await;
        println!(
            "{page:<36} {:>7.2} ms {:>6} KB {:>6} KB {reached:>10.0} {most:>10.0} {:>7.2}   (first {:.1} ms)",
            milliseconds(median),
            plain.len() / 1024,
            small.len() / 1024,
            reached / most,
            milliseconds(first),
        );
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

async fn fetched(router: &Router, page: &str, cookie: &str, encoding: &str) -> (u16, Vec<u8>) {
    let request = Request::builder()
        .uri(page)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT_ENCODING, encoding)
        .body(Body::empty())
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, bytes.to_vec())
}

async fn median(router: &Router, page: &str, cookie: &str) -> Duration {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        fetched(router, page, cookie, "identity").await;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[ROUNDS / 2]
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
