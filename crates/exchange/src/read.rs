//! From the bytes of a file to sheets of cells: what kind of file it is, and whether it is safe to
//! open at all.

mod csv;
mod json;
mod ods;
mod package;
mod quiet;
mod text;
mod xlsx;

use crate::grid::Grid;
use crate::issue::{Issues, Place, Problem};
use crate::limits;

pub(crate) use csv::{unguarded, write_guarded};

/// Reads the sheets of a file, whose kind is told by what is in it and not by its name.
pub(crate) fn grids(name: &str, place: &Place, bytes: &[u8], issues: &mut Issues) -> Vec<Grid> {
    let extension = extension_of(name);
    let found = match package::kind_of(bytes) {
        package::FileKind::Empty => {
            issues.error(place, empty_file());
            return Vec::new();
        }
        package::FileKind::Refused(problem) => {
            issues.error(place, problem);
            return Vec::new();
        }
        package::FileKind::Package => read_package(place, bytes, issues),
        package::FileKind::Text => {
            let json = extension == "json" || (extension != "csv" && text::looks_like_json(bytes));
            (
                (if json { "json" } else { "csv" }),
                read_text(name, place, bytes, json, issues),
            )
        }
    };
    let (kind, grids) = found;
    let usual = match kind {
        "xlsx" => matches!(extension.as_str(), "xlsx" | "xlsm" | "xltx" | "xltm"),
        "csv" => matches!(extension.as_str(), "csv" | "txt" | "tsv" | "tab"),
        other => extension == other,
    };
    if !usual && !kind.is_empty() {
        issues.warn(place, wrong_extension(&extension, kind));
    }
    grids
}

fn read_text(
    name: &str,
    place: &Place,
    bytes: &[u8],
    json: bool,
    issues: &mut Issues,
) -> Vec<Grid> {
    if bytes.len() as u64 > limits::TEXT_BYTES {
        issues.error(place, too_large(bytes.len() as u64, limits::TEXT_BYTES));
        return Vec::new();
    }
    let Some(decoded) = text::decode(bytes, place, issues) else {
        return Vec::new();
    };
    if json {
        json::grids(&decoded, place, issues)
    } else {
        csv::grid(stem_of(name), &decoded, place, issues)
            .into_iter()
            .collect()
    }
}

fn read_package(place: &Place, bytes: &[u8], issues: &mut Issues) -> (&'static str, Vec<Grid>) {
    let parts = match package::open(bytes) {
        Ok(parts) => parts,
        Err(problem) => {
            issues.error(place, problem);
            return ("", Vec::new());
        }
    };
    if parts.is_ods() {
        ("ods", ods::grids(&parts, place, issues))
    } else {
        ("xlsx", xlsx::grids(bytes, &parts, place, issues))
    }
}

/// The problem of a file over the limit; `limit` and `bytes` in bytes.
pub(crate) fn too_large(bytes: u64, limit: u64) -> Problem {
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    Problem::new(
        "file-too-large",
        format!(
            "the file has {} MiB; up to {} MiB are read",
            mebibytes(bytes),
            mebibytes(limit)
        ),
        "split it, for example into a file for each year, and import the parts one after the other",
    )
}

fn empty_file() -> Problem {
    Problem::new(
        "empty-file",
        "the file is empty",
        "save it again from the program it came from",
    )
}

fn wrong_extension(extension: &str, kind: &str) -> Problem {
    Problem::new(
        "wrong-extension",
        format!("the name ends in \".{extension}\" but the file is a .{kind}; it was read as that"),
        format!("give it a name that ends in .{kind}"),
    )
}

/// The extension of a file's name in lower case, without the dot.
pub(crate) fn extension_of(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, extension)| extension.to_lowercase())
}

/// The file's name without folders and extension.
pub(crate) fn stem_of(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
