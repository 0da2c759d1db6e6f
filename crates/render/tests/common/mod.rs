//! Reports that hold everything a report can hold, for tests, the bench and the specimen.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

pub mod drawings;

use clew_report::{
    Align, Block, Cell, CellContent, Chart, ChartKind, Column, Cover, Day, Direction, Inline,
    KeyFigure, Report, Row, RowKind, Series, SeriesRole, Sparkline, Status, StatusMark, Table,
    TrendMark,
};
use rust_decimal::Decimal;

const OBJECTIVES: [&str; 5] = [
    "Improve later life",
    "Protect vulnerable children, young people and adults",
    "Deliver better health and social care outcomes for all",
    "Strengthen communities and places",
    "Deliver the plan and achieve best value",
];

pub fn text(words: &str) -> Cell {
    Cell {
        content: CellContent::Text(vec![words.into()]),
    }
}

pub fn number(value: Decimal, shown: &str) -> Cell {
    Cell {
        content: CellContent::Number {
            value,
            shown: shown.to_owned(),
        },
    }
}

pub fn whole(value: i64) -> Cell {
    number(Decimal::from(value), &value.to_string())
}

fn percent(tenths: i64) -> Cell {
    let value = Decimal::new(tenths, 1).normalize();
    number(value, &format!("{value}%"))
}

fn mark(status: Status, note: Option<&str>) -> StatusMark {
    StatusMark {
        status,
        note: note.map(str::to_owned),
    }
}

pub fn status(status: Status, note: Option<&str>) -> Cell {
    Cell {
        content: CellContent::Status(mark(status, note)),
    }
}

pub fn column(heading: &str, align: Align, weight: u8, names_rows: bool) -> Column {
    Column {
        heading: heading.to_owned(),
        align,
        weight,
        names_rows,
    }
}

fn body(cells: Vec<Cell>) -> Row {
    Row {
        kind: RowKind::Body,
        cells,
    }
}

pub fn group(words: &str) -> Row {
    Row {
        kind: RowKind::Group,
        cells: vec![text(words)],
    }
}

/// A value that looks like a year's figure and is always the same.
fn wobble(seed: i64) -> i64 {
    (seed * 7919 + 104_729) % 120 - 60
}

const COMMENTS: [&str; 5] = [
    "",
    "On course. Two teams moved to the new rota in August and waiting has fallen since.",
    "Slightly below target against a rise of nearly half in the number of orders over five years. \
     Managers look at every late visit each month.\nA second officer starts in October.",
    "National figures for the year are published in January.",
    "Below target because of three long vacancies in one locality. Agency cover began in September; \
     recruitment closes on 12 October, and the backlog is expected to clear by the end of the year. \
     See https://example.org/social-work/performance/2019-20/quarter-2/guardianship-visits for the full note.",
];

pub fn measure_table(rows: usize) -> Table {
    let columns = vec![
        column("Code", Align::Start, 3, false),
        column("Measure", Align::Start, 9, true),
        column("Comment", Align::Start, 13, false),
        column("Status", Align::Start, 4, false),
        column("Target", Align::End, 3, false),
        column("To date", Align::End, 3, false),
        column("2016-17", Align::End, 2, false),
        column("2017-18", Align::End, 2, false),
        column("2018-19", Align::End, 2, false),
        column("Trend", Align::Start, 4, false),
        column("Since 2016-17", Align::Centre, 4, false),
    ];
    let mut table = Table {
        caption: "Measures by objective, April to September 2019".to_owned(),
        name: "Measures".to_owned(),
        columns,
        rows: Vec::new(),
        note: Some(
            "Percentages are worked from counts. Measures without a target are owned by a named post \
             and judged by it."
                .to_owned(),
        ),
    };
    let per_group = rows.div_ceil(OBJECTIVES.len()).max(1);
    for index in 0..rows {
        if index % per_group == 0 {
            table
                .rows
                .push(group(OBJECTIVES[index / per_group % OBJECTIVES.len()]));
        }
        table.rows.push(measure_row(index));
    }
    table
}

fn measure_row(index: usize) -> Row {
    let seed = i64::try_from(index).unwrap();
    let year = |number: i64| 880 + wobble(seed + number);
    let statuses = [
        mark(Status::Green, None),
        mark(Status::Green, None),
        mark(Status::Amber, Some("small numbers")),
        mark(Status::ReportLater, None),
        mark(Status::Green, None),
        mark(Status::Red, None),
        mark(Status::Contextual, None),
        mark(Status::Blue, None),
    ];
    let statistical = index % 7 != 4;
    let cells = |content: Vec<Cell>| body(content);
    let titles = [
        "Guardianship visits by council officers made on time",
        "People who receive ten hours of care at home or more a week, as a share of all who receive care at home",
        "Children looked after in the community",
        "Modernise day opportunities for older people",
        "Court reports submitted by noon the working day before",
    ];
    cells(vec![
        text(&format!("SW-{:03}", index + 1)),
        text(titles[index % titles.len()]),
        text(COMMENTS[index % COMMENTS.len()]),
        Cell {
            content: CellContent::Status(statuses[index % statuses.len()].clone()),
        },
        if statistical {
            percent(900)
        } else {
            Cell::default()
        },
        if statistical {
            percent(year(3))
        } else {
            Cell::default()
        },
        if statistical {
            percent(year(0))
        } else {
            Cell::default()
        },
        if index.is_multiple_of(3) {
            Cell::default()
        } else {
            percent(year(1))
        },
        if statistical {
            percent(year(2))
        } else {
            Cell::default()
        },
        Cell {
            content: CellContent::Trend(TrendMark {
                direction: [Direction::Up, Direction::Down, Direction::Level][index % 3],
                words: ["better than 2018-19", "worse than 2018-19", "no change"][index % 3]
                    .to_owned(),
            }),
        },
        if statistical {
            sparkline(seed)
        } else {
            Cell::default()
        },
    ])
}

fn sparkline(seed: i64) -> Cell {
    let points = (0..4)
        .map(|year| {
            (seed % 3 != 0 || year != 1).then(|| Decimal::new(880 + wobble(seed + year), 1))
        })
        .collect();
    Cell {
        content: CellContent::Sparkline(Sparkline {
            points,
            target: Some(Decimal::from(90)),
            description: "Four years of values against a target of 90%".to_owned(),
        }),
    }
}

pub fn matrix() -> Table {
    let mut columns = vec![column("Objective", Align::Start, 10, true)];
    for &status in Status::ALL {
        columns.push(column(status.word(), Align::End, 2, false));
    }
    columns.push(column("Total", Align::End, 2, false));
    let counts: [[i64; 7]; 5] = [
        [0, 4, 0, 0, 6, 0, 10],
        [0, 8, 1, 0, 5, 1, 15],
        [0, 6, 0, 0, 3, 1, 10],
        [0, 10, 1, 1, 0, 0, 12],
        [1, 14, 1, 1, 1, 0, 18],
    ];
    let mut rows: Vec<Row> = OBJECTIVES
        .iter()
        .zip(counts)
        .map(|(objective, counts)| {
            let numbers = counts.iter().map(|&count| {
                if count == 0 {
                    Cell::default()
                } else {
                    whole(count)
                }
            });
            body(std::iter::once(text(objective)).chain(numbers).collect())
        })
        .collect();
    let totals = (0..7).map(|at| whole(counts.iter().map(|row| row[at]).sum()));
    rows.push(Row {
        kind: RowKind::Total,
        cells: std::iter::once(text("Total")).chain(totals).collect(),
    });
    Table {
        caption: "Measures by objective and status".to_owned(),
        name: "Summary".to_owned(),
        columns,
        rows,
        note: None,
    }
}

fn small_table(name: &str, labels: &[&str], series: &[Series]) -> Table {
    let mut columns = vec![column("", Align::Start, 4, true)];
    columns[0].heading = "Period".to_owned();
    columns.extend(
        series
            .iter()
            .map(|one| column(&one.name, Align::End, 2, false)),
    );
    let rows = labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let cells = series.iter().map(|one| match one.values[at] {
                Some(value) => number(value, &value.to_string()),
                None => Cell::default(),
            });
            body(std::iter::once(text(label)).chain(cells).collect())
        })
        .collect();
    Table {
        caption: name.to_owned(),
        name: name.to_owned(),
        columns,
        rows,
        note: None,
    }
}

pub fn line_chart() -> Chart {
    let labels = ["Q1 2018-19", "Q2", "Q3", "Q4", "Q1 2019-20", "Q2"];
    let values = |tenths: [i64; 6]| {
        tenths
            .map(|value| (value > 0).then(|| Decimal::new(value, 1)))
            .to_vec()
    };
    let flat = |tenths: i64| values([tenths; 6]);
    let one = |name: &str, role, values| Series {
        name: name.to_owned(),
        role,
        values,
    };
    let series = vec![
        one(
            "Visits on time",
            SeriesRole::Value,
            values([905, 921, 0, 889, 871, 886]),
        ),
        one("Target", SeriesRole::Target, flat(900)),
        one("Mean", SeriesRole::Centre, flat(894)),
        one("Control limits", SeriesRole::Limit, flat(936)),
        one("Control limits", SeriesRole::Limit, flat(852)),
        one(
            "Family average",
            SeriesRole::Comparison,
            values([880, 884, 890, 892, 897, 901]),
        ),
    ];
    Chart {
        title: "Guardianship visits made on time".to_owned(),
        description:
            "Visits fell below the target of 90% in the last three quarters, while the average of \
                      similar councils rose."
                .to_owned(),
        value_axis: "Per cent of visits due".to_owned(),
        kind: ChartKind::Line,
        labels: labels.map(str::to_owned).to_vec(),
        table: small_table("Guardianship visits", &labels, &series),
        series,
        over_time: None,
    }
}

pub fn stacked_chart() -> Chart {
    let counts: [(Status, [i64; 5]); 6] = [
        (Status::Blue, [0, 0, 0, 0, 1]),
        (Status::Green, [4, 8, 6, 10, 14]),
        (Status::Amber, [0, 1, 0, 1, 1]),
        (Status::Red, [0, 0, 0, 1, 1]),
        (Status::ReportLater, [6, 5, 3, 0, 1]),
        (Status::Contextual, [0, 1, 1, 0, 0]),
    ];
    let series: Vec<Series> = counts
        .iter()
        .map(|(status, values)| Series {
            name: status.word().to_owned(),
            role: SeriesRole::Status(*status),
            values: values
                .iter()
                .map(|&value| Some(Decimal::from(value)))
                .collect(),
        })
        .collect();
    Chart {
        title: "Status of measures by objective".to_owned(),
        description: "Most measures are green; both red ones are about staffing.".to_owned(),
        value_axis: "Number of measures".to_owned(),
        kind: ChartKind::StackedBar,
        labels: OBJECTIVES.map(str::to_owned).to_vec(),
        table: small_table("Status by objective", &OBJECTIVES, &series),
        series,
        over_time: None,
    }
}

pub fn bar_chart() -> Chart {
    let labels = [
        "Balance of care",
        "Home care cost per hour",
        "Residential cost per week",
    ];
    let one = |name: &str, role, values: [i64; 3]| Series {
        name: name.to_owned(),
        role,
        values: values.map(|value| Some(Decimal::from(value))).to_vec(),
    };
    let series = vec![
        one("This council", SeriesRole::Value, [361, 210, 401]),
        one("Scotland", SeriesRole::Comparison, [345, 260, 386]),
        one("Target", SeriesRole::Target, [370, 200, 390]),
    ];
    Chart {
        title: "Costs beside Scotland".to_owned(),
        description:
            "Home care costs less than the Scottish average; residential care a little more."
                .to_owned(),
        value_axis: "Pounds".to_owned(),
        kind: ChartKind::Bar,
        labels: labels.map(str::to_owned).to_vec(),
        table: small_table("Costs", &labels, &series),
        series,
        over_time: None,
    }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.to_owned(),
    }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![words.into()])
}

/// A rich report: everything a report can hold.
pub fn specimen() -> Report {
    let figures = [
        (43, Status::Green),
        (3, Status::Amber),
        (2, Status::Red),
        (15, Status::ReportLater),
        (2, Status::Contextual),
    ];
    let mut key: Vec<KeyFigure> = figures
        .iter()
        .map(|(count, status)| KeyFigure {
            shown: count.to_string(),
            label: status.word().to_owned(),
            status: Some(*status),
        })
        .collect();
    key.insert(
        0,
        KeyFigure {
            shown: "65".to_owned(),
            label: "measures in all".to_owned(),
            status: None,
        },
    );
    Report {
        title: "Social work performance report".to_owned(),
        subtitle: Some("Quarter 2 of 2019-20: April to September 2019".to_owned()),
        organisation: "South Lanarkshire Council, Social Work Resources".to_owned(),
        description: "How social work did against its plan in the first half of 2019-20.".to_owned(),
        cover: Some(Cover {
            report_to: "Social Work Committee".to_owned(),
            meeting: Some(Day::new(2019, 11, 27).unwrap()),
            report_by: Some("Director, Health and Social Care".to_owned()),
            subject: Some("Resource plan: performance at quarter 2".to_owned()),
            data_as_at: Some(Day::new(2019, 9, 30).unwrap()),
        }),
        landscape: true,
        marking: None,
        blocks: vec![
            heading(2, "At a glance"),
            Block::KeyFigures(key),
            Block::Paragraph(vec![
                "Of 65 measures, ".into(),
                Inline::Strong("43 are green".to_owned()),
                ". Three are ".into(),
                Inline::Status(mark(Status::Amber, None)),
                " and two ".into(),
                Inline::Status(mark(Status::Red, Some("as reported"))),
                "; the rest report later in the year. Guardianship visits are ".into(),
                Inline::Trend(TrendMark { direction: Direction::Down, words: "worse than last year".to_owned() }),
                ".".into(),
            ]),
            Block::Table(matrix()),
            heading(2, "How to read this report"),
            Block::Definitions(
                Status::ALL
                    .iter()
                    .map(|&status| {
                        let meaning = "Says in a sentence what the service means by this status and when it applies.";
                        (vec![Inline::Status(mark(status, None))], vec![meaning.into()])
                    })
                    .collect(),
            ),
            Block::List {
                ordered: false,
                items: vec![
                    vec!["Figures are cumulative from April.".into()],
                    vec!["Arrows point up when performance is better, whichever way the number went.".into()],
                ],
            },
            Block::List {
                ordered: true,
                items: vec![vec!["Read the summary.".into()], vec!["Turn to what is red.".into()]],
            },
            heading(2, "Measures by objective"),
            heading(3, "All measures"),
            paragraph("Each row gives the target, the figure to date and three past years."),
            Block::Table(measure_table(65)),
            heading(2, "Charts"),
            heading(3, "Where the measures stand"),
            Block::Chart(stacked_chart()),
            heading(3, "Guardianship"),
            Block::Chart(line_chart()),
            heading(3, "Costs"),
            Block::Chart(bar_chart()),
            heading(2, "Areas for improvement"),
            paragraph("Actions agreed by managers where a measure is amber or red."),
            Block::PageBreak,
            heading(2, "Next steps"),
            paragraph("The next report covers the year to December."),
        ],
    }
}

/// Text that tries to break out of every format.
pub const HOSTILE: &str = "=1+1</td></w:t>\"'><script>alert(1)</script>&amp;]]>#panic() $x^2$ *b* _i_ @ref <l> \
    \u{0}\u{1}\u{b}\u{202E}\u{FFFF}\u{1F600}\u{0915}\u{093F}e\u{0301}\u{FEFF} {{7*7}} \\u{41} \
    PneumonoultramicroscopicsilicovolcanoconiosisPneumonoultramicroscopicsilicovolcanoconiosis\r\nnext\tline";

/// A report with hostile text wherever text can stand.
pub fn hostile() -> Report {
    let mut report = specimen();
    let bad = || HOSTILE.to_owned();
    report.title = bad();
    report.subtitle = Some(bad());
    report.organisation = bad();
    report.description = bad();
    report.landscape = false;
    report.marking = Some(bad());
    if let Some(cover) = &mut report.cover {
        cover.report_to = bad();
        cover.report_by = Some(bad());
        cover.subject = Some(bad());
    }
    let line = || {
        vec![
            Inline::Text(bad()),
            Inline::Strong(bad()),
            Inline::Status(mark(Status::Red, Some(HOSTILE))),
            Inline::Trend(TrendMark {
                direction: Direction::Up,
                words: bad(),
            }),
            Inline::Break,
        ]
    };
    let content = |at: usize| match at % 7 {
        0 => CellContent::Text(line()),
        1 => CellContent::Number {
            value: Decimal::MAX,
            shown: bad(),
        },
        2 => CellContent::Status(mark(Status::Blue, Some(HOSTILE))),
        3 => CellContent::Trend(TrendMark {
            direction: Direction::Down,
            words: bad(),
        }),
        4 => CellContent::Sparkline(Sparkline {
            points: vec![Some(Decimal::MIN), None, Some(Decimal::MAX)],
            target: Some(Decimal::ZERO),
            description: bad(),
        }),
        5 => CellContent::Date(Day::new(2020, 2, 29).unwrap()),
        _ => CellContent::Empty,
    };
    let table = Table {
        caption: bad(),
        name: bad(),
        columns: (0..7)
            .map(|at| column(HOSTILE, Align::Start, 0, at == 0))
            .collect(),
        rows: vec![
            Row {
                kind: RowKind::Group,
                cells: vec![Cell {
                    content: content(0),
                }],
            },
            Row {
                kind: RowKind::Group,
                cells: vec![],
            },
            body(
                (0..7)
                    .map(|at| Cell {
                        content: content(at),
                    })
                    .collect(),
            ),
            body(vec![text(HOSTILE)]),
            Row {
                kind: RowKind::Total,
                cells: (3..10)
                    .map(|at| Cell {
                        content: content(at),
                    })
                    .collect(),
            },
            group(HOSTILE),
        ],
        note: Some(bad()),
    };
    let chart = |kind| Chart {
        title: bad(),
        description: bad(),
        value_axis: bad(),
        kind,
        labels: vec![bad(), bad()],
        series: vec![
            Series {
                name: bad(),
                role: SeriesRole::Value,
                values: vec![Some(Decimal::MAX), None],
            },
            Series {
                name: bad(),
                role: SeriesRole::Target,
                values: vec![Some(Decimal::MIN)],
            },
            Series {
                name: bad(),
                role: SeriesRole::Status(Status::Amber),
                values: vec![],
            },
        ],
        table: table.clone(),
        over_time: None,
    };
    report.blocks = vec![
        Block::Heading {
            level: 6,
            text: bad(),
        },
        Block::Paragraph(line()),
        Block::List {
            ordered: true,
            items: vec![line(), vec![]],
        },
        Block::Definitions(vec![(line(), line())]),
        Block::KeyFigures(vec![KeyFigure {
            shown: bad(),
            label: bad(),
            status: Some(Status::Green),
        }]),
        Block::Table(table.clone()),
        Block::Table(Table::default()),
        Block::Chart(chart(ChartKind::Line)),
        Block::Chart(chart(ChartKind::Bar)),
        Block::Chart(chart(ChartKind::StackedBar)),
        Block::KeyFigures(vec![]),
        Block::Paragraph(vec![]),
    ];
    report
}
