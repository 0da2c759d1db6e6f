//! Text in whatever encoding it was saved.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::issue::{Issues, Place, Problem};

/// The text of a file, or none when it is no text. A mark at its start decides between UTF-8 and
/// UTF-16; without one it is UTF-8 where that fits, else Windows-1252, with a warning.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    place: &Place,
    issues: &mut Issues,
) -> Option<Cow<'a, str>> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_8 => utf8_or_1252(bytes.get(3..)?, place, issues),
        Some((encoding, length)) => utf16(encoding, bytes.get(length..)?, place, issues)?,
        None => utf8_or_1252(bytes, place, issues),
    };
    if let Some(index) = text.bytes().position(|byte| byte == 0) {
        let line = text.get(..index).unwrap_or("").matches('\n').count() + 1;
        issues.error(place, nul_bytes(line));
        return None;
    }
    Some(text)
}

fn utf8_or_1252<'a>(bytes: &'a [u8], place: &Place, issues: &mut Issues) -> Cow<'a, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            issues.warn(place, converted("Windows-1252"));
            WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
    }
}

fn utf16<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    place: &Place,
    issues: &mut Issues,
) -> Option<Cow<'a, str>> {
    debug_assert!(encoding == UTF_16LE || encoding == UTF_16BE);
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        issues.error(
            place,
            Problem::new(
                "damaged-encoding",
                "the file begins as UTF-16 text but is not throughout",
                "save it again as \"CSV UTF-8\"",
            ),
        );
        return None;
    }
    issues.warn(place, converted("UTF-16"));
    Some(text)
}

fn converted(encoding: &str) -> Problem {
    Problem::new(
        "encoding",
        format!("the file is not UTF-8; it was read as {encoding}"),
        "look at names with accents and at pound signs, and save as \"CSV UTF-8\" next time",
    )
}

fn nul_bytes(line: usize) -> Problem {
    Problem::new(
        "not-text",
        format!("line {line} holds a zero byte, which text never does"),
        "save the file again as \"CSV UTF-8\"; it may be damaged or of another kind",
    )
}

/// Whether the first character that is no space opens a JSON object or list.
pub(super) fn looks_like_json(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    start
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| matches!(byte, b'{' | b'['))
}
