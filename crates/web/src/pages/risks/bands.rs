//! The bands of risk scores: word, shape and colour.

use clew_plan::{Risk, RiskScore, Status};
use maud::{Markup, PreEscaped, html};

use crate::components::status_mark;
use crate::pages::actions::words::{capital, or_dash};

/// How grave a score is. The bands are those of the risk register's report.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub(super) enum Band {
    /// 1 to 4.
    Low,
    /// 5 to 9.
    Moderate,
    /// 10 to 15.
    High,
    /// 16 to 25.
    VeryHigh,
}

impl Band {
    /// Every band, the gravest first.
    pub(super) const ALL: [Self; 4] = [Self::VeryHigh, Self::High, Self::Moderate, Self::Low];

    /// The band of likelihood times impact.
    pub(super) const fn of(product: u8) -> Self {
        match product {
            0..=4 => Self::Low,
            5..=9 => Self::Moderate,
            10..=15 => Self::High,
            16.. => Self::VeryHigh,
        }
    }

    /// The band with this name, as registers write it.
    fn called(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "low" | "minor" | "green" => Self::Low,
            "moderate" | "medium" | "amber" => Self::Moderate,
            "high" | "significant" | "red" => Self::High,
            "very high" | "severe" | "extreme" | "critical" => Self::VeryHigh,
            _ => return None,
        })
    }

    /// The band that the register gives a risk, else that of its score.
    pub(super) fn of_risk(risk: &Risk) -> Option<Self> {
        let published = risk.reported_band.as_deref().and_then(Self::called);
        published.or_else(|| Some(Self::of(risk.current?.product())))
    }

    /// Its name.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Moderate => "Moderate",
            Self::High => "High",
            Self::VeryHigh => "Very high",
        }
    }

    /// Its name in an address.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::VeryHigh => "very-high",
        }
    }

    /// The colour and pattern of its cells in the heat map.
    pub(super) const fn status(self) -> Status {
        match self {
            Self::Low => Status::Green,
            Self::Moderate => Status::Amber,
            Self::High | Self::VeryHigh => Status::Red,
        }
    }

    /// One to four bars, so that it is read without colour.
    const fn shape(self) -> &'static str {
        match self {
            Self::Low => "<path d=\"M0 9h3v5H0z\"/>",
            Self::Moderate => "<path d=\"M0 9h3v5H0zM4 6h3v8H4z\"/>",
            Self::High => "<path d=\"M0 9h3v5H0zM4 6h3v8H4zM8 3h3v11H8z\"/>",
            Self::VeryHigh => "<path d=\"M0 9h3v5H0zM4 6h3v8H4zM8 3h3v11H8zM12 0h3v14h-3z\"/>",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Low => "s-green",
            Self::Moderate => "s-amber",
            Self::High => "s-red",
            Self::VeryHigh => "clew-band--very-high",
        }
    }
}

/// A band with what stands before its word, such as the score.
pub(super) fn mark(band: Band, before: &str) -> Markup {
    html! {
        span class={ "clew-band " (band.class()) } {
            (PreEscaped(format!(
                "<svg viewBox=\"0 0 15 14\" width=\"13\" height=\"13\" aria-hidden=\"true\" focusable=\"false\"><path opacity=\".3\" d=\"M0 9h3v5H0zM4 6h3v8H4zM8 3h3v11H8zM12 0h3v14h-3z\"/>{}</svg>",
                band.shape()
            )))
            @if !before.is_empty() { (before) " " }
            (band.word())
        }
    }
}

/// A score with its band.
pub(super) fn score(score: Option<RiskScore>) -> Markup {
    match score {
        Some(score) => {
            let product = score.product();
            html! {
                (mark(Band::of(product), &product.to_string()))
                @if let Some(parts) = parts(score) { div class="clew-quiet" { (parts) } }
            }
        }
        None => or_dash(None),
    }
}

/// The score of a risk now, with the band that the register gave it.
pub(super) fn current(risk: &Risk) -> Markup {
    let product = risk.current.map(|score| score.product().to_string());
    let product = product.unwrap_or_default();
    let published = risk.reported_band.as_deref();
    html! {
        @match (Band::of_risk(risk), published) {
            (_, Some(word)) if Band::called(word).is_none() => { (product) " " (status_mark(Status::Contextual)) " " (capital(word)) }
            (Some(band), _) => (mark(band, &product)),
            (None, _) => (or_dash(None)),
        }
    }
}

/// "likelihood 3, impact 4"; none where only the product is known.
pub(super) fn parts(score: RiskScore) -> Option<String> {
    match score {
        RiskScore::Parts { likelihood, impact } => {
            Some(format!("likelihood {likelihood}, impact {impact}"))
        }
        RiskScore::Product(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn risk(current: &str, band: Option<&str>) -> Risk {
        let fields = serde_json::json!({"code": "R", "title": "R", "current": current, "reported_band": band});
        serde_json::from_value(fields).unwrap()
    }

    #[test]
    fn every_score_has_one_band_and_the_bounds_are_those_of_the_report() {
        for (product, band) in [
            (1, Band::Low),
            (4, Band::Low),
            (5, Band::Moderate),
            (9, Band::Moderate),
            (10, Band::High),
            (15, Band::High),
            (16, Band::VeryHigh),
            (25, Band::VeryHigh),
        ] {
            assert_eq!(Band::of(product), band, "{product}");
        }
    }

    #[test]
    fn the_band_that_the_register_gives_stands_before_that_of_the_score() {
        assert_eq!(Band::of_risk(&risk("9", Some("High"))), Some(Band::High));
        assert_eq!(Band::of_risk(&risk("9", None)), Some(Band::Moderate));
        let own = current(&risk("9", Some("tolerable"))).into_string();
        assert!(own.contains("Tolerable"), "{own}");
    }
}
