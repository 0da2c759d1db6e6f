//! Columns of measures, series breaks, targets, profiles and figures.

use clew_plan::{
    Aggregation, FigureSource, FigureState, Frequency, Kind, MeasureKind, MissingParts, Polarity,
    Reliability, Status, TrendMode, UnitOfMeasure,
};

use super::{CellType, Column, Entry, SOURCE, words};

/// Something counted, or a piece of work followed, for an outcome.
pub(super) const MEASURE: &[Column] = &[
    Column::new(
        "code",
        CellType::Code,
        "Code as written; its key is unique in a book.",
    )
    .also(&[
        "reference",
        "ref",
        "indicator code",
        "pi code",
        "measure code",
        "kpi code",
    ])
    .required()
    .identifies(),
    Column::new("title", CellType::Text, "Title as committee reads it.")
        .also(&["name", "measure", "indicator", "description of measure"])
        .required(),
    Column::new("kind", words!(MeasureKind), "Number or piece of work.")
        .also(&["type"])
        .otherwise("statistical"),
    Column::new(
        "plan",
        CellType::Reference(Kind::Plan),
        "The plan it belongs to.",
    ),
    Column::new(
        "outcome",
        CellType::Reference(Kind::Outcome),
        "The outcome it serves.",
    ),
    Column::new(
        "unit_of_measure",
        words!(UnitOfMeasure),
        "What its values are counted in; none for a project measure.",
    )
    .titled("Unit of measure")
    .also(&["units", "unit type", "measured in", "data type"]),
    Column::new(
        "polarity",
        words!(Polarity),
        "Which way is better; none for a project measure.",
    )
    .also(&["direction", "good direction", "aim"]),
    Column::new("frequency", words!(Frequency), "How often it is reported.")
        .also(&["how often", "collection frequency"]),
    Column::new(
        "decimals",
        CellType::Integer(6),
        "Decimal places shown, 0 to 6; the value's own when absent.",
    ),
    Column::new(
        "definition",
        CellType::Text,
        "What is counted, from what, and why, in plain words.",
    )
    .also(&["description", "what it counts"]),
    Column::new(
        "version",
        CellType::Integer(4_294_967_295),
        "The version of its definition, counted from 1; 1 when absent.",
    )
    .titled("Definition version"),
    Column::new(
        "computed_from",
        CellType::Text,
        "The definition of a pack by which its figures are computed from records, by code; its owner gives them when absent.",
    )
    .titled("Computed from"),
    Column::new("owner", CellType::Text, "Post that answers for it.").also(&[
        "lead",
        "lead officer",
        "responsible",
        "responsible officer",
        "assigned to",
    ]),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The service that answers for it.",
    )
    .also(&["service", "team", "locality", "area", "part"]),
    Column::new(
        "categories",
        CellType::List(Entry::Text),
        "Labels such as \"public\", \"high level\", \"WLAM\", \"LGBF\".",
    ),
    Column::new(
        "links",
        CellType::List(Entry::Text),
        "Codes of the wider plan it serves, for example \"C03.02\".",
    ),
    Column::new(
        "tolerance",
        CellType::Tolerance,
        "How far amber reaches; the plan's when absent.",
    ),
    Column::new(
        "aggregation",
        words!(Aggregation),
        "How its figures are added.",
    ),
    Column::new(
        "missing_parts",
        words!(MissingParts),
        "What a total shows while parts are missing; partial when absent.",
    ),
    Column::new(
        "trend_mode",
        words!(TrendMode),
        "Which earlier figure its trend compares with; ongoing when absent.",
    ),
    Column::new(
        "arrears",
        CellType::Integer(255),
        "Whole periods by which its figures come late, for example 1 for \"one quarter in arrears\".",
    ),
    Column::new(
        "baseline",
        CellType::Period,
        "Periods from which control limits are computed; all when absent.",
    ),
    Column::new(
        "small_number",
        CellType::Integer(4_294_967_295),
        "Denominator below which its status is marked \"small numbers\".",
    )
    .also(&["small numbers below"]),
    Column::new(
        "due",
        CellType::PeriodOrDay,
        "For a project measure, when it should be done.",
    ),
    Column::new(
        "expected_low",
        CellType::Decimal,
        "Lowest value that makes sense, used to catch slips of the pen.",
    ),
    Column::new(
        "expected_high",
        CellType::Decimal,
        "Highest value that makes sense.",
    ),
    Column::new(
        "retired_on",
        CellType::Day,
        "The day it stopped being used.",
    ),
    Column::new(
        "notes",
        CellType::Text,
        "Notes for readers, for example what changed.",
    )
    .also(&["note", "comments"]),
    SOURCE,
];

/// A point from which a measure's figures are not comparable with earlier ones.
pub(super) const SERIES_BREAK: &[Column] = &[
    Column::new("measure", CellType::Measure, "The measure.")
        .also(&[
            "measure code",
            "code",
            "indicator",
            "indicator code",
            "pi",
            "pi code",
            "kpi",
        ])
        .required()
        .identifies(),
    Column::new(
        "from",
        CellType::Period,
        "The first period of the new series.",
    )
    .titled("From period")
    .required()
    .identifies(),
    Column::new(
        "reason",
        CellType::Text,
        "Why, for example \"definition changed\".",
    )
    .required(),
    SOURCE,
];

/// What a measure should reach in a period.
pub(super) const TARGET: &[Column] = &[
    Column::new("measure", CellType::Measure, "The measure.")
        .also(&[
            "measure code",
            "code",
            "indicator",
            "indicator code",
            "pi",
            "pi code",
            "kpi",
        ])
        .required()
        .identifies(),
    Column::new("period", CellType::Period, "The period the target is for.")
        .also(&[
            "reporting period",
            "year",
            "quarter",
            "financial year",
            "date",
        ])
        .required()
        .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation; none for the whole.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new(
        "goal",
        CellType::Goal,
        "What is asked for; none when the text gives no number.",
    )
    .titled("Target")
    .also(&["target value"])
    .keeps_text_in("as_written"),
    Column::new(
        "tolerance",
        CellType::Tolerance,
        "Tolerance for this target alone.",
    ),
    Column::new(
        "as_written",
        CellType::Text,
        "The text it was read from, where that says more than the number.",
    )
    .also(&["text as written", "raw value"]),
    Column::new("reason", CellType::Text, "How the target was set."),
    SOURCE,
];

/// What should be reached by the end of a part of the year, on the way to the year's target.
pub(super) const PROFILE_POINT: &[Column] = &[
    Column::new("measure", CellType::Measure, "The measure.")
        .also(&[
            "measure code",
            "code",
            "indicator",
            "indicator code",
            "pi",
            "pi code",
            "kpi",
        ])
        .required()
        .identifies(),
    Column::new(
        "period",
        CellType::Period,
        "The part of the year, for example the year to Q2.",
    )
    .also(&[
        "reporting period",
        "year",
        "quarter",
        "financial year",
        "date",
    ])
    .required()
    .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation; none for the whole.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new("goal", CellType::Goal, "What should be reached.")
        .titled("Target")
        .also(&["target value"])
        .required(),
    SOURCE,
];

/// A measure's value for a period and a part of the organisation.
pub(super) const FIGURE: &[Column] = &[
    Column::new("measure", CellType::Measure, "The measure.")
        .also(&[
            "measure code",
            "code",
            "indicator",
            "indicator code",
            "pi",
            "pi code",
            "kpi",
        ])
        .required()
        .identifies(),
    Column::new("period", CellType::Period, "The period.")
        .also(&[
            "reporting period",
            "year",
            "quarter",
            "financial year",
            "date",
        ])
        .required()
        .identifies(),
    Column::new(
        "unit",
        CellType::Reference(Kind::Unit),
        "The part of the organisation; none for the whole.",
    )
    .also(&["service", "team", "locality", "area", "part"])
    .identifies(),
    Column::new(
        "value",
        CellType::Decimal,
        "The value in the measure's unit (78 for 78 %); none while it is not known.",
    )
    .also(&["actual", "result", "figure", "performance", "to date"])
    .keeps_text_in("as_written"),
    Column::new(
        "numerator",
        CellType::Decimal,
        "How many met, for a share or rate.",
    )
    .also(&["met", "count", "num"]),
    Column::new(
        "denominator",
        CellType::Decimal,
        "How many in all, for a share or rate.",
    )
    .also(&["out of", "base", "den", "denom"]),
    Column::new("from", words!(FigureSource), "Where it came from.")
        .titled("Source of figure")
        .otherwise("returned"),
    Column::new("state", words!(FigureState), "Whether it may still change.").otherwise("final"),
    Column::new("as_at", CellType::Day, "The day the data was drawn.")
        .also(&["data as at", "as at date"]),
    Column::new(
        "as_written",
        CellType::Text,
        "The cell it was read from, where that says more than the value.",
    )
    .also(&["text as written", "raw value"]),
    Column::new(
        "reported_status",
        words!(Status),
        "The status it was published with, kept beside the one the rule gives.",
    )
    .also(&["published status", "status as reported"]),
    Column::new(
        "forecast",
        CellType::Decimal,
        "The value expected at the end of the year.",
    ),
    Column::new("forecast_on", CellType::Day, "The day of the forecast."),
    Column::new(
        "override_status.status",
        words!(Status),
        "A status set by a person instead of the rule.",
    )
    .titled("Override status")
    .also(&["override"]),
    Column::new(
        "override_status.reason",
        CellType::Text,
        "Why the status was set; needed with an override.",
    )
    .titled("Override reason"),
    Column::new(
        "override_status.by",
        CellType::Text,
        "Post of who set the status.",
    )
    .titled("Override by"),
    Column::new(
        "override_status.on",
        CellType::Day,
        "The day the status was set.",
    )
    .titled("Override on"),
    Column::new(
        "evidence",
        CellType::Text,
        "Note of the evidence behind it.",
    ),
    Column::new(
        "reliability",
        words!(Reliability),
        "How far it can be relied on: high (checked against the records), medium (checked by a \
         sample, or found reasonable), low (not checked, or with known gaps).",
    ),
    Column::new(
        "definition_version",
        CellType::Integer(4_294_967_295),
        "The version of the measure's definition, or of its formula, that it was made under; 1 when absent.",
    ),
    Column::new(
        "note",
        CellType::Text,
        "What a reader must know of how it was worked out: \"2 of 3 parts reported\", or why there is no value.",
    )
    .titled("Note on the figure"),
    SOURCE,
];
