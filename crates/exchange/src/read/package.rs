//! What kind of file the bytes are, and whether a workbook, which is a zip of parts, is sound and
//! of a bearable size. Every part is unpacked once here, under a limit, before anything is parsed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::issue::Problem;
use crate::limits;

/// What a file is, told from its bytes.
pub(super) enum FileKind {
    /// No bytes, or only white space.
    Empty,
    /// A zip of parts: an Excel or OpenDocument workbook.
    Package,
    /// Text, as far as the first bytes tell.
    Text,
    /// Something that is not read.
    Refused(Problem),
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Tells the kind of a file.
pub(super) fn kind_of(bytes: &[u8]) -> FileKind {
    let mark = |start: &[u8]| bytes.starts_with(start);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        FileKind::Empty
    } else if mark(b"PK\x03\x04") || mark(b"PK\x05\x06") {
        FileKind::Package
    } else if mark(OLE) {
        FileKind::Refused(old_or_locked(bytes))
    } else if mark(b"%PDF") || mark(b"{\\rtf") || mark(b"\x89PNG") || mark(b"\xff\xd8\xff") {
        FileKind::Refused(other_kind("a document or picture"))
    } else if mark(b"<!DOCTYPE html") || mark(b"<html") || mark(b"<?xml") {
        FileKind::Refused(other_kind("a web page or XML file"))
    } else {
        FileKind::Text
    }
}

fn old_or_locked(bytes: &[u8]) -> Problem {
    let encrypted: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    if bytes
        .windows(encrypted.len())
        .any(|window| window == encrypted.as_slice())
    {
        locked()
    } else {
        Problem::new(
            "old-workbook",
            "the file is a workbook of the old binary kind (.xls), which is not read",
            "open it in Excel or LibreOffice and save it as .xlsx",
        )
    }
}

fn locked() -> Problem {
    Problem::new(
        "password-protected",
        "the workbook is locked with a password, so it cannot be read",
        "open it with the password, save it without one (File, Info, Protect Workbook), and import that",
    )
}

fn other_kind(what: &str) -> Problem {
    Problem::new(
        "not-a-table",
        format!("the file is {what}, not a table"),
        "import .xlsx, .xlsm, .ods, .csv or .json",
    )
}

fn damaged(error: &ZipError) -> Problem {
    Problem::new(
        "damaged-workbook",
        format!("the workbook is damaged or cut short ({error})"),
        "open it in Excel or LibreOffice, let it repair the file, save it, and import that",
    )
}

/// The problem of a workbook whose inside is not what it should be.
pub(super) fn broken_inside(what: &str) -> Problem {
    Problem::new(
        "damaged-workbook",
        format!("the workbook is damaged: {what}"),
        "open it in Excel or LibreOffice, save it again, and import that",
    )
}

/// The parts of a workbook that have been unpacked.
pub(super) struct Parts {
    has_formula: bool,
    kept: BTreeMap<String, Vec<u8>>,
}

impl Parts {
    /// Whether it is an OpenDocument workbook.
    pub(super) fn is_ods(&self) -> bool {
        self.kept.contains_key("content.xml")
    }

    /// Whether any sheet of an Excel workbook holds a formula.
    pub(super) fn has_formula(&self) -> bool {
        self.has_formula
    }

    /// The text of `content.xml`.
    pub(super) fn content(&self) -> Option<&[u8]> {
        self.kept.get("content.xml").map(Vec::as_slice)
    }

    /// Whether the OpenDocument manifest says that parts are encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        let manifest = self.kept.get("META-INF/manifest.xml");
        manifest.is_some_and(|manifest| contains(manifest, b"encryption-data"))
    }
}

/// Unpacks every part under the limits.
///
/// # Errors
/// When the zip is damaged, locked, or unpacks to more than it should.
pub(super) fn open(bytes: &[u8]) -> Result<Parts, Problem> {
    if bytes.len() as u64 > limits::WORKBOOK_BYTES {
        return Err(super::too_large(bytes.len() as u64, limits::WORKBOOK_BYTES));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > limits::PARTS {
        return Err(bomb(&format!("it has {} parts", archive.len())));
    }
    let mut parts = Parts {
        has_formula: false,
        kept: BTreeMap::new(),
    };
    let mut total = 0;
    for index in 0..archive.len() {
        total += unpack(&mut archive, index, total, &mut parts)?;
    }
    if parts.is_encrypted() {
        return Err(locked());
    }
    Ok(parts)
}

/// Unpacks one part and gives its size; `before` is the size of those before it.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    before: u64,
    parts: &mut Parts,
) -> Result<u64, Problem> {
    let part = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(message) if message == ZipError::PASSWORD_REQUIRED => locked(),
        other => damaged(&other),
    })?;
    let name = String::from_utf8_lossy(part.name_raw()).into_owned();
    let packed = part.compressed_size().max(1);
    let allowed = limits::UNPACKED_BYTES.saturating_sub(before).min(
        packed
            .saturating_mul(limits::UNPACKED_RATIO)
            .max(4 * 1024 * 1024),
    );
    let mut unpacked = Vec::new();
    part.take(allowed + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| broken_inside(&format!("part {name:?} cannot be unpacked: {error}")))?;
    let size = unpacked.len() as u64;
    if size > allowed {
        return Err(bomb(&format!(
            "part {name:?} unpacks to more than {allowed} bytes"
        )));
    }
    parts.has_formula |= name.starts_with("xl/worksheets/") && has_formula(&unpacked);
    if name == "content.xml" || name == "META-INF/manifest.xml" {
        parts.kept.insert(name, unpacked);
    }
    Ok(size)
}

fn has_formula(part: &[u8]) -> bool {
    contains(part, b"<f>")
        || contains(part, b"<f ")
        || contains(part, b":f>")
        || contains(part, b":f ")
}

fn contains(part: &[u8], what: &[u8]) -> bool {
    part.windows(what.len()).any(|window| window == what)
}

fn bomb(what: &str) -> Problem {
    Problem::new(
        "zip-bomb",
        format!(
            "the workbook unpacks to far more than a workbook holds ({what}); it was not opened"
        ),
        "ask where the file comes from; a sound one gets smaller when saved again in Excel",
    )
}
