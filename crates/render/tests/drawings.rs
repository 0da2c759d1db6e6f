//! What holds for every drawing: well formed whatever its text, named, without style rules, the
//! same in both sizes, and a picture of pixels on demand.
#![allow(clippy::unwrap_used)]

mod common;

use clew_render::{RenderError, png, svg, svg::Size, table_csv, table_xlsx};
use clew_report::{Chart, Status, Timeline};
use common::drawings;
use quick_xml::{Reader, events::Event};

const SIZES: [Size; 2] = [Size::Wide, Size::Compact];

/// Text that would do harm if it were written as it is.
const HOSTILE: &str = "</title><script>alert(1)</script>\u{202E}\"' onload=x &amp; \u{0} شبكة";

/// Fails where a drawing is not well formed, has a script or style rules, or repeats an id.
fn sound(drawing: &str) {
    let mut reader = Reader::from_str(drawing);
    reader.config_mut().check_end_names = true;
    let mut ids = std::collections::HashSet::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                assert_ne!(element.name().as_ref(), b"script");
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap();
                    let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    assert!(key != "style" && !key.starts_with("on"), "{key}");
                    let value = String::from_utf8(attribute.value.to_vec()).unwrap();
                    assert!(key != "id" || ids.insert(value.clone()), "id {value} twice");
                    assert!(
                        !value.contains("NaN") && !value.contains("inf"),
                        "{key}={value}"
                    );
                }
            }
            _ => {}
        }
    }
    for part in ["<title id=\"x-t\">", "viewBox=\"0 0 "] {
        assert!(drawing.contains(part), "{part} in {drawing}");
    }
    assert!(!drawing.contains('\u{202E}') && !drawing.contains('\u{0}'));
}

fn charts() -> Vec<Chart> {
    let many: Vec<Option<i64>> = (0..120)
        .map(|place| Some((place * 37) % 101 - 20))
        .collect();
    vec![
        drawings::measure(),
        drawings::in_range(),
        drawings::plain(&[], "No figure"),
        drawings::plain(&[Some(5)], "One figure"),
        drawings::plain(&[None, None], "Only gaps"),
        drawings::plain(&many, "A hundred and twenty figures"),
        drawings::plain(&[Some(-5), Some(-1), Some(-9)], "Below nought"),
        drawings::plain(&[Some(7); 6], "All the same"),
        drawings::plain(&[Some(0); 4], "All nought"),
        drawings::plain(&[Some(1), Some(i64::MAX)], "Far apart"),
    ]
}

fn each(mut look: impl FnMut(&str, &str)) {
    for size in SIZES {
        let name = |what: &str| format!("{what}-{size:?}").to_lowercase();
        for (place, chart) in charts().iter().enumerate() {
            look(
                &name(&format!("measure-{place}")),
                &svg::chart_sized(chart, "x", size),
            );
        }
        look(
            &name("timeline"),
            &svg::timeline(&drawings::timeline(), "x", size),
        );
        look(
            &name("heat-map"),
            &svg::heat_map(&drawings::heat_map(), "x", size),
        );
        look(&name("tree"), &svg::tree(&drawings::tree(), "x", size));
        look(
            &name("tree-cut"),
            &svg::tree(&drawings::tree().collapsed(7), "x", size),
        );
    }
    for &status in Status::ALL {
        let line = drawings::sparkline();
        look(
            &format!("spark-{status}"),
            &svg::status_sparkline(&line, status, "x"),
        );
    }
}

#[test]
fn every_drawing_is_sound() {
    each(|_, drawing| sound(drawing));
}

#[test]
fn hostile_text_does_no_harm_in_any_place() {
    for size in SIZES {
        let mut chart = drawings::measure();
        chart.title = HOSTILE.to_owned();
        chart.description = HOSTILE.to_owned();
        chart.value_axis = HOSTILE.to_owned();
        chart
            .labels
            .iter_mut()
            .for_each(|label| *label = HOSTILE.to_owned());
        let over_time = chart.over_time.as_mut().unwrap();
        over_time.caption = Some(HOSTILE.to_owned());
        over_time.breaks[0].reason = HOSTILE.to_owned();
        over_time.marks[0].as_mut().unwrap().shown = HOSTILE.to_owned();
        sound(&svg::chart_sized(&chart, "x", size));
        let mut timeline = drawings::timeline();
        timeline.title = HOSTILE.to_owned();
        timeline.rows[0].title = HOSTILE.to_owned();
        timeline.rows[0].group = HOSTILE.to_owned();
        timeline.rows[0].href = Some(format!("/{HOSTILE}"));
        timeline.rows[0].milestones[0].title = HOSTILE.to_owned();
        sound(&svg::timeline(&timeline, "x", size));
        let mut map = drawings::heat_map();
        map.likelihoods[4] = HOSTILE.to_owned();
        map.cells[23].band = HOSTILE.to_owned();
        map.cells[23].marks[0].code = HOSTILE.to_owned();
        sound(&svg::heat_map(&map, "x", size));
        let mut tree = drawings::tree();
        tree.levels[0] = HOSTILE.to_owned();
        tree.roots[0].title = HOSTILE.to_owned();
        tree.roots[0].href = Some("javascript:alert(1)".to_owned());
        let drawn = svg::tree(&tree, "x", size);
        sound(&drawn);
        assert!(!drawn.contains("javascript:"));
    }
}

#[test]
fn a_status_is_a_shape_of_its_own_and_a_provisional_one_is_hollow() {
    let drawn = svg::chart(&drawings::measure(), "x");
    let outlines: std::collections::HashSet<&str> =
        ["m solid green", "m solid amber", "m solid red"]
            .map(|class| {
                let from = drawn.find(&format!("class=\"{class}\"")).unwrap();
                let path = drawn[from..].split(" d=\"").nth(1).unwrap();
                path.split('"').next().unwrap()
            })
            .into_iter()
            .map(|path| match path {
                round if round.contains('a') => "round",
                three if three.matches('L').count() == 2 => "triangle",
                _ => "diamond",
            })
            .collect();
    assert_eq!(outlines.len(), 3, "{outlines:?}");
    assert!(drawn.contains("class=\"m hollow amber\""));
    assert!(drawn.contains("signal concern") && drawn.contains("signal improvement"));
}

#[test]
fn no_line_crosses_a_break_or_a_gap() {
    let mut chart = drawings::plain(
        &[Some(1), Some(2), Some(3), None, Some(4), Some(5)],
        "A break",
    );
    let pieces = |chart: &Chart| {
        let drawn = svg::chart(chart, "x");
        let lines = drawn.split("<path class=\"value\"").skip(2);
        lines
            .map(|line| {
                line.split("d=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .matches('M')
                    .count()
            })
            .sum::<usize>()
    };
    assert_eq!(pieces(&chart), 2, "one gap");
    let reason = "definition changed".to_owned();
    chart.over_time.as_mut().unwrap().breaks = vec![clew_report::Break { before: 1, reason }];
    assert_eq!(pieces(&chart), 3, "one gap and one break");
    assert!(svg::chart(&chart, "x").contains("New series: definition changed"));
}

#[test]
fn a_drawing_with_links_is_no_picture_to_assistive_technology() {
    let timeline = drawings::timeline();
    assert!(svg::timeline(&timeline, "x", Size::Wide).contains("role=\"group\""));
    let mut without = timeline;
    without.rows.iter_mut().for_each(|row| row.href = None);
    assert!(svg::timeline(&without, "x", Size::Wide).contains("role=\"img\""));
}

#[test]
fn a_timeline_says_what_is_late_and_what_was_first_planned() {
    let timeline = drawings::timeline();
    let drawn = svg::timeline(&timeline, "x", Size::Wide);
    assert!(drawn.contains("98 days late"), "from 28 February to 6 June");
    assert!(drawn.contains("class=\"ghost\"") && drawn.contains("Today, 6 June 2026"));
    let csv = table_csv(&timeline.table());
    assert!(
        csv.contains("98 days late") && csv.contains("2025-12-31"),
        "{csv}"
    );
    let pages: usize = (0..3).map(|page| timeline.page(page, 2).rows.len()).sum();
    assert_eq!(pages, timeline.rows.len());
    let none = Timeline {
        rows: Vec::new(),
        ..timeline
    };
    sound(&svg::timeline(&none, "x", Size::Compact));
}

#[test]
fn an_age_of_wrong_dates_still_makes_a_timeline() {
    let mut timeline = drawings::timeline();
    timeline.rows[0].start = Some(drawings::day(1900, 1, 1));
    timeline.rows[1].end = Some(drawings::day(2199, 12, 31));
    timeline.rows[2].start = timeline.rows[2].end.map(|day| day.plus_days(400));
    for size in SIZES {
        let drawn = svg::timeline(&timeline, "x", size);
        sound(&drawn);
        assert!(drawn.len() < 100_000);
    }
}

#[test]
fn the_tables_of_drawings_say_the_same() {
    let csv = table_csv(&drawings::heat_map().table());
    assert!(csv.contains("4 Likely,4 Major,High,5,"), "{csv}");
    let csv = table_csv(&drawings::tree().table());
    assert!(
        csv.contains("Team,People who need protection are safe › "),
        "{csv}"
    );
    let book = table_xlsx(&drawings::heat_map().table(), "Risks").unwrap();
    assert!(book.starts_with(b"PK"));
    assert_eq!(
        book,
        table_xlsx(&drawings::heat_map().table(), "Risks").unwrap()
    );
}

#[test]
fn a_picture_has_the_width_asked_for_and_ink_on_it() {
    let drawn = svg::chart(&drawings::measure(), "x");
    let picture = png(&drawn, 500).unwrap();
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(picture[16..20], 500_u32.to_be_bytes());
    let without_words = png(
        &drawn
            .replace("<text", "<metadata")
            .replace("</text", "</metadata"),
        500,
    )
    .unwrap();
    assert!(
        without_words.len() < picture.len() * 9 / 10,
        "the words are drawn"
    );
}

#[test]
fn a_picture_too_large_or_no_drawing_is_refused() {
    let drawn = svg::chart(&drawings::measure(), "x");
    let long = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"900000\"/>";
    let many = format!("{drawn}{}", " ".repeat(9 << 20));
    for (text, width) in [
        (drawn.as_str(), 0),
        (&drawn, 5000),
        (long, 4096),
        (&many, 500),
        ("<p>no drawing</p>", 500),
        ("", 500),
    ] {
        assert!(
            matches!(png(text, width), Err(RenderError::Picture { .. })),
            "{width}"
        );
    }
}

/// Writes every drawing as SVG and PNG into the folder that `CLEW_DRAWINGS` names, to be looked at.
#[test]
#[ignore = "writes files to be looked at"]
fn drawings_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var("CLEW_DRAWINGS").unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    each(|name, drawing| {
        std::fs::write(folder.join(format!("{name}.svg")), drawing).unwrap();
        let width = if name.ends_with("compact") { 640 } else { 1300 };
        std::fs::write(
            folder.join(format!("{name}.png")),
            png(drawing, width).unwrap(),
        )
        .unwrap();
    });
}

#[test]
fn the_kind_of_a_node_stands_on_a_line_of_its_own_above_its_title() {
    let mut tree = drawings::tree();
    tree.roots[0].code = "Priority".to_owned();
    tree.roots[0].title = "Improve later life".to_owned();
    for size in SIZES {
        let drawn = svg::tree(&tree, "x", size);
        assert!(drawn.contains(">Priority</text>"), "{drawn}");
        assert!(drawn.contains(">Improve later life</text>"), "{drawn}");
    }
}

#[test]
fn the_years_of_a_long_timeline_stand_apart() {
    let mut timeline = drawings::timeline();
    for years in [6, 9, 14] {
        timeline.rows[0].start = Some(timeline.today.plus_months(-12 * years));
        for size in SIZES {
            let drawn = svg::timeline(&timeline, "x", size);
            let mut last: Option<f64> = None;
            for part in drawn.split("<text ").skip(1) {
                let label = part.split('>').nth(1).unwrap().split('<').next().unwrap();
                let is_year = label.len() == 7 && label.as_bytes()[4] == b'-';
                if !is_year {
                    continue;
                }
                let x = part.split("x=\"").nth(1).unwrap();
                let x: f64 = x.split('"').next().unwrap().parse().unwrap();
                // Seven letters of about six and a half pixels, and room between.
                assert!(last.is_none_or(|last| x - last >= 50.0), "{label} at {x}");
                last = Some(x);
            }
        }
    }
}
