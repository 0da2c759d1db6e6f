//! Measure definitions: each kind has what it needs, and nothing that says nothing.

use super::Checking;
use crate::pack::{
    Allowance, Amount, Definition, DefinitionKind, Field, FieldKind, Of, Path, Within,
    issue::advise,
};

impl Checking<'_> {
    pub(super) fn measures(&mut self) {
        for measure in self.pack.measures.values() {
            let forms = &self.pack.forms;
            let form = (measure.form.as_str(), forms);
            if self.unknown(&measure.place, "form", "unknown-form", "form", form) {
                continue;
            }
            self.dates(measure);
            self.within(measure);
            self.amount(measure);
            self.met(measure);
            self.census(measure);
            self.lists_of_conditions(measure);
            for split in &measure.split {
                self.split(measure, split);
            }
            let counts = matches!(
                measure.within,
                Some(Within::Allowance(Allowance::WorkingDays(_)))
            ) || measure.amount == Some(Amount::WorkingDays);
            self.calendar(&measure.place, &measure.calendar, counts);
        }
    }

    /// Says that the kind needs something, or that something says nothing of the kind.
    fn needs(&mut self, measure: &Definition, key: &str, (needs, has): (bool, bool)) {
        let kind = measure.kind.written();
        if needs && !has && !self.lines.has(&measure.place, key) {
            let message = format!("A measure of the kind {kind} needs {key}");
            self.error(
                &measure.place,
                "kind",
                "kind-needs",
                message,
                format!("Add {key}"),
            );
        } else if has && !needs {
            let message = format!("{key} says nothing of a measure of the kind {kind}");
            self.error(
                &measure.place,
                key,
                "no-meaning",
                message,
                "Take it out, or change the kind",
            );
        }
    }

    fn dates(&mut self, measure: &Definition) {
        let place = &measure.place;
        self.date_field(place, "from", &measure.form, &measure.from);
        if let Some(to) = &measure.to {
            self.date_field(place, "to", &measure.form, to);
        }
        let takes_time = matches!(
            measure.amount,
            Some(Amount::Days { .. } | Amount::WorkingDays)
        );
        let needs =
            measure.kind == DefinitionKind::Timeliness || measure.kind.is_on_a_day() || takes_time;
        self.needs(measure, "to", (needs, measure.to.is_some()));
    }

    fn within(&mut self, measure: &Definition) {
        let needs = measure.kind == DefinitionKind::Timeliness;
        self.needs(measure, "within", (needs, measure.within.is_some()));
        match &measure.within {
            Some(Within::On(path)) => self.date_field(&measure.place, "on", &measure.form, path),
            Some(Within::Clock(code)) => {
                let clocks = &self.pack.clocks;
                let known = (code.as_str(), clocks);
                self.unknown(&measure.place, "clock", "unknown-clock", "clock", known);
                let clock = clocks.get(code);
                if let Some(clock) = clock.filter(|clock| clock.trigger.form != measure.form) {
                    self.error(
                        &measure.place,
                        "clock",
                        "clock-form",
                        format!(
                            "The clock \"{code}\" is started by \"{}\" and not by \"{}\"",
                            clock.trigger.form, measure.form
                        ),
                        "Leave form out, or name the form that starts the clock",
                    );
                }
            }
            _ => {}
        }
    }

    fn amount(&mut self, measure: &Definition) {
        let has = measure.amount.is_some();
        self.needs(measure, "amount", (measure.kind.takes_amount(), has));
        match &measure.amount {
            Some(Amount::Field(field)) => {
                let path = Path::Own(field.clone());
                let found = self.field(&measure.place, "amount", &measure.form, &path);
                if let Some(field) = found.filter(|field| !field.kind.is_number()) {
                    self.error(
                        &measure.place,
                        "amount",
                        "not-a-number",
                        format!("\"{}\" cannot be added up", field.code),
                        "Name a field of the kind number or money",
                    );
                }
            }
            Some(_) if measure.kind == DefinitionKind::OnDaySum => self.error(
                &measure.place,
                "amount",
                "not-a-number",
                "What was open on a day has no length yet".to_owned(),
                "Name a field of the kind number or money",
            ),
            _ => {}
        }
    }

    fn census(&mut self, measure: &Definition) {
        let has = self.lines.has(&measure.place, "census");
        if has && !measure.kind.is_on_a_day() {
            self.needs(measure, "census", (false, true));
        }
    }

    fn met(&mut self, measure: &Definition) {
        let has = !measure.met.is_empty();
        self.needs(measure, "met", (measure.kind.takes_met(), has));
    }

    fn lists_of_conditions(&mut self, measure: &Definition) {
        let (place, form) = (&measure.place, &measure.form);
        self.conditions(place, "filter", form, &measure.filter, false);
        self.conditions(place, "met", form, &measure.met, false);
        for exclusion in &measure.exclude {
            self.conditions(place, "exclude", form, &exclusion.when, false);
        }
    }

    fn split(&mut self, measure: &Definition, split: &str) {
        let pack = self.pack;
        let Some(form) = pack.forms.get(&measure.form) else {
            return;
        };
        let field = match pack.dimensions.get(split).map(|dimension| &dimension.of) {
            Some(Of::Field(field)) => field.as_str(),
            Some(_) => return,
            None => split,
        };
        let splits =
            |field: &&Field| matches!(field.kind, FieldKind::Choice { .. } | FieldKind::YesNo);
        match form.field(field) {
            Some(field) if splits(&field) => {}
            Some(field) => self.error(
                &measure.place,
                "split",
                "wrong-split",
                format!(
                    "Counts cannot be split by \"{}\", of the kind {}",
                    field.code,
                    field.kind.written()
                ),
                "Name a dimension, or a field of the kind choice or yes-no",
            ),
            None => {
                let fields = form.fields.iter().filter(splits);
                let dimensions = pack.dimensions.keys().map(String::as_str);
                let known = dimensions.chain(fields.map(|field| field.code.as_str()));
                self.error(
                    &measure.place,
                    "split",
                    "unknown-split",
                    format!(
                        "\"{}\" has neither a dimension nor a field \"{split}\"",
                        measure.code
                    ),
                    advise(split, known),
                );
            }
        }
    }
}
