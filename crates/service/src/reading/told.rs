//! What the journal tells of a measure's figures besides the figures themselves: when each was
//! recorded and by whom, and what forums were shown of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use clew_calendar::{Day, Period};
use clew_journal::{Digest, Freeze, FrozenLine, Moment, Subject, SubjectKind};
use clew_plan::{AccountId, Figure, ForumId, FreezeId, Kind, MeasureKey, PlanId, Status, UnitId};
use clew_store::RowFilter;

use crate::{Reader, Service, ServiceError};

/// Freezes whose lines are kept at hand; when there are more they are all read anew as they are
/// asked for.
const MOST_FREEZES: usize = 160;

/// The entry by which a figure stands as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Its place in the journal.
    pub entry: u64,
    /// When it was recorded.
    pub at: Moment,
    /// Who made it.
    pub by: AccountId,
    /// How many entries there are about the figure: 1 for one that was never changed.
    pub entries: u32,
}

/// What a forum was shown of a measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ShownToForum {
    /// The freeze that keeps it.
    pub freeze: FreezeId,
    /// The forum.
    pub forum: ForumId,
    /// The day of its meeting.
    pub meeting: Day,
    /// The plan that was reported on.
    pub plan: PlanId,
    /// The period that was reported.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The value as it was shown; none where there was none.
    pub shown: Option<String>,
    /// The status as it was shown.
    pub status: Status,
}

/// What the journal tells of a measure's figures.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Told {
    recorded: HashMap<String, Recorded>,
    shown: Vec<ShownToForum>,
}

impl Told {
    /// How a figure was recorded; none for one that is worked out from others.
    #[must_use]
    pub fn recorded(&self, figure: &Figure) -> Option<&Recorded> {
        self.recorded.get(&subject_of(figure).to_string())
    }

    /// What forums were shown for a period and a part of the organisation, the earliest first.
    pub fn shown<'told>(
        &'told self,
        period: Period,
        unit: Option<&'told UnitId>,
    ) -> impl Iterator<Item = &'told ShownToForum> {
        let of = move |shown: &&ShownToForum| {
            shown.period.same_days(period) && shown.unit.as_ref() == unit
        };
        self.shown.iter().filter(of)
    }
}

fn subject_of(figure: &Figure) -> Subject {
    let period = figure.period.to_string();
    let unit = figure.unit.as_ref().map_or("", UnitId::as_str);
    let parts = [figure.measure.as_str(), &period, unit];
    Subject::named(SubjectKind::Record(Kind::Figure), parts)
}

impl Reader<'_> {
    /// What the journal tells of a measure's figures: when each was recorded, what was shown of it.
    ///
    /// # Errors
    /// When the journal cannot be read, or what a freeze keeps is not sound.
    pub fn told(&self, measure: &MeasureKey) -> Result<Told, ServiceError> {
        Ok(Told {
            recorded: self.recorded_of(measure)?,
            shown: self.shown_of(measure)?,
        })
    }

    fn recorded_of(&self, measure: &MeasureKey) -> Result<HashMap<String, Recorded>, ServiceError> {
        let kind = SubjectKind::Record(Kind::Figure);
        let filter = RowFilter {
            subject_prefix: Some(format!("{}/", Subject::named(kind, [measure.as_str()]))),
            ..RowFilter::default()
        };
        let known = self.memory().state().head.sequence;
        let mut recorded: HashMap<String, Recorded> = HashMap::new();
        for row in self.service().store().rows_about(&filter)? {
            if row.sequence > known {
                continue;
            }
            let entries = recorded.get(&row.subject).map_or(0, |found| found.entries);
            let latest = Recorded {
                entry: row.sequence,
                at: Moment::from_microseconds(row.recorded_at),
                by: AccountId::from(row.actor.as_str()),
                entries: entries + 1,
            };
            recorded.insert(row.subject, latest);
        }
        Ok(recorded)
    }

    fn shown_of(&self, measure: &MeasureKey) -> Result<Vec<ShownToForum>, ServiceError> {
        let mut shown = Vec::new();
        for freeze in self.memory().state().freezes() {
            let lines = self.service().frozen_in_brief(freeze)?;
            let own = lines.get(measure).into_iter().flatten();
            shown.extend(own.map(|line| line.as_shown_by(freeze)));
        }
        Ok(shown)
    }
}

/// One line of a freeze: what is shown of it again and again.
#[derive(Clone, Debug)]
struct BriefLine {
    unit: Option<UnitId>,
    shown: Option<String>,
    status: Status,
}

impl BriefLine {
    fn as_shown_by(&self, freeze: &Freeze) -> ShownToForum {
        ShownToForum {
            freeze: freeze.id.clone(),
            forum: freeze.forum.clone(),
            meeting: freeze.meeting,
            plan: freeze.plan.clone(),
            period: freeze.period,
            unit: self.unit.clone(),
            shown: self.shown.clone(),
            status: self.status,
        }
    }
}

type BriefLines = HashMap<MeasureKey, Vec<BriefLine>>;

/// The lines of freezes by measure, read once each: what an attachment holds never changes.
#[derive(Debug, Default)]
pub(crate) struct FrozenKept(Mutex<HashMap<Digest, Arc<BriefLines>>>);

impl FrozenKept {
    fn get(&self, digest: &Digest) -> Option<Arc<BriefLines>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(digest).cloned()
    }

    fn keep(&self, digest: Digest, lines: &Arc<BriefLines>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_FREEZES {
            kept.clear();
        }
        kept.insert(digest, Arc::clone(lines));
    }
}

impl Service {
    fn frozen_in_brief(&self, freeze: &Freeze) -> Result<Arc<BriefLines>, ServiceError> {
        if let Some(kept) = self.frozen_kept().get(&freeze.lines) {
            return Ok(kept);
        }
        let lines: Vec<FrozenLine> = self.read_attachment(&freeze.lines)?;
        let mut brief = BriefLines::new();
        for line in lines {
            brief.entry(line.measure).or_default().push(BriefLine {
                unit: line.unit,
                shown: line.shown,
                status: line.status,
            });
        }
        let brief = Arc::new(brief);
        self.frozen_kept().keep(freeze.lines, &brief);
        Ok(brief)
    }
}
