//! Risks at work: what a review comes to.

use clew_calendar::Day;
use clew_journal::Proposal;
use clew_plan::{PlanId, Risk, RiskId, RiskScore};

use super::records::{needs_reason, proposal_for};
use crate::{Act, Caller, Done, FieldProblem, Memory, Service, ServiceError, authorise};

/// What a review of a risk came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RiskReview {
    /// The plan that lists the risk; none for a register of its own.
    pub plan: Option<PlanId>,
    /// The risk.
    pub risk: RiskId,
    /// Its score now.
    pub score: RiskScore,
    /// What was found: why the score is what it is. It is kept with the entry.
    pub note: String,
    /// The day of the review.
    pub reviewed_on: Day,
    /// When it must next be reviewed; none when that is left open.
    pub review_due: Option<Day>,
    /// The last journal entry that the caller saw: a risk that someone changed after it is a
    /// conflict. None when that does not matter.
    pub seen: Option<u64>,
}

impl Service {
    /// Takes in what a review of a risk came to. Owners of the risk's part of the organisation may,
    /// without a right to change the plan.
    ///
    /// # Errors
    /// When the caller may not, there is no such risk, no note is given, a date cannot be, nothing is
    /// new, or someone else changed it meanwhile.
    pub fn review_risk(&self, caller: &Caller, review: &RiskReview) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let (place, risk) = risk_called(memory, review.plan.as_ref(), &review.risk)?;
            let unit = memory.unit_of_risk(risk);
            authorise(memory.state(), &caller.actor, Act::Return, unit)?;
            needs_reason("reviewing a risk", &review.note)
                .map_err(|_| ServiceError::invalid("the review is not sound", "note", NOTE))?;
            sound(review, risk, caller.today())?;
            let after = reviewed(risk, review);
            let proposal = proposal_for(memory.state(), Some(place), after.into());
            let Some(proposal) = proposal else {
                let why = "this review is in the register already; change the date or the score";
                return Err(ServiceError::invalid("nothing is new", "reviewed_on", why));
            };
            let proposals: Vec<Proposal> = vec![proposal.because(Some(&review.note))];
            self.as_it_was_seen(memory, &proposals, review.seen)?;
            Ok(proposals.into())
        })
    }
}

const NOTE: &str = "say what was found, in a sentence that will be read in a year";

fn risk_called<'memory>(
    memory: &'memory Memory,
    plan: Option<&PlanId>,
    code: &RiskId,
) -> Result<(usize, &'memory Risk), ServiceError> {
    let mut risks = memory.book().risks.iter().enumerate();
    let found = risks.find(|(_, risk)| risk.code == *code && risk.plan.as_ref() == plan);
    found.ok_or_else(|| ServiceError::NotFound {
        what: "risk",
        name: code.to_string(),
        hint: None,
    })
}

fn sound(review: &RiskReview, risk: &Risk, today: Day) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    if review.reviewed_on > today {
        let text = "a review is recorded once it has taken place; give a day that has come";
        problems.push(FieldProblem::new("reviewed_on", text));
    }
    if risk
        .reviewed_on
        .is_some_and(|last| review.reviewed_on < last)
    {
        let text = "the register has a later review; give a day that is not before it";
        problems.push(FieldProblem::new("reviewed_on", text));
    }
    if review
        .review_due
        .is_some_and(|due| due <= review.reviewed_on)
    {
        let text = "the next review comes after this one";
        problems.push(FieldProblem::new("review_due", text));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: format!("the review of risk {} is not sound", risk.code),
            problems,
        }),
    }
}

fn reviewed(risk: &Risk, review: &RiskReview) -> Risk {
    // A band that was published belongs to the score that it was published with.
    let same = risk.current.map(RiskScore::product) == Some(review.score.product());
    Risk {
        current: Some(review.score),
        reported_band: risk.reported_band.clone().filter(|_| same),
        reviewed_on: Some(review.reviewed_on),
        review_due: review.review_due,
        ..risk.clone()
    }
}
