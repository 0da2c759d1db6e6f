//! The days of a timeline: months, quarters or years by how long it is.

use std::fmt::Write as _;

use clew_report::{Day, Timeline, TimelineRow, words::day as day_in_words};

use crate::svg::{Anchor, TextClass, number, rule, text, words};

/// Days from the left to the right.
pub(super) struct Axis {
    left: f64,
    right: f64,
    first: Day,
    last: Day,
    /// Months from one mark to the next.
    months: i32,
}

impl Axis {
    /// From the first of the month of the earliest day to the end of the month of the latest.
    pub(super) fn new(timeline: &Timeline, left: f64, right: f64) -> Self {
        let days = timeline.rows.iter().flat_map(days_of);
        let (first, last) = days.fold((timeline.today, timeline.today), |(first, last), day| {
            (first.min(day), last.max(day))
        });
        let (first, last) = (first.first_of_month(), last.last_of_month());
        let length = f64::from(first.days_until(last).max(1)) / 30.44;
        let fits = |months: &&i32| {
            let room = (right - left) * f64::from(**months) / length;
            room >= if **months < 12 { 36.0 } else { 68.0 }
        };
        let months = [1, 3, 6, 12, 24, 60, 120]
            .iter()
            .find(fits)
            .copied()
            .unwrap_or(600);
        Self {
            left,
            right,
            first,
            last,
            months,
        }
    }

    /// Where a day stands from the left, 0 to 1 of it passed.
    pub(super) fn x(&self, day: Day) -> f64 {
        let whole = f64::from(self.first.days_until(self.last).max(1));
        let share = f64::from(self.first.days_until(day)) / whole;
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// Where the days end.
    pub(super) const fn end(&self) -> f64 {
        self.right
    }

    /// The marks: the first days of months that divide the year as the axis does.
    fn marks(&self) -> Vec<Day> {
        let begins = |day: &Day| {
            let months = day.year() * 12 + i32::from(day.month()) - 1;
            // Years are marked where they begin in Scotland's public services: in April.
            let offset = if self.months >= 12 { 3 } else { 0 };
            (months - offset).rem_euclid(self.months) == 0
        };
        let all = std::iter::successors(Some(self.first), |day| {
            let next = day.plus_months(1);
            (next > *day && next <= self.last).then_some(next)
        });
        all.filter(begins).take(400).collect()
    }

    /// Grid and names of months; the year stands over its first mark.
    pub(super) fn draw(&self, shapes: &mut String, top: f64, head: f64, bottom: f64) {
        let marks = self.marks();
        let mut year = None;
        let mut free = self.left - 20.0;
        for (index, day) in marks.iter().enumerate() {
            let x = self.x(*day);
            rule(shapes, (x, head - 6.0), (x, bottom), false);
            let next = marks
                .get(index + 1)
                .map_or(self.right, |next| self.x(*next));
            let name = self.name(*day);
            if next - x >= words::width(&name) + 6.0
                || (self.months < 12 && next - x >= words::width(&name) * 0.8)
            {
                text(
                    shapes,
                    x + 2.0,
                    head - 9.0,
                    Anchor::Start,
                    TextClass::Quiet,
                    &name,
                );
            }
            if self.months < 12 && year != Some(day.year()) && x > free {
                let shown = day.year().to_string();
                free = x + words::width(&shown) + 14.0;
                text(
                    shapes,
                    x + 2.0,
                    top + 10.0,
                    Anchor::Start,
                    TextClass::Plain,
                    &shown,
                );
                year = Some(day.year());
            }
        }
        rule(
            shapes,
            (self.left, head - 4.0),
            (self.right, head - 4.0),
            true,
        );
    }

    fn name(&self, day: Day) -> String {
        if self.months >= 12 {
            return format!("{}-{:02}", day.year(), (day.year() + 1).rem_euclid(100));
        }
        let words = day_in_words(day);
        let month = words.split(' ').nth(1).unwrap_or_default();
        month.chars().take(3).collect()
    }

    /// The line of today with its name under the rows.
    pub(super) fn today(&self, shapes: &mut String, today: Day, top: f64, bottom: f64) {
        let x = self.x(today);
        let _ = write!(
            shapes,
            "<path class=\"today\" stroke=\"#98181C\" stroke-width=\"1.8\" fill=\"none\" d=\"M{} {}V{}\"/>",
            number(x),
            number(top - 4.0),
            number(bottom + 6.0),
        );
        let said = format!("Today, {}", day_in_words(today));
        // The words are bold, and so a little wider.
        let half = words::width(&said) * 0.56;
        let at = x.clamp(half, (self.right - half + 8.0).max(half));
        text(
            shapes,
            at,
            bottom + 20.0,
            Anchor::Middle,
            TextClass::Strong,
            &said,
        );
    }
}

fn days_of(row: &TimelineRow) -> impl Iterator<Item = Day> + '_ {
    let own = [row.start, row.end, row.original_end, row.finished];
    let milestones = row.milestones.iter().map(|mark| mark.day);
    own.into_iter().flatten().chain(milestones)
}
