//! Which findings are listed: by severity, rule and document, in the address.

use std::collections::BTreeMap;

use clew_check::{Finding, Report, Severity};
use clew_service::Overview;
use maud::{Markup, html};

use crate::components::{Choice, Input, select, show_button, text_input};
use crate::fields::Fields;
use crate::{Form, links};

/// What is asked for; what is left out does not matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Filters {
    severity: Option<Severity>,
    rule: String,
    document: String,
    words: String,
}

/// The severity with this name.
fn severity_called(name: &str) -> Option<Severity> {
    let all = [Severity::Error, Severity::Warning, Severity::Note];
    all.into_iter().find(|severity| severity.word() == name)
}

impl Filters {
    pub(super) fn read(asked: &Fields) -> Self {
        Self {
            severity: severity_called(asked.text("severity")),
            rule: asked.text("rule").to_owned(),
            document: asked.text("document").to_owned(),
            words: asked.text("words").to_lowercase(),
        }
    }

    pub(super) const fn severity(&self) -> Option<Severity> {
        self.severity
    }

    pub(super) fn with_severity(&self, severity: Severity) -> Self {
        Self {
            severity: Some(severity),
            ..self.clone()
        }
    }

    pub(super) fn let_through(&self, finding: &Finding) -> bool {
        let of_severity = self
            .severity
            .is_none_or(|severity| finding.severity == severity);
        let of_rule = self.rule.is_empty() || finding.rule == self.rule;
        let of_document = self.document.is_empty() || finding.document == self.document;
        of_severity && of_rule && of_document && self.says(finding)
    }

    /// Whether the words asked for stand in the message or at a place.
    fn says(&self, finding: &Finding) -> bool {
        let within = |text: &str| text.to_lowercase().contains(&self.words);
        self.words.is_empty()
            || within(&finding.message)
            || finding
                .places
                .iter()
                .any(|place| within(&place.to_string()))
    }

    /// The address of a page of these.
    pub(super) fn address(&self, page: Option<usize>) -> String {
        let page = page.map(|page| page.to_string()).unwrap_or_default();
        let query = links::query(&[
            ("severity", self.severity.map_or("", Severity::word)),
            ("rule", &self.rule),
            ("document", &self.document),
            ("words", &self.words),
            ("page", &page),
        ]);
        links::with_query(links::CHECKS, &query)
    }
}

/// The choices, above the list.
pub(super) fn bar(form: &Form, overview: &Overview, report: &Report) -> Markup {
    let severities = [
        Choice::new("", "Any"),
        Choice::new("error", "Errors"),
        Choice::new("warning", "Warnings"),
        Choice::new("note", "Notes"),
    ];
    let documents = documents(overview, report);
    let words = Input {
        name: "words",
        label: "Says",
        kind: "search",
        ..Input::default()
    };
    html! {
        form class="clew-filters" method="get" action=(links::CHECKS) aria-label="Which findings" {
            (select(form, "severity", "Severity", "", &severities))
            (select(form, "rule", "Check", "", &rules(report)))
            @if documents.len() > 2 { (select(form, "document", "Document", "", &documents)) }
            (text_input(form, &words))
            (show_button())
        }
    }
}

/// The rules that find something, with how often.
fn rules(report: &Report) -> Vec<Choice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let any = Choice::new("", "Any");
    let named = counts.into_iter().map(|(id, count)| {
        let title = clew_check::rule(id).map_or(id, |rule| rule.title);
        Choice::new(id, format!("{title} ({count})"))
    });
    let mut named: Vec<Choice> = named.collect();
    named.sort_by(|left, right| left.words.cmp(&right.words));
    std::iter::once(any).chain(named).collect()
}

fn documents(overview: &Overview, report: &Report) -> Vec<Choice> {
    let any = Choice::new("", "Any");
    let found = report.findings.iter();
    let ids: std::collections::BTreeSet<&str> = found
        .map(|finding| finding.document.as_str())
        .filter(|id| !id.is_empty())
        .collect();
    let named = ids.into_iter().map(|id| {
        let mut documents = overview.book().documents.iter();
        let document = documents.find(|document| document.id.as_str() == id);
        Choice::new(id, document.map_or(id, |document| &document.title))
    });
    std::iter::once(any).chain(named).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn finding() -> Finding {
        Finding {
            rule: "end-before-start",
            severity: Severity::Error,
            document: "plan".to_owned(),
            places: Vec::new(),
            message: "Action 7 starts in May and its end is in April.".to_owned(),
            suggestion: String::new(),
        }
    }

    #[test]
    fn a_finding_is_listed_when_it_is_all_that_is_asked_for() {
        for (asked, listed) in [
            ("", true),
            (
                "severity=error&rule=end-before-start&document=plan&words=action+7",
                true,
            ),
            ("severity=note", false),
            ("rule=overdue", false),
            ("document=other", false),
            ("words=action+8", false),
            ("severity=nonsense", true),
        ] {
            let filters = Filters::read(&Fields::read(asked).unwrap());
            assert_eq!(filters.let_through(&finding()), listed, "{asked}");
        }
    }

    #[test]
    fn what_is_chosen_stays_in_the_address() {
        let asked = Fields::read("severity=error&rule=overdue&words=a+b").unwrap();
        let address = Filters::read(&asked).address(Some(3));
        assert_eq!(
            address,
            "/checks?severity=error&rule=overdue&words=a+b&page=3"
        );
    }
}
