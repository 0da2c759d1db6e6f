//! Findings of inspections without anything that answers them.

use std::collections::{BTreeMap, HashMap, HashSet};

use clew_plan::{Book, Finding as InspectionFinding, FindingId};

use crate::finding::place;
use crate::sources::document_of;
use crate::words::some_of;
use crate::{Finding, Place, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "finding-not-answered",
    severity: Severity::Warning,
    title: "An inspection's finding has no improvement activity, or activities have neither owner nor day",
    explanation: "Each finding needs at least one improvement activity or action, unless it is \
        closed. Where not one activity of an inspection has an owner or a day by which it is \
        done, that is said once, as a note: such a plan cannot be followed up.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let mut answered: HashSet<&FindingId> = book
        .improvement_activities
        .iter()
        .map(|activity| &activity.finding)
        .collect();
    answered.extend(book.actions.iter().flat_map(|action| &action.findings));
    let open = book
        .findings
        .iter()
        .filter(|finding| finding.closed_on.is_none() && !answered.contains(&finding.id));
    let mut documents: BTreeMap<String, Vec<&InspectionFinding>> = BTreeMap::new();
    for finding in open {
        documents
            .entry(document_of(book, finding.source.as_ref()))
            .or_default()
            .push(finding);
    }
    let mut found: Vec<Finding> = documents
        .into_iter()
        .map(|(document, findings)| {
            let numbers: Vec<String> = findings
                .iter()
                .map(|finding| finding.id.to_string())
                .collect();
            RULE.finding(document)
                .at_all(findings.iter().map(|finding| {
                    place(
                        format!("finding {}, {}", finding.id, finding.title),
                        finding.source.as_ref(),
                    )
                }))
                .says(format!(
                    "{} findings have no improvement activity: {}.",
                    numbers.len(),
                    some_of(&numbers, 20)
                ))
                .suggests("Say what will be done about each, or record what closed it.")
        })
        .collect();
    found.extend(without_owner_or_day(book));
    found
}

fn without_owner_or_day(book: &Book) -> Vec<Finding> {
    let inspections: HashMap<&FindingId, &str> = book
        .findings
        .iter()
        .map(|finding| (&finding.id, finding.inspection.as_str()))
        .collect();
    let mut bare: BTreeMap<&str, (usize, bool, Option<Place>, String)> = BTreeMap::new();
    for activity in &book.improvement_activities {
        let Some(inspection) = inspections.get(&activity.finding) else {
            continue;
        };
        let entry = bare.entry(inspection).or_insert_with(|| {
            let here = place(
                format!("finding {}, first activity", activity.finding),
                activity.source.as_ref(),
            );
            (
                0,
                true,
                Some(here),
                document_of(book, activity.source.as_ref()),
            )
        });
        entry.0 += 1;
        entry.1 &= activity.owner.is_none() && activity.due.is_none();
    }
    bare.into_iter().filter(|(_, (count, all_bare, _, _))| *all_bare && *count >= 3).map(|(inspection, (count, _, first, document))| {
        RULE.finding(document)
            .weighing(Severity::Note)
            .at_all(first)
            .says(format!("None of the {count} improvement activities of {inspection} has an owner or a day."))
            .suggests("Give each activity a post that answers for it and a day by which it is done.")
    }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            always
            findings {"id":"1","inspection":"i","title":"Chronologies"}
            findings {"id":"2","inspection":"i","title":"Training"}
            improvement-activities {"finding":"1","position":1,"text":"Review","owner":"Lead officer"}
            finds 1 | a finding left alone
            improvement-activities {"finding":"1","position":2,"text":"Audit"}
            silent | all answered
            improvement-activities {"finding":"2","position":1,"text":"Train"}
            silent | answered by an action
            actions {"id":"1","plan":"p","title":"Train","findings":["2"]}
        "#,
        );
    }
}
