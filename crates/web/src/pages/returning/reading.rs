//! What is typed into the form of a figure, as a request; and what the form begins with.

use clew_calendar::Day;
use clew_journal::Moment;
use clew_plan::{Commentary, Figure, FigureState, Status};
use clew_service::{
    Comment, Emptied, FigureRequest, LogFilter, LogSubject, PreparedReturn, QuestionKind,
};
use rust_decimal::Decimal;

use super::ground::Ground;
use crate::fields::typed_day;
use crate::pages::drafts;
use crate::{Fields, Form, Visit, WebError};

/// The request that a form comes to. What cannot be read is a problem of its field.
pub(super) fn request(form: &mut Form, ground: &Ground) -> FigureRequest {
    let later = form.fields.given("later").is_some();
    let status = match (ground.is_project(), later) {
        (true, _) => form.one_of("status", "Choose a status"),
        (false, true) => Some(Status::ReportLater),
        (false, false) => None,
    };
    let without = ground.is_project() || (later && ground.counted.is_some());
    let (value, numerator, denominator) = match without {
        true => (None, None, None),
        false => (
            form.decimal("value"),
            form.decimal("numerator"),
            form.decimal("denominator"),
        ),
    };
    let answered = |kind: &QuestionKind| form.fields.given(&format!("answer-{kind}")).is_some();
    let answers = QuestionKind::ALL.into_iter().filter(answered).collect();
    let emptied = emptied(form);
    FigureRequest {
        measure: ground.place.measure.clone(),
        period: Some(ground.place.period),
        unit: ground.place.unit.clone(),
        value,
        numerator,
        denominator,
        status,
        as_at: form.day("as_at"),
        state: form.one_of("state", "Say whether it is final or provisional"),
        forecast: None,
        evidence: form.optional("evidence"),
        reliability: form.one_of("reliability", "Choose how far it can be relied on"),
        comment: comment(form),
        emptied,
        answers,
        reason: form.optional("reason"),
        seen: form.seen(),
    }
}

/// As [`request`], with the numbers that the records give where the measure is counted from them.
pub(super) fn as_counted(form: &mut Form, ground: &Ground) -> FigureRequest {
    let request = request(form, ground);
    match ground.prepared().map(PreparedReturn::request) {
        Some(counted) if request.status.is_none() => FigureRequest {
            value: counted.value,
            numerator: counted.numerator,
            denominator: counted.denominator,
            ..request
        },
        _ => request,
    }
}

/// The fields that stand in the form with nothing in them.
fn emptied(form: &Form) -> Vec<Emptied> {
    let mut emptied = Vec::new();
    for (name, field) in [
        ("as_at", Emptied::AsAt),
        ("reliability", Emptied::Reliability),
        ("evidence", Emptied::Evidence),
        ("comment", Emptied::Comment),
    ] {
        if form.is_emptied(name) {
            emptied.push(field);
        }
    }
    emptied
}

fn comment(form: &mut Form) -> Option<Comment> {
    let comment = Comment {
        text: form.fields.text("comment").to_owned(),
        doing: form.optional("doing"),
        by_when: form.day("by_when"),
    };
    (comment != Comment::default()).then_some(comment)
}

/// Whether a figure that stands was cleared in the form: it would stay without a word.
pub(super) fn is_blank(form: &Form, ground: &Ground) -> bool {
    let fields = ["value", "numerator", "denominator"];
    let cleared = fields.iter().any(|name| form.fields.has(name))
        && fields.iter().all(|name| form.fields.given(name).is_none());
    let stands = ground.figure.as_ref();
    let stands = stands.is_some_and(|it| it.value.is_some() || it.denominator.is_some());
    cleared && stands && !ground.is_project() && form.fields.given("later").is_none()
}

/// Where what the form begins with comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Begun {
    /// It was typed and not sent.
    Typed(Moment),
    /// It was saved as a draft.
    Draft(Option<Moment>),
}

/// What the form begins with: what was typed and not sent, else the draft, else what stands. What was
/// typed before is as old as it is: what others changed since is met when it is sent.
pub(super) async fn begun(
    visit: &Visit,
    ground: &Ground,
) -> Result<(Form, Option<Begun>), WebError> {
    if let Some((fields, at)) = drafts::typed(visit, &ground.place.address()).await? {
        return Ok((of_fields(fields), Some(Begun::Typed(at))));
    }
    let stood = &ground.standing.stands;
    let Some(draft) = &stood.draft else {
        return Ok((of_fields(stands(visit, ground)?), None));
    };
    let mut form = of_fields(of_figure(draft.figure.as_ref(), draft.commentary.as_ref()));
    if let Some(saved) = saved(visit, ground).await? {
        form.has_seen(saved);
    }
    Ok((form, Some(Begun::Draft(stood.at))))
}

/// The entry with which the draft was saved.
async fn saved(visit: &Visit, ground: &Ground) -> Result<Option<u64>, WebError> {
    let Some(key) = &ground.standing.key else {
        return Ok(None);
    };
    let filter = LogFilter {
        subject: Some(LogSubject::Exactly(key.subject())),
        newest_first: true,
        limit: Some(1),
        ..LogFilter::default()
    };
    let last = visit.read(move |reader| reader.log(&filter)).await?;
    Ok(last.first().map(|line| line.row.sequence))
}

/// The fields that show the figure that stands, with what the visitor says of it.
pub(super) fn stands(visit: &Visit, ground: &Ground) -> Result<Vec<(String, String)>, WebError> {
    let account = visit.account()?;
    let mut said = ground.said(ground.place.period);
    let mine = said.find(|said| said.by.as_deref() == Some(account.as_str()));
    Ok(of_figure(ground.figure.as_ref(), mine))
}

fn of_fields(pairs: Vec<(String, String)>) -> Form {
    Form {
        fields: Fields::of(pairs),
        problems: Vec::new(),
    }
}

/// The fields that show a figure and what is said of it.
fn of_figure(figure: Option<&Figure>, said: Option<&Commentary>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
    if let Some(figure) = figure {
        let number = |number: Option<Decimal>| number.map(|it| it.normalize().to_string());
        // Counts decide the value; both together would only invite a contradiction.
        let value = figure.value.filter(|_| figure.denominator.is_none());
        put("value", number(value).unwrap_or_default());
        put("numerator", number(figure.numerator).unwrap_or_default());
        put(
            "denominator",
            number(figure.denominator).unwrap_or_default(),
        );
        put(
            "status",
            figure.reported_status.map_or("", Status::word).to_owned(),
        );
        if figure.reported_status == Some(Status::ReportLater) && figure.value.is_none() {
            put("later", "yes".to_owned());
        }
        day(&mut put, "as_at", figure.as_at);
        put("state", figure.state.word().to_owned());
        let reliability = figure.reliability.map_or("", clew_plan::Reliability::word);
        put("reliability", reliability.to_owned());
        put("evidence", figure.evidence.clone().unwrap_or_default());
    } else {
        put("state", FigureState::Final.word().to_owned());
    }
    if let Some(said) = said {
        put("comment", said.text.clone());
        put("doing", said.doing.clone().unwrap_or_default());
        day(&mut put, "by_when", said.by_when);
    }
    pairs
}

fn day(put: &mut impl FnMut(&str, String), name: &str, day: Option<Day>) {
    if let Some(day) = day {
        for (field, value) in typed_day(name, day) {
            put(&field, value);
        }
    }
}
