//! Packing: answers as gzip (RFC 1952), for whoever takes it.
//!
//! A packed answer is put together from pieces that were each packed by themselves (RFC 1951 lets
//! blocks follow one another), so that what many answers have in common is packed once.

use std::cell::RefCell;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use crc32fast::Hasher;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};

/// Answers of fewer bytes come with the first packets in any case, and packing them costs more than making them.
const FEWEST_BYTES: u64 = 4_096;
/// A gzip header: deflate, no name, no time, no system.
const BEGINNING: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// The last block, with nothing in it.
const LAST_BLOCK: [u8; 2] = [3, 0];
/// Kinds of content that get smaller.
const PACKED_KINDS: &[&str] = &[
    "text/",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
];

thread_local! {
    // A compressor has a third of a megabyte, which would be asked of the system again for each piece.
    static LITTLE: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), false));
    static MUCH: RefCell<Compress> = RefCell::new(Compress::new(Compression::best(), false));
}

/// How hard it is tried to save bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Effort {
    /// For what is sent once.
    Little,
    /// For what is sent many times.
    Much,
}

/// Something that was packed by itself, to be put between others.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    blocks: Vec<u8>,
    check: Hasher,
    length: usize,
}

impl Packed {
    pub(crate) fn of(content: &[u8], effort: Effort) -> Self {
        let compressor = match effort {
            Effort::Little => &LITTLE,
            Effort::Much => &MUCH,
        };
        let blocks = compressor.with_borrow_mut(|compressor| blocks(compressor, content));
        let mut check = Hasher::new();
        check.update(content);
        Self {
            blocks,
            check,
            length: content.len(),
        }
    }

    /// What was packed; none when it does not come back whole.
    pub(crate) fn unpacked(&self) -> Option<Vec<u8>> {
        let stream = [&*self.blocks, &LAST_BLOCK].concat();
        let mut content = Vec::with_capacity(self.length);
        let mut decompress = Decompress::new(false);
        let done = decompress.decompress_vec(&stream, &mut content, FlushDecompress::Finish);
        (done.is_ok() && content.len() == self.length).then_some(content)
    }

    /// Its size in bytes.
    pub(crate) fn size(&self) -> usize {
        self.blocks.len()
    }
}

/// Content as blocks, the last of which is followed by an empty one: so it ends on a whole byte, where the next piece
/// can begin.
fn blocks(compressor: &mut Compress, content: &[u8]) -> Vec<u8> {
    compressor.reset();
    let mut blocks = Vec::with_capacity(content.len() / 4 + 64);
    loop {
        let read = usize::try_from(compressor.total_in()).unwrap_or(usize::MAX);
        let rest = content.get(read..).unwrap_or_default();
        let done = compressor.compress_vec(rest, &mut blocks, FlushCompress::Sync);
        // Room left means that nothing waits to be written; an error, that there was nothing to do.
        if done.is_err() || blocks.len() < blocks.capacity() {
            return blocks;
        }
        blocks.reserve(content.len() / 4 + 64);
    }
}

/// A gzip file of these pieces, one after the other.
pub(crate) fn joined(pieces: &[&Packed]) -> Vec<u8> {
    let size: usize = pieces.iter().map(|piece| piece.blocks.len()).sum();
    let mut file = Vec::with_capacity(size + 20);
    file.extend_from_slice(&BEGINNING);
    let mut check = Hasher::new();
    let mut length: usize = 0;
    for piece in pieces {
        file.extend_from_slice(&piece.blocks);
        check.combine(&piece.check);
        length = length.wrapping_add(piece.length);
    }
    file.extend_from_slice(&LAST_BLOCK);
    file.extend_from_slice(&check.finalize().to_le_bytes());
    // The format has the length modulo 2^32.
    let length = u32::try_from(length & 0xffff_ffff).unwrap_or_default();
    file.extend_from_slice(&length.to_le_bytes());
    file
}

/// Whether whoever asks takes gzip.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let lists = values.filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = |part: &str| {
            let weight = part.strip_prefix("q=");
            weight.is_some_and(|weight| weight.chars().all(|digit| matches!(digit, '0' | '.')))
        };
        (name.eq_ignore_ascii_case("gzip") || name == "*") && !parts.any(refused)
    })
}

/// Packs an answer that gets smaller by it for whoever takes it, unless it is packed already.
pub(crate) async fn pack(takes: bool, mut response: Response) -> Response {
    if !gets_smaller(response.headers()) {
        return response;
    }
    let headers = response.headers_mut();
    let varies = HeaderValue::from_static("accept-encoding");
    headers.insert(header::VARY, varies);
    let done = headers.contains_key(header::CONTENT_ENCODING);
    let whole = response.body().size_hint().exact();
    if !takes || done || whole.is_none_or(|size| size < FEWEST_BYTES) {
        return response;
    }
    packed(response).await
}

async fn packed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // The body is in memory already: that it is read whole waits for nothing.
    let Ok(content) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let file = joined(&[&Packed::of(&content, Effort::Little)]);
    let gzip = HeaderValue::from_static("gzip");
    parts.headers.insert(header::CONTENT_ENCODING, gzip);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(file))
}

fn gets_smaller(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let text = PACKED_KINDS.iter().any(|start| kind.starts_with(start));
    text && !headers.contains_key(header::CONTENT_RANGE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What a gzip file of ours holds; its check and its length are compared by hand.
    fn unpacked(file: &[u8]) -> Vec<u8> {
        let (head, rest) = file.split_at(BEGINNING.len());
        assert_eq!(head, BEGINNING);
        let (blocks, end) = rest.split_at(rest.len() - 8);
        let mut content = Vec::with_capacity(1 << 20);
        Decompress::new(false)
            .decompress_vec(blocks, &mut content, FlushDecompress::Finish)
            .unwrap();
        let length = u32::try_from(content.len()).unwrap();
        assert_eq!(end[..4], crc32fast::hash(&content).to_le_bytes());
        assert_eq!(end[4..], length.to_le_bytes());
        content
    }

    #[test]
    fn pieces_that_were_packed_apart_are_one_file() {
        let main = "<li>the same again and again</li>".repeat(3_000);
        for effort in [Effort::Little, Effort::Much] {
            let pieces =
                ["<html>", &main, "", "</html>"].map(|text| Packed::of(text.as_bytes(), effort));
            let file = joined(&pieces.each_ref());
            assert_eq!(unpacked(&file), format!("<html>{main}</html>").as_bytes());
            assert!(file.len() < main.len() / 20, "{}", file.len());
            assert_eq!(pieces[1].unpacked().unwrap(), main.as_bytes());
        }
        assert_eq!(unpacked(&joined(&[])), b"");
    }

    #[test]
    fn gzip_is_for_those_who_take_it() {
        for (said, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.8", true),
            ("*", true),
            ("identity", false),
            ("gzip;q=0", false),
            ("br, gzip; q=0.0", false),
            ("x-gzip-not", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, said.parse().unwrap());
            assert_eq!(takes_gzip(&headers), takes, "{said}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
