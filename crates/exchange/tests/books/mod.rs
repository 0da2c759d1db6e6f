//! Any Book at all, made from the declaration of the columns.

use clew_calendar::{Day, Period};
use clew_exchange::columns::{CellType, Column, Entry, Table, columns};
use clew_exchange::limits;
use clew_plan::{Book, Code, Organisation};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A Book with up to three records of each kind and text that is awkward to write.
pub(crate) fn book() -> impl Strategy<Value = Book> {
    let tables: Vec<_> = Table::all()
        .map(|table| {
            let most = if table == Table::Organisation { 1 } else { 3 };
            prop::collection::vec(record(table), 0..=most).prop_map(move |records| (table, records))
        })
        .collect();
    tables.prop_map(|tables| {
        let mut book = Book::default();
        for (table, records) in tables {
            for record in records {
                add(&mut book, table, record);
            }
        }
        book
    })
}

fn add(book: &mut Book, table: Table, record: Value) {
    match table {
        Table::Organisation => {
            book.organisation = Some(serde_json::from_value::<Organisation>(record).unwrap())
        }
        Table::Records(kind) => {
            let line = record.to_string();
            clew_exchange::workspace::read_lines(book, kind, "test", &line).unwrap();
        }
    }
}

fn record(table: Table) -> impl Strategy<Value = Value> {
    let fields: Vec<_> = columns(table).iter().map(field).collect();
    (fields, any::<bool>()).prop_map(move |(values, overridden)| {
        let mut record = Map::new();
        for (column, value) in columns(table).iter().zip(values) {
            let Some(value) = value else { continue };
            match column.name.split_once('.') {
                None => {
                    record.insert(column.name.to_owned(), value);
                }
                Some((outer, inner)) if overridden => {
                    let object = record
                        .entry(outer)
                        .or_insert_with(|| Value::Object(Map::new()));
                    object
                        .as_object_mut()
                        .unwrap()
                        .insert(inner.to_owned(), value);
                }
                Some(_) => {}
            }
        }
        Value::Object(record)
    })
}

fn field(column: &'static Column) -> BoxedStrategy<Option<Value>> {
    let needed = column.required
        || column.otherwise.is_some()
        || matches!(
            column.name,
            "override_status.status" | "override_status.reason"
        );
    if needed {
        value(column.cell).prop_map(Some).boxed()
    } else {
        prop::option::of(value(column.cell)).boxed()
    }
}

fn value(cell: CellType) -> BoxedStrategy<Value> {
    match cell {
        CellType::Text => awkward().prop_map(Value::from).boxed(),
        CellType::Id | CellType::Reference(_) => id().prop_map(Value::from).boxed(),
        CellType::Code => code().prop_map(Value::from).boxed(),
        CellType::Measure | CellType::OpenMeasure => key().prop_map(Value::from).boxed(),
        CellType::Day => day().prop_map(|day| Value::from(day.to_string())).boxed(),
        CellType::Period => period()
            .prop_map(|period| Value::from(period.label()))
            .boxed(),
        CellType::PeriodOrDay => {
            let any = prop_oneof![period(), day().prop_map(Period::day)];
            any.prop_map(|period| Value::from(period.label())).boxed()
        }
        CellType::Decimal => decimal()
            .prop_map(|number| Value::from(number.to_string()))
            .boxed(),
        CellType::Integer(most) => (0..=most).prop_map(Value::from).boxed(),
        CellType::Words(list) => prop::sample::select((list.words)())
            .prop_map(Value::from)
            .boxed(),
        CellType::YesNo => any::<bool>().prop_map(Value::from).boxed(),
        CellType::List(Entry::Text) => prop::collection::vec(entry(), 1..4)
            .prop_map(Value::from)
            .boxed(),
        CellType::List(Entry::Id(_)) => prop::collection::vec(id(), 1..4)
            .prop_map(Value::from)
            .boxed(),
        CellType::List(Entry::Measure) => prop::collection::vec(key(), 1..4)
            .prop_map(Value::from)
            .boxed(),
        CellType::Goal => prop_oneof![
            decimal().prop_map(|number| number.to_string()),
            (decimal(), decimal()).prop_map(|(one, other)| format!(
                "{} to {}",
                one.min(other),
                one.max(other)
            )),
        ]
        .prop_map(Value::from)
        .boxed(),
        CellType::Tolerance => prop::sample::select(vec![
            "5%",
            "2.5 points",
            "green 90, amber 85.5",
            "amber -1 to 25",
        ])
        .prop_map(Value::from)
        .boxed(),
        CellType::RiskScore => prop::sample::select(vec!["3x4", "25", "1x1", "12"])
            .prop_map(Value::from)
            .boxed(),
        CellType::Formula => prop::sample::select(vec![
            "sum of A1, B2, C3",
            "difference of A1, B2",
            "ratio of SW3 to POP65",
            "SW3 per 1,000 of POP65",
            "COST per head of POP65",
        ])
        .prop_map(Value::from)
        .boxed(),
    }
}

/// Text that is awkward in one form or another: formulas, quotation marks, line ends, escapes.
fn awkward() -> impl Strategy<Value = String> {
    let fixed = vec![
        "=1+1",
        "'=1+1",
        "''",
        "@SUM(A1)",
        "+44 1506",
        "-",
        "a,b;c\\d",
        "say \"so\"",
        "one\ntwo",
        "one\r\ntwo",
        "\n=x",
        "_x0041_",
        "_x000D_",
        "é £ 日本 🧵",
        "N/A",
        "0",
        "00123",
        "1e5",
        "TRUE",
        "2019-09",
        "12/06/2026",
        "<b>&amp;</b>",
        " ends with spaces ",
        "tab\tinside",
        "100%",
        "#N/A",
        "\u{feff}mark",
    ];
    prop_oneof![
        prop::sample::select(fixed).prop_map(str::to_owned),
        "[ -~£é\n]{1,20}".prop_filter("text is not blank", |text| !text.trim().is_empty()),
    ]
}

/// Entries of a list, which have no spaces around them.
fn entry() -> impl Strategy<Value = String> {
    awkward()
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not blank", |text| !text.is_empty())
}

fn id() -> impl Strategy<Value = String> {
    "[A-Za-z0-9]([A-Za-z0-9 ._/-]{0,6}[A-Za-z0-9])?"
}

fn code() -> impl Strategy<Value = String> {
    "(CP:)?[A-Z]{2,4}[0-9]{1,3}[a-z]?(_6b\\.5| 9a1a)?"
}

fn key() -> impl Strategy<Value = String> {
    code().prop_map(|code| code.parse::<Code>().unwrap().key().to_string())
}

fn decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (-10_000_000_i64..10_000_000, 0_u32..6)
            .prop_map(|(units, scale)| Decimal::new(units, scale)),
        (-limits::NUMBER..=limits::NUMBER, 0..=limits::DECIMALS,)
            .prop_map(|(units, scale)| Decimal::new(units, scale)),
    ]
}

fn day() -> impl Strategy<Value = Day> {
    (Day::START.number()..=Day::END.number()).prop_map(|number| Day::from_number(number).unwrap())
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (1990..2100, 1_u8..=12).prop_map(|(year, month)| Period::month(year, month).unwrap()),
        (1990..2100, 1_u8..=4).prop_map(|(year, quarter)| Period::quarter(year, quarter).unwrap()),
        (1990..2100, 1_u8..=2).prop_map(|(year, half)| Period::half(year, half).unwrap()),
        (1990..2100).prop_map(|year| Period::financial_year_starting(year).unwrap()),
        (1990..2100).prop_map(|year| Period::calendar_year(year).unwrap()),
        (1990..2100).prop_map(|year| Period::academic_year_starting(year).unwrap()),
        (1990..2100, 1_u8..=4).prop_map(|(year, quarter)| Period::year_to_date(
            Period::quarter(year, quarter).unwrap()
        )),
        (day(), 0..1_000)
            .prop_map(|(first, days)| Period::range(first, first.plus_days(days)).unwrap()),
    ]
}
