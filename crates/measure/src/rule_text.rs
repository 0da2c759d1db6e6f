//! A rule and its outcome in plain English, complete enough to work the status out by hand.

use clew_calendar::Period;
use clew_plan::{Figure, Measure, Polarity, Status, Tolerance, UnitOfMeasure};

use crate::lookup::{EffectiveTarget, EffectiveTolerance, TargetSource, ToleranceSource};
use crate::shown::{number, show_value};
use crate::{Bounds, Exact};

/// What a statistical measure's rule is made of.
pub(crate) struct Rule<'a> {
    pub(crate) measure: &'a Measure,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) target: Option<EffectiveTarget<'a>>,
    pub(crate) tolerance: &'a EffectiveTolerance,
}

/// What one judgement's sentence is made of.
pub(crate) struct Why<'a> {
    pub(crate) rule: &'a Rule<'a>,
    pub(crate) figure: Option<&'a Figure>,
    pub(crate) exact: Option<Exact>,
    pub(crate) limits: Option<Bounds>,
    pub(crate) status: Status,
    pub(crate) period: Period,
}

/// The limits of each colour in words, for example "Higher is better. Green at 75% or above; Amber
/// from 71.25% to below 75%; Red below 71.25%."
#[must_use]
pub fn rule_in_words(bounds: &Bounds, unit: Option<UnitOfMeasure>) -> String {
    let show = |value: Exact| shown(value, unit);
    match *bounds {
        Bounds::AtLeast { green, amber } if amber < green => format!(
            "Higher is better. Green at {0} or above; Amber from {1} to below {0}; Red below {1}.",
            show(green),
            show(amber)
        ),
        Bounds::AtLeast { green, .. } => format!(
            "Higher is better. Green at {0} or above; Red below {0}; no Amber.",
            show(green)
        ),
        Bounds::AtMost { green, amber } if amber > green => format!(
            "Lower is better. Green at {0} or below; Amber from above {0} to {1}; Red above {1}.",
            show(green),
            show(amber)
        ),
        Bounds::AtMost { green, .. } => format!(
            "Lower is better. Green at {0} or below; Red above {0}; no Amber.",
            show(green)
        ),
        Bounds::Between { green, amber } => format!(
            "Best within a range. Green from {} to {}; Amber outside that but from {} to {}; Red \
             beyond.",
            show(green.0),
            show(green.1),
            show(amber.0),
            show(amber.1)
        ),
        Bounds::Unjudged => "For information: never judged.".to_owned(),
    }
}

impl Rule<'_> {
    /// The whole rule.
    pub(crate) fn in_words(&self, limits: Option<Bounds>) -> String {
        if self.polarity == Some(Polarity::Contextual) {
            return "Contextual: its values set others in context and are never judged.".to_owned();
        }
        let Some(limits) = limits else {
            return format!(
                "Not judged: {}. A value without judgement is Contextual; no value yet is Report \
                 later.",
                self.what_is_missing()
            );
        };
        format!(
            "{} {} {} Values are compared before rounding; a value on a limit has the better \
             colour.",
            rule_in_words(&limits, self.measure.unit_of_measure),
            self.target_in_words(),
            self.tolerance_in_words()
        )
    }

    fn what_is_missing(&self) -> String {
        match (self.polarity, self.target) {
            (None, _) => "nobody has said whether higher or lower is better".to_owned(),
            (_, None) => "no target is set".to_owned(),
            (_, Some(found)) => {
                let words = found.record.and_then(|target| target.as_written.as_deref());
                match words {
                    Some(words) => format!("its target ({words}) gives no number"),
                    None => "its target gives no number".to_owned(),
                }
            }
        }
    }

    fn target_in_words(&self) -> String {
        let Some(found) = self.target else {
            return String::new();
        };
        let whose = if found.of_whole {
            " for the whole organisation"
        } else {
            ""
        };
        match found.from {
            TargetSource::Period => format!("The target is set for {}{whose}.", found.period),
            TargetSource::Profile => {
                format!("The target is the profile's for {}{whose}.", found.period)
            }
            TargetSource::Year => format!("The target is that of {}{whose}.", found.period),
            TargetSource::ProfileStep => format!(
                "The target is what the profile of {}{whose} adds in the period.",
                found.period
            ),
            TargetSource::EqualShare => format!(
                "The target is an equal share of that of {}{whose}, as no profile is set for the period.",
                found.period
            ),
        }
    }

    fn tolerance_in_words(&self) -> String {
        let reach = match &self.tolerance.tolerance {
            Tolerance::Relative(percent) => format!("{}% of the target", number(*percent, None)),
            Tolerance::Points(points) => {
                let many = if points.normalize().to_string() == "1" {
                    "point"
                } else {
                    "points"
                };
                format!("{} {many}", number(*points, None))
            }
            limits @ (Tolerance::Limits { .. } | Tolerance::RangeLimits { .. }) => {
                format!("{limits}")
            }
        };
        let whose = match &self.tolerance.from {
            ToleranceSource::Target => "set with the target".to_owned(),
            ToleranceSource::Measure => "set for the measure".to_owned(),
            ToleranceSource::Plan(plan) => format!("from the plan {plan}"),
            ToleranceSource::Default => "the default, as none is set".to_owned(),
        };
        format!("Tolerance: {reach} ({whose}).")
    }
}

impl Why<'_> {
    /// One sentence that gives the reason.
    pub(crate) fn in_words(&self) -> String {
        let Some(value) = self.exact else {
            return match self.status {
                Status::Contextual => "a contextual measure is never judged".to_owned(),
                _ => format!("there is no value for {} yet", self.period),
            };
        };
        let place = match self.limits {
            None | Some(Bounds::Unjudged) if self.rule.polarity == Some(Polarity::Contextual) => {
                "is for information: the measure is contextual".to_owned()
            }
            None | Some(Bounds::Unjudged) => {
                format!("is not judged: {}", self.rule.what_is_missing())
            }
            Some(limits) => place_in_words(limits, self.status, self.rule.measure.unit_of_measure),
        };
        let unit = self.rule.measure.unit_of_measure;
        format!(
            "{}{}{} {place}",
            shown(value, unit),
            self.counts(),
            self.earlier()
        )
    }

    fn counts(&self) -> String {
        let counts = self
            .figure
            .and_then(|figure| figure.numerator.zip(figure.denominator));
        counts.map_or_else(String::new, |(met, all)| {
            format!(" ({} of {})", number(met, None), number(all, None))
        })
    }

    /// Says so where the figure is of an earlier period, in arrears.
    fn earlier(&self) -> String {
        let earlier = self
            .figure
            .filter(|figure| figure.period.last() < self.period.last());
        earlier.map_or_else(String::new, |figure| {
            format!(" for {}, reported in arrears,", figure.period)
        })
    }
}

/// Where a value lies among the limits: "is below 90% but at or above 85.5%".
fn place_in_words(limits: Bounds, status: Status, unit: Option<UnitOfMeasure>) -> String {
    let show = |value: Exact| shown(value, unit);
    match (limits, status) {
        (Bounds::AtLeast { green, .. }, Status::Green) => {
            format!("is at or above {}", show(green))
        }
        (Bounds::AtLeast { green, amber }, Status::Amber) => {
            format!("is below {} but at or above {}", show(green), show(amber))
        }
        (Bounds::AtLeast { green, amber }, _) => format!("is below {}", show(green.min(amber))),
        (Bounds::AtMost { green, .. }, Status::Green) => format!("is at or below {}", show(green)),
        (Bounds::AtMost { green, amber }, Status::Amber) => {
            format!("is above {} but at or below {}", show(green), show(amber))
        }
        (Bounds::AtMost { green, amber }, _) => format!("is above {}", show(green.max(amber))),
        (Bounds::Between { green, .. }, Status::Green) => {
            format!("lies from {} to {}", show(green.0), show(green.1))
        }
        (Bounds::Between { green, amber }, Status::Amber) => format!(
            "lies outside {} to {} but from {} to {}",
            show(green.0),
            show(green.1),
            show(amber.0),
            show(amber.1)
        ),
        (Bounds::Between { amber, .. }, _) => {
            format!("lies outside {} to {}", show(amber.0), show(amber.1))
        }
        (Bounds::Unjudged, _) => "is not judged".to_owned(),
    }
}

fn shown(value: Exact, unit: Option<UnitOfMeasure>) -> String {
    show_value(value.to_decimal(), unit, None)
}
