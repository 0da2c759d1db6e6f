//! The organisation, its services, the plan and the particulars of the document, with its
//! statements in words.

use clew_calendar::Period;
use clew_plan::{
    Book, Claim, Cycle, Document, Forum, ForumItem, Organisation, Passage, Plan, PlanId, Unit,
};

use super::appearances::PAST_YEAR;
use super::words::{amount, first_day, post, slug, year};
use super::{document, plan_id, unit_id};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds them and gives the id of the plan.
pub(super) fn add(table: &Reading, book: &mut Book) -> Result<PlanId, TranscriptionError> {
    let heading = table.field("document")?;
    let plan = plan_id(&heading.text("title")?);
    add_organisation(table, &heading, book)?;
    add_plan(table, &heading, &plan, book)?;
    add_document(&heading, &plan, book)?;
    add_passages(table, &heading, book)?;
    add_money(table, book)?;
    Ok(plan)
}

/// The service whose head reports, for example `Y` of `Head of Y`.
fn service_name(heading: &Reading) -> Result<String, TranscriptionError> {
    let report_by = heading.text("report_by")?;
    let name = report_by.strip_prefix("Head of ").unwrap_or(&report_by);
    Ok(name.to_owned())
}

fn add_organisation(
    table: &Reading,
    heading: &Reading,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    book.organisation = Some(Organisation {
        name: heading.text("organisation")?,
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    });
    let root = service_name(heading)?;
    book.units.push(Unit {
        id: unit_id(&root),
        name: root.clone(),
        parent: None,
        kind: Some("service".to_owned()),
        manager: heading.maybe_text("report_by"),
        source: None,
    });
    let managers = table.field("service_managers")?;
    for name in managers.keys() {
        let listed = managers.items(name)?;
        let written: Vec<&str> = listed
            .iter()
            .map(Reading::as_text)
            .collect::<Result<_, _>>()?;
        let posts: Vec<&str> = written.into_iter().filter_map(post).collect();
        book.units.push(Unit {
            id: unit_id(name),
            name: name.to_owned(),
            parent: Some(unit_id(&root)),
            kind: Some("service".to_owned()),
            manager: (!posts.is_empty()).then(|| posts.join("; ")),
            source: None,
        });
    }
    Ok(())
}

/// The plan, its cycle, and the plan it serves where the timetable names that.
fn add_plan(
    table: &Reading,
    heading: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let title = heading.text("title")?;
    let mut parent = None;
    for step in table.items("planning_timetable")? {
        let step_title = step.text("step")?;
        if step_title == "Corporate Plan" {
            parent = Some(plan_id(&step_title));
            book.plans
                .push(empty_plan(plan_id(&step_title), step_title, step.source()));
        }
    }
    book.plans.push(Plan {
        parent,
        unit: Some(unit_id(&service_name(heading)?)),
        period: year(&title),
        imported: true,
        ..empty_plan(plan.clone(), title, None)
    });
    let period: Period = heading.read(PAST_YEAR)?;
    book.cycles.push(Cycle {
        id: PAST_YEAR.to_owned(),
        plan: plan.clone(),
        period,
        opens: None,
        due: None,
        published: first_day(&heading.text("report_date")?),
        imported: true,
        source: None,
    });
    Ok(())
}

fn empty_plan(id: PlanId, title: String, source: Option<String>) -> Plan {
    Plan {
        id,
        title,
        parent: None,
        unit: None,
        period: None,
        tolerance: None,
        imported: false,
        approved_by: None,
        approved_on: None,
        purpose: None,
        source,
    }
}

fn add_document(
    heading: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let committee = heading.text("committee")?;
    let title = heading.text("title")?;
    book.forums.push(Forum {
        id: slug(&committee).into(),
        name: committee.clone(),
        kind: None,
        aliases: Vec::new(),
        source: None,
    });
    book.forum_items.push(ForumItem {
        forum: slug(&committee).into(),
        name_as_written: Some(committee.clone()),
        document: Some(document()),
        what: heading.text("report_title")?,
        how_often: None,
        on: None,
        source: None,
    });
    book.documents.push(Document {
        id: document(),
        plan: Some(plan.clone()),
        organisation: heading.maybe_text("organisation"),
        report_to: Some(committee),
        report_by: heading.maybe_text("report_by"),
        period: year(&title),
        title,
        meeting: None,
        dated: first_day(&heading.text("report_date")?),
        data_as_at: None,
        other_date: heading
            .maybe_text("back_page_date")
            .as_deref()
            .and_then(first_day),
        source: None,
    });
    Ok(())
}

/// What the document says in words: implications, contents, horizons, strategies, legends, and
/// what could not be read in the copy.
fn add_passages(
    table: &Reading,
    heading: &Reading,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let mut add = |heading: String, text: String, source: Option<String>| {
        let heading = Some(heading);
        book.passages.push(Passage {
            document: document(),
            heading,
            text,
            source,
        });
    };
    for item in table.items("implications")? {
        let title = format!("{} {}", item.text("letter")?, item.text("heading")?);
        add(title, item.text("text")?, item.source());
    }
    for item in table.items("contents")? {
        add(item.text("section")?, item.text("text")?, item.source());
    }
    for item in heading.items("horizon_statements")? {
        add(
            "Planning horizon".to_owned(),
            item.text("text")?,
            item.source(),
        );
    }
    for item in table.items("linked_strategies")? {
        add(
            "Linked strategies".to_owned(),
            item.as_text()?.to_owned(),
            None,
        );
    }
    let scorecard = table.field("scorecard")?;
    add(
        "Scorecard legend".to_owned(),
        scorecard.text("legend_as_printed")?,
        None,
    );
    let risks = table.field("service_risks")?;
    add("Service risks".to_owned(), risks.text("intro")?, None);
    let staff = table.field("staff")?;
    add("Staff".to_owned(), staff.text("total_statement")?, None);
    add(
        "Back page".to_owned(),
        heading.text("back_page_date")?,
        None,
    );
    for item in table.items("illegible_or_cut")? {
        let lost = item.text("what_is_lost")?;
        let text = match item.maybe_text("inferred") {
            Some(inferred) => format!("{lost}; inferred: {inferred}"),
            None => lost,
        };
        add(
            format!("Note on the copy: {}", item.text("where")?),
            text,
            item.source(),
        );
    }
    Ok(())
}

/// Statements about money: each in words, and as a claim where it names an amount.
fn add_money(table: &Reading, book: &mut Book) -> Result<(), TranscriptionError> {
    for item in table.items("money_statements")? {
        let text = item.text("text")?;
        let source = item.source();
        let known = |passage: &Passage| passage.text == text && passage.source == source;
        if book.passages.iter().any(known) {
            continue;
        }
        let pounds = text.find('£').and_then(|start| amount(&text[start..]));
        book.passages.push(Passage {
            document: document(),
            heading: Some("Money".to_owned()),
            text: text.clone(),
            source: source.clone(),
        });
        book.claims.extend(pounds.map(|pounds| Claim {
            document: document(),
            subject: text,
            from_period: None,
            to_period: None,
            from_value: None,
            to_value: Some(pounds.value),
            stated_change: None,
            part: None,
            whole: None,
            stated_percent: None,
            text: None,
            source,
        }));
    }
    Ok(())
}
