//! A question made ready: what is read, tested and counted.

use clew_practice::pack::{Amount, Definition, DefinitionKind, Path, Within};

use super::Question;
use super::conditions::{ColumnTest, field_of, tests_of};
use super::dimensions::{Split, splits_of};
use super::span::{Placed, Spans, census_days, fitting, stretches};
use super::table::{self, FIRST_REASON};
use crate::MeasureError;
use crate::facts::{ColumnKind, FactStore, FormFacts, OccasionTable};

/// A column of a table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ColumnRef {
    Team,
    Locality,
    Gender,
    Age,
    Own(usize),
    Joined(usize),
}

/// The columns that are read, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns(pub(crate) Vec<ColumnRef>);

impl Columns {
    /// The place of a column among those that are read.
    pub(crate) fn place_of(&mut self, column: ColumnRef) -> usize {
        self.0
            .iter()
            .position(|one| *one == column)
            .unwrap_or_else(|| {
                self.0.push(column);
                self.0.len() - 1
            })
    }
}

/// How a record's outcome is found.
#[derive(Clone, Debug)]
pub(crate) enum Counting {
    /// By what its first day allows.
    InTime,
    /// By a day in a column.
    InTimeBy(usize),
    /// By its clock's due day.
    InTimeOfClock,
    /// By whether conditions hold.
    Share,
    /// All are counted.
    Count,
    /// All that have an amount.
    Amount(AmountOf),
}

/// Where an amount comes from.
#[derive(Clone, Debug)]
pub(crate) enum AmountOf {
    Field(usize),
    Days,
    /// With the working days up to each day.
    WorkingDays(Vec<i32>),
}

/// How many slots there are beside the stated reasons.
const OTHER_SLOTS: usize = 7;
const MOST_REASONS: usize = 200;
/// Slots of all cells together.
const MOST_SLOTS: usize = 1 << 25;
const MOST_DIMENSIONS: usize = 3;

/// A question made ready.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) question: Question<'a>,
    pub(crate) store: &'a FactStore,
    pub(crate) facts: &'a FormFacts,
    pub(crate) clock: Option<&'a OccasionTable>,
    pub(crate) columns: Columns,
    /// Places of the columns with the first and the second day; a clock has its own.
    pub(crate) from: Option<usize>,
    pub(crate) to: Option<usize>,
    pub(crate) counting: Counting,
    pub(crate) splits: Vec<Split>,
    pub(crate) filter: Vec<ColumnTest>,
    pub(crate) met: Vec<ColumnTest>,
    pub(crate) exclude: Vec<Vec<ColumnTest>>,
    pub(crate) spans: Spans,
    pub(crate) placed: Vec<Placed>,
    /// How many cells a span has.
    pub(crate) parts: usize,
    /// How many counts a cell has.
    pub(crate) slots: usize,
    /// For each mark of a day its [`Entry`](table::Entry), packed.
    pub(crate) entries: Vec<u64>,
    /// The due day of each first day, where that alone decides.
    pub(crate) dues: Vec<u16>,
    /// For what is counted on a day, where the counts of the second day begin.
    pub(crate) ends: Vec<u32>,
    pub(crate) as_at: u16,
    /// What sums have to be divided by: ten to the power of the decimals, or days a unit.
    pub(crate) divisor: i128,
}

impl<'a> Plan<'a> {
    /// Makes a question ready.
    pub(crate) fn of(
        store: &'a FactStore,
        question: &Question<'a>,
    ) -> Result<Plan<'a>, MeasureError> {
        let definition = question.definition;
        let facts = store
            .forms
            .get(&definition.form)
            .ok_or_else(|| MeasureError::NoFacts {
                what: format!("the form {}", definition.form),
            })?;
        let mut columns = Columns::default();
        let clock = clock_of(store, definition)?;
        let day = |path: &Path, columns: &mut Columns| day_column(store, facts, path, columns);
        let from = match clock {
            Some(_) => None,
            None => Some(day(&definition.from, &mut columns)?),
        };
        let to = match (&definition.to, clock) {
            (Some(to), None) => Some(day(to, &mut columns)?),
            _ => None,
        };
        let (counting, divisor) = counting_of(store, facts, question, to, &mut columns)?;
        let excluded = definition.exclude.iter();
        let exclude = excluded
            .map(|left_out| tests_of(store, facts, &left_out.when, &mut columns))
            .collect::<Result<Vec<_>, _>>()?;
        if exclude.len() > MOST_REASONS || question.split.len() > MOST_DIMENSIONS {
            return Err(lacks(definition, "at most 200 exclusions and 3 dimensions"));
        }
        let (spans, placed) = if is_on_day(definition.kind) {
            census_days(question.periods, definition.census, question.as_at)?
        } else {
            stretches(question.periods)?
        };
        let mut plan = Plan {
            question: *question,
            store,
            facts,
            clock,
            from,
            to,
            counting,
            splits: splits_of(store, facts, question.split, &mut columns)?,
            filter: tests_of(store, facts, &definition.filter, &mut columns)?,
            met: tests_of(store, facts, &definition.met, &mut columns)?,
            slots: OTHER_SLOTS + exclude.len(),
            exclude,
            columns,
            spans,
            placed,
            parts: 0,
            entries: Vec::new(),
            dues: Vec::new(),
            ends: Vec::new(),
            as_at: fitting(question.as_at)?,
            divisor,
        };
        plan.lay_out()?;
        plan.make_tables();
        Ok(plan)
    }

    /// Whether it is counted on a day.
    pub(crate) fn is_on_day(&self) -> bool {
        is_on_day(self.question.definition.kind)
    }

    /// Whether each cell's single values are needed, for a median.
    pub(crate) fn is_median(&self) -> bool {
        self.question.definition.kind == DefinitionKind::Median
    }

    /// Whether amounts are added up.
    pub(crate) fn is_summed(&self) -> bool {
        matches!(self.counting, Counting::Amount(_)) && !self.is_median()
    }

    /// How many counts one span takes.
    pub(crate) fn row(&self) -> u32 {
        u32::try_from(self.parts * self.slots).unwrap_or(u32::MAX)
    }

    /// The slot of what has no amount.
    pub(crate) fn no_amount(&self) -> u8 {
        self.after_reasons(0)
    }

    /// The slot of what has no due day.
    pub(crate) fn no_due_day(&self) -> u8 {
        self.after_reasons(1)
    }

    /// The slot of what lies outside the calendar.
    pub(crate) fn outside_calendar(&self) -> u8 {
        self.after_reasons(2)
    }

    /// The slot of what ended before it was due.
    pub(crate) fn ended(&self) -> u8 {
        self.after_reasons(3)
    }

    fn after_reasons(&self, further: usize) -> u8 {
        let slot = usize::from(FIRST_REASON) + self.exclude.len() + further;
        u8::try_from(slot).unwrap_or(u8::MAX)
    }

    /// Decides where each cell's counts lie.
    fn lay_out(&mut self) -> Result<(), MeasureError> {
        let mut parts = 1_usize;
        for split in self.splits.iter_mut().rev() {
            split.stride = u32::try_from(parts * self.slots).unwrap_or(u32::MAX);
            parts = parts.saturating_mul(split.parts);
        }
        self.parts = parts;
        let slots = parts
            .saturating_mul(self.slots)
            .saturating_mul(self.spans.len() + 1);
        if slots > MOST_SLOTS {
            return Err(MeasureError::TooManyCells {
                periods: self.spans.len(),
                parts,
            });
        }
        Ok(())
    }

    fn make_tables(&mut self) {
        let row = self.row();
        self.entries = table::entries(&self.spans, row, self.as_at);
        if let Spans::CensusDays(days) = &self.spans {
            self.ends = table::census_bases(days, row);
        }
        if let (Counting::InTime, Some(Within::Allowance(allowance))) =
            (&self.counting, &self.question.definition.within)
        {
            let outside = self.outside_calendar();
            let within = (*allowance, self.question.calendar);
            self.dues =
                table::time_limits(&mut self.entries, &self.spans, within, self.as_at, outside);
        }
    }
}

fn is_on_day(kind: DefinitionKind) -> bool {
    use DefinitionKind::{OnDayCount, OnDayShare, OnDaySum};
    matches!(kind, OnDayCount | OnDayShare | OnDaySum)
}

fn lacks(definition: &Definition, needs: &'static str) -> MeasureError {
    MeasureError::DefinitionLacks {
        code: definition.code.clone(),
        needs,
    }
}

fn clock_of<'a>(
    store: &'a FactStore,
    definition: &Definition,
) -> Result<Option<&'a OccasionTable>, MeasureError> {
    let Some(Within::Clock(code)) = &definition.within else {
        return Ok(None);
    };
    if definition.kind != DefinitionKind::Timeliness {
        return Ok(None);
    }
    let table = store
        .clocks
        .get(code)
        .filter(|table| table.form == definition.form);
    table.map(Some).ok_or_else(|| MeasureError::NoFacts {
        what: format!("the clock {code} on the form {}", definition.form),
    })
}

fn day_column(
    store: &FactStore,
    facts: &FormFacts,
    path: &Path,
    columns: &mut Columns,
) -> Result<usize, MeasureError> {
    let (column, source, place) = field_of(store, facts, path)?;
    let shape = &source.shape.columns[place];
    if shape.kind != ColumnKind::Day {
        return Err(MeasureError::ConditionMisfit {
            field: shape.field.clone(),
            asked: "a day".to_owned(),
        });
    }
    Ok(columns.place_of(column))
}

fn counting_of(
    store: &FactStore,
    facts: &FormFacts,
    question: &Question,
    to: Option<usize>,
    columns: &mut Columns,
) -> Result<(Counting, i128), MeasureError> {
    use DefinitionKind::{Average, Median, OnDaySum, Share, Sum, Timeliness};
    let definition = question.definition;
    let counting = match definition.kind {
        Timeliness => match &definition.within {
            Some(Within::Clock(_)) => Counting::InTimeOfClock,
            _ if to.is_none() => return Err(lacks(definition, "the date until which is counted")),
            Some(Within::Allowance(_)) => Counting::InTime,
            Some(Within::On(path)) => Counting::InTimeBy(day_column(store, facts, path, columns)?),
            None => return Err(lacks(definition, "within what the second date must come")),
        },
        Share | DefinitionKind::OnDayShare => Counting::Share,
        DefinitionKind::Count | DefinitionKind::OnDayCount => Counting::Count,
        Sum | Average | Median | OnDaySum => return amount_of(facts, question, to, columns),
    };
    Ok((counting, 1))
}

fn amount_of(
    facts: &FormFacts,
    question: &Question,
    to: Option<usize>,
    columns: &mut Columns,
) -> Result<(Counting, i128), MeasureError> {
    let definition = question.definition;
    let is_of_time = !matches!(definition.amount, Some(Amount::Field(_)) | None);
    if is_of_time && (to.is_none() || definition.kind == DefinitionKind::OnDaySum) {
        return Err(lacks(
            definition,
            "a number field, or two dates in a period",
        ));
    }
    let (amount, divisor) = match &definition.amount {
        None => return Err(lacks(definition, "an amount")),
        Some(Amount::Days { per }) => (AmountOf::Days, i128::from((*per).max(1))),
        Some(Amount::WorkingDays) => (
            AmountOf::WorkingDays(table::working_days(question.calendar)),
            1,
        ),
        Some(Amount::Field(field)) => {
            let place = facts.shape.place_of(field);
            let place = place.ok_or_else(|| super::dimensions::no_field(facts, field))?;
            let ColumnKind::Number { decimals } = facts.shape.columns[place].kind else {
                return Err(lacks(definition, "an amount in a number field"));
            };
            let column = columns.place_of(ColumnRef::Own(place));
            (AmountOf::Field(column), 10_i128.pow(decimals.into()))
        }
    };
    Ok((Counting::Amount(amount), divisor))
}
