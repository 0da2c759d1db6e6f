//! Whether the test of a condition fits its field, and names choices that exist.

use super::Checking;
use crate::pack::{ChoiceList, Condition, FieldKind, Path, Place, Test, issue::advise};

/// What is known of a person that a condition may ask.
const OF_A_PERSON: [&str; 3] = ["age", "gender", "locality"];

/// What a field takes, as far as tests are concerned.
enum Takes<'a> {
    Choices(Option<&'a ChoiceList>),
    YesNo,
    AnyCode,
    Numbers,
    Days,
    Filling,
}

impl<'a> Checking<'a> {
    /// Checks conditions that are read from records of a form. Conditions about what is still to be recorded must not
    /// name choices that are retired.
    pub(super) fn conditions(
        &mut self,
        place: &Place,
        key: &str,
        form: &str,
        conditions: &[Condition],
        of_new_records: bool,
    ) {
        for condition in conditions {
            self.condition(place, key, form, condition, of_new_records);
        }
    }

    fn condition(
        &mut self,
        place: &Place,
        key: &str,
        form: &str,
        condition: &Condition,
        of_new_records: bool,
    ) {
        let Some(takes) = self.takes(place, key, form, &condition.field) else {
            return;
        };
        let path = &condition.field;
        let codes = match (&condition.test, &takes) {
            (Test::Empty | Test::Filled, _)
            | (
                Test::AtLeast(_) | Test::MoreThan(_) | Test::AtMost(_) | Test::LessThan(_),
                Takes::Numbers,
            )
            | (Test::OnOrAfter(_) | Test::Before(_), Takes::Days) => return,
            (
                Test::OneOf(codes) | Test::NoneOf(codes),
                Takes::Choices(_) | Takes::YesNo | Takes::AnyCode,
            ) => codes,
            (_, takes) => {
                let message = format!("This test does not fit \"{path}\"");
                self.error(place, key, "wrong-test", message, advice_for(takes));
                return;
            }
        };
        for code in codes {
            self.code(place, key, path, code, &takes, of_new_records);
        }
    }

    fn takes(&mut self, place: &Place, key: &str, form: &str, path: &Path) -> Option<Takes<'a>> {
        if let Path::Person(what) = path {
            return match what.as_str() {
                "age" => Some(Takes::Numbers),
                "gender" => Some(Takes::Choices(self.pack.choice_lists.get("gender"))),
                "locality" => Some(Takes::AnyCode),
                other => {
                    let message = format!("person.{other} is not known of a person");
                    self.error(
                        place,
                        key,
                        "unknown-field",
                        message,
                        advise(other, OF_A_PERSON),
                    );
                    None
                }
            };
        }
        let field = self.field(place, key, form, path)?;
        Some(match &field.kind {
            FieldKind::Choice { list } | FieldKind::Choices { list } => {
                Takes::Choices(self.pack.choice_lists.get(list))
            }
            FieldKind::YesNo => Takes::YesNo,
            FieldKind::Number { .. } | FieldKind::Money => Takes::Numbers,
            FieldKind::Date { .. } => Takes::Days,
            _ => Takes::Filling,
        })
    }

    fn code(
        &mut self,
        place: &Place,
        key: &str,
        path: &Path,
        code: &str,
        takes: &Takes<'_>,
        of_new_records: bool,
    ) {
        match takes {
            Takes::Choices(Some(list)) => match list.choice(code) {
                None => {
                    let known = list.choices.iter().map(|choice| choice.code.as_str());
                    let message = format!("\"{path}\" has no choice \"{code}\"");
                    self.error(place, key, "unknown-choice", message, advise(code, known));
                }
                Some(choice) if choice.retired && of_new_records => {
                    let message = format!("The choice \"{code}\" of \"{path}\" is retired");
                    let advice = "New records cannot have it: name the choice that took its place";
                    self.warning(place, key, "retired-choice", message, advice);
                }
                Some(_) => {}
            },
            Takes::YesNo if !matches!(code, "yes" | "no") => {
                let message = format!("\"{path}\" is yes or no, and not \"{code}\"");
                self.error(
                    place,
                    key,
                    "unknown-choice",
                    message,
                    "Write \"yes\" or \"no\"",
                );
            }
            _ => {}
        }
    }
}

fn advice_for(takes: &Takes<'_>) -> &'static str {
    match takes {
        Takes::Choices(_) | Takes::YesNo | Takes::AnyCode => {
            "Use is, is_not, in, not_in or empty for a choice"
        }
        Takes::Numbers => "Use at_least, more_than, at_most, less_than or empty for a number",
        Takes::Days => "Use on_or_after, before or empty for a date",
        Takes::Filling => "Only empty = true or empty = false can be asked of it",
    }
}
