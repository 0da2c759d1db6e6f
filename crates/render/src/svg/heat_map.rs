//! The heat map of risks: likelihood by impact, each cell with its band, its count and its codes.

use std::fmt::Write as _;

use clew_report::{HeatCell, HeatMap};

use super::{
    Anchor, Drawing, Label, Size, TextClass, element_with_role,
    links::{linked, role},
    marks, number, text, words,
};
use crate::marks::look;

/// Where the grid stands.
struct Grid {
    left: f64,
    top: f64,
    across: f64,
    down: f64,
    size: Size,
}

/// A heat map as one `<svg>` element; cells with an address are links.
///
/// `id` must be unique within the page and hold letters, digits and hyphens only.
#[must_use]
pub fn heat_map(map: &HeatMap, id: &str, size: Size) -> String {
    let grid = match size {
        Size::Wide => Grid {
            left: 150.0,
            top: 26.0,
            across: 122.0,
            down: 92.0,
            size,
        },
        Size::Compact => Grid {
            left: 22.0,
            top: 26.0,
            across: 55.6,
            down: 62.0,
            size,
        },
    };
    let mut shapes = String::new();
    text(
        &mut shapes,
        0.0,
        14.0,
        Anchor::Start,
        TextClass::Strong,
        "Likelihood ↑",
    );
    let rows = map.likelihoods.len();
    for (from_top, likelihood) in (0..rows).rev().enumerate() {
        for impact in 0..map.impacts.len() {
            let cell = map.cell(likelihood, impact);
            place(
                &mut shapes,
                cell,
                map,
                (likelihood, impact),
                from_top,
                &grid,
            );
        }
        name(
            &mut shapes,
            map.likelihoods.get(likelihood),
            from_top,
            &grid,
        );
    }
    let (width, height) = feet(&mut shapes, map, &grid);
    let drawing = Drawing {
        width,
        height,
        shapes,
    };
    let label = Label {
        title: &map.title,
        description: &map.description,
    };
    let role = role(map.cells.iter().map(|cell| cell.href.as_deref()));
    element_with_role(&drawing, id, &label, "chart heat-map", role)
}

#[expect(clippy::cast_precision_loss, reason = "a grid has few cells")]
fn place(
    shapes: &mut String,
    cell: Option<&HeatCell>,
    map: &HeatMap,
    (likelihood, impact): (usize, usize),
    from_top: usize,
    grid: &Grid,
) {
    let x = grid.left + impact as f64 * grid.across;
    let y = grid.top + from_top as f64 * grid.down;
    let Some(cell) = cell else {
        ground(shapes, "empty", ("FFFFFF", "D9DFE5"), (x, y), grid);
        return;
    };
    let look = look(cell.status);
    let mut inner = String::new();
    ground(&mut inner, look.key, (look.tint, look.solid), (x, y), grid);
    inside(&mut inner, cell, (x, y), grid);
    let named = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
    let said = format!(
        "{}: likelihood {}, impact {}, {}",
        clew_report::words::count(cell.marks.len(), "risk"),
        named(&map.likelihoods, likelihood),
        named(&map.impacts, impact),
        cell.band,
    );
    shapes.push_str(&linked(cell.href.as_deref(), &said, &inner));
}

fn ground(
    shapes: &mut String,
    class: &str,
    (fill, stroke): (&str, &str),
    (x, y): (f64, f64),
    grid: &Grid,
) {
    let _ = write!(
        shapes,
        "<rect class=\"heat {class}\" fill=\"#{fill}\" stroke=\"#{stroke}\" stroke-width=\"1.4\" rx=\"4\" \
         x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        number(x + 2.0),
        number(y + 2.0),
        number(grid.across - 4.0),
        number(grid.down - 4.0),
    );
}

/// Band, count and codes of a cell.
fn inside(shapes: &mut String, cell: &HeatCell, (x, y): (f64, f64), grid: &Grid) {
    let middle = x + grid.across / 2.0;
    let compact = grid.size == Size::Compact;
    if !compact {
        marks::status(
            shapes,
            cell.status,
            (x + 15.0, y + 17.0),
            4.2,
            marks::Look::Final,
        );
        let band = words::clipped(&cell.band, grid.across - 34.0);
        text(
            shapes,
            x + 25.0,
            y + 21.0,
            Anchor::Start,
            TextClass::Quiet,
            &band,
        );
    }
    if !cell.marks.is_empty() {
        let at = if compact { y + 27.0 } else { y + 45.0 };
        let _ = write!(
            shapes,
            "<text class=\"ink\" fill=\"#1F2A35\" font-size=\"20\" font-weight=\"700\" text-anchor=\"middle\" \
             x=\"{}\" y=\"{}\">{}</text>",
            number(middle),
            number(at),
            cell.marks.len(),
        );
    }
    let codes: Vec<&str> = cell.marks.iter().map(|mark| mark.code.as_str()).collect();
    let below = if compact {
        cell.band.clone()
    } else {
        codes.join(", ")
    };
    for (line, at) in words::lines(&below, grid.across - 10.0, 2)
        .iter()
        .zip([0.0, 13.0])
    {
        let at = match compact {
            true => y + 43.0 + at,
            false => y + 64.0 + at,
        };
        if at < y + grid.down - 3.0 {
            text(shapes, middle, at, Anchor::Middle, TextClass::Quiet, line);
        }
    }
}

/// The name of a row; on a telephone its number alone.
#[expect(clippy::cast_precision_loss, reason = "a grid has few cells")]
fn name(shapes: &mut String, name: Option<&String>, from_top: usize, grid: &Grid) {
    let name = name.map_or("", String::as_str);
    let y = grid.top + (from_top as f64 + 0.5) * grid.down;
    let name = match grid.size {
        Size::Wide => words::clipped(name, grid.left - 12.0),
        Size::Compact => first_word(name),
    };
    text(
        shapes,
        grid.left
            - if grid.size == Size::Compact {
                4.0
            } else {
                10.0
            },
        y + 4.0,
        Anchor::End,
        TextClass::Plain,
        &name,
    );
}

fn first_word(name: &str) -> String {
    let word = name.split_whitespace().next().unwrap_or_default();
    words::clipped(word, 18.0)
}

/// Names of the columns and of their axis; returns the size of the drawing.
#[expect(clippy::cast_precision_loss, reason = "a grid has few cells")]
fn feet(shapes: &mut String, map: &HeatMap, grid: &Grid) -> (f64, f64) {
    let bottom = grid.top + map.likelihoods.len() as f64 * grid.down;
    for (index, name) in map.impacts.iter().enumerate() {
        let x = grid.left + (index as f64 + 0.5) * grid.across;
        let name = match grid.size {
            Size::Wide => words::clipped(name, grid.across - 4.0),
            Size::Compact => first_word(name),
        };
        text(
            shapes,
            x,
            bottom + 16.0,
            Anchor::Middle,
            TextClass::Plain,
            &name,
        );
    }
    let right = grid.left + map.impacts.len() as f64 * grid.across;
    text(
        shapes,
        right - 2.0,
        bottom + 36.0,
        Anchor::End,
        TextClass::Strong,
        "Impact →",
    );
    (right.max(120.0), bottom + 44.0)
}
