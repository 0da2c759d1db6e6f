//! The order of a scorecard's rows, as the address says it.

use std::collections::HashMap;
use std::sync::Arc;

use clew_measure::{Direction, TrendPart};
use clew_plan::{Book, OutcomeId, OutcomeLevel, Status};
use clew_service::{OutcomeStep, ScorecardRow};

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum SortBy {
    /// As the plan has them, under their outcomes.
    #[default]
    Plan,
    /// By title.
    Measure,
    /// Red first, then Amber.
    Status,
    /// What is worse than before first.
    Short,
    /// What is worse than the mean of earlier figures first.
    Long,
    /// What is due first.
    Due,
}

impl SortBy {
    const ALL: [Self; 6] = [
        Self::Plan,
        Self::Measure,
        Self::Status,
        Self::Short,
        Self::Long,
        Self::Due,
    ];

    /// The word in an address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Measure => "measure",
            Self::Status => "status",
            Self::Short => "short",
            Self::Long => "long",
            Self::Due => "due",
        }
    }

    /// Reads the word; anything else stands for the order of the plan.
    pub(super) fn read(word: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|sort| sort.word() == word).unwrap_or_default()
    }
}

/// Sorts rows. Rows that are alike stay in the order of the plan.
pub(super) fn sort(rows: &mut [Arc<ScorecardRow>], by: SortBy, book: &Book) {
    in_order_of_the_plan(rows, book);
    match by {
        SortBy::Plan => {}
        SortBy::Measure => rows.sort_by_cached_key(|row| row.title.to_lowercase()),
        SortBy::Status => rows.sort_by_key(|row| urgency(row.status)),
        SortBy::Short => rows.sort_by_key(|row| worse_first(row.trend.short.as_ref())),
        SortBy::Long => rows.sort_by_key(|row| worse_first(row.trend.long.as_ref())),
        SortBy::Due => rows.sort_by_key(|row| {
            let owed = row.returns.iter().filter(|owed| owed.is_owed());
            let due = owed.filter_map(|owed| owed.due).min();
            (due.is_none(), due)
        }),
    }
}

/// Red first, then Amber, what is on track, and what is not judged.
pub(super) const fn urgency(status: Status) -> u8 {
    match status {
        Status::Red => 0,
        Status::Amber => 1,
        Status::Green => 2,
        Status::Blue => 3,
        Status::ReportLater => 4,
        Status::Contextual => 5,
    }
}

fn worse_first(part: Option<&TrendPart>) -> u8 {
    match part.map(|part| part.direction) {
        Some(Direction::Worse) => 0,
        Some(Direction::Level) => 1,
        Some(Direction::Better) => 2,
        Some(Direction::Higher | Direction::Lower) => 3,
        None => 4,
    }
}

/// By outcome from the top of the tree down, those without an outcome last.
fn in_order_of_the_plan(rows: &mut [Arc<ScorecardRow>], book: &Book) {
    let order = outcomes_in_order(book);
    let place = |step: Option<&OutcomeStep>| {
        step.and_then(|step| order.get(&step.id).copied())
            .unwrap_or(usize::MAX)
    };
    rows.sort_by_cached_key(|row| (place(steps(row).last()), place(row.path.last())));
}

/// The way to a row's outcome. Deliverables are left to the measure's own page: a plan has as many of
/// them as measures.
pub(super) fn steps(row: &ScorecardRow) -> &[OutcomeStep] {
    let above = row
        .path
        .iter()
        .take_while(|step| step.level != OutcomeLevel::Deliverable)
        .count();
    match above {
        0 => &row.path,
        above => row.path.get(..above).unwrap_or_default(),
    }
}

/// Each outcome's place when the tree is read from the top down: by position, then as written.
fn outcomes_in_order(book: &Book) -> HashMap<&OutcomeId, usize> {
    let mut below: HashMap<Option<&OutcomeId>, Vec<usize>> = HashMap::new();
    for (place, outcome) in book.outcomes.iter().enumerate() {
        below
            .entry(outcome.parent.as_ref())
            .or_default()
            .push(place);
    }
    let position = |place: &usize| book.outcomes[*place].position.unwrap_or(u32::MAX);
    for places in below.values_mut() {
        places.sort_by_key(|place| (position(place), *place));
    }
    let mut order = HashMap::new();
    let mut waiting: Vec<usize> = below.get(&None).cloned().unwrap_or_default();
    waiting.reverse();
    while let Some(place) = waiting.pop() {
        let id = &book.outcomes[place].id;
        let next = order.len();
        // A tree that comes back to itself is not gone round twice.
        if *order.entry(id).or_insert(next) == next {
            let children = below.get(&Some(id)).map_or(&[][..], Vec::as_slice);
            waiting.extend(children.iter().rev());
        }
    }
    order
}
