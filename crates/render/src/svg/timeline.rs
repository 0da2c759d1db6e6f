//! Timelines: bars from start to end against today, with what was first planned behind them.

mod axis;
mod bars;

use clew_report::{Status, Timeline, TimelineRow};

use self::axis::Axis;
use super::{
    Anchor, Drawing, Label, Size, TextClass, element_with_role, key,
    key::Item,
    links::{linked, role},
    marks, patterns, rule, text, words,
};

/// Where the rows of a timeline stand, by the size of the drawing.
struct Layout {
    width: f64,
    /// Where the days begin.
    left: f64,
    row: f64,
    group: f64,
    size: Size,
}

impl Layout {
    const fn of(size: Size) -> Self {
        match size {
            Size::Wide => Self {
                width: 960.0,
                left: 310.0,
                row: 36.0,
                group: 30.0,
                size,
            },
            Size::Compact => Self {
                width: 300.0,
                left: 4.0,
                row: 52.0,
                group: 30.0,
                size,
            },
        }
    }
}

/// A timeline as one `<svg>` element; rows with an address are links.
///
/// Every row is drawn: long lists are better shown page by page (see [`Timeline::page`]). `id` must
/// be unique within the page and hold letters, digits and hyphens only.
#[must_use]
pub fn timeline(timeline: &Timeline, id: &str, size: Size) -> String {
    let layout = Layout::of(size);
    let statuses = Status::ALL.iter().copied();
    let used =
        statuses.filter(|status| timeline.rows.iter().any(|row| row.status.status == *status));
    let mut shapes = patterns::definitions(id, used.clone());
    shapes.push_str(&bars::hatching(id));
    let top = key::write(&mut shapes, &items(timeline, used, id), 0.0, layout.width) + 8.0;
    let axis = Axis::new(timeline, layout.left, layout.width - 10.0);
    let head = top + 34.0;
    let mut rows = String::new();
    let bottom = write_rows(&mut rows, timeline, id, &axis, &layout, head);
    axis.draw(&mut shapes, top, head, bottom);
    // On a telephone names stand over the days, so the line of today runs behind them.
    if size == Size::Compact {
        axis.today(&mut shapes, timeline.today, head, bottom);
    }
    shapes.push_str(&rows);
    if size == Size::Wide {
        axis.today(&mut shapes, timeline.today, head, bottom);
    }
    let drawing = Drawing {
        width: layout.width,
        height: bottom + 26.0,
        shapes,
    };
    let label = Label {
        title: &timeline.title,
        description: &timeline.description,
    };
    let role = role(timeline.rows.iter().map(|row| row.href.as_deref()));
    element_with_role(&drawing, id, &label, "chart timeline", role)
}

/// Writes groups and rows; returns where they end.
fn write_rows(
    shapes: &mut String,
    timeline: &Timeline,
    id: &str,
    axis: &Axis,
    layout: &Layout,
    top: f64,
) -> f64 {
    let mut y = top;
    let mut group = "";
    for row in &timeline.rows {
        if row.group != group && !row.group.is_empty() {
            let name = words::clipped(&row.group, (layout.width - 8.0) * 0.9);
            haloed(shapes, layout.size, |shapes| {
                text(
                    shapes,
                    0.0,
                    y + 20.0,
                    Anchor::Start,
                    TextClass::Strong,
                    &name,
                );
            });
            y += layout.group;
            rule(shapes, (0.0, y - 3.0), (layout.width, y - 3.0), false);
        }
        group = &row.group;
        haloed(shapes, layout.size, |shapes| {
            name(shapes, row, y, layout, timeline)
        });
        let middle = match layout.size {
            Size::Wide => y + layout.row / 2.0,
            Size::Compact => y + 33.0,
        };
        bars::draw(shapes, row, timeline.today, (id, axis, middle));
        y += layout.row;
    }
    if timeline.rows.is_empty() {
        text(
            shapes,
            0.0,
            y + 20.0,
            Anchor::Start,
            TextClass::Quiet,
            "Nothing to show.",
        );
        y += layout.row;
    }
    y
}

/// Words with a ground around their letters, where lines may run behind them.
fn haloed(shapes: &mut String, size: Size, write: impl FnOnce(&mut String)) {
    if size == Size::Wide {
        return write(shapes);
    }
    shapes.push_str(
        "<g class=\"haloed\" stroke=\"#FFFFFF\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
    );
    write(shapes);
    shapes.push_str("</g>");
}

/// Status, code and title of a row, as a link where it has an address.
fn name(shapes: &mut String, row: &TimelineRow, y: f64, layout: &Layout, timeline: &Timeline) {
    let room = match layout.size {
        Size::Wide => layout.left - 30.0,
        Size::Compact => layout.width - 22.0,
    };
    let whole = match row.code.is_empty() {
        true => row.title.clone(),
        false => format!("{} {}", row.code, row.title),
    };
    let (most, middle) = match layout.size {
        Size::Wide => (2, y + layout.row / 2.0),
        Size::Compact => (1, y + 15.0),
    };
    let lines = words::lines(&whole, room, most);
    let mut inner = String::new();
    marks::status(
        &mut inner,
        row.status.status,
        (8.0, middle),
        5.0,
        marks::Look::Final,
    );
    let first = if lines.len() > 1 {
        middle - 2.5
    } else {
        middle + 4.5
    };
    for (line, down) in lines.iter().zip([0.0, 14.0]) {
        text(
            &mut inner,
            20.0,
            first + down,
            Anchor::Start,
            TextClass::Plain,
            line,
        );
    }
    let mut said = format!("{whole}, {}", row.standing());
    if let Some(late) = row.lateness(timeline.today) {
        said.push_str(", ");
        said.push_str(&late);
    }
    shapes.push_str(&linked(row.href.as_deref(), &said, &inner));
}

/// The name of a status in the key: what the owners say where nobody judged the work.
fn in_key(timeline: &Timeline, status: Status) -> String {
    let rows = timeline.rows.iter();
    let of_status = rows.filter(|row| row.status.status == status);
    let names: std::collections::BTreeSet<String> = of_status.map(TimelineRow::standing).collect();
    Vec::from_iter(names).join(", ")
}

fn items(timeline: &Timeline, used: impl Iterator<Item = Status>, id: &str) -> Vec<Item> {
    let mut items: Vec<Item> = used
        .map(|status| {
            Item::new(12.0, in_key(timeline, status), move |shapes, x, y| {
                marks::status(shapes, status, (x + 6.0, y), 5.0, marks::Look::Final);
            })
        })
        .collect();
    let moved = |row: &TimelineRow| row.original_end.is_some_and(|day| Some(day) != row.end);
    if timeline.rows.iter().any(moved) {
        items.push(Item::new(24.0, "As first planned", |shapes, x, y| {
            bars::ghost(shapes, (x, y), 24.0);
        }));
    }
    if timeline.rows.iter().any(|row| row.is_late(timeline.today)) {
        let id = id.to_owned();
        items.push(Item::new(24.0, "Late", move |shapes, x, y| {
            bars::late(shapes, &id, (x, y), 24.0);
        }));
    }
    for (done, name) in [(true, "Milestone reached"), (false, "Milestone")] {
        if timeline
            .rows
            .iter()
            .any(|row| row.milestones.iter().any(|mark| mark.done == done))
        {
            items.push(Item::new(14.0, name, move |shapes, x, y| {
                marks::milestone(shapes, (x + 7.0, y), 5.0, done);
            }));
        }
    }
    items
}
