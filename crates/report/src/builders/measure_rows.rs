//! Tables of measures: code, title, status, target, value, past years, trend, sparkline, comment.

use std::cell::OnceCell;
use std::collections::HashMap;

use clew_calendar::Period;
use clew_measure::{Judgement, StatusBasis, show_against, show_goal, show_value};
use clew_plan::{
    Commentary, Figure, Goal, Measure, MeasureKey, OutcomeId, OutcomeLevel, Polarity, Status,
};
use rust_decimal::Decimal;

use crate::{
    Block, Cell, Column, Direction, Inline, Request, ReturnMark, Row, Sparkline, StatusMark, Table,
    TrendMark, words,
};

/// The heading of the column that says how far a value's return has got.
pub(crate) const RETURN: &str = "Return";

/// Reads measures' rows for one report: the request, with commentary gathered by measure.
pub(crate) struct MeasureRows<'a, 'book> {
    pub(crate) request: &'a Request<'book>,
    /// Gathered when it is first asked for: a chart's table has no comments.
    commentary: OnceCell<HashMap<&'book MeasureKey, Vec<&'book Commentary>>>,
    past: Vec<Period>,
}

impl<'a, 'book> MeasureRows<'a, 'book> {
    pub(crate) fn new(request: &'a Request<'book>) -> Self {
        Self {
            request,
            commentary: OnceCell::new(),
            past: request.past_years(),
        }
    }

    /// The plan's measures in use in the period, in the order of the Book.
    pub(crate) fn measures(&self) -> Vec<&'book Measure> {
        self.request
            .index
            .measures_of(Some(&self.request.plan.id), self.request.period)
    }

    /// A table of these measures, grouped by the outcomes under the priority.
    pub(crate) fn table(&self, name: &str, caption: &str, measures: &[&'book Measure]) -> Table {
        let mut table = Table::new(name, caption, self.columns());
        let mut group = None;
        for measure in measures {
            let heading = self.group_of(measure);
            if heading != group {
                group.clone_from(&heading);
                table.rows.extend(heading.map(Row::group));
            }
            table.rows.push(self.row(measure));
        }
        table.without_empty_columns()
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::words("Code", 2),
            Column::names("Measure", 8),
            Column::marks("Status", 3),
            Column::numbers("Target", 2),
            Column::numbers(words::period(self.request.period), 2),
            Column::words(RETURN, 2),
        ];
        columns.extend(
            self.past
                .iter()
                .map(|year| Column::numbers(year.to_string(), 2)),
        );
        columns.push(Column::words("Trend", 6));
        columns.push(Column::marks("Line", 3));
        columns.push(Column::words("Comment", 15));
        columns
    }

    /// The outcome (not a priority) that the measure stands under, with the one above it.
    fn group_of(&self, measure: &Measure) -> Option<String> {
        let id: &OutcomeId = measure.outcome.as_ref()?;
        let line = self.request.book().line_of_sight(id);
        let below: Vec<&str> = line
            .iter()
            .rev()
            .filter(|outcome| outcome.level != OutcomeLevel::Priority)
            .map(|outcome| outcome.title.as_str())
            .collect();
        (!below.is_empty()).then(|| below.join(" › "))
    }

    fn row(&self, measure: &'book Measure) -> Row {
        let judgement = self.judge(measure);
        let mut cells = vec![
            Cell::text(measure.code.body()),
            Cell::text(&measure.title),
            self.status(measure, &judgement),
            self.target(measure, &judgement),
            self.value(measure, &judgement),
            self.returned(measure, &judgement),
        ];
        cells.extend(self.past.iter().map(|year| self.past_value(measure, *year)));
        cells.push(self.trend(measure));
        cells.push(
            self.sparkline(measure, &judgement)
                .map_or_else(Cell::empty, Cell::sparkline),
        );
        cells.push(self.comment(measure));
        Row::body(cells)
    }

    pub(crate) fn judge(&self, measure: &Measure) -> Judgement<'book> {
        self.request.index.judge(measure, self.request.period, None)
    }

    /// The status to show, with what must be said beside it.
    pub(crate) fn mark(&self, judgement: &Judgement<'_>) -> StatusMark {
        let mut notes = Vec::new();
        if judgement.small_numbers {
            notes.push("small numbers");
        }
        let set_by_hand = self.request.basis == StatusBasis::ByRule || judgement.reported.is_none();
        if set_by_hand && judgement.overridden.is_some() {
            notes.push("set by hand");
        }
        StatusMark {
            status: judgement.shown(self.request.basis),
            note: (!notes.is_empty()).then(|| notes.join(", ")),
        }
    }

    /// The status, or that there is no target, for a measure that would be judged if it had one.
    pub(crate) fn status(&self, measure: &Measure, judgement: &Judgement<'_>) -> Cell {
        let mark = self.mark(judgement);
        let declared = measure.polarity == Some(Polarity::Contextual)
            || self.request.basis == StatusBasis::AsReported && judgement.reported.is_some();
        if mark.status == Status::Contextual && !declared && judgement.target.is_none() {
            return Cell::text("No target");
        }
        Cell::status_mark(mark)
    }

    /// The target of the reported period; it stands there for a measure that has no value yet, too.
    pub(crate) fn target(&self, measure: &Measure, judgement: &Judgement<'_>) -> Cell {
        let period = self.request.period;
        let set = || {
            self.request
                .index
                .target_for(&measure.code.key(), period, None)?
                .goal
        };
        goal_cell(measure, judgement.target.or_else(set))
    }

    pub(crate) fn value(&self, measure: &Measure, judgement: &Judgement<'_>) -> Cell {
        let Some(value) = judgement.value else {
            return Cell::empty();
        };
        Cell::number(
            value,
            show_against(
                value,
                measure.unit_of_measure,
                measure.decimals,
                judgement.bounds.as_ref(),
            ),
        )
    }

    /// What must be said of the value's return where it is not signed off; empty where it is.
    pub(crate) fn returned(&self, measure: &Measure, judgement: &Judgement<'_>) -> Cell {
        let mark = self.return_mark(measure, judgement);
        Cell::maybe(mark.map(ReturnMark::words))
    }

    /// The mark of the value's return; none where it is signed off, or there is no value.
    pub(crate) fn return_mark(
        &self,
        measure: &Measure,
        judgement: &Judgement<'_>,
    ) -> Option<ReturnMark> {
        judgement.value?;
        let figure = judgement.figure?;
        let key = measure.code.as_key();
        let open = &self.request.open_returns;
        open.mark(key, figure.unit.as_ref(), figure.period)
    }

    /// How many of the reported period's figures are not signed off, and of which measures; none where
    /// all are.
    pub(crate) fn not_signed_off(&self) -> Option<Block> {
        let marked = self.measures().into_iter().filter_map(|measure| {
            let mark = self.return_mark(measure, &self.judge(measure))?;
            let sent_back = match mark {
                ReturnMark::SentBack => " (sent back)",
                ReturnMark::NotSignedOff => "",
            };
            let (code, title) = (measure.code.body(), &measure.title);
            Some(format!("{code} {title}{sent_back}"))
        });
        let marked: Vec<String> = marked.collect();
        let said = match marked.len() {
            0 => return None,
            1 => "1 figure is not signed off".to_owned(),
            more => format!("{more} figures are not signed off"),
        };
        Some(Block::Paragraph(vec![
            Inline::Strong(said),
            Inline::Text(format!(": {}.", marked.join("; "))),
        ]))
    }

    pub(crate) fn past_value(&self, measure: &Measure, year: Period) -> Cell {
        match self
            .request
            .index
            .figure_for(&measure.code.key(), year, None)
        {
            Some(_) => self.value(measure, &self.request.index.judge(measure, year, None)),
            None => Cell::empty(),
        }
    }

    pub(crate) fn trend(&self, measure: &Measure) -> Cell {
        let trend = self.request.index.trend(measure, self.request.period, None);
        let Some(short) = trend.short else {
            return Cell::empty();
        };
        if self.past_is_only_zeros(measure) {
            return Cell::text("Not compared: past years all 0");
        }
        match direction(short.direction) {
            Some(direction) => Cell::trend(TrendMark {
                direction,
                words: short.words,
            }),
            None => Cell::text(short.words),
        }
    }

    /// Whether every past year that is given is 0: as a rule years without a figure, which no trend
    /// and no line may be drawn from. The checks ask about them.
    fn past_is_only_zeros(&self, measure: &Measure) -> bool {
        let key = measure.code.key();
        let given = self.past.iter().filter_map(|year| {
            value_of(self.request.index.figure_for(&key, *year, None)?, measure)
        });
        let values: Vec<Decimal> = given.collect();
        values.len() > 1 && values.iter().all(Decimal::is_zero)
    }

    /// The measure's years and the reported period as a small line; none with fewer than three points.
    pub(crate) fn sparkline(
        &self,
        measure: &Measure,
        judgement: &Judgement<'_>,
    ) -> Option<Sparkline> {
        let mut periods: Vec<Period> = self.past.clone();
        periods.reverse();
        let mut labels: Vec<String> = periods.iter().map(ToString::to_string).collect();
        let mut points: Vec<Option<Decimal>> = periods
            .iter()
            .map(|year| {
                let figure = self
                    .request
                    .index
                    .figure_for(&measure.code.key(), *year, None)?;
                value_of(figure, measure)
            })
            .collect();
        // A count that grows through the year is no point on a line of whole years.
        let comparable = measure.aggregation != Some(clew_plan::Aggregation::Sum)
            || self.request.period.kind() == clew_calendar::PeriodKind::FinancialYear;
        if comparable && !periods.contains(&self.request.period) {
            labels.push(self.request.period.to_string());
            points.push(judgement.value);
        }
        if points.iter().flatten().count() < 3 || self.past_is_only_zeros(measure) {
            return None;
        }
        let said: Vec<String> = labels
            .iter()
            .zip(&points)
            .filter_map(|(label, point)| {
                Some(format!(
                    "{label} {}",
                    show_value((*point)?, measure.unit_of_measure, measure.decimals)
                ))
            })
            .collect();
        let target = match judgement.target {
            Some(Goal::Value(value)) => Some(value),
            _ => None,
        };
        Some(Sparkline {
            points,
            target,
            description: said.join(", "),
        })
    }

    fn commentary(&self) -> &HashMap<&'book MeasureKey, Vec<&'book Commentary>> {
        self.commentary.get_or_init(|| {
            let mut commentary: HashMap<&MeasureKey, Vec<&Commentary>> = HashMap::new();
            for comment in &self.request.book().commentary {
                if let Some(measure) = &comment.measure {
                    commentary.entry(measure).or_default().push(comment);
                }
            }
            commentary
        })
    }

    /// Commentary on the measure for the reported period.
    pub(crate) fn comments(&self, measure: &Measure) -> Vec<&'book Commentary> {
        let period = self.request.period;
        let about = |comment: &&&Commentary| {
            comment.period == period || comment.period.last() == period.last()
        };
        self.commentary()
            .get(measure.code.as_key())
            .map(|comments| comments.iter().filter(about).copied().collect())
            .unwrap_or_default()
    }

    /// What a comment says, after the name of the part of the organisation that it speaks of.
    pub(crate) fn said(&self, comment: &Commentary) -> String {
        let unit = comment.unit.as_ref();
        let name = unit.map(|unit| format!("{}: ", self.request.book().unit_name(unit)));
        format!("{}{}", name.unwrap_or_default(), comment.text)
    }

    pub(crate) fn comment(&self, measure: &Measure) -> Cell {
        let mut inlines = Vec::new();
        for comment in self.comments(measure) {
            if !inlines.is_empty() {
                inlines.push(Inline::Break);
            }
            inlines.push(Inline::Text(self.said(comment)));
            if let Some(doing) = &comment.doing {
                inlines.extend([
                    Inline::Break,
                    Inline::Strong("Being done: ".to_owned()),
                    Inline::Text(doing.clone()),
                ]);
            }
            if let Some(day) = comment.by_when {
                inlines.push(Inline::Text(format!(" (by {})", words::day(day))));
            }
        }
        if inlines.is_empty() && measure.notes.is_some() {
            return Cell::maybe(measure.notes.as_deref());
        }
        if inlines.is_empty() {
            Cell::empty()
        } else {
            Cell::inlines(inlines)
        }
    }
}

/// A figure's value: worked out from its counts where they decide it, else as given.
pub(crate) fn value_of(figure: &Figure, measure: &Measure) -> Option<Decimal> {
    clew_measure::exact_value(figure, measure.unit_of_measure).map(clew_measure::Exact::to_decimal)
}

/// A goal as a number where it is one.
pub(crate) fn goal_cell(measure: &Measure, goal: Option<Goal>) -> Cell {
    let Some(goal) = goal else {
        return Cell::empty();
    };
    let shown = show_goal(goal, measure.unit_of_measure, measure.decimals);
    match goal {
        Goal::Value(value) => Cell::number(value, shown),
        Goal::Range { .. } => Cell::text(shown),
    }
}

/// Up for better, down for worse; none for a measure that is not judged.
pub(crate) fn direction(direction: clew_measure::Direction) -> Option<Direction> {
    match direction {
        clew_measure::Direction::Better => Some(Direction::Up),
        clew_measure::Direction::Level => Some(Direction::Level),
        clew_measure::Direction::Worse => Some(Direction::Down),
        clew_measure::Direction::Higher | clew_measure::Direction::Lower => None,
    }
}
