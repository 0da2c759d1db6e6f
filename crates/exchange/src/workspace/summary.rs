//! The file `workspace.toml`: the format, a title, and whose book it is.

use std::fs;
use std::path::Path;

use clew_plan::{Book, Organisation};
use serde::{Deserialize, Serialize};

use super::{FORMAT, SUMMARY_FILE};
use crate::{ExchangeError, MadeAt};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Summary {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    journal_entry: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    journal_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<Organisation>,
}

/// The organisation that the text of a `workspace.toml` names.
pub(super) fn read(file: &str, text: &str) -> Result<Option<Organisation>, ExchangeError> {
    let line = |error: toml::de::Error| ExchangeError::Line {
        file: file.to_owned(),
        line: error.span().map_or(1, |span| {
            1 + text.get(..span.start).unwrap_or("").matches('\n').count()
        }),
        message: error.message().to_owned(),
    };
    let table: toml::Table = toml::from_str(text).map_err(line)?;
    let format = table.get("format").and_then(toml::Value::as_integer);
    match format.and_then(|format| u32::try_from(format).ok()) {
        Some(format) if format > FORMAT => Err(ExchangeError::LaterFormat {
            file: file.to_owned(),
            format,
            known: FORMAT,
        }),
        _ => toml::from_str::<Summary>(text)
            .map(|summary| summary.organisation)
            .map_err(line),
    }
}

/// The text of the `workspace.toml` of a Book from an entry of a journal, if from any; its title is the one given, else the organisation's name.
pub(super) fn write(
    book: &Book,
    title: Option<String>,
    made_at: Option<&MadeAt>,
) -> Result<String, ExchangeError> {
    let organisation = book.organisation.clone();
    let summary = Summary {
        format: FORMAT,
        title: title.or_else(|| {
            organisation
                .as_ref()
                .map(|organisation| organisation.name.clone())
        }),
        journal_entry: made_at.map(|made_at| made_at.entry),
        journal_hash: made_at.and_then(|made_at| made_at.hash.clone()),
        organisation,
    };
    toml::to_string(&summary).map_err(|error| ExchangeError::Unwritable {
        what: SUMMARY_FILE.to_owned(),
        message: error.to_string(),
    })
}

/// The entry that the workspace in a folder was made at, where it was exported from a database.
pub(super) fn made_at(folder: &Path) -> Option<MadeAt> {
    let text = fs::read_to_string(folder.join(SUMMARY_FILE)).ok()?;
    MadeAt::of_toml(&text)
}

/// The title that the workspace in a folder already has.
pub(super) fn title_in(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(SUMMARY_FILE)).ok()?;
    toml::from_str::<Summary>(&text).ok()?.title
}
