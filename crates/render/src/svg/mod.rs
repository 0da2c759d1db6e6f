//! Charts and sparklines as SVG: drawn without script, readable without colour, named and
//! described for those who do not see them.
//!
//! Colours stand both as attributes and as classes, so that a page can redraw them for a dark
//! scheme and a typesetter that knows no style sheets still has them. Numbers become floating
//! point only here, for positions; nothing that is printed is computed from them but axis marks.

mod bars;
mod beside;
mod heat_map;
mod key;
mod lines;
mod links;
mod marks;
mod measure;
mod patterns;
mod scale;
mod sparkline;
mod stylesheet;
mod timeline;
mod tree;
mod words;

use std::fmt::Write as _;

use clew_report::{Chart, ChartKind};

pub use heat_map::heat_map;
pub use sparkline::{sparkline, status_sparkline};
pub use stylesheet::chart_stylesheet;
pub use timeline::timeline;
pub use tree::tree;

use crate::text::{clean, escape};

/// Fonts of every drawing, the typesetter's first.
const FONTS: &str = "Noto Sans, system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif";
/// Width of every chart, in its own units.
const WIDTH: f64 = 760.0;

/// A chart as one `<svg>` element.
///
/// `id` must be unique within the page and hold letters, digits and hyphens only; the ids of
/// the title, the description and the patterns begin with it.
#[must_use]
pub fn chart(chart: &Chart, id: &str) -> String {
    let drawing = match chart.kind {
        ChartKind::Line => lines::draw(chart),
        ChartKind::Bar => bars::draw(chart, id),
        ChartKind::StackedBar => bars::draw_stacked(chart, id),
        ChartKind::Measure => measure::draw(chart, Size::Wide),
    };
    let label = Label {
        title: &chart.title,
        description: &chart.description,
    };
    element(&drawing, id, &label, "chart")
}

/// A chart for a screen of this size. Only charts of [`ChartKind::Measure`] have a compact drawing;
/// others are drawn wide.
#[must_use]
pub fn chart_sized(chart: &Chart, id: &str, size: Size) -> String {
    match (chart.kind, size) {
        (ChartKind::Measure, Size::Compact) => {
            let label = Label {
                title: &chart.title,
                description: &chart.description,
            };
            element(&measure::draw(chart, size), id, &label, "chart")
        }
        _ => self::chart(chart, id),
    }
}

/// What a drawing is laid out for. Text has one size in both, so that it stays readable.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Size {
    /// Screens from about 640 pixels, and paper.
    Wide,
    /// Telephones, from 320 pixels.
    Compact,
}

/// A drawing in both sizes, for a page: the wide one within `<div class="for-wide">`, the compact one
/// within `<div class="for-compact">`, of which [`chart_stylesheet`] shows the one that fits.
///
/// `draw` is one of this module's functions; `id` as for them.
#[must_use]
pub fn responsive(id: &str, draw: impl Fn(&str, Size) -> String) -> String {
    format!(
        "<div class=\"for-wide\">{}</div><div class=\"for-compact\">{}</div>",
        draw(id, Size::Wide),
        draw(&format!("{id}-c"), Size::Compact),
    )
}

/// What a drawing shows, in words.
struct Label<'a> {
    title: &'a str,
    description: &'a str,
}

/// Shapes and the height they need; the width is fixed for charts.
struct Drawing {
    width: f64,
    height: f64,
    shapes: String,
}

/// The element around a drawing.
fn element(drawing: &Drawing, id: &str, label: &Label<'_>, class: &str) -> String {
    element_with_role(drawing, id, label, class, "img")
}

/// As [`element`]; a drawing with links is a group, since nothing within a picture can be reached.
fn element_with_role(
    drawing: &Drawing,
    id: &str,
    label: &Label<'_>,
    class: &str,
    role: &str,
) -> String {
    let Drawing {
        width,
        height,
        shapes,
    } = drawing;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" role=\"{role}\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"{FONTS}\" font-size=\"12\" aria-labelledby=\"{id}-t",
        width = number(*width),
        height = number(*height),
    );
    if label.description.is_empty() {
        svg.push_str("\">");
    } else {
        let _ = write!(svg, " {id}-d\">");
    }
    let _ = write!(svg, "<title id=\"{id}-t\">{}</title>", written(label.title));
    if !label.description.is_empty() {
        let _ = write!(
            svg,
            "<desc id=\"{id}-d\">{}</desc>",
            written(label.description)
        );
    }
    svg.push_str(shapes);
    svg.push_str("</svg>");
    svg
}

/// Text ready to stand in the drawing.
fn written(text: &str) -> String {
    escape(&clean(text).replace('\n', " "))
}

/// A position with at most one decimal, which is finer than any screen.
fn number(value: f64) -> String {
    if let Some(tenths) = tenths(value) {
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
        return match tenth {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{tenth}"),
        };
    }
    let short = format!("{value:.1}");
    match short.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => short,
    }
}

/// A value of a drawing in whole tenths, where rounding its ten-fold is surely the same as rounding its own
/// digits: written so, it takes a tenth of the time, and a page has thousands.
fn tenths(value: f64) -> Option<i32> {
    const LARGEST: f64 = 1_000_000.0;
    const SURELY: f64 = 1e-6;
    let tenfold = value * 10.0;
    let from_half = (tenfold.abs().fract() - 0.5).abs();
    #[expect(clippy::cast_possible_truncation, reason = "it is small, and whole")]
    let whole = || tenfold.round() as i32;
    (tenfold.abs() < LARGEST && from_half > SURELY).then(whole)
}

/// Where a text begins from its position.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text.
fn text(shapes: &mut String, x: f64, y: f64, anchor: Anchor, class: TextClass, content: &str) {
    let anchor = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let (name, fill, weight) = match class {
        TextClass::Plain => ("ink", "#1F2A35", ""),
        TextClass::Strong => ("ink", "#1F2A35", " font-weight=\"700\""),
        TextClass::Quiet => ("quiet", "#55626F", ""),
        TextClass::OnChip => ("on-chip", "#1F2A35", " font-weight=\"700\""),
    };
    let _ = write!(
        shapes,
        "<text class=\"{name}\" fill=\"{fill}\" x=\"{}\" y=\"{}\"{anchor}{weight}>{}</text>",
        number(x),
        number(y),
        written(content),
    );
}

/// How a text looks.
#[derive(Clone, Copy)]
enum TextClass {
    Plain,
    Strong,
    Quiet,
    OnChip,
}

/// A straight line of the scaffolding: an axis or a grid line.
fn rule(shapes: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64), strong: bool) {
    let (class, stroke) = if strong {
        ("axis", "#55626F")
    } else {
        ("grid", "#D9DFE5")
    };
    let _ = write!(
        shapes,
        "<path class=\"{class}\" stroke=\"{stroke}\" fill=\"none\" d=\"M{} {}L{} {}\"/>",
        number(x1),
        number(y1),
        number(x2),
        number(y2),
    );
}

#[cfg(test)]
mod number_tests {
    use super::number;

    #[test]
    fn a_number_has_the_one_decimal_that_its_own_digits_round_to() {
        let written = |value: f64| {
            let short = format!("{value:.1}");
            let short = short.strip_suffix(".0").unwrap_or(&short);
            if short == "-0" { "0" } else { short }.to_owned()
        };
        let mut value = -60.0;
        while value < 60.0 {
            assert_eq!(number(value), written(value), "{value}");
            value += 0.0125;
        }
        for value in [0.25, 0.35, -0.04, 0.05, 1e9, 99_999.95, f64::NAN] {
            assert_eq!(number(value), written(value), "{value}");
        }
    }
}
