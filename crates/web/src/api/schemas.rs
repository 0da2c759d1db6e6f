//! The shapes of what is sent and given, as JSON Schema. Those of records come from the very columns
//! that workbooks are read by.

use clew_exchange::columns::{CellType, Column, Table, columns};
use clew_plan::Kind;
use serde_json::{Map, Value, json};

/// Every schema by its name.
pub(super) fn all() -> Map<String, Value> {
    let mut schemas = Map::new();
    for kind in Kind::ALL {
        schemas.insert(kind.name().to_owned(), of_record(*kind));
    }
    for (name, schema) in by_hand() {
        schemas.insert(name.to_owned(), schema);
    }
    schemas
}

/// A reference to a schema.
pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A record with its version; of any kind when none is said.
pub(super) fn held(kind: Option<Kind>) -> Value {
    let record = kind.map_or_else(|| json!({ "type": "object" }), |kind| named(kind.name()));
    object(&[
        (
            "subject",
            text("What it is in the journal, for example measures/SPCC14."),
        ),
        (
            "version",
            maybe(
                "integer",
                "How many entries it has; none for what a formula gives.",
            ),
        ),
        (
            "changed",
            maybe("integer", "The entry that changed it last: its ETag."),
        ),
        ("record", record),
    ])
}

/// A page, or a whole list.
pub(super) fn items(item: &Value) -> Value {
    object(&[
        ("items", json!({ "type": "array", "items": item })),
        (
            "next",
            maybe("string", "The address of the next page; none on the last."),
        ),
    ])
}

fn of_record(kind: Kind) -> Value {
    let all = columns(Table::Records(kind));
    let mut properties = Map::new();
    for column in all.iter().filter(|column| !column.name.contains('.')) {
        properties.insert(column.name.to_owned(), of_column(column));
    }
    for column in all.iter().filter(|column| column.name.contains('.')) {
        if let Some((outer, inner)) = column.name.split_once('.') {
            let outer = properties.entry(outer.to_owned());
            let outer = outer.or_insert_with(|| json!({ "type": "object", "properties": {} }));
            outer["properties"][inner] = of_column(column);
        }
    }
    let needed = all
        .iter()
        .filter(|column| column.required && !column.name.contains('.'));
    let needed: Vec<&str> = needed.map(|column| column.name).collect();
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}

fn of_column(column: &Column) -> Value {
    let mut schema = match column.cell {
        CellType::Day => json!({ "type": "string", "format": "date" }),
        CellType::Integer(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        CellType::YesNo => json!({ "type": "boolean" }),
        CellType::List(_) => json!({ "type": "array", "items": { "type": "string" } }),
        CellType::Words(list) => json!({ "type": "string", "enum": (list.words)() }),
        CellType::Decimal => json!({ "type": "string", "examples": ["85.5"] }),
        CellType::Period | CellType::PeriodOrDay => {
            json!({ "type": "string", "examples": ["2025-26 Q2"] })
        }
        _ => json!({ "type": "string" }),
    };
    schema["description"] = column.note.into();
    schema
}

fn text(meaning: &str) -> Value {
    json!({ "type": "string", "description": meaning })
}

fn maybe(kind: &str, meaning: &str) -> Value {
    json!({ "type": [kind, "null"], "description": meaning })
}

fn number(meaning: &str) -> Value {
    json!({ "type": ["string", "number"], "description": format!("{meaning} As text it stays exact however long it is.") })
}

fn texts(meaning: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": meaning })
}

fn object(properties: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> = properties
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({ "type": "object", "properties": properties })
}

/// An object that is sent: with what it cannot do without, and nothing else.
fn sent(needed: &[&str], properties: &[(&str, Value)]) -> Value {
    let mut schema = object(properties);
    schema["required"] = json!(needed);
    schema["additionalProperties"] = json!(false);
    schema
}

fn by_hand() -> Vec<(&'static str, Value)> {
    [answers(), given(), taken(), taken_of_cycles()].concat()
}

fn answers() -> Vec<(&'static str, Value)> {
    vec![
        (
            "error",
            object(&[
                ("status", json!({ "type": "integer" })),
                ("error", text("What went wrong, in a sentence.")),
                (
                    "problems",
                    json!({ "type": "array", "items": object(&[
                ("field", text("The field; empty when it is about the whole.")),
                ("problem", text("What is wrong and what to do.")),
            ]) }),
                ),
                (
                    "conflicts",
                    json!({ "type": "array", "items": { "type": "object" }, "description": "What others changed meanwhile, field by field." }),
                ),
                (
                    "questions",
                    json!({ "type": "array", "items": { "type": "object" }, "description": "What is asked before a figure is taken; send the ids back in answers." }),
                ),
            ]),
        ),
        (
            "done",
            object(&[
                (
                    "repeated",
                    json!({ "type": "boolean", "description": "Whether it had been done before, under the same Idempotency-Key." }),
                ),
                (
                    "entries",
                    json!({ "type": "array", "items": { "type": "object" }, "description": "The entries of the journal that it came to; none when there was nothing to change." }),
                ),
            ]),
        ),
    ]
}

fn given() -> Vec<(&'static str, Value)> {
    let any = || json!({ "type": "object" });
    vec![
        (
            "organisation-read",
            object(&[
                ("organisation", json!({ "type": ["object", "null"] })),
                ("journal", any()),
            ]),
        ),
        ("figure-read", {
            let mut schema = held(Some(Kind::Figure));
            schema["properties"]["stands"] = object(&[
                ("status", text("The status that is shown.")),
                ("shown", maybe("string", "The value as it is shown.")),
                ("target", maybe("string", "What is asked for.")),
                ("why", text("Why the rule gives the status.")),
                (
                    "return_state",
                    maybe(
                        "string",
                        "\"not signed off\" or \"sent back\", while its return is open.",
                    ),
                ),
            ]);
            schema
        }),
        (
            "evidence",
            object(&[
                ("of", text("What it hangs on, by its subject.")),
                (
                    "digest",
                    text("What it holds, as SHA-256: its name in the address of the file."),
                ),
                ("name", text("What it is called.")),
                ("media_type", text("")),
                (
                    "size",
                    json!({ "type": "integer", "description": "Bytes." }),
                ),
                ("attached_by", text("The account.")),
                ("attached_at", text("When.")),
            ]),
        ),
        ("explanation", any()),
        ("scorecard-row", any()),
        (
            "cycle-read",
            object(&[
                ("subject", text("")),
                ("locked", json!({ "type": "boolean" })),
                ("record", named("cycles")),
            ]),
        ),
        ("return", any()),
        ("freeze", any()),
        ("freeze-line", any()),
        (
            "check",
            object(&[
                ("rule", text("Which check.")),
                ("severity", text("error, warning or note.")),
                ("document", text("")),
                ("places", texts("The places in conflict.")),
                ("message", text("")),
                ("suggestion", text("What to do.")),
            ]),
        ),
        (
            "hit",
            object(&[
                ("kind", text("")),
                ("subject", maybe("string", "")),
                ("title", text("")),
                ("excerpt", text("")),
            ]),
        ),
        ("entry", any()),
        ("kind", any()),
        (
            "record",
            json!({ "type": "object", "description": "The fields of a record of the kind: see the schema of the kind's name." }),
        ),
    ]
}

fn figure_sent() -> Value {
    sent(
        &["measure", "period"],
        &[
            ("measure", text("The measure's code.")),
            ("period", text("The period, for example 2025-26 Q2.")),
            (
                "unit",
                text("The part of the organisation; the whole when it is not given."),
            ),
            ("value", number("The value in the measure's unit.")),
            ("numerator", number("How many met.")),
            ("denominator", number("How many in all.")),
            ("status", text("The owner's status, for a piece of work.")),
            ("as_at", a_day()),
            (
                "state",
                json!({ "type": "string", "enum": ["provisional", "final"] }),
            ),
            (
                "forecast",
                number("The value expected at the end of the year."),
            ),
            ("forecast_on", a_day()),
            ("evidence", text("A note of the evidence.")),
            (
                "reliability",
                json!({ "type": "string", "enum": ["high", "medium", "low"] }),
            ),
            (
                "comment",
                sent(
                    &["text"],
                    &[
                        (
                            "text",
                            text("What is said; for a red figure, why it is so."),
                        ),
                        ("doing", text("What is being done.")),
                        ("by_when", a_day()),
                    ],
                ),
            ),
            (
                "answers",
                texts("The ids of the questions that are confirmed."),
            ),
            ("reason", text("Why; needed for a correction.")),
            ("seen", what_was_seen()),
        ],
    )
}

fn taken() -> Vec<(&'static str, Value)> {
    vec![
        ("figure-sent", figure_sent()),
        (
            "action-update",
            sent(
                &[],
                &[
                    (
                        "status",
                        text("new, active, deferred, complete or cancelled"),
                    ),
                    ("percent", number("How much is done, 0 to 100.")),
                    ("text", text("Progress in words.")),
                    ("evidence", text("What shows that it is done.")),
                    (
                        "reached",
                        json!({ "type": "object", "additionalProperties": a_day(), "description": "Milestones by title, with the day." }),
                    ),
                    ("seen", what_was_seen()),
                ],
            ),
        ),
    ]
}

fn taken_of_cycles() -> Vec<(&'static str, Value)> {
    vec![
        (
            "action-extension",
            sent(
                &["new_end", "reason"],
                &[
                    ("new_end", text("A day or a month.")),
                    ("reason", text("Why.")),
                    ("seen", what_was_seen()),
                ],
            ),
        ),
        (
            "cycle-sent",
            sent(
                &["plan", "period"],
                &[
                    (
                        "id",
                        text("Its id; the period's name when it is not given."),
                    ),
                    ("plan", text("")),
                    ("period", text("")),
                    ("opens", a_day()),
                    ("due", a_day()),
                ],
            ),
        ),
        (
            "returns-meant",
            sent(
                &[],
                &[
                    (
                        "measures",
                        texts("Codes of measures; all when it is not given."),
                    ),
                    ("reason", text("Why.")),
                    ("seen", what_was_seen()),
                ],
            ),
        ),
        ("reason", sent(&[], &[("reason", text("Why."))])),
        (
            "freeze-sent",
            sent(
                &["forum", "meeting"],
                &[
                    ("id", text("")),
                    ("forum", text("The forum, by its id or name.")),
                    ("meeting", a_day()),
                    ("plan", text("")),
                    ("period", text("")),
                    (
                        "basis",
                        json!({ "type": "string", "enum": ["as-reported", "by-rule"] }),
                    ),
                    ("reports", texts("Kinds of report.")),
                    ("despite", text("Why, although the checks find errors.")),
                    (
                        "despite_unsettled",
                        text("Why, although returns are not settled."),
                    ),
                    ("seen", what_was_seen()),
                ],
            ),
        ),
    ]
}

fn a_day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn what_was_seen() -> Value {
    json!({ "type": ["integer", "string"], "description": "The last entry of the journal that you know: what others changed after it is a conflict." })
}
