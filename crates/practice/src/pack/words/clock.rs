//! A clock in plain English, rule by rule.

use super::condition::{all_in_words, day_in_words};
use crate::pack::{Clock, ClockRule, Due, Pack, Path, Stop};

impl Clock {
    /// What starts it, what stops it, and what each of its rules allows, as sentences.
    #[must_use]
    pub fn in_words(&self, pack: &Pack) -> String {
        let trigger = Stop {
            form: self.trigger.form.clone(),
            date: self.trigger.date.clone(),
            when: self.trigger.when.clone(),
        };
        let mut words = format!(
            "It runs from {} to {}.",
            dated(&trigger, pack),
            dated(&self.stop, pack)
        );
        for (index, rule) in self.rules.iter().enumerate() {
            let next = self.rules.get(index + 1);
            words.push(' ');
            words.push_str(&self.rule_in_words(rule, next, pack));
        }
        if let Some(until) = &self.until {
            words.push_str(&format!(
                " It ends, neither met nor missed, with {}.",
                dated(until, pack)
            ));
        }
        if let Some(pause) = &self.pause {
            let own = |code: &str| Path::Own(code.to_owned()).in_words(pack, &self.trigger.form);
            words.push_str(&format!(
                " Days from {} until {} do not count.",
                own(&pause.from),
                own(&pause.to)
            ));
        }
        if let Some(extension) = &self.extension {
            let own = |code: &str| Path::Own(code.to_owned()).in_words(pack, &self.trigger.form);
            words.push_str(&format!(
                " It may be extended to {}, for the reason in {}.",
                own(&extension.to),
                own(&extension.reason)
            ));
        }
        words
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
        crate::pack::words::upper_first(&sentence)
    }
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
