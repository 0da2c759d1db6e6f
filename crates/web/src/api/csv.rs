//! Flat tables for spreadsheets: the names of the columns stay, new ones come at the end.

use axum::response::Response;
use clew_plan::{Action, Figure, Measure, Risk};
use clew_render::{CsvField, csv_row};
use clew_service::Overview;

use super::answers::{tag_of, tagged_csv};
use super::call::Call;
use super::failed::Failed;
use super::figures::{PARAMETERS, Stands, Wanted, plan_of};

/// A cell: words, which a spreadsheet must not take for a formula, or a number or date as it is.
enum Cell {
    Words(String),
    Plain(String),
}

fn words(text: Option<impl ToString>) -> Cell {
    Cell::Words(text.map(|text| text.to_string()).unwrap_or_default())
}

fn plain(value: Option<impl ToString>) -> Cell {
    Cell::Plain(value.map(|value| value.to_string()).unwrap_or_default())
}

/// Rows as RFC 4180 says, each ended by CR and LF.
fn written(headings: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> String {
    let mut text = String::new();
    csv_row(
        &mut text,
        headings.iter().map(|heading| CsvField::Plain(heading)),
    );
    for row in rows {
        let fields = row.iter().map(|cell| match cell {
            Cell::Words(words) => CsvField::Words(words),
            Cell::Plain(words) => CsvField::Plain(words),
        });
        csv_row(&mut text, fields);
    }
    text
}

fn unit_name(overview: &Overview, unit: Option<&clew_plan::UnitId>) -> Cell {
    words(unit.map(|unit| overview.book().unit_name(unit)))
}

const FIGURES: &[&str] = &[
    "measure",
    "code",
    "title",
    "plan",
    "owner",
    "unit",
    "unit_name",
    "period",
    "period_from",
    "period_to",
    "value",
    "numerator",
    "denominator",
    "unit_of_measure",
    "status",
    "target",
    "from",
    "state",
    "as_at",
    "forecast",
    "forecast_on",
    "return_state",
];

/// Every figure with how it stands.
pub(super) async fn figures(call: Call) -> Result<Response, Failed> {
    call.only(PARAMETERS)?;
    let wanted = Wanted::read(&call)?;
    let overview = call.overview().await?;
    let tag = tag_of(overview.memory());
    tagged_csv(&call, (&tag, "figures.csv"), || {
        let figures = overview.book().figures.iter();
        let figures = figures.filter(|figure| wanted.lets_through(&overview, figure));
        Ok(written(
            FIGURES,
            figures.map(|figure| figure_row(&overview, figure)),
        ))
    })
}

fn figure_row(overview: &Overview, figure: &Figure) -> Vec<Cell> {
    let measure = overview.measure(&figure.measure);
    let stands = Stands::of(overview, figure);
    vec![
        words(Some(&figure.measure)),
        words(measure.map(|measure| measure.code.to_string())),
        words(measure.map(|measure| &measure.title)),
        words(measure.and_then(|measure| plan_of(overview, measure))),
        words(measure.and_then(|measure| measure.owner.as_ref())),
        words(figure.unit.as_ref()),
        unit_name(overview, figure.unit.as_ref()),
        plain(Some(figure.period)),
        plain(Some(figure.period.first())),
        plain(Some(figure.period.last())),
        plain(figure.value),
        plain(figure.numerator),
        plain(figure.denominator),
        plain(measure.and_then(|measure| measure.unit_of_measure)),
        plain(stands.as_ref().map(|stands| &stands.status)),
        plain(stands.as_ref().and_then(|stands| stands.target.as_ref())),
        plain(Some(figure.from)),
        plain(Some(figure.state)),
        plain(figure.as_at),
        plain(figure.forecast),
        plain(figure.forecast_on),
        plain(super::figures::return_state(overview, figure)),
    ]
}

const MEASURES: &[&str] = &[
    "measure",
    "code",
    "title",
    "kind",
    "plan",
    "outcome",
    "outcome_title",
    "owner",
    "unit",
    "unit_name",
    "unit_of_measure",
    "polarity",
    "frequency",
    "decimals",
    "definition",
    "categories",
    "retired_on",
];

/// Every measure.
pub(super) async fn measures(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let overview = call.overview().await?;
    let tag = tag_of(overview.memory());
    tagged_csv(&call, (&tag, "measures.csv"), || {
        let measures = overview.book().measures.iter();
        Ok(written(
            MEASURES,
            measures.map(|measure| measure_row(&overview, measure)),
        ))
    })
}

fn measure_row(overview: &Overview, measure: &Measure) -> Vec<Cell> {
    let outcome = measure.outcome.as_ref();
    let outcome = outcome.and_then(|outcome| overview.book().outcome(outcome));
    vec![
        words(Some(measure.code.key())),
        words(Some(&measure.code)),
        words(Some(&measure.title)),
        plain(Some(measure.kind)),
        words(plan_of(overview, measure)),
        words(measure.outcome.as_ref()),
        words(outcome.map(|outcome| &outcome.title)),
        words(measure.owner.as_ref()),
        words(measure.unit.as_ref()),
        unit_name(overview, measure.unit.as_ref()),
        plain(measure.unit_of_measure),
        plain(measure.polarity),
        plain(measure.frequency),
        plain(measure.decimals),
        words(measure.definition.as_ref()),
        words(Some(measure.categories.join("; "))),
        plain(measure.retired_on),
    ]
}

const ACTIONS: &[&str] = &[
    "plan",
    "id",
    "title",
    "outcome",
    "owner",
    "unit",
    "unit_name",
    "start",
    "end",
    "end_to",
    "original_end",
    "status",
    "percent",
    "evidence",
    "workstream",
    "findings",
    "measures",
];

/// Every action.
pub(super) async fn actions(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let overview = call.overview().await?;
    let tag = tag_of(overview.memory());
    tagged_csv(&call, (&tag, "actions.csv"), || {
        let actions = overview.book().actions.iter();
        Ok(written(
            ACTIONS,
            actions.map(|action| action_row(&overview, action)),
        ))
    })
}

fn joined<T: ToString>(entries: &[T]) -> Cell {
    let entries: Vec<String> = entries.iter().map(ToString::to_string).collect();
    words(Some(entries.join("; ")))
}

fn action_row(overview: &Overview, action: &Action) -> Vec<Cell> {
    vec![
        words(Some(&action.plan)),
        words(Some(&action.id)),
        words(action.title.as_ref()),
        words(action.outcome.as_ref()),
        words(action.owner.as_ref()),
        words(action.unit.as_ref()),
        unit_name(overview, action.unit.as_ref()),
        plain(action.start),
        plain(action.end),
        plain(action.end.map(|end| end.last())),
        plain(action.original_end),
        plain(action.status),
        plain(action.percent),
        words(action.evidence.as_ref()),
        words(action.workstream.as_ref()),
        joined(&action.findings),
        joined(&action.measures),
    ]
}

const RISKS: &[&str] = &[
    "code",
    "plan",
    "title",
    "category",
    "owner",
    "unit",
    "unit_name",
    "original",
    "original_score",
    "current",
    "current_score",
    "target",
    "target_score",
    "review_due",
    "reviewed_on",
];

/// Every risk.
pub(super) async fn risks(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let overview = call.overview().await?;
    let tag = tag_of(overview.memory());
    tagged_csv(&call, (&tag, "risks.csv"), || {
        let risks = overview.book().risks.iter();
        Ok(written(RISKS, risks.map(|risk| risk_row(&overview, risk))))
    })
}

fn risk_row(overview: &Overview, risk: &Risk) -> Vec<Cell> {
    let score =
        |score: Option<clew_plan::RiskScore>| plain(score.map(clew_plan::RiskScore::product));
    vec![
        words(Some(&risk.code)),
        words(risk.plan.as_ref()),
        words(Some(&risk.title)),
        words(risk.category.as_ref()),
        words(risk.owner.as_ref()),
        words(risk.unit.as_ref()),
        unit_name(overview, risk.unit.as_ref()),
        plain(risk.original),
        score(risk.original),
        plain(risk.current),
        score(risk.current),
        plain(risk.target),
        score(risk.target),
        plain(risk.review_due),
        plain(risk.reviewed_on),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_formula_and_numbers_stay_numbers() {
        let row = vec![
            words(Some("=1+2")),
            plain(Some("-5")),
            words(Some("said \"no\", twice")),
            words(None::<&str>),
        ];
        let text = written(&["a", "b", "c", "d"], std::iter::once(row));
        assert_eq!(text, "a,b,c,d\r\n'=1+2,-5,\"said \"\"no\"\", twice\",\r\n");
    }
}
