//! Figures: listed with how they stand, one with its whole story, returned and corrected.

use axum::http::StatusCode;
use axum::response::Response;
use clew_calendar::Period;
use clew_journal::fields_of;
use clew_measure::StatusBasis;
use clew_plan::{
    Figure, FigureSource, FigureState, Kind, Measure, MeasureKey, PlanId, Record, UnitId,
};
use clew_report::ReturnMark;
use clew_service::{Comment, FigureRequest, Overview, QuestionKind};
use serde_json::{Value, json};

use super::answers::{done, page, tag_of, tagged};
use super::call::Call;
use super::failed::Failed;
use super::lists::{first_place, held};
use super::sent::Sent;

const NUMBER: &str = "give a number, for example \"85.5\"";
const DAY: &str = "give a day, for example 2026-06-12";
const PERIOD: &str = "give a period, for example 2025-26 Q2";

/// Which figures are asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    measure: Option<MeasureKey>,
    plan: Option<PlanId>,
    period: Option<Period>,
    unit: Option<UnitId>,
    from: Option<FigureSource>,
    state: Option<FigureState>,
}

/// The parameters that say which.
pub(super) const PARAMETERS: &[&str] = &["measure", "plan", "period", "unit", "from", "state"];

impl Wanted {
    pub(super) fn read(call: &Call) -> Result<Self, Failed> {
        Ok(Self {
            measure: call.asked.given("measure").map(MeasureKey::from),
            plan: call.asked.given("plan").map(PlanId::from),
            period: call.parameter("period", PERIOD)?,
            unit: call.unit(),
            from: call.parameter("from", "say returned, imported or computed")?,
            state: call.parameter("state", "say provisional or final")?,
        })
    }

    pub(super) fn lets_through(&self, overview: &Overview, figure: &Figure) -> bool {
        let is = |wanted: Option<bool>| wanted.unwrap_or(true);
        let of_plan = |plan: &PlanId| {
            let measure = measure_of(overview, &figure.measure);
            measure.is_some_and(|measure| plan_of(overview, measure) == Some(plan))
        };
        is(self.measure.as_ref().map(|key| *key == figure.measure))
            && is(self.period.map(|period| period.same_days(figure.period)))
            && is(self
                .unit
                .as_ref()
                .map(|unit| figure.unit.as_ref() == Some(unit)))
            && is(self.from.map(|from| from == figure.from))
            && is(self.state.map(|state| state == figure.state))
            && is(self.plan.as_ref().map(of_plan))
    }
}

fn measure_of<'book>(overview: &'book Overview, key: &MeasureKey) -> Option<&'book Measure> {
    overview.measure(key)
}

/// The plan of a measure: its own, else that of its outcome.
pub(super) fn plan_of<'book>(
    overview: &'book Overview,
    measure: &'book Measure,
) -> Option<&'book PlanId> {
    measure.plan.as_ref().or_else(|| {
        let outcome = overview.book().outcome(measure.outcome.as_ref()?)?;
        Some(&outcome.plan)
    })
}

/// How a figure stands: its value as it is shown, its target and its status with the reason for it.
pub(super) struct Stands {
    pub(super) status: String,
    pub(super) shown: Option<String>,
    pub(super) target: Option<String>,
    pub(super) why: String,
}

impl Stands {
    pub(super) fn of(overview: &Overview, figure: &Figure) -> Option<Self> {
        let measure = overview.measure(&figure.measure)?;
        let facts = overview.measure_facts(&figure.measure);
        let judged = facts.judge(measure, figure.period, figure.unit.as_ref());
        let plan = plan_of(overview, measure);
        let basis = StatusBasis::default_for(overview.book(), plan, figure.period);
        let (unit, decimals) = (measure.unit_of_measure, measure.decimals);
        Some(Self {
            status: judged.shown(basis).to_string(),
            shown: judged.value.map(|value| {
                clew_measure::show_against(value, unit, decimals, judged.bounds.as_ref())
            }),
            target: judged.target.map(|goal| goal.to_string()),
            why: judged.why,
        })
    }
}

/// How far a figure's return has got, where it is not signed off.
pub(super) fn return_state(overview: &Overview, figure: &Figure) -> Option<&'static str> {
    let open = overview.open_returns();
    let mark = open.mark(&figure.measure, figure.unit.as_ref(), figure.period);
    mark.map(ReturnMark::words)
}

/// Figures, in the order in which they came, each with how it stands.
pub(super) async fn list(call: Call) -> Result<Response, Failed> {
    let known: Vec<&str> = [PARAMETERS, &["limit", "after"]].concat();
    call.only(&known)?;
    let wanted = Wanted::read(&call)?;
    let overview = call.overview().await?;
    let memory = overview.memory();
    let first = first_place(memory, Kind::Figure, call.asked.given("after"))?;
    let figures = overview.book().figures.iter().enumerate().skip(first);
    let figures = figures.filter(|(_, figure)| wanted.lets_through(&overview, figure));
    let shown = figures.map(|(place, figure)| {
        let fields = Value::Object(fields_of(&Record::Figure(figure.clone())));
        let (cursor, mut shown) = held(memory, (Kind::Figure, place), fields);
        if let (Value::Object(shown), Some(stands)) = (&mut shown, Stands::of(&overview, figure)) {
            shown.insert(
                "stands".to_owned(),
                json!({ "status": stands.status, "shown": stands.shown, "target": stands.target, "why": stands.why, "return_state": return_state(&overview, figure) }),
            );
        }
        (cursor, shown)
    });
    page(&call, &tag_of(memory), shown)
}

/// The whole story of one figure.
pub(super) async fn one(call: Call) -> Result<Response, Failed> {
    call.only(&["unit"])?;
    let period: Period = call
        .name("period")
        .parse()
        .map_err(|_| Failed::not_found("such period"))?;
    let (measure, unit) = (MeasureKey::from(call.name("measure")), call.unit());
    let overview = call.overview().await?;
    let tag = tag_of(overview.memory());
    let explained = call
        .visit
        .read(move |reader| reader.explain_with(&overview, &measure, period, unit.as_ref()))
        .await?;
    let shown = serde_json::to_value(&explained);
    let shown = shown.map_err(|error| crate::WebError::internal(error.to_string()))?;
    tagged(&call, &tag, || Ok(shown))
}

/// Returns a figure.
pub(super) async fn give(call: Call, sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let (caller, request) = (call.caller()?, request(sent)?);
    let given = call
        .does(move |service| service.return_figure(&caller, &request))
        .await?;
    Ok(done(made(&given), &given))
}

/// Keeps what will be returned later.
pub(super) async fn draft(call: Call, sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let (caller, request) = (call.caller()?, request(sent)?);
    let kept = call
        .does(move |service| service.save_draft(&caller, &request))
        .await?;
    Ok(done(made(&kept), &kept))
}

/// Corrects a figure that is settled.
pub(super) async fn correct(call: Call, sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let (caller, request) = (call.caller()?, request(sent)?);
    let corrected = call
        .does(move |service| {
            let reason = request.reason.clone().unwrap_or_default();
            service.correct_figure(&caller, &request, &reason)
        })
        .await?;
    Ok(done(made(&corrected), &corrected))
}

fn made(done: &clew_service::Done) -> StatusCode {
    match done.repeated || done.rows.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::CREATED,
    }
}

fn request(mut sent: Sent) -> Result<FigureRequest, Failed> {
    let forecast = sent.read("forecast", NUMBER);
    let forecast_on = sent.read("forecast_on", DAY);
    if forecast.is_some() != forecast_on.is_some() {
        sent.refuse(
            "forecast_on",
            "a forecast has a value and a day, or neither",
        );
    }
    let answers = sent.list("answers").unwrap_or_default();
    let read: Result<Vec<QuestionKind>, String> =
        answers.iter().map(|answer| answer.parse()).collect();
    if let Err(problem) = &read {
        sent.refuse("answers", problem);
    }
    let request = FigureRequest {
        measure: MeasureKey::from(sent.needed("measure")),
        period: sent.read("period", PERIOD),
        unit: sent.text("unit").map(UnitId::from),
        value: sent.read("value", NUMBER),
        numerator: sent.read("numerator", NUMBER),
        denominator: sent.read("denominator", NUMBER),
        status: sent.read(
            "status",
            "say Blue, Green, Amber, Red, Report later or Contextual",
        ),
        as_at: sent.read("as_at", DAY),
        state: sent.read("state", "say provisional or final"),
        forecast: forecast.zip(forecast_on),
        evidence: sent.text("evidence"),
        reliability: sent.read("reliability", "say high, medium or low"),
        comment: sent.within("comment", |comment| Comment {
            text: comment.needed("text"),
            doing: comment.text("doing"),
            by_when: comment.read("by_when", DAY),
        }),
        emptied: Vec::new(),
        answers: read.unwrap_or_default(),
        reason: sent.text("reason"),
        seen: sent.read("seen", "give the number of an entry of the journal"),
    };
    sent.end()?;
    Ok(request)
}
