//! A person's chronology as a report, to take to a conference.

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{Moment, PracticeKind};
use clew_plan::AccountId;
use clew_practice::chronology::{Chronology, Event};
use clew_practice::pack::Pack;
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_report::{Block, Cell, CellContent, Column, Cover, Inline, Report, Row, Table, words};

use super::chronology::{Known, projected};
use super::looking::{FirstRecorded, first_recorded, may_open};
use super::looks::{Looked, looker};
use super::people::may_for;
use super::sight::PersonNow;
use super::{ChronologyChoice, Right, Sight, account_name, record_in_words};
use crate::local_time::{day_of, shown};
use crate::{Act, Memory, Service, ServiceError};

/// What every page of it says: the marking and the descriptor of the Government Security Classifications Policy, which
/// councils use, and what it comes to.
const MARKING: &str =
    "OFFICIAL-SENSITIVE: PERSONAL DATA. For those at the conference alone; not to be passed on.";

impl Service {
    /// A person's chronology as a report, for those who record in a team that works with the person. That it was
    /// taken away is noted first.
    ///
    /// Records that are restricted are counted and not told, even to those who may open them: whoever reads the report
    /// is named by no restriction.
    ///
    /// # Errors
    /// When there is no such person, or none that the account may know of; when the account may not record in a team
    /// that works with them, or sees them because it broke the glass; when the look cannot be noted.
    pub fn chronology_report(
        &self,
        actor: &AccountId,
        at: Moment,
        number: PersonNumber,
    ) -> Result<Report, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let now = sight.person(number)?;
        let right = sight.opened(&now)?;
        if right == Right::Glass {
            return Err(ServiceError::invalid(
                "the chronology",
                "",
                "the glass was broken to look, and not to take anything away; ask the team that works with the person",
            ));
        }
        may_for(&sight, Act::RecordPractice, &now)?;
        self.note_look(&caller, (number, None), (Looked::Chronology, right))?;
        let told = gathered(&sight, &now)?;
        let packs = sight.packs()?;
        Ok(report(&told, &packs, (&memory, actor, at)))
    }
}

/// Everything that goes into the report, or is counted in it.
struct Told {
    person: Person,
    same_as: Vec<PersonNumber>,
    /// Records that are not restricted.
    records: Vec<Record>,
    /// Records that are.
    restricted: Vec<Record>,
    recorded: BTreeMap<RecordNumber, FirstRecorded>,
    choices: Vec<ChronologyChoice>,
}

fn gathered(sight: &Sight<'_>, now: &PersonNow) -> Result<Told, ServiceError> {
    let mut told = Told {
        person: now.person.clone(),
        same_as: sight.same_as(now.person.number)?,
        records: Vec::new(),
        restricted: Vec::new(),
        recorded: BTreeMap::new(),
        choices: Vec::new(),
    };
    for one in told.same_as.clone() {
        for record in sight.matters_of::<Record>(PracticeKind::Record, one)? {
            if record.what.restricted || may_open(sight, &record)?.is_none() {
                told.restricted.push(record.what);
                continue;
            }
            let first = first_recorded(sight, &record)?;
            told.recorded.insert(record.what.number, first);
            told.records.push(record.what);
        }
        let choices = sight.matters_of::<ChronologyChoice>(PracticeKind::Chronology, one)?;
        told.choices.extend(choices.into_iter().map(|one| one.what));
    }
    Ok(told)
}

impl Told {
    fn projected<'r>(&self, packs: &[Arc<Pack>], records: &'r [Record]) -> Chronology<'r> {
        let recorded = self.recorded.iter();
        let known = Known {
            same_as: &self.same_as,
            choices: &self.choices,
            recorded_on: recorded
                .map(|(number, first)| (*number, first.on))
                .collect(),
        };
        projected(packs, records, &known)
    }
}

fn report(
    told: &Told,
    packs: &[Arc<Pack>],
    (memory, actor, at): (&Memory, &AccountId, Moment),
) -> Report {
    let chronology = told.projected(packs, &told.records);
    let today = day_of(at);
    let number = told.person.number;
    let mut blocks = vec![about(told, &chronology, (memory, actor, at))];
    blocks.push(heading("What is not in it"));
    blocks.push(left_out(told, packs, &chronology));
    blocks.push(heading("Events"));
    blocks.push(match chronology.events.is_empty() {
        true => Block::paragraph("Nothing stands in the chronology."),
        false => Block::Table(events(told, packs, &chronology, memory)),
    });
    let organisation = memory.book().organisation.as_ref();
    Report {
        title: "Chronology".to_owned(),
        subtitle: Some(format!("{} ({number})", told.person.name)),
        organisation: organisation.map_or_else(String::new, |one| one.name.clone()),
        description: format!(
            "What was recorded of {number} in the order in which it happened, as known on {}.",
            words::day(today)
        ),
        cover: Some(Cover {
            data_as_at: Some(today),
            ..Cover::default()
        }),
        marking: Some(MARKING.to_owned()),
        blocks,
        landscape: true,
    }
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 2,
        text: text.to_owned(),
    }
}

/// Whom it is about, who made it and when, and how far it reaches.
fn about(
    told: &Told,
    chronology: &Chronology<'_>,
    (memory, actor, at): (&Memory, &AccountId, Moment),
) -> Block {
    let person = &told.person;
    let mut facts = vec![("About", format!("{} ({})", person.name, person.number))];
    let born = person.birth.map(|birth| {
        let about = if birth.estimated { "about " } else { "" };
        format!("{about}{}", words::day(birth.day))
    });
    facts.push(("Born", born.unwrap_or_else(|| "Not known".to_owned())));
    if told.same_as.len() > 1 {
        let all: Vec<String> = told.same_as.iter().map(ToString::to_string).collect();
        facts.push(("Recorded as", all.join(", ")));
    }
    let time = shown(at);
    let time = time.split_once(' ').map_or("", |(_, time)| time);
    facts.push((
        "As known at",
        format!("{time} on {}", words::day(day_of(at))),
    ));
    facts.push(("Made by", account_name(memory, actor)));
    // What stands at the head and foot of pages is not read aloud, so it is said here too.
    facts.push(("Handling", MARKING.to_owned()));
    let first = chronology.events.first().zip(chronology.events.last());
    if let Some((first, last)) = first {
        let events = words::count(chronology.events.len(), "event");
        let (first, last) = (words::day(first.day), words::day(last.day));
        facts.push(("Events", format!("{events}, from {first} to {last}")));
    }
    let term =
        |(name, words): (&str, String)| (vec![Inline::from(name)], vec![Inline::Text(words)]);
    Block::Definitions(facts.into_iter().map(term).collect())
}

/// How many records are not in it, and why: the reasons as they were given, and nothing of the records.
fn left_out(told: &Told, packs: &[Arc<Pack>], chronology: &Chronology<'_>) -> Block {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, reason) in &chronology.left_out {
        *reasons.entry(reason.trim()).or_default() += 1;
    }
    let mut lines: Vec<String> = reasons
        .into_iter()
        .map(|(reason, count)| format!("{} left out: “{reason}”.", records_are(count)))
        .collect();
    let restricted = told.projected(packs, &told.restricted).events.len();
    if restricted > 0 {
        let are = records_are(restricted);
        lines.push(format!(
            "{are} restricted to those who are named, and not told here."
        ));
    }
    let counted = told.records.iter().filter(|record| record.counts()).count();
    let other = counted.saturating_sub(chronology.events.len() + chronology.left_out.len());
    if other > 0 {
        let are = records_are(other);
        lines.push(format!(
            "{are} of forms that do not belong in a chronology."
        ));
    }
    if lines.is_empty() {
        return Block::paragraph("Nothing was left out.");
    }
    let items = lines.into_iter().map(|line| vec![Inline::Text(line)]);
    Block::List {
        ordered: false,
        items: items.collect(),
    }
}

fn records_are(count: usize) -> String {
    let is = if count == 1 { "is" } else { "are" };
    format!("{} {is}", words::count(count, "record"))
}

fn events(told: &Told, packs: &[Arc<Pack>], chronology: &Chronology<'_>, memory: &Memory) -> Table {
    let columns = vec![
        Column::names("Happened on", 3),
        Column::words("What happened", 12),
        Column::words("Recorded, where later", 3),
        Column::words("Source", 4),
    ];
    let caption = "Events, the earliest first";
    let mut table = Table::new("Chronology", caption, columns);
    table.rows = chronology
        .events
        .iter()
        .map(|event| {
            row(
                event,
                told.recorded.get(&event.record.number),
                (packs, memory),
            )
        })
        .collect();
    table.without_empty_columns()
}

fn row(
    event: &Event<'_>,
    first: Option<&FirstRecorded>,
    (packs, memory): (&[Arc<Pack>], &Memory),
) -> Row {
    let mut said = vec![Inline::Strong(event.title.clone())];
    for (title, words) in record_in_words(packs, event.record, memory) {
        said.push(Inline::Break);
        // A question is followed by its answer as it is.
        let colon = if title.ends_with('?') { "" } else { ":" };
        said.push(Inline::Text(format!("{title}{colon} {words}")));
    }
    let by = first.map(|first| account_name(memory, &first.by));
    let source = format!(
        "{}, recorded by {}",
        event.record.number,
        by.unwrap_or_else(|| event.record.recorded_by.clone())
    );
    Row::body(vec![
        date(event.day),
        Cell::inlines(said),
        Cell::text(late(event)),
        Cell::text(source),
    ])
}

fn date(day: Day) -> Cell {
    Cell {
        content: CellContent::Date(day),
    }
}

/// When it was recorded, if that was on a later day.
fn late(event: &Event<'_>) -> String {
    let days = event.recorded_after();
    match usize::try_from(days) {
        Ok(days) if days > 0 => {
            let later = words::count(days, "day");
            format!("{}, {later} later", words::day(event.recorded_on))
        }
        _ => String::new(),
    }
}
