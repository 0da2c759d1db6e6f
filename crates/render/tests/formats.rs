//! What holds for every format: hostile text does no harm, the figures are the same everywhere,
//! and one report always gives the same bytes.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use clew_report::{Block, CellContent, Report, RowKind, Table};
use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use rust_decimal::Decimal;

/// Reads XML to its end; returns its text, and fails where it is not well formed.
fn well_formed(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut text = String::new();
    let mut depth = 0_i32;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Text(part)) => text.push_str(&part.decode().unwrap()),
            Ok(Event::GeneralRef(name)) => {
                let name = name.decode().unwrap().into_owned();
                text.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Ok(Event::Start(element)) => {
                depth += 1;
                for attribute in element.attributes() {
                    attribute.unwrap();
                }
            }
            Ok(Event::Empty(element)) => element
                .attributes()
                .for_each(|attribute| drop(attribute.unwrap())),
            Ok(Event::End(_)) => depth -= 1,
            Ok(_) => {}
            Err(problem) => panic!("{problem} at {}", reader.error_position()),
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    text
}

/// The page as XML: void elements closed, the document type left out.
fn page_as_xml(html: &str) -> String {
    html.replace("<!DOCTYPE html>\n", "")
        .replace("<br>", "<br/>")
        .lines()
        .filter(|line| !line.starts_with("<meta"))
        .map(|line| close_columns(line) + "\n")
        .collect()
}

fn close_columns(line: &str) -> String {
    let mut closed = String::new();
    for (index, part) in line.split("<col class=").enumerate() {
        if index == 0 {
            closed.push_str(part);
        } else {
            closed.push_str("<col class=");
            closed.push_str(&part.replacen("\">", "\"/>", 1));
        }
    }
    closed
}

/// A part of a package.
fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn part_names(package: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect()
}

#[test]
fn hostile_text_leaves_the_page_well_formed_and_without_script() {
    let html = clew_render::html(&common::hostile());
    let text = well_formed(&page_as_xml(&html));
    assert!(
        text.contains("<script>alert(1)</script>"),
        "it is there as text"
    );
    assert!(!html.contains("<script"), "and not as markup");
}

#[test]
fn hostile_text_leaves_every_part_of_the_word_file_well_formed() {
    let docx = clew_render::docx(&common::hostile()).unwrap();
    for name in part_names(&docx) {
        well_formed(&part(&docx, &name));
    }
    let text = well_formed(&part(&docx, "word/document.xml"));
    assert!(text.contains("</w:t>\"'><script>alert(1)</script>"));
}

#[test]
fn hostile_text_is_typeset_as_text() {
    let pdf = clew_render::pdf(&common::hostile()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
}

#[test]
fn hostile_text_becomes_no_formula_in_a_workbook_or_csv() {
    let report = common::hostile();
    let xlsx = clew_render::xlsx(&report).unwrap();
    for name in part_names(&xlsx)
        .iter()
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
    {
        assert!(!part(&xlsx, name).contains("<f>"), "{name} has no formula");
    }
    for (name, text) in clew_render::csv(&report) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        for field in reader.records().flat_map(|record| {
            record
                .unwrap()
                .iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        }) {
            assert!(!field.starts_with(['=', '+', '@', '\t']), "{name}: {field}");
        }
    }
}

#[test]
fn hostile_text_leaves_drawings_well_formed() {
    for block in common::hostile().blocks {
        if let Block::Chart(chart) = block {
            let svg = clew_render::svg::chart(&chart, "c");
            well_formed(&svg);
            assert!(svg.contains("role=\"img\"") && svg.contains("<title id=\"c-t\">"));
            assert!(
                !svg.contains("NaN") && !svg.contains("inf"),
                "every position is a number"
            );
        }
    }
}

#[test]
fn ids_within_a_page_are_unique_and_every_reference_is_met() {
    let html = clew_render::html(&common::specimen());
    let after = |mark: &str| -> Vec<String> {
        html.split(mark)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let ids = after(" id=\"");
    let unique: std::collections::HashSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len());
    let references = after("aria-labelledby=\"")
        .into_iter()
        .chain(after("href=\"#"));
    for reference in
        references.flat_map(|list| list.split(' ').map(str::to_owned).collect::<Vec<_>>())
    {
        assert!(unique.contains(&reference), "{reference} exists");
    }
}

#[test]
fn heading_levels_never_skip() {
    let html = clew_render::html(&common::hostile());
    let mut last = 0;
    for rest in html.split("<h").skip(1) {
        if let Some(level) = rest.chars().next().and_then(|digit| digit.to_digit(10)) {
            assert!(level <= last + 1, "level {level} after {last}");
            last = level;
        }
    }
    assert_eq!(html.matches("<h1").count(), 1);
}

#[test]
fn the_pdf_is_tagged_and_claims_its_standards() {
    let pdf = clew_render::pdf(&common::specimen()).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("/MarkInfo"), "it is marked as tagged");
    assert!(text.contains("pdfuaid:part>1"), "PDF/UA-1");
    assert!(text.contains("pdfaid:part>2"), "PDF/A-2");
    assert!(text.contains("/Lang"), "it has a language");
    assert!(text.contains("/Outlines"), "it has bookmarks");
}

#[test]
fn a_report_without_a_day_still_meets_pdf_ua() {
    let mut report = common::specimen();
    report.cover = None;
    let pdf = clew_render::pdf(&report).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("pdfuaid:part>1"));
    assert!(!text.contains("/CreationDate"), "no date is invented");
}

#[test]
fn one_report_gives_the_same_bytes_in_every_format() {
    let report = common::specimen();
    assert_eq!(clew_render::html(&report), clew_render::html(&report));
    assert_eq!(
        clew_render::json(&report).unwrap(),
        clew_render::json(&report).unwrap()
    );
    assert_eq!(clew_render::csv(&report), clew_render::csv(&report));
    assert_eq!(
        clew_render::docx(&report).unwrap(),
        clew_render::docx(&report).unwrap()
    );
    assert!(clew_render::xlsx(&report).unwrap() == clew_render::xlsx(&report).unwrap());
    assert!(clew_render::pdf(&report).unwrap() == clew_render::pdf(&report).unwrap());
}

#[test]
fn how_a_report_is_to_be_handled_stands_on_every_page_and_nowhere_where_nothing_is_said() {
    let plain = common::specimen();
    let marked = Report {
        marking: Some("SENSITIVE & personal".to_owned()),
        ..plain.clone()
    };
    let docx = clew_render::docx(&marked).unwrap();
    let header = well_formed(&part(&docx, "word/header1.xml"));
    assert!(header.contains("SENSITIVE & personal"), "{header}");
    let types = part(&docx, "[Content_Types].xml");
    let related = part(&docx, "word/_rels/document.xml.rels");
    let document = part(&docx, "word/document.xml");
    assert!(types.contains("/word/header1.xml") && related.contains("header1.xml"));
    assert!(document.contains("<w:headerReference w:type=\"default\" r:id=\"rId5\"/>"));
    let xlsx = clew_render::xlsx(&marked).unwrap();
    let sheets = part_names(&xlsx);
    let sheets: Vec<&String> = sheets
        .iter()
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
        .collect();
    assert!(sheets.len() > 2);
    for sheet in sheets {
        let written = well_formed(&part(&xlsx, sheet));
        assert!(written.contains("&C&BSENSITIVE && personal"), "{sheet}");
    }
    assert!(clew_render::html(&marked).contains("SENSITIVE &amp; personal"));
    assert!(
        clew_render::json(&marked)
            .unwrap()
            .contains("SENSITIVE & personal")
    );
    assert!(clew_render::pdf(&marked).unwrap() != clew_render::pdf(&plain).unwrap());
    let docx = clew_render::docx(&plain).unwrap();
    assert!(!part_names(&docx).contains(&"word/header1.xml".to_owned()));
    assert!(!part(&docx, "word/document.xml").contains("headerReference"));
}

#[test]
fn word_tables_have_heading_rows_and_captions_and_the_file_a_title_and_language() {
    let docx = clew_render::docx(&common::specimen()).unwrap();
    let document = part(&docx, "word/document.xml");
    assert_eq!(
        document.matches("<w:tblHeader/>").count(),
        5,
        "one for each table of data"
    );
    assert_eq!(document.matches("w:val=\"Heading1\"").count(), 1);
    assert!(document.contains("<w:tblCaption w:val=\"Measures by objective and status\"/>"));
    assert!(
        part(&docx, "docProps/core.xml")
            .contains("<dc:title>Social work performance report</dc:title>")
    );
    assert!(part(&docx, "word/styles.xml").contains("<w:lang w:val=\"en-GB\""));
}

#[test]
fn a_workbook_has_a_sheet_for_every_table_with_typed_cells() {
    let xlsx = clew_render::xlsx(&common::specimen()).unwrap();
    let mut book = Xlsx::new(Cursor::new(xlsx)).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "Contents",
            "Summary",
            "Measures",
            "Status by objective",
            "Guardianship visits",
            "Costs"
        ]
    );
    let measures = book.worksheet_range("Measures").unwrap();
    assert_eq!(
        measures.get_value((4, 3)),
        Some(&Data::String("Green".to_owned())),
        "the bare word"
    );
    assert_eq!(measures.get_value((4, 4)), Some(&Data::Float(90.0)));
}

/// A report with one table of figures.
fn report_of(values: &[(i64, u32)]) -> Report {
    let mut report = common::specimen();
    let rows = values
        .iter()
        .enumerate()
        .map(|(index, &(digits, scale))| {
            let value = Decimal::new(digits, scale);
            clew_report::Row {
                kind: RowKind::Body,
                cells: vec![
                    common::text(&format!("row {index}")),
                    common::number(value, &format!("{value}%")),
                ],
            }
        })
        .collect();
    report.blocks = vec![Block::Table(Table {
        caption: "Figures".to_owned(),
        name: "Figures".to_owned(),
        columns: vec![
            common::column("Name", clew_report::Align::Start, 3, true),
            common::column("Figure", clew_report::Align::End, 1, false),
        ],
        rows,
        note: None,
    })];
    report
}

fn numbers(report: &Report) -> Vec<(Decimal, String)> {
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables
        .flat_map(|table| table.rows.iter().flat_map(|row| &row.cells))
        .filter_map(|cell| match &cell.content {
            CellContent::Number { value, shown } => Some((*value, shown.clone())),
            _ => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_figure_is_the_same_in_every_format(
        values in proptest::collection::vec((-9_999_999_i64..9_999_999, 0_u32..4), 1..12)
    ) {
        let report = report_of(&values);
        let html = well_formed(&page_as_xml(&clew_render::html(&report)));
        let docx = well_formed(&part(&clew_render::docx(&report).unwrap(), "word/document.xml"));
        let json = clew_render::json(&report).unwrap();
        let (_, csv) = clew_render::csv(&report).remove(0);
        let mut book = Xlsx::new(Cursor::new(clew_render::xlsx(&report).unwrap())).unwrap();
        let sheet = book.worksheet_range("Figures").unwrap();
        for (row, (value, shown)) in (3_u32..).zip(numbers(&report)) {
            for (format, text) in [("html", &html), ("docx", &docx), ("json", &json), ("csv", &csv)] {
                prop_assert!(text.contains(&shown), "{shown} in {format}");
            }
            let exact = value.to_string();
            prop_assert!(json.contains(&exact) && csv.contains(&exact));
            let read = sheet.get_value((row, 1)).and_then(calamine::DataType::get_float).unwrap();
            prop_assert_eq!(Decimal::try_from(read).unwrap().normalize(), value.normalize());
        }
    }

    #[test]
    fn any_text_leaves_page_and_word_file_well_formed(text in any::<String>()) {
        let mut report = report_of(&[(1, 0)]);
        report.title.clone_from(&text);
        report.blocks.push(Block::Paragraph(vec![text.as_str().into()]));
        report.blocks.push(Block::Heading { level: 2, text });
        well_formed(&page_as_xml(&clew_render::html(&report)));
        well_formed(&part(&clew_render::docx(&report).unwrap(), "word/document.xml"));
    }
}
