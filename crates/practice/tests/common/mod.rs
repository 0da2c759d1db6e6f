//! What several tests share: the small pack.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use clew_calendar::Day;
use clew_practice::{
    pack::{FieldKind, Pack, PackIssue},
    record::{PersonNumber, Record, RecordNumber, Stage, Value},
};

/// The files of the small pack.
pub fn small_files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/small");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read_to_string(path).unwrap());
    }
    files
}

static SMALL: LazyLock<Pack> = LazyLock::new(|| {
    let (pack, issues) = Pack::read(&small_files());
    assert_eq!(written(&issues), "");
    pack
});

/// The small pack, which has no issues.
pub fn small() -> &'static Pack {
    &SMALL
}

/// The small pack with one text in it put in place of another.
pub fn small_with(file: &str, old: &str, new: &str) -> (Pack, Vec<PackIssue>) {
    let mut files = small_files();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(old), "{file} has no {old}");
    *text = text.replacen(old, new, 1);
    Pack::read(&files)
}

/// Issues, one a line.
pub fn written(issues: &[PackIssue]) -> String {
    let lines: Vec<String> = issues.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// A day, as written.
pub fn day(written: &str) -> Day {
    written.parse().unwrap()
}

/// A completed record of an episode; its values are written as `field = value`, of the kind of the small pack's field.
pub fn record(number: u64, episode: u64, form: &str, values: &[(&str, &str)]) -> Record {
    let pack = small();
    let form = &pack.forms[form];
    let values: BTreeMap<String, Value> = values
        .iter()
        .map(|(code, written)| {
            let value = value_of(&form.field(code).unwrap().kind, written);
            ((*code).to_owned(), value)
        })
        .collect();
    let event_date = match values.get(&form.event_date) {
        Some(Value::Day(day)) => *day,
        _ => panic!("the record has no {}", form.event_date),
    };
    let process = pack.processes.values().find(|process| {
        let mut steps = process.steps.iter();
        steps.any(|step| step.form == form.code)
    });
    Record {
        number: RecordNumber(number),
        form: form.code.clone(),
        process: process.map(|process| process.code.clone()),
        episode: RecordNumber(episode),
        person: PersonNumber(1),
        team: "north".to_owned(),
        event_date,
        recorded_at: i64::from(event_date.number()) * 86_400 + i64::try_from(number).unwrap(),
        recorded_by: "worker".to_owned(),
        stage: Stage::Complete,
        restricted: false,
        version: 1,
        values,
    }
}

/// A value of a kind of field, as written.
pub fn value_of(kind: &FieldKind, written: &str) -> Value {
    match kind {
        FieldKind::Date { .. } => Value::Day(day(written)),
        FieldKind::Number { .. } | FieldKind::Money => Value::Number(written.parse().unwrap()),
        FieldKind::YesNo => Value::YesNo(written == "yes"),
        FieldKind::Choice { .. } => Value::Choice(written.to_owned()),
        FieldKind::Choices { .. } => {
            Value::Choices(written.split(' ').map(str::to_owned).collect())
        }
        _ => Value::Text(written.to_owned()),
    }
}
