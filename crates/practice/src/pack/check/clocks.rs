//! Clocks: dates that exist, rules in order, pauses and extensions of the right kind.

use super::Checking;
use crate::pack::{Allowance, Clock, ClockRule, Due, FieldKind, Path, Place, Stop};

impl Checking<'_> {
    pub(super) fn clocks(&mut self) {
        for clock in self.pack.clocks.values() {
            let trigger = Stop {
                form: clock.trigger.form.clone(),
                date: clock.trigger.date.clone(),
                when: clock.trigger.when.clone(),
            };
            self.dated(&clock.place, "trigger", &trigger);
            self.dated(&clock.place, "stop", &clock.stop);
            self.together(&clock.place, "stop", &trigger.form, &clock.stop.form);
            if let Some(until) = &clock.until {
                self.dated(&clock.place, "until", until);
                self.together(&clock.place, "until", &trigger.form, &until.form);
            }
            self.pauses(clock);
            self.rules(clock);
            let counts = |rule: &ClockRule| {
                let first = matches!(rule.due, Due::Within(Allowance::WorkingDays(_)));
                first || matches!(rule.then_every, Some(Allowance::WorkingDays(_)))
            };
            let counts = clock.rules.iter().any(counts);
            self.calendar(&clock.place, &clock.calendar, counts);
        }
    }

    fn dated(&mut self, place: &Place, key: &str, at: &Stop) {
        self.date_field(place, key, &at.form, &Path::Own(at.date.clone()));
        if self.pack.forms.contains_key(&at.form) {
            self.conditions(place, key, &at.form, &at.when, false);
        }
    }

    fn pauses(&mut self, clock: &Clock) {
        let form = &clock.trigger.form;
        if !self.pack.forms.contains_key(form) {
            return;
        }
        if let Some(pause) = &clock.pause {
            for date in [&pause.from, &pause.to] {
                self.date_field(&clock.place, "pause", form, &Path::Own(date.clone()));
            }
        }
        let Some(extension) = &clock.extension else {
            return;
        };
        let to = Path::Own(extension.to.clone());
        self.date_field(&clock.place, "extension", form, &to);
        let reason = Path::Own(extension.reason.clone());
        let reason = self.field(&clock.place, "extension", form, &reason);
        let says_why = |kind: &FieldKind| {
            matches!(
                kind,
                FieldKind::Text | FieldKind::LongText | FieldKind::Choice { .. }
            )
        };
        if let Some(field) = reason.filter(|field| !says_why(&field.kind)) {
            self.error(
                &clock.place,
                "extension",
                "no-reason",
                format!("\"{}\" cannot hold a reason", field.code),
                "Name a field of the kind text, long-text or choice",
            );
        }
    }

    fn rules(&mut self, clock: &Clock) {
        let Some(first) = clock.rules.first() else {
            self.error(
                &clock.place,
                "rule",
                "no-rules",
                format!("The clock \"{}\" has no rules", clock.code),
                "Add [[clock.rule]] with within, standing and source",
            );
            return;
        };
        if let Some(day) = first.effective_from {
            self.warning(
                &first.place,
                "effective_from",
                "no-rule-at-first",
                format!("What is triggered before {day} has no rule"),
                "Add the rule that held before, or leave effective_from out of the first",
            );
        }
        for pair in clock.rules.windows(2) {
            if pair[0].effective_from >= pair[1].effective_from {
                self.error(
                    &pair[1].place,
                    "effective_from",
                    "order",
                    "The rule does not come after the one before it".to_owned(),
                    "Put the earliest first; each later one needs a later effective_from",
                );
            }
        }
        for rule in &clock.rules {
            if let Due::On(path) = &rule.due {
                self.date_field(&rule.place, "on", &clock.trigger.form, path);
            }
            if rule.then_every.is_some() && clock.stop.form == clock.trigger.form {
                self.error(
                    &rule.place,
                    "then_every",
                    "repeats-itself",
                    "What has to be done again and again needs a record each time".to_owned(),
                    "Let another form stop the clock, or take then_every out",
                );
            }
        }
    }
}
