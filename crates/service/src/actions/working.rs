//! Actions at work: what their owners say of them, and dates that move with a reason.

use clew_calendar::{Day, Period};
use clew_journal::{Proposal, Subject, subject_of};
use clew_plan::{Action, ActionId, ActionStatus, Kind, Milestone, PlanId, Record, Update};
use clew_report::words;
use rust_decimal::Decimal;

use super::emptied::{Emptied, becomes};
use super::evidence::{EvidenceFile, hung};
use super::records::{changed_since, needs_reason, proposal_for};
use crate::{Act, Caller, Done, FieldProblem, KnownAt, Memory, Service, ServiceError, authorise};

/// What an owner says of an action. What is not given stays as it is, unless it is emptied; what is as
/// it was when the caller saw it is not said at all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ActionUpdate {
    /// The action's plan.
    pub plan: PlanId,
    /// The action.
    pub action: ActionId,
    /// How it stands.
    pub status: Option<ActionStatus>,
    /// How much is done, 0 to 100.
    pub percent: Option<Decimal>,
    /// Progress in words; dated today, under the caller's name.
    pub text: Option<String>,
    /// What shows that it is done.
    pub evidence: Option<String>,
    /// The fields that are emptied; what is given of one of them holds all the same.
    pub emptied: Vec<Emptied>,
    /// Milestones that were reached, by title, and when.
    pub reached: Vec<(String, Day)>,
    /// The last journal entry that the caller saw: an action or a milestone that someone changed
    /// after it is a conflict. None when that does not matter.
    pub seen: Option<u64>,
}

/// A later end for an action.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExtendRequest {
    /// The action's plan.
    pub plan: PlanId,
    /// The action.
    pub action: ActionId,
    /// When it should be done instead.
    pub new_end: Period,
    /// Why. The caller's account stands beside it as the one who approved.
    pub reason: String,
    /// The last journal entry that the caller saw: an action that someone changed after it is a
    /// conflict. None when that does not matter.
    pub seen: Option<u64>,
}

impl Service {
    /// Takes in what an owner says of an action: how it stands, how much is done, what was reached.
    /// Owners of the action's part of the organisation may, without a right to change the plan.
    ///
    /// # Errors
    /// When the caller may not, there is no such action or milestone, a field is not sound, or
    /// someone else changed it meanwhile.
    pub fn update_action(
        &self,
        caller: &Caller,
        update: &ActionUpdate,
    ) -> Result<Done, ServiceError> {
        self.update_action_with(caller, update, &[])
    }

    /// As [`Service::update_action`], with files that show it. They hang on the update, or on the action
    /// where nothing is said in words.
    ///
    /// # Errors
    /// As [`Service::update_action`], and when a file cannot be taken.
    pub fn update_action_with(
        &self,
        caller: &Caller,
        update: &ActionUpdate,
        files: &[EvidenceFile],
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let (place, action) = action_called(memory, &update.plan, &update.action)?;
            let unit = memory.unit_of_action(action);
            authorise(memory.state(), &caller.actor, Act::Return, unit)?;
            sound(update, action, caller.today(), !files.is_empty())?;
            let state = memory.state();
            let after = updated(action, &self.news(memory, action, update));
            let mut proposals: Vec<Proposal> = proposal_for(state, Some(place), after.into())
                .into_iter()
                .collect();
            for (title, day) in &update.reached {
                proposals.extend(reached(memory, action, title, *day)?);
            }
            self.as_it_was_seen(memory, &proposals, update.seen)?;
            let said = said(update, caller).and_then(|said| proposal_for(state, None, said.into()));
            // An update has no name: the place of its entry becomes its number.
            let place = state.head.sequence + proposals.len() as u64 + 1;
            let of = match &said {
                Some(_) => Some(Subject::numbered(Kind::Update, place)),
                None => subject_of(&action.clone().into()),
            };
            let evidence = of.map(|of| hung(memory, &of, files)).transpose()?;
            let mut decision = evidence.unwrap_or_default();
            proposals.extend(said);
            proposals.append(&mut decision.proposals);
            decision.proposals = proposals;
            Ok(decision)
        })
    }

    /// The update without what is in it as it was when the caller saw the action: a form says again
    /// everything that it shows, and what others changed of that since is not to be undone.
    fn news(&self, memory: &Memory, action: &Action, update: &ActionUpdate) -> ActionUpdate {
        let mut news = update.clone();
        let subject = subject_of(&action.clone().into());
        let older = update.seen.zip(subject);
        let older = older.filter(|(seen, subject)| changed_since(memory, subject, *seen));
        let base = older.and_then(|(seen, subject)| {
            let known = self.known_at(KnownAt::Entry(seen)).ok()?;
            known.state().record(&subject)
        });
        if let Some(Record::Action(base)) = base {
            news.status = news.status.filter(|it| Some(*it) != base.status);
            news.percent = news.percent.filter(|it| Some(*it) != base.percent);
            let evidence = news.evidence.take();
            news.evidence = evidence.filter(|it| Some(it) != base.evidence.as_ref());
            news.emptied.retain(|field| match field {
                Emptied::Percent => base.percent.is_some(),
                _ => base.evidence.is_some(),
            });
        }
        news
    }

    /// Moves the end of an action to a later one. The date it had at first stays with it, and the
    /// journal keeps each extension with its reason and who approved it.
    ///
    /// # Errors
    /// When the caller may not, there is no such action, it is complete or cancelled, the new end is
    /// no later, or no reason is given.
    pub fn extend_action(
        &self,
        caller: &Caller,
        request: &ExtendRequest,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            needs_reason("extending an action", &request.reason)?;
            let (place, action) = action_called(memory, &request.plan, &request.action)?;
            let unit = memory.unit_of_action(action);
            authorise(memory.state(), &caller.actor, Act::ExtendActions, unit)?;
            let after = extended(action, request.new_end)?;
            let proposal = proposal_for(memory.state(), Some(place), after.into());
            let proposals = proposal.map(|proposal| proposal.because(Some(&request.reason)));
            let proposals: Vec<Proposal> = proposals.into_iter().collect();
            self.as_it_was_seen(memory, &proposals, request.seen)?;
            Ok(proposals.into())
        })
    }
}

fn action_called<'memory>(
    memory: &'memory Memory,
    plan: &PlanId,
    id: &ActionId,
) -> Result<(usize, &'memory Action), ServiceError> {
    let mut actions = memory.book().actions.iter().enumerate();
    let found = actions.find(|(_, action)| action.plan == *plan && action.id == *id);
    found.ok_or_else(|| ServiceError::NotFound {
        what: "action",
        name: format!("{plan} {id}"),
        hint: None,
    })
}

fn sound(
    update: &ActionUpdate,
    action: &Action,
    today: Day,
    has_files: bool,
) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut problem = |field: &str, text: &str| problems.push(FieldProblem::new(field, text));
    let inside = |percent: Decimal| percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED;
    if update.percent.is_some_and(|percent| !inside(percent)) {
        problem("percent", "it lies between 0 and 100");
    }
    let empty = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
    if empty(&update.text) {
        problem("text", "say something, or leave it out");
    }
    if empty(&update.evidence) {
        problem("evidence", "say what shows it, or leave it out");
    }
    if update.reached.iter().any(|(_, day)| *day > today) {
        problem("reached", "a milestone is reached on a day that has come");
    }
    let nothing = !has_files
        && update.status.is_none()
        && update.percent.is_none()
        && update.text.is_none()
        && update.evidence.is_none()
        && update.emptied.is_empty()
        && update.reached.is_empty();
    if nothing {
        problem(
            "",
            "say how it stands, how much is done, or what was reached",
        );
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: format!("the update of action {} is not sound", action.id),
            problems,
        }),
    }
}

fn updated(action: &Action, update: &ActionUpdate) -> Action {
    let mut after = action.clone();
    let emptied = |field| update.emptied.contains(&field);
    after.status = update.status.or(after.status);
    // 40 and 40.0 are one.
    let percent = update.percent.filter(|it| Some(*it) != after.percent);
    let is_given = update.percent.is_some();
    let none = emptied(Emptied::Percent) && !is_given;
    after.percent = becomes(percent, none, after.percent);
    let evidence = update.evidence.clone();
    after.evidence = becomes(evidence, emptied(Emptied::Evidence), after.evidence);
    after
}

fn said(update: &ActionUpdate, caller: &Caller) -> Option<Update> {
    Some(Update {
        action: update.action.clone(),
        plan: update.plan.clone(),
        text: update.text.as_ref()?.trim().to_owned(),
        on: Some(caller.today()),
        by: Some(caller.actor.to_string()),
        source: None,
    })
}

fn reached(
    memory: &Memory,
    action: &Action,
    title: &str,
    day: Day,
) -> Result<Option<Proposal>, ServiceError> {
    let is_it =
        |row: &Milestone| row.plan == action.plan && row.action == action.id && row.title == title;
    let milestones = &memory.book().milestones;
    let place = milestones.iter().position(is_it);
    let found = place.and_then(|place| milestones.get(place));
    let found = found.ok_or_else(|| ServiceError::NotFound {
        what: "milestone",
        name: format!("{} {title}", action.id),
        hint: None,
    })?;
    let after = Milestone {
        done: Some(day),
        ..found.clone()
    };
    Ok(proposal_for(memory.state(), place, after.into()))
}

fn extended(action: &Action, new_end: Period) -> Result<Action, ServiceError> {
    let refused = |why: String| {
        let what = format!("the action {} cannot be extended", action.id);
        Err(ServiceError::invalid(what, "new_end", why))
    };
    if let Some(status @ (ActionStatus::Complete | ActionStatus::Cancelled)) = action.status {
        return refused(format!("it is {}", status.word()));
    }
    if let Some(end) = action.end.filter(|end| new_end.last() <= end.last()) {
        let (new, end) = (words::period(new_end), words::period(end));
        return refused(format!("{new} is no later than {end}, its end now"));
    }
    if action.end.is_none() {
        return refused("it has no end yet; set one in the plan".to_owned());
    }
    Ok(Action {
        end: Some(new_end),
        original_end: action.original_end.or(action.end),
        ..action.clone()
    })
}
