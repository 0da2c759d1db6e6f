//! A clock in plain English, rule by rule.

use super::{
    condition::{all_in_words, day_in_words},
    counted_by, upper_first,
};
use crate::pack::{Allowance, Clock, ClockRule, Due, Pack, Path, Stop};

impl Clock {
    /// What starts it, what stops it, and what each of its rules allows, as sentences.
    #[must_use]
    pub fn in_words(&self, pack: &Pack) -> String {
        let trigger = Stop {
            form: self.trigger.form.clone(),
            date: self.trigger.date.clone(),
            when: self.trigger.when.clone(),
        };
        let (from, to) = (dated(&trigger, pack), dated(&self.stop, pack));
        let mut sentences = vec![format!("It runs from {from} to {to}.")];
        for (index, rule) in self.rules.iter().enumerate() {
            let next = self.rules.get(index + 1);
            sentences.push(self.rule_in_words(rule, next, pack));
        }
        if self.rules.iter().any(counts_working_days) {
            sentences.push(counted_by(pack, &self.calendar));
        }
        sentences.extend(self.what_else(pack));
        sentences.join(" ")
    }

    /// What ends it, pauses it and extends it.
    fn what_else(&self, pack: &Pack) -> Vec<String> {
        let own = |code: &str| Path::Own(code.to_owned()).in_words(pack, &self.trigger.form);
        let until = self.until.as_ref().map(|until| {
            let until = dated(until, pack);
            format!("It ends, neither met nor missed, with {until}.")
        });
        let pause = self.pause.as_ref().map(|pause| {
            let (from, to) = (own(&pause.from), own(&pause.to));
            format!("Days from {from} until {to} do not count.")
        });
        let extension = self.extension.as_ref().map(|extension| {
            let (to, reason) = (own(&extension.to), own(&extension.reason));
            format!("It may be extended to {to}, for the reason in {reason}.")
        });
        [until, pause, extension].into_iter().flatten().collect()
    }

    fn rule_in_words(&self, rule: &ClockRule, next: Option<&ClockRule>, pack: &Pack) -> String {
        let from = rule.effective_from.map(day_in_words);
        let next = next.and_then(|next| next.effective_from).map(day_in_words);
        let when = match (from, next) {
            (None, None) => String::new(),
            (Some(from), None) => format!("From {from}: "),
            (None, Some(next)) => format!("Before {next}: "),
            (Some(from), Some(next)) => format!("From {from} until the day before {next}: "),
        };
        let allowed = match &rule.due {
            Due::Within(allowance) => format!("within {allowance}"),
            Due::On(path) => format!("by {}", path.in_words(pack, &self.trigger.form)),
        };
        let again = rule
            .then_every
            .map(|every| format!(", then every {every}"))
            .unwrap_or_default();
        let sentence = format!(
            "{when}{allowed}{again} ({}: {}).",
            rule.standing.written(),
            rule.source
        );
        upper_first(&sentence)
    }
}

fn counts_working_days(rule: &ClockRule) -> bool {
    let working = |allowance: Allowance| matches!(allowance, Allowance::WorkingDays(_));
    let first = match &rule.due {
        Due::Within(allowance) => working(*allowance),
        Due::On(_) => false,
    };
    first || rule.then_every.is_some_and(working)
}

/// A date of a form, with the conditions under which it counts.
fn dated(at: &Stop, pack: &Pack) -> String {
    let path = Path::Episode {
        form: at.form.clone(),
        field: at.date.clone(),
    };
    let field = path.in_words(pack, &at.form);
    if at.when.is_empty() {
        field
    } else {
        format!("{field} where {}", all_in_words(&at.when, pack, &at.form))
    }
}
