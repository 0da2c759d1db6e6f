//! `clew return` and `clew correct`: a figure given for a period, and a figure put right.

use std::io::Write;

use clew_calendar::{Day, Period};
use clew_plan::{Code, FigureState, Reliability, Status};
use clew_service::{Comment, Done, FigureRequest, QuestionKind, ServiceError, Weight, questions};
use rust_decimal::Decimal;

use crate::acting::{Acting, ActingArgs, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::words;

/// The word that confirms every question.
const ALL: &str = "all";

/// A figure as it is given.
#[derive(Debug, clap::Args)]
struct FigureArgs {
    /// Code of the measure.
    #[arg(value_name = "CODE")]
    code: Code,
    /// Period, for example "2026-27 Q1".
    #[arg(long, value_name = "PERIOD")]
    period: Period,
    /// Part of the organisation; the whole when not named.
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// The value in the measure's unit.
    #[arg(long, value_parser = words::number, allow_negative_numbers = true, value_name = "NUMBER")]
    value: Option<Decimal>,
    /// How many met.
    #[arg(long, value_parser = words::number, requires = "denominator", value_name = "NUMBER")]
    numerator: Option<Decimal>,
    /// How many in all.
    #[arg(long, value_parser = words::number, requires = "numerator", value_name = "NUMBER")]
    denominator: Option<Decimal>,
    /// The owner's status, for a project measure; or "report later".
    #[arg(long, value_parser = words::status, value_name = "STATUS")]
    status: Option<Status>,
    /// What is to be said about it; for a red figure, why it is so.
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// What is being done.
    #[arg(long, requires = "comment", value_name = "TEXT")]
    doing: Option<String>,
    /// By when.
    #[arg(long, value_parser = words::day, requires = "comment", value_name = "DAY")]
    by_when: Option<Day>,
    /// The day the data was drawn.
    #[arg(long, value_parser = words::day, value_name = "DAY")]
    as_at: Option<Day>,
    /// The evidence behind it.
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    /// How far it can be relied on.
    #[arg(long, value_parser = words::reliability, value_name = "WORD")]
    reliability: Option<Reliability>,
    /// It may still change.
    #[arg(long)]
    provisional: bool,
    /// It was provisional and is final now.
    #[arg(long = "final", conflicts_with = "provisional")]
    no_longer_provisional: bool,
    /// A question about the figure that you confirm, by its word, or "all"; may be given again.
    #[arg(long = "confirm", value_name = "QUESTION")]
    confirm: Vec<String>,
    /// Last journal entry that you saw: refuse when someone changed the figure or what is said
    /// about it after that.
    #[arg(long, value_name = "ENTRY")]
    seen: Option<u64>,
}

impl FigureArgs {
    /// The request, with the questions that are confirmed.
    fn confirmed(&self, acting: &Acting, reason: Option<&str>) -> Result<FigureRequest, Failure> {
        let mut request = self.request();
        request.reason = reason.map(str::to_owned);
        if self.confirm.iter().any(|word| word == ALL) {
            let asked = questions(&acting.service.memory(), &request, acting.caller.today());
            request.answers = asked.into_iter().map(|question| question.id).collect();
            return Ok(request);
        }
        let words = self.confirm.iter();
        let read = words.map(|word| word.parse::<QuestionKind>().map_err(Failure::new));
        request.answers = read.collect::<Result<_, _>>()?;
        Ok(request)
    }

    fn request(&self) -> FigureRequest {
        let comment = self.comment.as_ref().map(|text| Comment {
            text: text.clone(),
            doing: self.doing.clone(),
            by_when: self.by_when,
        });
        FigureRequest {
            measure: self.code.key(),
            period: Some(self.period),
            unit: self.unit.as_deref().map(Into::into),
            value: self.value,
            numerator: self.numerator,
            denominator: self.denominator,
            status: self.status,
            as_at: self.as_at,
            state: self.state(),
            forecast: None,
            evidence: self.evidence.clone(),
            reliability: self.reliability,
            comment,
            emptied: Vec::new(),
            answers: Vec::new(),
            reason: None,
            seen: self.seen,
        }
    }

    const fn state(&self) -> Option<FigureState> {
        match (self.provisional, self.no_longer_provisional) {
            (true, _) => Some(FigureState::Provisional),
            (false, true) => Some(FigureState::Final),
            (false, false) => None,
        }
    }
}

/// A return.
#[derive(Debug, clap::Args)]
pub struct ReturnArgs {
    #[command(flatten)]
    figure: FigureArgs,
    /// Keep it as a draft, which only those see who may return or check the figure.
    #[arg(long)]
    draft: bool,
    /// Why, where a forum was shown another value.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Returns the figure, with what is said about it; without numbers, as records give it.
///
/// # Errors
/// When it is not sound or settled already, a question stands that is not confirmed, or the caller
/// may not.
pub fn give(args: &ReturnArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let request = args.figure.confirmed(&acting, args.reason.as_deref())?;
    let done = match args.draft {
        true => acting.service.save_draft(&acting.caller, &request)?,
        false => taken(returned(&acting, request))?,
    };
    acting.tell(&done, args.tell, out)
}

/// Returns the figure; without numbers, that of a measure which is counted from records is confirmed as they give it.
fn returned(acting: &Acting, request: FigureRequest) -> Result<Done, ServiceError> {
    match counted(acting, &request)? {
        Some(counted) => acting.service.confirm_return(&acting.caller, &counted, &[]),
        None => acting.service.return_figure(&acting.caller, &request),
    }
}

/// The request with the numbers that the records give; none where numbers or a status are given, or the measure is not
/// counted from records.
fn counted(
    acting: &Acting,
    request: &FigureRequest,
) -> Result<Option<FigureRequest>, ServiceError> {
    let memory = acting.service.memory();
    let measure = memory.book().measure(&request.measure);
    let is_counted = measure.is_some_and(|measure| measure.computed_from.is_some());
    let numbers = [request.value, request.numerator, request.denominator];
    let given = numbers.iter().any(Option::is_some) || request.status.is_some();
    let (Some(period), false, true) = (request.period, given, is_counted) else {
        return Ok(None);
    };
    let as_at = request.as_at.unwrap_or_else(|| acting.caller.today());
    let of = (&request.measure, period, request.unit.as_ref());
    let prepared = acting
        .service
        .prepare_return(&acting.caller.actor, of, as_at)?
        .request();
    Ok(Some(FigureRequest {
        value: prepared.value,
        numerator: prepared.numerator,
        denominator: prepared.denominator,
        as_at: Some(as_at),
        ..request.clone()
    }))
}

/// What was done; a refusal says how its questions are confirmed, where they can be.
fn taken(done: Result<Done, ServiceError>) -> Result<Done, Failure> {
    done.map_err(|error| {
        let words: Vec<&str> = match &error {
            ServiceError::Asks { questions, .. } => {
                let asked = questions.iter();
                if asked
                    .clone()
                    .any(|question| question.weight == Weight::Refuse)
                {
                    return error.into();
                }
                asked.map(|question| question.id.word()).collect()
            }
            _ => return error.into(),
        };
        let hint = format!(
            "where the figure is right, say so: --confirm {}",
            words.join(" --confirm ")
        );
        Failure::from(error).hint(hint)
    })
}

/// A correction.
#[derive(Debug, clap::Args)]
pub struct CorrectArgs {
    #[command(flatten)]
    figure: FigureArgs,
    /// Why, in a sentence that will be read in a year.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Corrects the figure; the earlier one and the reason stay.
///
/// # Errors
/// When there is no such figure, it is not sound, or the caller may not.
pub fn correct(args: &CorrectArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let request = args.figure.confirmed(&acting, None)?;
    let done = match counted(&acting, &request)? {
        Some(counted) => {
            let because = FigureRequest {
                reason: Some(args.reason.clone()),
                ..counted
            };
            acting.service.confirm_return(&acting.caller, &because, &[])
        }
        None => acting
            .service
            .correct_figure(&acting.caller, &request, &args.reason),
    };
    let done = taken(done)?;
    acting.tell(&done, args.tell, out)
}
