//! What a reader or a check of a pack has to say: where, by which rule, what, and what to do.

use std::fmt;

use super::Place;

/// How grave an issue with a pack is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum Gravity {
    /// The pack cannot be applied with it.
    Error,
    /// Worth a look; the pack can be applied.
    Warning,
}

/// One thing that is not right in a pack.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PackIssue {
    /// Where.
    pub place: Place,
    /// The rule, for example `unknown-field`.
    pub rule: &'static str,
    /// How grave it is.
    pub gravity: Gravity,
    /// What is not right, as a sentence without its full stop.
    pub message: String,
    /// What to do about it, as a sentence without its full stop.
    pub advice: String,
}

impl PackIssue {
    /// An error.
    pub(crate) fn error(
        place: Place,
        rule: &'static str,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> PackIssue {
        PackIssue {
            place,
            rule,
            gravity: Gravity::Error,
            message: message.into(),
            advice: advice.into(),
        }
    }

    /// The same as a warning.
    #[must_use]
    pub(crate) fn into_warning(mut self) -> PackIssue {
        self.gravity = Gravity::Warning;
        self
    }
}

impl fmt::Display for PackIssue {
    /// `forms/asp.toml:12: error: unknown-field: There is no field "x". Did you mean "y"?`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PackIssue { place, rule, .. } = self;
        let gravity = match self.gravity {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
        };
        write!(
            formatter,
            "{}:{}: {gravity}: {rule}: {}. {}{}",
            place.file,
            place.line,
            self.message,
            self.advice,
            if self.advice.ends_with('?') { "" } else { "." }
        )
    }
}

/// What is longer than this is no slip of the pen.
const LONGEST_NAME: usize = 100;

/// The name that was probably meant, if one is near.
pub(crate) fn did_you_mean<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if written.len() > LONGEST_NAME {
        return None;
    }
    let far = |name: &&str| strsim::damerau_levenshtein(written, name);
    let nearest = known.into_iter().min_by_key(far)?;
    let allowed = (written.chars().count().max(nearest.chars().count()) / 3).max(1);
    (far(&nearest) <= allowed).then_some(nearest)
}

/// Advice that names what was probably meant, or else everything that there is.
pub(crate) fn advise<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match did_you_mean(written, known.iter().copied()) {
        Some(meant) => format!("Did you mean \"{meant}\"?"),
        None if known.is_empty() => "There is none to choose from yet".to_owned(),
        None if known.len() > 20 => format!("There are {}", known.len()),
        None => format!("There are: {}", known.join(", ")),
    }
}

/// A text shortened for a message.
pub(crate) fn short(text: &str) -> String {
    let mut shortened: String = text.chars().take(60).collect();
    if shortened.len() < text.len() {
        shortened.push('…');
    }
    shortened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_a_letter_is_recognised_and_another_word_is_not() {
        let known = ["title", "event_date", "help"];
        assert_eq!(did_you_mean("tilte", known), Some("title"));
        assert_eq!(did_you_mean("eventdate", known), Some("event_date"));
        assert_eq!(did_you_mean("colour", known), None);
        assert_eq!(did_you_mean("x", []), None);
    }
}
