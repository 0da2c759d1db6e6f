//! What records use of a pack: a change that would lose it is refused.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use clew_journal::PracticeKind;
use clew_practice::pack::{Pack, PackDifference};
use clew_practice::reading::is_empty;
use clew_practice::record::Record;
use clew_store::practice::KeptFilter;

use super::pack_of;
use crate::practice::kept::read;
use crate::{FieldProblem, Memory, Service, ServiceError};

/// How many records hold a value in each field of a form.
type Held = BTreeMap<String, usize>;

/// What is different from a pack to another, with what records forbid.
pub(super) fn difference(
    service: &Service,
    now: &Pack,
    then: &Pack,
) -> Result<PackDifference, ServiceError> {
    let counted: RefCell<BTreeMap<String, Held>> = RefCell::default();
    let failed: RefCell<Option<ServiceError>> = RefCell::default();
    let in_use = |form: &str, field: &str| {
        let mut counted = counted.borrow_mut();
        if !counted.contains_key(form) {
            let held = held(service, form).unwrap_or_else(|error| {
                failed.replace(Some(error));
                Held::new()
            });
            counted.insert(form.to_owned(), held);
        }
        counted[form].get(field).copied().unwrap_or(0)
    };
    let difference = PackDifference::between(now, then, &in_use);
    failed.into_inner().map_or(Ok(difference), Err)
}

/// Counts what the records of a form hold as they stand, withdrawn ones too: their history stays to be read.
fn held(service: &Service, form: &str) -> Result<Held, ServiceError> {
    let filter = KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Record.name()),
        form: Some(form.to_owned()),
        ..KeptFilter::default()
    };
    let mut held = Held::new();
    let mut failed = None;
    service
        .store()
        .each_kept(&filter, &mut |row| match read::<Record>(&row) {
            Ok(kept) => {
                let values = kept.into_iter().flat_map(|kept| kept.what.values);
                for (field, _) in values.filter(|(_, value)| !is_empty(value)) {
                    *held.entry(field).or_default() += 1;
                }
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
    failed.map_or(Ok(held), Err)
}

/// Refuses a pack that takes away what records use, item by item.
pub(super) fn refuse_loss(
    service: &Service,
    memory: &Memory,
    then: &Pack,
) -> Result<(), ServiceError> {
    let Some(applied) = memory.state().pack(&then.code) else {
        return Ok(());
    };
    let now = pack_of(service, applied)?;
    let difference = difference(service, &now, then)?;
    let refused = difference.refused();
    let problems = refused.map(|change| FieldProblem::new(change.code.clone(), change.to_string()));
    super::super::checking::refuse_unfit(&format!("the pack {}", then.code), problems.collect())
}
