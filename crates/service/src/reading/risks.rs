//! Risks: the heat map, and whose review is due.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_plan::{Book, PlanId, Risk, RiskId, RiskScore};

/// Which of a risk's scores a heat map shows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Hash)]
pub enum WhichScore {
    /// Before any control.
    Original,
    /// Now.
    #[default]
    Current,
    /// What it should come down to.
    Target,
}

impl WhichScore {
    const fn of(self, risk: &Risk) -> Option<RiskScore> {
        match self {
            Self::Original => risk.original,
            Self::Current => risk.current,
            Self::Target => risk.target,
        }
    }

    /// The field of a risk in which it stands.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Current => "current",
            Self::Target => "target",
        }
    }
}

/// A risk, by what identifies it.
pub type RiskKey = (Option<PlanId>, RiskId);

/// Where the risks of a register stand.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct HeatMap {
    /// The risks of each cell that has any, by likelihood and impact (each 1 to 5).
    pub cells: BTreeMap<(u8, u8), Vec<RiskKey>>,
    /// Risks of which only the product is known, by that product (1 to 25): they have no cell.
    pub products: BTreeMap<u8, Vec<RiskKey>>,
    /// Risks without a score.
    pub unscored: Vec<RiskKey>,
}

fn key(risk: &Risk) -> RiskKey {
    (risk.plan.clone(), risk.code.clone())
}

fn risks<'book>(
    book: &'book Book,
    plan: Option<&'book PlanId>,
) -> impl Iterator<Item = &'book Risk> {
    let risks = book.risks.iter();
    risks.filter(move |risk| plan.is_none() || risk.plan.as_ref() == plan)
}

/// The heat map of a plan's risks, or (none) of every register.
#[must_use]
pub fn heat_map(book: &Book, plan: Option<&PlanId>, which: WhichScore) -> HeatMap {
    let mut map = HeatMap::default();
    for risk in risks(book, plan) {
        let list = match which.of(risk) {
            Some(RiskScore::Parts { likelihood, impact }) => {
                map.cells.entry((likelihood, impact)).or_default()
            }
            Some(RiskScore::Product(product)) => map.products.entry(product).or_default(),
            None => &mut map.unscored,
        };
        list.push(key(risk));
    }
    map
}

/// The review of a risk.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Review {
    /// The risk.
    pub risk: RiskKey,
    /// Its title.
    pub title: String,
    /// Post that answers for it.
    pub owner: Option<String>,
    /// When it was last reviewed.
    pub reviewed_on: Option<Day>,
    /// When it must next be; none when nobody said.
    pub due: Option<Day>,
    /// Days past that; negative while it is still to come, 0 when nobody said.
    pub late_by: i32,
}

/// The reviews of a plan's risks (none: of every register): the latest first, then those to come, then
/// those for which no date is set.
#[must_use]
pub fn reviews(book: &Book, plan: Option<&PlanId>, today: Day) -> Vec<Review> {
    let review = |risk: &Risk| Review {
        risk: key(risk),
        title: risk.title.clone(),
        owner: risk.owner.clone(),
        reviewed_on: risk.reviewed_on,
        due: risk.review_due,
        late_by: risk.review_due.map_or(0, |due| due.days_until(today)),
    };
    let mut reviews: Vec<Review> = risks(book, plan).map(review).collect();
    reviews.sort_by_key(|review| review.due.unwrap_or(Day::END));
    reviews
}
