//! What is said of an item: exactly, to be compared, and in words, to be shown. A new title of a field does not make
//! every condition another that names the field.

use crate::pack::{
    Condition, FieldKind, Pack, Path, Stop,
    words::all_in_words,
    write::{written_conditions, written_stop},
};

/// One thing that is said.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Said {
    /// Exactly.
    pub(super) exact: String,
    /// In words; empty when nothing is said.
    pub(super) words: String,
}

impl Said {
    /// The same with something after it.
    pub(super) fn and(mut self, more: &str) -> Said {
        self.exact.push_str(more);
        self.words.push_str(more);
        self
    }

    /// Several things as one.
    pub(super) fn all(each: impl Iterator<Item = Said>) -> Said {
        let mut whole = Said::default();
        for one in each {
            let between = if whole.words.is_empty() { "" } else { "; " };
            whole.exact.push_str(&format!("{between}{}", one.exact));
            whole.words.push_str(&format!("{between}{}", one.words));
        }
        whole
    }
}

/// What stands for itself.
pub(super) fn plain(text: &str) -> Said {
    Said {
        exact: text.to_owned(),
        words: text.to_owned(),
    }
}

/// Text that people wrote.
pub(super) fn quoted(text: &str) -> Said {
    if text.is_empty() {
        Said::default()
    } else {
        plain(&format!("“{text}”"))
    }
}

/// What is said only when it is so.
pub(super) fn yes(truth: bool) -> Said {
    plain(if truth { "yes" } else { "" })
}

/// Conditions, all of which must hold.
pub(super) fn conditions(all: &[Condition], pack: &Pack, form: &str) -> Said {
    Said {
        exact: written_conditions(all),
        words: all_in_words(all, pack, form),
    }
}

/// A field.
pub(super) fn path(path: &Path, pack: &Pack, form: &str) -> Said {
    Said {
        exact: path.to_string(),
        words: path.in_words(pack, form),
    }
}

/// What starts, stops or ends a clock.
pub(super) fn dated(stop: &Stop, pack: &Pack) -> Said {
    let date = Path::Episode {
        form: stop.form.clone(),
        field: stop.date.clone(),
    };
    let mut words = date.in_words(pack, &stop.form);
    if !stop.when.is_empty() {
        words.push_str(&format!(
            " where {}",
            all_in_words(&stop.when, pack, &stop.form)
        ));
    }
    Said {
        exact: written_stop(stop),
        words,
    }
}

/// The kind of a field with what belongs to it.
pub(super) fn kind_of_field(kind: &FieldKind) -> Said {
    let written = kind.written();
    let words = match kind {
        FieldKind::Date {
            may_be_future: true,
        } => format!("{written}, also in the future"),
        FieldKind::Number {
            decimals,
            least,
            most,
        } => {
            let mut words = match decimals {
                1 => format!("{written} with 1 decimal place"),
                many => format!("{written} with {many} decimal places"),
            };
            for (what, limit) in [("at least", least), ("at most", most)] {
                if let Some(limit) = limit {
                    words.push_str(&format!(", {what} {}", limit.normalize()));
                }
            }
            words
        }
        FieldKind::Choice { list } | FieldKind::Choices { list } => {
            format!("{written} of the list {list}")
        }
        _ => written.to_owned(),
    };
    plain(&words)
}
