//! Processes: every step can be reached, the roles are known, and who authorises is senior.

use std::collections::BTreeSet;

use super::Checking;
use crate::pack::{Path, Process, Step};

impl Checking<'_> {
    pub(super) fn processes(&mut self) {
        for process in self.pack.processes.values() {
            for step in &process.steps {
                self.step(process, step);
            }
            self.ways_in(process);
            if !process.steps.is_empty()
                && process.steps.iter().all(|step| step.closes_when.is_none())
            {
                self.warning(
                    &process.place,
                    "code",
                    "never-closes",
                    format!("No step ends an episode of \"{}\"", process.code),
                    "Add closes_when to the step that does",
                );
            }
        }
    }

    fn step(&mut self, process: &Process, step: &Step) {
        let pack = self.pack;
        let place = &step.place;
        self.unknown(
            place,
            "form",
            "unknown-form",
            "form",
            (&step.form, &pack.forms),
        );
        for before in &step.after {
            if process.steps.iter().all(|other| other.form != *before) {
                self.error(
                    place,
                    "after",
                    "unknown-step",
                    format!("\"{before}\" is no step of \"{}\"", process.code),
                    "Add a step with that form, or name one that is there",
                );
            }
        }
        for role in step.may.iter().chain(&step.authorised_by) {
            self.unknown(place, "may", "unknown-role", "role", (role, &pack.roles));
        }
        let authorises = step.authorised_by.as_ref();
        let role = authorises.and_then(|role| pack.roles.get(role));
        if let Some(role) = role.filter(|role| !role.senior) {
            self.error(
                place,
                "authorised_by",
                "not-senior",
                format!(
                    "The role \"{}\" is not senior and cannot authorise",
                    role.code
                ),
                "Name a role with senior = true",
            );
        }
        self.step_conditions(step);
        if let Some(conditions) = &step.closes_when
            && pack.forms.contains_key(&step.form)
        {
            self.conditions(place, "closes_when", &step.form, conditions, false);
        }
    }

    /// The conditions are read from the latest of the forms before, so one of those must have the field.
    fn step_conditions(&mut self, step: &Step) {
        for condition in &step.when {
            let form = match &condition.field {
                Path::Own(_) if step.after.is_empty() => {
                    self.error(
                        &step.place,
                        "when",
                        "nothing-before",
                        "The step opens an episode, so there is no record for its condition"
                            .to_owned(),
                        "Take the condition out, or name the forms that come before",
                    );
                    continue;
                }
                Path::Own(field) => {
                    let has = |form: &&String| {
                        let form = self.pack.forms.get(*form);
                        form.is_some_and(|form| form.field(field).is_some())
                    };
                    step.after.iter().find(has).or(step.after.first())
                }
                _ => Some(&step.form),
            };
            let Some(form) = form.filter(|form| self.pack.forms.contains_key(*form)) else {
                continue;
            };
            let condition = std::slice::from_ref(condition);
            self.conditions(&step.place, "when", form, condition, true);
        }
    }

    /// Walks from the steps that open an episode; what the walk does not come to is never offered.
    fn ways_in(&mut self, process: &Process) {
        let steps = &process.steps;
        if steps.is_empty() {
            self.error(
                &process.place,
                "code",
                "no-steps",
                format!("The process \"{}\" has no steps", process.code),
                "Add [[process.step]] with the form that opens it",
            );
            return;
        }
        if steps.iter().all(|step| !step.after.is_empty()) {
            self.error(
                &process.place,
                "code",
                "no-way-in",
                format!(
                    "Every step of \"{}\" waits for another: none opens it",
                    process.code
                ),
                "Leave after out of the step that begins an episode",
            );
            return;
        }
        let reached = reached(process);
        for step in steps
            .iter()
            .filter(|step| !reached.contains(step.form.as_str()))
        {
            self.error(
                &step.place,
                "after",
                "never-reached",
                format!("The step \"{}\" can never be reached", step.form),
                "Let it come after a step that leads on from the opening one",
            );
        }
    }
}

/// The forms of the steps that can be reached.
fn reached(process: &Process) -> BTreeSet<&str> {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = reached.len();
        for step in &process.steps {
            let opens = step.after.is_empty();
            if opens
                || step
                    .after
                    .iter()
                    .any(|form| reached.contains(form.as_str()))
            {
                reached.insert(&step.form);
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}
