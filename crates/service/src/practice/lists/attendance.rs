//! Attendance at conferences and meetings, agency by agency.

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_journal::{Moment, PracticeKind};
use clew_plan::AccountId;
use clew_practice::pack::{Form, Pack};
use clew_practice::record::{Record, Value};
use clew_store::practice::KeptFilter;

use super::WorkOf;
use super::open::may_look;
use crate::authorise::reaches;
use crate::practice::Sight;
use crate::practice::looks::looker;
use crate::{Act, Service, ServiceError};

/// The fields by which a form is one of invitations: whom, and whether they came.
const AGENCY: &str = "agency";
const CAME: &str = "attendance";

/// How one agency attended what one form invites to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attendance {
    /// The form's title.
    pub form: String,
    /// The agency, by its title.
    pub agency: String,
    /// How often it was invited.
    pub invited: usize,
    /// How often which attendance was recorded, by its title, in the order of the choices.
    pub came: Vec<(String, usize)>,
}

impl Service {
    /// Attendance by agency for what was recorded of the financial year that begins in a year: of every form with a choice
    /// `agency` and a choice `attendance`. Numbers alone, in the parts in which the account may look at practice.
    ///
    /// # Errors
    /// When the account may look nowhere, or not in the part that is asked for.
    pub fn attendance(
        &self,
        actor: &AccountId,
        at: Moment,
        of: &WorkOf,
        year: i32,
    ) -> Result<Vec<Attendance>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        may_look(&sight, of)?;
        let mut all = Vec::new();
        for pack in sight.packs()? {
            let forms = pack.forms.values();
            for form in
                forms.filter(|form| form.field(AGENCY).is_some() && form.field(CAME).is_some())
            {
                all.extend(of_form(&sight, &pack, form, of, year)?);
            }
        }
        Ok(all)
    }
}

fn of_form(
    sight: &Sight<'_>,
    pack: &Arc<Pack>,
    form: &Form,
    of: &WorkOf,
    year: i32,
) -> Result<Vec<Attendance>, ServiceError> {
    let found = sight.matters::<Record>(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Record.name()),
        form: Some(form.code.clone()),
        event_year: Some(year.into()),
        ..KeptFilter::default()
    })?;
    let mut counts: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for record in found.into_iter().map(|one| one.what) {
        let team = record.team.as_str().into();
        let own = reaches(sight.memory.book(), of.unit.as_ref(), Some(&team))
            && sight.may(Act::LookAtPractice, &record.team).is_ok();
        if !own || !record.counts() {
            continue;
        }
        let Some(Value::Choice(agency)) = record.values.get(AGENCY) else {
            continue;
        };
        let (invited, came) = counts.entry(agency.clone()).or_default();
        *invited += 1;
        if let Some(Value::Choice(how)) = record.values.get(CAME) {
            *came.entry(how.clone()).or_default() += 1;
        }
    }
    let (agencies, hows) = (titles(pack, form, AGENCY), titles(pack, form, CAME));
    let told = agencies.into_iter().filter_map(|(code, agency)| {
        let (invited, came) = counts.get(&code)?;
        let came = hows
            .iter()
            .map(|(how, title)| (title.clone(), came.get(how).copied().unwrap_or(0)));
        Some(Attendance {
            form: form.title.clone(),
            agency,
            invited: *invited,
            came: came.collect(),
        })
    });
    Ok(told.collect())
}

/// The choices of a field with their titles, in their order.
fn titles(pack: &Pack, form: &Form, field: &str) -> Vec<(String, String)> {
    let list = form.field(field).and_then(|field| pack.choices_of(field));
    let choices = list.into_iter().flat_map(|list| &list.choices);
    choices
        .map(|choice| (choice.code.clone(), choice.title.clone()))
        .collect()
}
