//! What can be found of each kind of record: its texts, its title and the page on which it stands.

use std::collections::BTreeSet;

use clew_plan::{ActionId, Book, Kind, MeasureKey, PlanId, RecordRef};

use super::finding::Found;
use super::index::{Field, SearchIndex};
use super::words::{stem, words};
use super::{Hit, HitKind, HitPage};
use crate::reading::overview::Overview;

/// Letters of an excerpt, about.
const EXCERPT: usize = 160;

/// Whether records of this kind are found: those that a reader reads, not those that are numbers.
pub(super) const fn is_found(record: RecordRef<'_>) -> bool {
    use RecordRef as R;
    matches!(
        record,
        R::Document(_)
            | R::Unit(_)
            | R::Plan(_)
            | R::Outcome(_)
            | R::Measure(_)
            | R::Commentary(_)
            | R::ScrutinyQuestion(_)
            | R::Action(_)
            | R::Milestone(_)
            | R::Update(_)
            | R::Risk(_)
            | R::Control(_)
            | R::Activity(_)
            | R::Inspection(_)
            | R::Finding(_)
            | R::ImprovementActivity(_)
            | R::Workstream(_)
            | R::ResourceGap(_)
            | R::Forum(_)
            | R::ForumItem(_)
            | R::Passage(_)
            | R::Achievement(_)
    )
}

/// The code or id by parts of which a record is found.
pub(super) fn code_of(record: RecordRef<'_>) -> Option<String> {
    use RecordRef as R;
    Some(match record {
        R::Measure(it) => it.code.written().to_owned(),
        R::Outcome(it) => it.id.to_string(),
        R::Action(it) => it.id.to_string(),
        R::Risk(it) => it.code.to_string(),
        R::Finding(it) => it.id.to_string(),
        R::Inspection(it) => it.id.to_string(),
        R::Document(it) => it.id.to_string(),
        R::Plan(it) => it.id.to_string(),
        _ => return None,
    })
}

/// What a record says, field by field.
pub(super) fn texts(record: RecordRef<'_>, add: &mut dyn FnMut(Field, &str)) {
    use RecordRef as R;
    let body = body(record);
    for text in &body {
        add(Field::Text, text);
    }
    if let Some(title) = title_of(record) {
        add(Field::Title, title);
    }
    if let Some(owner) = owner_of(record) {
        add(Field::Owner, owner);
    }
    if let Some(code) = code_of(record) {
        add(Field::Code, &code);
    }
    if let R::Forum(forum) = record {
        forum
            .aliases
            .iter()
            .for_each(|name| add(Field::Title, name));
    }
}

/// The title or name of a record that has one.
fn title_of(record: RecordRef<'_>) -> Option<&str> {
    use RecordRef as R;
    match record {
        R::Document(it) => Some(&it.title),
        R::Unit(it) => Some(&it.name),
        R::Plan(it) => Some(&it.title),
        R::Outcome(it) => Some(&it.title),
        R::Measure(it) => Some(&it.title),
        R::Action(it) => it.title.as_deref(),
        R::Milestone(it) => Some(&it.title),
        R::Risk(it) => Some(&it.title),
        R::Control(it) => Some(&it.title),
        R::Activity(it) => Some(&it.title),
        R::Inspection(it) => Some(&it.title),
        R::Finding(it) => Some(&it.title),
        R::Workstream(it) => Some(&it.title),
        R::Forum(it) => Some(&it.name),
        R::ForumItem(it) => Some(&it.what),
        R::Passage(it) => it.heading.as_deref(),
        _ => None,
    }
}

fn owner_of(record: RecordRef<'_>) -> Option<&str> {
    use RecordRef as R;
    match record {
        R::Unit(it) => it.manager.as_deref(),
        R::Outcome(it) => it.owner.as_deref(),
        R::Measure(it) => it.owner.as_deref(),
        R::Action(it) => it.owner.as_deref(),
        R::Milestone(it) => it.owner.as_deref(),
        R::Risk(it) => it.owner.as_deref(),
        R::Control(it) => it.owner.as_deref(),
        R::Finding(it) => it.owner.as_deref(),
        R::ImprovementActivity(it) => it.owner.as_deref(),
        _ => None,
    }
}

/// Every post that owns something, in order of the names.
pub(super) fn owners(book: &Book) -> Vec<String> {
    let kinds = Kind::ALL.iter();
    let records = kinds.flat_map(|kind| book.records(*kind));
    let names: BTreeSet<&str> = records.filter_map(owner_of).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The running text of a record.
fn body(record: RecordRef<'_>) -> Vec<&str> {
    use RecordRef as R;
    let optional: Vec<Option<&str>> = match record {
        R::Plan(it) => vec![it.purpose.as_deref()],
        R::Measure(it) => vec![it.definition.as_deref(), it.notes.as_deref()]
            .into_iter()
            .chain(it.categories.iter().map(|label| Some(label.as_str())))
            .chain(it.links.iter().map(|link| Some(link.as_str())))
            .collect(),
        R::Commentary(it) => vec![Some(&it.text), it.doing.as_deref()],
        R::ScrutinyQuestion(it) => vec![Some(&it.question), it.answer.as_deref()],
        R::Action(it) => vec![
            it.description.as_deref(),
            it.planned_outcome.as_deref(),
            it.evidence.as_deref(),
            it.theme.as_deref(),
        ],
        R::Update(it) => vec![Some(&it.text)],
        R::Risk(it) => vec![it.description.as_deref(), it.category.as_deref()],
        R::Activity(it) => vec![it.description.as_deref()],
        R::Inspection(it) => vec![it.body.as_deref()],
        R::Finding(it) => vec![
            it.text.as_deref(),
            it.recommendation.as_deref(),
            it.area.as_deref(),
        ],
        R::ImprovementActivity(it) => vec![Some(&it.text), it.evidence.as_deref()],
        R::Workstream(it) => vec![it.summary.as_deref()],
        R::ResourceGap(it) => vec![Some(&it.text)],
        R::Passage(it) => vec![Some(&it.text)],
        R::Achievement(it) => vec![Some(&it.text)],
        _ => Vec::new(),
    };
    optional.into_iter().flatten().collect()
}

/// What was found, as it is shown.
pub(super) fn hit(
    overview: &Overview,
    index: &SearchIndex,
    found: Found,
    query: &str,
) -> Option<Hit> {
    let item = index.items.get(found.item)?;
    let HitKind::Record(kind) = item.kind else {
        return owner_hit(index, item.place, found.score);
    };
    let book = overview.book();
    let record = book.record_at(kind, item.place)?;
    let text = body(record).join(" ");
    Some(Hit {
        kind: item.kind,
        page: page(book, kind, record),
        subject: overview.memory().state().subject_at(kind, item.place),
        title: title(overview, record),
        excerpt: excerpt(&text, query),
        score: found.score,
    })
}

fn owner_hit(index: &SearchIndex, place: usize, score: u32) -> Option<Hit> {
    let name = index.owners.get(place)?;
    Some(Hit {
        kind: HitKind::Owner,
        page: HitPage {
            kind: HitKind::Owner,
            id: name.clone(),
            plan: None,
        },
        subject: None,
        title: name.clone(),
        excerpt: String::new(),
        score,
    })
}

fn measure_title(overview: &Overview, key: &MeasureKey) -> String {
    let measure = overview.measure(key);
    measure.map_or_else(|| key.to_string(), |measure| measure.title.clone())
}

fn action_title(book: &Book, plan: Option<&PlanId>, id: &ActionId) -> String {
    let mut actions = book.actions.iter();
    let found =
        actions.find(|action| action.id == *id && plan.is_none_or(|plan| action.plan == *plan));
    let title = found.and_then(|action| action.title.clone());
    title.unwrap_or_else(|| format!("Action {id}"))
}

/// The record's own title, or that of what it is about.
fn title(overview: &Overview, record: RecordRef<'_>) -> String {
    use RecordRef as R;
    let book = overview.book();
    if let Some(title) = title_of(record) {
        return title.to_owned();
    }
    match record {
        R::Action(it) => format!("Action {}", it.id),
        R::Commentary(it) => match (&it.measure, &it.action) {
            (Some(key), _) => format!("{}, {}", measure_title(overview, key), it.period),
            (None, Some(id)) => format!("{}, {}", action_title(book, None, id), it.period),
            (None, None) => it.period.to_string(),
        },
        R::ScrutinyQuestion(it) => {
            format!(
                "Question on {}, {}",
                measure_title(overview, &it.measure),
                it.period
            )
        }
        R::Update(it) => action_title(book, Some(&it.plan), &it.action),
        R::ImprovementActivity(it) => {
            let mut findings = book.findings.iter();
            let finding = findings.find(|finding| finding.id == it.finding);
            finding.map_or_else(|| it.finding.to_string(), |found| found.title.clone())
        }
        R::Passage(it) => document_title(book, it.document.as_str()),
        R::Achievement(it) => document_title(book, it.document.as_str()),
        _ => String::new(),
    }
}

fn document_title(book: &Book, id: &str) -> String {
    let mut documents = book.documents.iter();
    let found = documents.find(|document| document.id.as_str() == id);
    found.map_or_else(|| id.to_owned(), |document| document.title.clone())
}

/// The page on which a record stands; its id is empty where there is none.
pub(in super::super) fn page(book: &Book, kind: Kind, record: RecordRef<'_>) -> HitPage {
    use RecordRef as R;
    let of = |kind: Kind, id: &dyn std::fmt::Display, plan: Option<&PlanId>| HitPage {
        kind: HitKind::Record(kind),
        id: id.to_string(),
        plan: plan.cloned(),
    };
    match record {
        R::Measure(it) => of(kind, &it.code.key(), None),
        R::Action(it) => of(kind, &it.id, Some(&it.plan)),
        R::Milestone(it) => of(Kind::Action, &it.action, Some(&it.plan)),
        R::Update(it) => of(Kind::Action, &it.action, Some(&it.plan)),
        R::Commentary(it) => match (&it.measure, &it.action) {
            (None, Some(id)) => of(Kind::Action, id, plan_of_action(book, id)),
            (Some(key), _) => of(Kind::Measure, key, None),
            (None, None) => of(kind, &it.period, None),
        },
        R::ScrutinyQuestion(it) => of(Kind::Measure, &it.measure, None),
        R::Risk(it) => of(kind, &it.code, it.plan.as_ref()),
        R::Control(it) => of(Kind::Risk, &it.risk, None),
        R::Outcome(it) => of(kind, &it.id, Some(&it.plan)),
        R::Activity(it) => of(Kind::BudgetTable, &it.table, None),
        R::ImprovementActivity(it) => of(Kind::Finding, &it.finding, None),
        R::ForumItem(it) => of(Kind::Forum, &it.forum, None),
        R::Passage(it) => of(Kind::Document, &it.document, None),
        R::Achievement(it) => of(Kind::Document, &it.document, None),
        R::Document(it) => of(kind, &it.id, None),
        R::Unit(it) => of(kind, &it.id, None),
        R::Plan(it) => of(kind, &it.id, None),
        R::Inspection(it) => of(kind, &it.id, None),
        R::Finding(it) => of(kind, &it.id, None),
        R::Workstream(it) => of(kind, &it.id, None),
        R::Forum(it) => of(kind, &it.id, None),
        R::ResourceGap(it) => {
            let workstream = it.workstream.as_ref().map(ToString::to_string);
            of(Kind::Workstream, &workstream.unwrap_or_default(), None)
        }
        _ => of(kind, &"", None),
    }
}

fn plan_of_action<'book>(book: &'book Book, id: &ActionId) -> Option<&'book PlanId> {
    let mut actions = book.actions.iter();
    actions
        .find(|action| action.id == *id)
        .map(|action| &action.plan)
}

/// The part of a text in which a word of the query stands first, else its beginning.
fn excerpt(text: &str, query: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= EXCERPT {
        return text;
    }
    let wanted: Vec<String> = words(query).map(|word| stem(&word)).collect();
    let meets = |word: &str| {
        let mut parts = words(word).map(|part| stem(&part));
        parts.any(|part| wanted.iter().any(|wanted| part.starts_with(wanted)))
    };
    let all: Vec<&str> = text.split(' ').collect();
    let met = all.iter().position(|word| meets(word)).unwrap_or(0);
    // A few words before it, so that a reader sees what it is about.
    let first = met.saturating_sub(6);
    let mut shown = String::new();
    let mut used = first;
    for word in &all[first..] {
        if shown.chars().count() + word.chars().count() > EXCERPT && used > first {
            break;
        }
        if used > first {
            shown.push(' ');
        }
        shown.push_str(word);
        used += 1;
    }
    let before = if first > 0 { "\u{2026} " } else { "" };
    let after = if used < all.len() { " \u{2026}" } else { "" };
    format!("{before}{shown}{after}")
}
