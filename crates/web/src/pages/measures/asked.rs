//! What a measure's page is asked for, by its address.

use clew_calendar::Period;
use clew_measure::spc::RuleSet;
use clew_plan::UnitId;
use clew_report::MeasureChartOptions;

use crate::{Fields, WebError, links};

/// What the address of a measure's page says.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    /// The part of the organisation; none for the whole.
    pub(super) unit: Option<UnitId>,
    /// The period; none for the latest reported.
    pub(super) period: Option<Period>,
    /// The rules of a control chart; none for a chart without control limits.
    pub(super) spc: Option<&'static RuleSet>,
    /// Whether the chart shows Scotland and the family group.
    pub(super) benchmark: bool,
    /// The first period of the chart; all there are when none.
    pub(super) from: Option<Period>,
}

impl Choices {
    /// Reads the fields of an address.
    ///
    /// # Errors
    /// When a period or a rule set is none.
    pub(super) fn read(fields: &Fields) -> Result<Self, WebError> {
        let rules = |name: &str| {
            RuleSet::named(name).map_err(|error| WebError::BadRequest(error.to_string()))
        };
        Ok(Self {
            unit: fields.given("unit").map(UnitId::from),
            period: fields.given("period").map(period_of).transpose()?,
            spc: fields.given("spc").map(rules).transpose()?,
            benchmark: fields.given("benchmark").is_some(),
            from: fields.given("from").map(period_of).transpose()?,
        })
    }

    /// The query that [`Choices::read`] reads back.
    pub(super) fn query(&self) -> String {
        let written = |period: Option<Period>| period.map(|it| it.to_string()).unwrap_or_default();
        links::query(&[
            ("unit", self.unit.as_ref().map_or("", UnitId::as_str)),
            ("period", &written(self.period)),
            ("spc", self.spc.map_or("", |rules| &rules.name)),
            ("benchmark", if self.benchmark { "yes" } else { "" }),
            ("from", &written(self.from)),
        ])
    }

    /// The same for another part of the organisation.
    pub(super) fn of_unit(&self, unit: Option<&UnitId>) -> Self {
        Self {
            unit: unit.cloned(),
            ..self.clone()
        }
    }

    /// What the chart is to show.
    pub(super) fn chart(&self) -> MeasureChartOptions {
        MeasureChartOptions {
            spc: self.spc.cloned(),
            benchmark: self.benchmark,
            forecast: true,
            from: self.from,
        }
    }
}

/// A period of an address.
pub(super) fn period_of(text: &str) -> Result<Period, WebError> {
    text.parse().map_err(|_| {
        WebError::BadRequest(format!(
            "“{text}” is no period. Write one such as 2025-26 or 2025-26 Q2."
        ))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_address_says_the_same_after_it_was_read_and_written() {
        let address = "unit=adults&period=2021-22+Q2&spc=nhs-scotland&benchmark=yes&from=2019-20";
        let choices = Choices::read(&Fields::read(address).unwrap()).unwrap();
        assert_eq!(choices.query(), address);
        assert!(choices.chart().spc.is_some() && choices.chart().benchmark);
        let whole = choices.of_unit(None).query();
        assert!(!whole.contains("unit="), "{whole}");
    }

    #[test]
    fn what_is_no_period_or_no_rule_set_is_refused() {
        for address in ["period=soon", "from=9", "spc=mine"] {
            let read = Choices::read(&Fields::read(address).unwrap());
            assert!(matches!(read, Err(WebError::BadRequest(_))), "{address}");
        }
        assert_eq!(Choices::read(&Fields::default()).unwrap().query(), "");
    }
}
