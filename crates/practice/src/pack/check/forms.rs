//! Forms: the date of the event, lists, ranges, skip rules; and what counts can be split by.

use super::Checking;
use crate::pack::{Field, FieldKind, Form, Of, Path};

/// The most decimal places that a number keeps.
const MOST_DECIMALS: u8 = 6;

impl Checking<'_> {
    pub(super) fn forms(&mut self) {
        for form in self.pack.forms.values() {
            self.form(form);
        }
        for list in self.pack.choice_lists.values() {
            if list.choices.iter().all(|choice| choice.retired) {
                self.error(
                    &list.place,
                    "choices",
                    "no-choices",
                    format!("The list \"{}\" offers no choice", list.code),
                    "Add at least one that is not retired",
                );
            }
        }
    }

    fn form(&mut self, form: &Form) {
        self.reserved(form);
        let event_date = Path::Own(form.event_date.clone());
        self.date_field(&form.place, "event_date", &form.code, &event_date);
        let skipped = form
            .field(&form.event_date)
            .filter(|field| !field.when.is_empty());
        if let Some(field) = skipped {
            self.error(
                &field.place,
                "when",
                "event-date-skipped",
                format!(
                    "\"{}\" says when it happened, and is not always asked",
                    field.code
                ),
                "Take its conditions out, or name another date of the event",
            );
        }
        for (index, field) in form.fields.iter().enumerate() {
            self.form_field(form, index, field);
        }
    }

    /// Words that mean something else where forms and fields are named.
    fn reserved(&mut self, form: &Form) {
        if form.code == "person" {
            self.error(
                &form.place,
                "code",
                "reserved",
                "\"person.…\" always means what is known of the person".to_owned(),
                "Give the form another code",
            );
        }
        let spans = |field: &&Field| matches!(field.code.as_str(), "days" | "weeks");
        for field in form.fields.iter().filter(spans) {
            self.error(
                &field.place,
                "code",
                "reserved",
                format!(
                    "\"{}\" as an amount always means the time between two dates",
                    field.code
                ),
                "Give the field another code",
            );
        }
    }

    fn form_field(&mut self, form: &Form, index: usize, field: &Field) {
        match &field.kind {
            FieldKind::Choice { list } | FieldKind::Choices { list } => {
                self.list_of(field, list);
            }
            FieldKind::Number {
                decimals,
                least,
                most,
            } => {
                if *decimals > MOST_DECIMALS {
                    self.error(
                        &field.place,
                        "decimals",
                        "decimals",
                        format!("{decimals} decimal places are more than are kept"),
                        format!("Write 0 to {MOST_DECIMALS}"),
                    );
                }
                if let (Some(least), Some(most)) = (least, most)
                    && least > most
                {
                    self.error(
                        &field.place,
                        "least",
                        "range",
                        format!("No number is at least {least} and at most {most}"),
                        "Put the smaller of the two under least",
                    );
                }
            }
            _ => {}
        }
        self.skip_rule(form, index, field);
    }

    fn list_of(&mut self, field: &Field, list: &str) {
        let lists = &self.pack.choice_lists;
        if list.is_empty() {
            self.error(
                &field.place,
                "choices",
                "no-list",
                format!("The field \"{}\" has no list of choices", field.code),
                "Add choices = \"…\" with a shared list, or the choices themselves",
            );
        } else {
            self.unknown(
                &field.place,
                "choices",
                "unknown-list",
                "list",
                (list, lists),
            );
        }
    }

    /// A skip rule may only look back: then no two can wait for each other, and a form can be filled from top to
    /// bottom.
    fn skip_rule(&mut self, form: &Form, index: usize, field: &Field) {
        self.conditions(&field.place, "when", &form.code, &field.when, true);
        for condition in &field.when {
            let Path::Own(asked) = &condition.field else {
                continue;
            };
            let at = form.fields.iter().position(|other| other.code == *asked);
            let Some(at) = at.filter(|at| *at >= index) else {
                continue;
            };
            let asks_back = |condition: &crate::pack::Condition| {
                condition.field == Path::Own(field.code.clone())
            };
            let message = if at == index {
                format!("Whether \"{asked}\" is asked depends on itself")
            } else if form.fields[at].when.iter().any(asks_back) {
                format!("\"{}\" and \"{asked}\" each wait for the other", field.code)
            } else {
                format!(
                    "\"{}\" depends on \"{asked}\", which comes later",
                    field.code
                )
            };
            self.error(
                &field.place,
                "when",
                "skip-rule",
                message,
                "Let it depend on fields that stand above it",
            );
        }
    }

    pub(super) fn dimensions(&mut self) {
        for dimension in self.pack.dimensions.values() {
            match &dimension.of {
                Of::Age(bands) if bands.is_empty() => self.error(
                    &dimension.place,
                    "bands",
                    "no-bands",
                    format!("\"{}\" splits by age and has no bands", dimension.code),
                    "Add bands = [ { from = 0, title = \"…\" }, … ]",
                ),
                Of::Age(bands) if bands[0].from > 0 => self.warning(
                    &dimension.place,
                    "bands",
                    "no-bands",
                    format!("Who is younger than {} is in no band", bands[0].from),
                    "Begin with from = 0",
                ),
                Of::Field(code) => self.dimension_field(&dimension.place, code),
                _ => {}
            }
        }
    }

    fn dimension_field(&mut self, place: &crate::pack::Place, code: &str) {
        let is_choice = |field: &Field| matches!(field.kind, FieldKind::Choice { .. });
        let forms = self.pack.forms.values();
        if !forms.filter_map(|form| form.field(code)).any(is_choice) {
            self.error(
                place,
                "of",
                "unknown-field",
                format!("No form has a choice \"{code}\""),
                "Name a field of the kind choice",
            );
        }
    }
}
