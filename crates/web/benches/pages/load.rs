//! Many people at once, each with a connection of their own, asking for one page again and again.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Requests per second that all of them get together. Any answer but 200 ends the run.
pub(crate) async fn requests_per_second(
    address: SocketAddr,
    page: &str,
    cookie: &str,
    people: usize,
    time: Duration,
) -> f64 {
    let asked = format!(
        "GET {page} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept-Encoding: identity\r\n\r\n"
    );
    let start = Instant::now();
    let until = start + time;
    let all: Vec<_> = (0..people)
        .map(|_| tokio::spawn(one(address, asked.clone(), until)))
        .collect();
    let mut answered = 0;
    for person in all {
        answered += person.await.unwrap();
    }
    f64::from(answered) / start.elapsed().as_secs_f64()
}

async fn one(address: SocketAddr, asked: String, until: Instant) -> u32 {
    let mut stream = BufReader::new(TcpStream::connect(address).await.unwrap());
    let mut answered = 0;
    let mut body = Vec::new();
    while Instant::now() < until {
        stream.write_all(asked.as_bytes()).await.unwrap();
        read_answer(&mut stream, &mut body).await;
        answered += 1;
    }
    answered
}

async fn read_answer(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) {
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    body.resize(length, 0);
    stream.read_exact(body).await.unwrap();
}
