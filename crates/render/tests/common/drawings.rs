//! Drawings with everything they can show, for tests.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use clew_report::{
    Band, Break, Chart, ChartKind, Day, Direction, HeatCell, HeatMap, HeatMark, Node, OverTime,
    PointMark, PointSignal, Series, SeriesRole, Sparkline, Status, StatusMark, Table, Timeline,
    TimelineMark, TimelineRow, Tree,
};
use rust_decimal::Decimal;

pub fn day(year: i32, month: u8, day: u8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn series(name: &str, role: SeriesRole, values: Vec<Option<Decimal>>) -> Series {
    Series {
        name: name.to_owned(),
        role,
        values,
    }
}

fn tenths(value: i64) -> Decimal {
    Decimal::new(value, 1)
}

fn judged(value: Decimal, target: Decimal) -> Status {
    if value >= target {
        Status::Green
    } else if value >= target - Decimal::from(4) {
        Status::Amber
    } else {
        Status::Red
    }
}

/// Fourteen quarters with a gap, a break, a changed target, a provisional figure and a forecast.
pub fn measure() -> Chart {
    let values: Vec<Option<i64>> = vec![
        Some(712),
        Some(725),
        Some(731),
        None,
        Some(744),
        Some(752),
        Some(698),
        Some(781),
        Some(803),
        Some(796),
        Some(812),
        Some(761),
        Some(788),
        None,
        None,
    ];
    let labels: Vec<String> = (0..15)
        .map(|place| format!("{}-{} Q{}", 2022 + place / 4, 23 + place / 4, 1 + place % 4))
        .collect();
    let targets: Vec<Decimal> = (0..15)
        .map(|place| Decimal::from(if place < 8 { 75 } else { 80 }))
        .collect();
    let marks = values
        .iter()
        .enumerate()
        .map(|(place, value)| {
            let value = tenths((*value)?);
            Some(PointMark {
                status: judged(value, targets[place]),
                provisional: place == 12,
                signal: match place {
                    6 => Some(PointSignal {
                        direction: Direction::Down,
                        words: "outside the control limits".to_owned(),
                    }),
                    8 => Some(PointSignal {
                        direction: Direction::Up,
                        words: "in a run on one side of the centre line".to_owned(),
                    }),
                    _ => None,
                },
                shown: format!("{value}%"),
            })
        })
        .collect();
    let limit = |before: i64, after: i64| {
        (0..13)
            .map(|place| Some(tenths(if place < 7 { before } else { after })))
            .chain([None, None])
            .collect::<Vec<Option<Decimal>>>()
    };
    let mut forecast = vec![None; 15];
    forecast[12] = Some(tenths(788));
    forecast[14] = Some(tenths(815));
    Chart {
        title: "Adult protection inquiries completed within 5 working days".to_owned(),
        description: "From 71.2% in 2022-23 Q1 to 78.8% in 2025-26 Q1, Amber.".to_owned(),
        value_axis: "per cent".to_owned(),
        kind: ChartKind::Measure,
        labels,
        series: vec![
            series("Value", SeriesRole::Value, values.iter().map(|value| value.map(tenths)).collect()),
            series("Target", SeriesRole::Target, targets.iter().copied().map(Some).collect()),
            series("Forecast", SeriesRole::Forecast, forecast),
            series(
                "Scotland",
                SeriesRole::Comparison,
                (0..15).map(|place| (place % 4 == 3).then(|| tenths(735 + place * 3))).collect(),
            ),
            series(
                "Family group median (people 3)",
                SeriesRole::Comparison,
                (0..15).map(|place| (place < 12).then(|| tenths(720 + place * 5))).collect(),
            ),
            series("Mean", SeriesRole::Centre, limit(727, 790)),
            series("Control limits", SeriesRole::Limit, limit(700, 742)),
            series("Control limits", SeriesRole::Limit, limit(760, 834)),
        ],
        over_time: Some(Box::new(OverTime {
            marks,
            bands: vec![Band {
                name: "Amber".to_owned(),
                status: Status::Amber,
                ranges: targets
                    .iter()
                    .map(|target| Some((*target - Decimal::from(4), *target)))
                    .collect(),
            }],
            breaks: vec![Break {
                before: 7,
                reason: "inquiries counted from the day of referral".to_owned(),
            }],
            baseline: Some((0, 5)),
            expected: Some("81.5%".to_owned()),
            caption: Some(
                "Control limits and signals by the rule set “Healthcare Improvement Scotland” (nhs-scotland)."
                    .to_owned(),
            ),
        })),
        table: Table::default(),
    }
}

/// A chart of these values alone.
pub fn plain(values: &[Option<i64>], title: &str) -> Chart {
    let known: Vec<Option<Decimal>> = values
        .iter()
        .map(|value| value.map(Decimal::from))
        .collect();
    let marks = known
        .iter()
        .enumerate()
        .map(|(place, value)| {
            Some(PointMark {
                status: Status::ALL[place % 6],
                provisional: place % 5 == 4,
                signal: None,
                shown: (*value)?.to_string(),
            })
        })
        .collect();
    Chart {
        title: title.to_owned(),
        description: title.to_owned(),
        value_axis: "number".to_owned(),
        kind: ChartKind::Measure,
        labels: (0..values.len())
            .map(|place| format!("Month {place}"))
            .collect(),
        series: vec![series("Value", SeriesRole::Value, known)],
        over_time: Some(Box::new(OverTime {
            marks,
            ..OverTime::default()
        })),
        table: Table::default(),
    }
}

/// A range to lie in, with Amber above and below it.
pub fn in_range() -> Chart {
    let mut chart = plain(
        &[Some(14), Some(17), Some(22), Some(12), Some(8), Some(15)],
        "Length of stay",
    );
    let range = |low: i64, high: i64| vec![Some((Decimal::from(low), Decimal::from(high))); 6];
    let band = |name: &str, status, ranges| Band {
        name: name.to_owned(),
        status,
        ranges,
    };
    if let Some(over_time) = &mut chart.over_time {
        over_time.bands = vec![
            band("Target range", Status::Green, range(10, 20)),
            band("Amber", Status::Amber, range(8, 10)),
            band("Amber", Status::Amber, range(20, 23)),
        ];
    }
    chart
}

fn work(
    (group, code, title): (&str, &str, &str),
    status: Status,
    (start, end, original): (Day, Day, Day),
    milestones: Vec<TimelineMark>,
) -> TimelineRow {
    TimelineRow {
        group: group.to_owned(),
        code: code.to_owned(),
        title: title.to_owned(),
        status: StatusMark { status, note: None },
        href: Some(format!("/actions/{code}")),
        start: Some(start),
        end: Some(end),
        original_end: Some(original),
        finished: (status == Status::Blue).then_some(end),
        milestones,
    }
}

fn milestone(title: &str, day: Day, done: bool) -> TimelineMark {
    TimelineMark {
        title: title.to_owned(),
        day,
        done,
    }
}

pub fn timeline() -> Timeline {
    let protection = "Protect adults and children at risk of harm";
    let workforce = "A workforce that is trained, supported and well led";
    let mut rows = vec![
        work(
            (
                protection,
                "A1",
                "Revise the procedure for inter-agency referral discussions",
            ),
            Status::Blue,
            (day(2025, 4, 1), day(2025, 9, 12), day(2025, 9, 30)),
            vec![milestone("Draft agreed", day(2025, 6, 20), true)],
        ),
        work(
            (
                protection,
                "A2",
                "Chronologies in every adult protection file, with a yearly audit of their quality",
            ),
            Status::Amber,
            (day(2025, 6, 1), day(2026, 9, 30), day(2026, 3, 31)),
            vec![
                milestone("Guidance issued", day(2025, 10, 1), true),
                milestone("First audit", day(2026, 5, 15), false),
            ],
        ),
        work(
            (protection, "A3", "Second person present at interviews"),
            Status::Red,
            (day(2025, 8, 1), day(2026, 2, 28), day(2025, 12, 31)),
            vec![milestone("Team managers briefed", day(2025, 11, 3), true)],
        ),
        work(
            (workforce, "W1", "Council officer training refreshed"),
            Status::Green,
            (day(2026, 1, 12), day(2026, 12, 18), day(2026, 12, 18)),
            vec![milestone("First cohort", day(2026, 8, 28), false)],
        ),
        work(
            (
                workforce,
                "W2",
                "Supervision policy reviewed and put to practice governance board",
            ),
            Status::ReportLater,
            (day(2026, 7, 1), day(2027, 3, 31), day(2027, 3, 31)),
            Vec::new(),
        ),
    ];
    rows.push(TimelineRow {
        start: None,
        end: None,
        original_end: None,
        ..work(
            (workforce, "W3", "Exit interviews"),
            Status::Contextual,
            (day(2026, 1, 1), day(2026, 1, 1), day(2026, 1, 1)),
            Vec::new(),
        )
    });
    Timeline {
        title: "Improvement actions".to_owned(),
        description: "One action is late.".to_owned(),
        today: day(2026, 6, 6),
        rows,
    }
}

pub fn heat_map() -> HeatMap {
    let score = |likelihood: usize, impact: usize| (likelihood + 1) * (impact + 1);
    let mut cells = Vec::new();
    for likelihood in 0..5 {
        for impact in 0..5 {
            let (band, status) = match score(likelihood, impact) {
                0..=4 => ("Low", Status::Green),
                5..=12 => ("Medium", Status::Amber),
                _ => ("High", Status::Red),
            };
            let held = match (likelihood, impact) {
                (4, 3) => 2,
                (3, 3) => 5,
                (2, 3) => 1,
                (1, 1) => 3,
                _ => 0,
            };
            cells.push(HeatCell {
                likelihood,
                impact,
                band: band.to_owned(),
                status,
                marks: (0..held)
                    .map(|place| HeatMark {
                        code: format!("SW{:02}", likelihood * 7 + place),
                        title: "A risk".to_owned(),
                    })
                    .collect(),
                href: (held > 0)
                    .then(|| format!("/risks?likelihood={}&impact={}", likelihood + 1, impact + 1)),
            });
        }
    }
    HeatMap {
        title: "Risks by likelihood and impact".to_owned(),
        description: "Seven of eleven risks are high.".to_owned(),
        likelihoods: HeatMap::scores(["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]),
        impacts: HeatMap::scores(["Negligible", "Minor", "Moderate", "Major", "Catastrophic"]),
        cells,
    }
}

fn node(code: &str, title: &str, counts: &[(Status, u32)], below: Vec<Node>) -> Node {
    Node {
        title: title.to_owned(),
        code: code.to_owned(),
        counts: counts.to_vec(),
        href: Some(format!("/thread/{code}")),
        below,
        more: 0,
    }
}

pub fn tree() -> Tree {
    use Status::{Amber, Blue, Green, Red, ReportLater};
    let measures = |prefix: &str, count: usize| -> Vec<Node> {
        (1..=count)
            .map(|place| {
                let teams = vec![node(
                    &format!("T{place}"),
                    if place % 2 == 0 {
                        "North locality team"
                    } else {
                        "Adult protection team"
                    },
                    &[(Green, 1)],
                    Vec::new(),
                )];
                node(
                    &format!("{prefix}-{place}"),
                    "Inquiries completed within the timescale set",
                    &[if place == 2 { (Red, 1) } else { (Green, 1) }],
                    teams,
                )
            })
            .collect()
    };
    Tree {
        title: "The golden thread".to_owned(),
        description: "From priorities to the teams that do the work.".to_owned(),
        levels: ["Priority", "Outcome", "Measure", "Team"]
            .map(str::to_owned)
            .to_vec(),
        roots: vec![
            node(
                "P1",
                "People who need protection are safe",
                &[(Blue, 1), (Green, 6), (Amber, 2), (Red, 1)],
                vec![
                    node(
                        "O1",
                        "Adults at risk of harm are protected",
                        &[(Green, 3), (Red, 1)],
                        measures("ASP", 3),
                    ),
                    node(
                        "O2",
                        "Children grow up loved, safe and respected",
                        &[(Green, 2), (Amber, 2)],
                        measures("CP", 2),
                    ),
                ],
            ),
            node(
                "P2",
                "People live well at home for longer",
                &[(Green, 4), (ReportLater, 2)],
                vec![node(
                    "O3",
                    "Care at home begins when it is needed",
                    &[(Green, 2)],
                    measures("CAH", 2),
                )],
            ),
        ],
        more: 0,
    }
}

pub fn sparkline() -> Sparkline {
    Sparkline {
        points: vec![
            Some(Decimal::from(71)),
            Some(Decimal::from(74)),
            None,
            Some(Decimal::from(69)),
        ],
        target: Some(Decimal::from(75)),
        description: "2022-23 71%, 2023-24 74%, 2025-26 69%".to_owned(),
    }
}
