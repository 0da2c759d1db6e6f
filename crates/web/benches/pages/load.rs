//! Many people at once, each with a connection of their own, asking for pages again and again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// What all of them ask for.
#[derive(Clone)]
pub(crate) struct Asked {
    /// Where the server listens.
    pub(crate) address: SocketAddr,
    /// The pages, asked for in turn; each person begins at another one.
    pub(crate) pages: Arc<[String]>,
    /// The session.
    pub(crate) cookie: String,
    /// What the answer may be packed as.
    pub(crate) encoding: &'static str,
}

/// What they got together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reached {
    /// Answers with status 200 in a second.
    pub(crate) per_second: f64,
    /// Answers with another status, and connections that broke.
    pub(crate) errors: u32,
}

/// Lets so many people ask for so long.
pub(crate) async fn reached(asked: &Asked, people: usize, time: Duration) -> Reached {
    let start = Instant::now();
    let until = start + time;
    let all: Vec<_> = (0..people)
        .map(|person| tokio::spawn(one(asked.clone(), person, until)))
        .collect();
    let (mut answered, mut errors) = (0, 0);
    for person in all {
        let (good, bad) = person.await.unwrap();
        answered += good;
        errors += bad;
    }
    Reached {
        per_second: f64::from(answered) / start.elapsed().as_secs_f64(),
        errors,
    }
}

/// How many good and how many other answers one person got.
async fn one(asked: Asked, person: usize, until: Instant) -> (u32, u32) {
    let Ok(stream) = TcpStream::connect(asked.address).await else {
        return (0, 1);
    };
    let mut stream = BufReader::new(stream);
    let (mut good, mut bad) = (0, 0);
    let mut body = Vec::new();
    let mut next = person * 7;
    while Instant::now() < until {
        let page = &asked.pages[next % asked.pages.len()];
        next += 1;
        let Asked {
            address,
            cookie,
            encoding,
            ..
        } = &asked;
        let request = format!(
            "GET {page} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept-Encoding: {encoding}\r\n\r\n"
        );
        match answer(&mut stream, &request, &mut body).await {
            Ok(true) => good += 1,
            Ok(false) => bad += 1,
            Err(_) => return (good, bad + 1),
        }
    }
    (good, bad)
}

/// Whether the answer is good; it is read whole.
async fn answer(
    stream: &mut BufReader<TcpStream>,
    request: &str,
    body: &mut Vec<u8>,
) -> std::io::Result<bool> {
    stream.write_all(request.as_bytes()).await?;
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let good = line.starts_with("HTTP/1.1 200");
    let mut length = None;
    while line != "\r\n" {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    // Pages are sent whole: one without a length would be read as if it were empty.
    body.resize(length.unwrap(), 0);
    stream.read_exact(body).await?;
    Ok(good)
}
