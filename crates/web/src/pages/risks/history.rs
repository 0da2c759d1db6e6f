//! How the score of a risk moved, and what each review found.

use std::sync::Arc;

use clew_plan::{Risk, RiskScore};
use clew_render::svg;
use clew_report::{Chart, ChartKind, Series, SeriesRole, Table, words};
use clew_service::{
    FieldStep, Memory, ValueStep, WhichScore, field_history, local_time, score_history,
};
use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;

use super::subject;
use crate::components::table;
use crate::pages::actions::words::{capital, or_dash};
use crate::{Visit, WebError};

/// Its history; the journal is read only for a risk that was changed since it came in.
pub(super) async fn of(
    visit: &Visit,
    memory: &Arc<Memory>,
    risk: &Risk,
) -> Result<Markup, WebError> {
    if memory.state().version(&subject(risk)) <= 1 {
        return Ok(html! {
            h2 class="govuk-heading-m" { "History" }
            p class="govuk-body clew-quiet" { "It has not changed since it came in." }
        });
    }
    let (key, of) = ((risk.plan.clone(), risk.code.clone()), subject(risk));
    let (scores, steps) = visit
        .read(move |reader| {
            let scores = score_history(reader, &key, WhichScore::Current)?;
            Ok::<_, WebError>((scores, field_history(reader, &of)?))
        })
        .await?;
    Ok(html! {
        h2 class="govuk-heading-m" { "History" }
        (chart(risk, &scores))
        (reviews(&steps))
    })
}

/// The score from entry to entry, against its target; nothing before there are two.
fn chart(risk: &Risk, steps: &[ValueStep<RiskScore>]) -> Markup {
    let scores: Vec<(String, Option<Decimal>)> = steps
        .iter()
        .map(|step| {
            let score = step.value.map(|score| Decimal::from(score.product()));
            (words::day(local_time::day_of(step.at)), score)
        })
        .collect();
    if scores.len() < 2 {
        return html! {};
    }
    let target = risk.target.map(|score| Decimal::from(score.product()));
    let value = |name: &str, role, values| Series {
        name: name.to_owned(),
        role,
        values,
    };
    let mut series = vec![value(
        "Score",
        SeriesRole::Value,
        scores.iter().map(|(_, score)| *score).collect(),
    )];
    if target.is_some() {
        series.push(value(
            "Target",
            SeriesRole::Target,
            vec![target; scores.len()],
        ));
    }
    let chart = Chart {
        title: format!("Score of {} over time", risk.code),
        description: "Likelihood times impact at each change, against the target; lower is better. The table beneath says who changed it and why.".to_owned(),
        value_axis: "Score, 1 to 25".to_owned(),
        kind: ChartKind::Line,
        labels: scores.into_iter().map(|(day, _)| day).collect(),
        series,
        table: Table::default(),
        over_time: None,
    };
    html! { figure class="clew-chart" { (PreEscaped(svg::chart(&chart, "score-history"))) } }
}

/// Every change, the newest first: what of it changed, who did it and what was found.
fn reviews(steps: &[FieldStep]) -> Markup {
    let mut entries: Vec<(&FieldStep, Vec<&FieldStep>)> = Vec::new();
    for step in steps {
        match entries.last_mut() {
            Some((first, all)) if first.sequence == step.sequence => all.push(step),
            _ => entries.push((step, vec![step])),
        }
    }
    let rows = html! {
        @for (entry, changed) in &entries {
            tr {
                th scope="row" class="whole" { (words::day(local_time::day_of(entry.at))) }
                td { (entry.name) }
                td {
                    ul class="govuk-list clew-tight" {
                        @for step in changed { li { (capital(&step.heading)) ": " (step.from) " → " (step.to) } }
                    }
                }
                td { (or_dash(entry.reason.as_deref())) }
            }
        }
    };
    let headings = [
        ("On", ""),
        ("By", ""),
        ("Changed", ""),
        ("What was found", ""),
    ];
    table("Reviews and changes", &headings, &rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_journal::Moment;

    use super::*;

    fn step(score: &str) -> ValueStep<RiskScore> {
        ValueStep {
            at: Moment::from_microseconds(1_750_000_000_000_000),
            by: "owner".into(),
            name: "Owner".to_owned(),
            value: Some(score.parse().unwrap()),
            reason: None,
            sequence: 1,
        }
    }

    #[test]
    fn a_chart_is_drawn_from_the_second_score_on() {
        let fields = serde_json::json!({"code": "R1", "title": "R", "target": "2x2"});
        let risk: Risk = serde_json::from_value(fields).unwrap();
        assert_eq!(chart(&risk, &[step("4x4")]).into_string(), "");
        let drawn = chart(&risk, &[step("4x4"), step("3x3")]).into_string();
        assert!(
            drawn.contains("Score of R1 over time") && drawn.contains("Target"),
            "{drawn}"
        );
    }

    #[test]
    fn fields_of_one_entry_stand_in_one_row() {
        let step = |field: &str| FieldStep {
            at: Moment::from_microseconds(1_750_000_000_000_000),
            by: "owner".into(),
            name: "Owner".to_owned(),
            field: field.to_owned(),
            heading: field.to_owned(),
            from: "1".to_owned(),
            to: "2".to_owned(),
            reason: Some("beds were found".to_owned()),
            sequence: 4,
        };
        let shown = reviews(&[step("current"), step("reviewed_on")]).into_string();
        assert_eq!(shown.matches("beds were found").count(), 1, "{shown}");
    }
}
