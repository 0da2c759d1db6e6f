//! A measure's definition written back in plain English, for its page.

use super::{
    condition::{all_in_words, listed},
    counted_by, lower_first,
};
use crate::pack::{Allowance, Amount, Census, Definition, DefinitionKind, Of, Pack, Within};

impl Definition {
    /// What is counted, by which date, what is left out and what it can be split by, as sentences.
    #[must_use]
    pub fn in_words(&self, pack: &Pack) -> String {
        let mut sentences = vec![self.what_is_counted(pack)];
        if !self.exclude.is_empty() {
            let left_out = self.exclude.iter().map(|exclusion| {
                let when = all_in_words(&exclusion.when, pack, &self.form);
                format!("{} ({when})", exclusion.reason)
            });
            let left_out: Vec<String> = left_out.collect();
            sentences.push(format!("Left out, by reason: {}.", left_out.join("; ")));
        }
        sentences.push(self.which_period(pack));
        let within = matches!(
            self.within,
            Some(Within::Allowance(Allowance::WorkingDays(_)))
        );
        if within || self.amount == Some(Amount::WorkingDays) {
            sentences.push(counted_by(pack, &self.calendar));
        }
        if !self.split.is_empty() {
            let split: Vec<String> = self
                .split
                .iter()
                .map(|code| self.split_title(pack, code))
                .collect();
            sentences.push(format!("It can be split by {}.", listed(&split, "or")));
        }
        sentences.join(" ")
    }

    fn what_is_counted(&self, pack: &Pack) -> String {
        let records = self.records(pack);
        match self.kind {
            DefinitionKind::Timeliness => {
                format!("Of {records}, those with {}.", self.in_time(pack))
            }
            DefinitionKind::Share => format!("Of {records}, those where {}.", self.is_met(pack)),
            DefinitionKind::Count => format!("The number of {records}."),
            DefinitionKind::Sum => format!("The sum of {} over {records}.", self.of(pack)),
            DefinitionKind::Average => format!("The mean of {} over {records}.", self.of(pack)),
            DefinitionKind::Median => format!("The median of {} over {records}.", self.of(pack)),
            DefinitionKind::OnDayCount => {
                format!("The number of {records} that were open on {}.", self.day())
            }
            DefinitionKind::OnDaySum => format!(
                "The sum of {} over {records} that were open on {}.",
                self.of(pack),
                self.day()
            ),
            DefinitionKind::OnDayShare => format!(
                "Of {records} that were open on {}, those where {}.",
                self.day(),
                self.is_met(pack)
            ),
        }
    }

    /// The records that are meant, or the people that they are about.
    fn records(&self, pack: &Pack) -> String {
        let form = pack.forms.get(&self.form);
        let title = form.map_or(self.form.as_str(), |form| form.title.as_str());
        let records = if self.people {
            format!("people (each counted once) with “{title}”")
        } else {
            format!("records “{title}”")
        };
        if self.filter.is_empty() {
            records
        } else {
            format!(
                "{records} where {}",
                all_in_words(&self.filter, pack, &self.form)
            )
        }
    }

    fn in_time(&self, pack: &Pack) -> String {
        let from = self.from.in_words(pack, &self.form);
        let to = self
            .to
            .as_ref()
            .map_or_else(String::new, |to| to.in_words(pack, &self.form));
        match &self.within {
            Some(Within::Allowance(allowance)) => format!("{to} within {allowance} of {from}"),
            Some(Within::On(path)) => {
                format!("{to} on or before {}", path.in_words(pack, &self.form))
            }
            Some(Within::Clock(code)) => match pack.clocks.get(code) {
                Some(clock) => format!("{to} in time by the clock “{}”", clock.title),
                None => format!("{to} in time by the clock “{code}”"),
            },
            None => format!("{to} in time"),
        }
    }

    fn is_met(&self, pack: &Pack) -> String {
        all_in_words(&self.met, pack, &self.form)
    }

    /// What an amount is taken of.
    fn of(&self, pack: &Pack) -> String {
        let span = |unit: &str| {
            let from = self.from.in_words(pack, &self.form);
            let to = self.to.as_ref().map(|to| to.in_words(pack, &self.form));
            format!("the {unit} from {from} to {}", to.unwrap_or_default())
        };
        match &self.amount {
            Some(Amount::Field(field)) => {
                crate::pack::Path::Own(field.clone()).in_words(pack, &self.form)
            }
            Some(amount) => span(&amount.to_string()),
            None => "nothing".to_owned(),
        }
    }

    fn day(&self) -> &'static str {
        match self.census {
            Census::LastDay => "the last day of the period",
            Census::LastThursday => "the last Thursday of the period",
            Census::EndOfJuly => "31 July",
        }
    }

    fn which_period(&self, pack: &Pack) -> String {
        let from = self.from.in_words(pack, &self.form);
        match (self.kind, &self.to) {
            (kind, Some(to)) if kind.is_on_a_day() => format!(
                "Open from {from} until the day before {}.",
                to.in_words(pack, &self.form)
            ),
            (DefinitionKind::Timeliness, _) => format!(
                "Placed in a period by {from}. While the time has not run out, a record is not yet due."
            ),
            _ => format!("Placed in a period by {from}."),
        }
    }

    fn split_title(&self, pack: &Pack, code: &str) -> String {
        if let Some(dimension) = pack.dimensions.get(code) {
            return match &dimension.of {
                Of::Age(bands) => {
                    let bands: Vec<String> =
                        bands.iter().map(|band| lower_first(&band.title)).collect();
                    format!("“{}” ({})", dimension.title, bands.join(", "))
                }
                _ => format!("“{}”", dimension.title),
            };
        }
        let form = pack.forms.get(&self.form);
        let field = form.and_then(|form| form.field(code));
        let title = field.map_or(code, |field| field.title.as_str());
        format!("“{title}”")
    }
}
