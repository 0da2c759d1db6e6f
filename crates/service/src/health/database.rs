//! The database: its kind, what a commit survives, its size and room, its checkpoints.

use clew_journal::CHECKPOINT_FORMAT;
use clew_report::words;
use clew_store::{Facts, Store};
use rust_decimal::Decimal;

use super::HealthFinding;
use crate::{Memory, ServiceError};

const MEGABYTE: u64 = 1 << 20;
/// Room below which nothing can be relied on to be written.
const LEAST_ROOM: u64 = 16 * MEGABYTE;
/// Room below which it is time to make more.
const LITTLE_ROOM: u64 = 500 * MEGABYTE;
/// Entries after the last checkpoint from which a start is noticeably slower.
const MANY_ENTRIES: u64 = 100_000;

/// What is found of a store.
pub(super) fn of_store(store: &Store, memory: &Memory) -> Result<Vec<HealthFinding>, ServiceError> {
    let facts = store.facts()?;
    let mut findings = vec![HealthFinding::ok(format!(
        "{} {} at {}, tables of version {}, {}",
        facts.kind,
        facts.server_version,
        store.location(),
        facts.schema_version,
        size(facts.size)
    ))];
    findings.push(match facts.writable {
        true => HealthFinding::ok("the database can be written"),
        false => HealthFinding::problem(
            "the database may only be read",
            "allow this account to write to it",
        ),
    });
    findings.extend(facts.settings.iter().filter_map(setting));
    findings.push(durable(&facts));
    findings.extend(facts.free_space.map(|free| room(free, facts.size)));
    findings.push(checkpoint(store, memory)?);
    findings.push(attachments(store)?);
    Ok(findings)
}

/// What a setting puts at risk; none where it is as it should be, or says nothing of risk.
fn setting((name, value): &(String, String)) -> Option<HealthFinding> {
    let sound = match name.as_str() {
        "synchronous" => matches!(value.as_str(), "full" | "extra" | "2" | "3"),
        "synchronous_commit" => value != "off",
        "fsync" | "full_page_writes" => value == "on",
        "server_encoding" => value == "UTF8",
        "data_checksums" if value == "off" => {
            return Some(HealthFinding::warning(
                "the server keeps no checksums of its pages: damage to its files may go unnoticed until `clew verify`",
                "switch them on with pg_checksums when the server is next stopped",
            ));
        }
        _ => true,
    };
    (!sound).then(|| {
        HealthFinding::problem(
            format!("the database's setting {name} is {value}: a power cut may lose what was acknowledged"),
            "set it back as the database's own documentation recommends for data that must not be lost",
        )
    })
}

fn durable(facts: &Facts) -> HealthFinding {
    let settings = facts
        .settings
        .iter()
        .map(|(name, value)| format!("{name} {value}"));
    HealthFinding::ok(format!(
        "settings: {}",
        settings.collect::<Vec<_>>().join(", ")
    ))
}

fn room(free: u64, used: u64) -> HealthFinding {
    let what = format!("{} left on the disk", size(free));
    let advice =
        "make room: take away what is not needed there, or move the database to a larger disk";
    match free {
        free if free < LEAST_ROOM => HealthFinding::problem(what, advice),
        free if free < LITTLE_ROOM.max(used) => HealthFinding::warning(what, advice),
        _ => HealthFinding::ok(what),
    }
}

fn checkpoint(store: &Store, memory: &Memory) -> Result<HealthFinding, ServiceError> {
    let found = store.checkpoints()?;
    let usable = found
        .iter()
        .rev()
        .find(|found| found.format == CHECKPOINT_FORMAT);
    let end = memory.state().head.sequence;
    let since = end.saturating_sub(usable.map_or(0, |found| found.sequence));
    let many = words::number(since.into());
    Ok(match usable {
        _ if since > MANY_ENTRIES => HealthFinding::warning(
            format!("{many} entries came after the last checkpoint: a start reads all of them"),
            "it is harmless; stop Clew in the usual way, so that it writes one",
        ),
        Some(found) => HealthFinding::ok(format!(
            "the last checkpoint is at entry {}; {many} entries came after it",
            words::number(found.sequence.into())
        )),
        None => HealthFinding::ok("no checkpoint yet; there are few entries, and none is needed"),
    })
}

fn attachments(store: &Store) -> Result<HealthFinding, ServiceError> {
    let count = store.attachment_digests()?.len();
    Ok(HealthFinding::ok(format!(
        "{} kept",
        words::count(count, "attachment")
    )))
}

/// A size in bytes as people say it, for example `12.5 MB`.
fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        bytes if bytes >= 1 << 30 => (1_u64 << 30, "GB"),
        bytes if bytes >= MEGABYTE => (MEGABYTE, "MB"),
        _ => (1 << 10, "kB"),
    };
    let number = (Decimal::from(bytes) / Decimal::from(unit))
        .round_dp(1)
        .normalize();
    format!("{} {name}", words::number(number))
}

#[cfg(test)]
mod tests {
    use super::super::HealthLevel;
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, said) in [
            (512, "0.5 kB"),
            (3 << 20, "3 MB"),
            (1_610_612_736, "1.5 GB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }

    #[test]
    fn a_setting_that_may_lose_data_is_a_problem_and_a_durable_one_is_not_mentioned() {
        let table = [
            ("synchronous", "full", None),
            ("synchronous", "2", None),
            ("synchronous", "normal", Some(HealthLevel::Problem)),
            ("synchronous_commit", "on", None),
            ("synchronous_commit", "off", Some(HealthLevel::Problem)),
            ("fsync", "off", Some(HealthLevel::Problem)),
            ("full_page_writes", "off", Some(HealthLevel::Problem)),
            ("data_checksums", "off", Some(HealthLevel::Warning)),
            ("data_checksums", "on", None),
            ("foreign_keys", "1", None),
        ];
        for (name, value, level) in table {
            let found = setting(&(name.to_owned(), value.to_owned()));
            assert_eq!(found.map(|finding| finding.level), level, "{name} {value}");
        }
    }

    #[test]
    fn little_room_is_a_warning_and_none_a_problem() {
        let table = [
            (MEGABYTE, 0, HealthLevel::Problem),
            (100 * MEGABYTE, 0, HealthLevel::Warning),
            (900 * MEGABYTE, 1 << 30, HealthLevel::Warning),
            (900 * MEGABYTE, 1 << 20, HealthLevel::Ok),
        ];
        for (free, used, level) in table {
            assert_eq!(room(free, used).level, level, "{free} {used}");
        }
    }
}
