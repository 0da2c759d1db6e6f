//! Whatever a file holds, importing it gives an issue that says what is wrong: no panic, and
//! nothing that was not understood is taken in.

#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Write as _;

use clew_exchange::import::{Imported, Options, from_bytes};
use clew_exchange::{Severity, limits};
use clew_plan::Book;
use proptest::prelude::*;

fn import(name: &str, bytes: &[u8]) -> Imported {
    from_bytes(name, bytes, &Options::default())
}

/// The rules under which a file gives errors, and those under which it gives warnings.
fn rules(imported: &Imported) -> (Vec<&'static str>, Vec<&'static str>) {
    let under = |severity| {
        let issues = imported
            .issues
            .iter()
            .filter(move |issue| issue.severity == severity);
        issues.map(|issue| issue.rule).collect::<Vec<_>>()
    };
    (under(Severity::Error), under(Severity::Warning))
}

#[track_caller]
fn assert_refused(name: &str, bytes: &[u8], rule: &str) {
    let imported = import(name, bytes);
    assert_eq!(rules(&imported).0, [rule], "{name}: {:?}", imported.issues);
    assert_eq!(imported.book, Book::default(), "{name}");
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one sheet whose XML is given.
fn workbook(sheet_name: &str, sheet_data: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"{sheet_name}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\">{sheet_data}</worksheet>");
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn units_heading() -> String {
    format!(
        "<row r=\"1\">{}{}</row>",
        text_cell("A1", "Id"),
        text_cell("B1", "Name")
    )
}

/// An OpenDocument workbook with the content of one table given.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Units\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

fn ods_text(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

#[test]
fn an_empty_file_is_told() {
    assert_refused("plan.xlsx", b"", "empty-file");
    assert_refused("figures.csv", b" \r\n ", "empty-file");
}

#[test]
fn a_workbook_locked_with_a_password_is_told() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 600]);
    bytes.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    bytes.extend([0; 600]);
    assert_refused("plan.xlsx", &bytes, "password-protected");
}

#[test]
fn a_locked_opendocument_workbook_is_told() {
    let bytes = zip(&[
        ("content.xml", b"\x00\x01"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
    ]);
    assert_refused("plan.ods", &bytes, "password-protected");
}

#[test]
fn an_old_binary_workbook_is_told() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 600]);
    assert_refused("plan.xls", &bytes, "old-workbook");
}

#[test]
fn a_truncated_workbook_is_told_wherever_it_is_cut() {
    let bytes = clew_exchange::workbook::template().unwrap();
    for part in 1..20 {
        let cut = bytes.get(..bytes.len() * part / 20).unwrap();
        assert_refused("plan.xlsx", cut, "damaged-workbook");
    }
}

#[test]
fn a_zip_that_holds_no_workbook_is_told() {
    assert_refused(
        "plan.xlsx",
        &zip(&[("hello.txt", b"hello")]),
        "damaged-workbook",
    );
}

#[test]
fn a_zip_bomb_is_told_before_it_is_opened() {
    let zeros = vec![b' '; 64 * 1024 * 1024];
    let bytes = zip(&[
        ("xl/workbook.xml", b"<x/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    assert!(bytes.len() < 1024 * 1024);
    assert_refused("plan.xlsx", &bytes, "zip-bomb");
}

#[test]
fn a_csv_over_the_limit_is_told() {
    let line = "SW1,2019-20,12.5\n";
    let times = usize::try_from(limits::TEXT_BYTES).unwrap() / line.len() + 1;
    let bytes = format!("measure,period,value\n{}", line.repeat(times));
    assert_refused("figures.csv", bytes.as_bytes(), "file-too-large");
}

#[test]
fn a_file_with_the_wrong_extension_is_read_as_what_it_is_with_a_warning() {
    let imported = import("units.xlsx", b"Id,Name\na,Adults\n");
    assert_eq!(rules(&imported), (vec![], vec!["wrong-extension"]));
    assert_eq!(imported.book.units.len(), 1);
    let imported = import("plan.csv", &clew_exchange::workbook::template().unwrap());
    assert_eq!(rules(&imported), (vec![], vec!["wrong-extension"]));
}

#[test]
fn a_document_or_picture_is_told() {
    assert_refused("plan.csv", b"%PDF-1.7 ...", "not-a-table");
    assert_refused("plan.xlsx", b"<!DOCTYPE html><html>", "not-a-table");
}

#[test]
fn other_encodings_are_read_with_a_warning() {
    let text = "Id,Name\na,Caf\u{e9} \u{a3}5\n";
    let utf16 = |little: bool| -> Vec<u8> {
        let mark = if little { [0xff, 0xfe] } else { [0xfe, 0xff] };
        let units = text.encode_utf16().flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        });
        mark.into_iter().chain(units).collect()
    };
    let windows: Vec<u8> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap())
        .collect();
    for bytes in [utf16(true), utf16(false), windows] {
        let imported = import("units.csv", &bytes);
        assert_eq!(rules(&imported), (vec![], vec!["encoding"]));
        assert_eq!(imported.book.units[0].name, "Caf\u{e9} \u{a3}5");
    }
    let marked = format!("\u{feff}{text}");
    assert_eq!(import("units.csv", marked.as_bytes()).issues, []);
}

#[test]
fn zero_bytes_are_told_with_their_line() {
    assert_refused("units.csv", b"Id,Name\na,Ad\0ults\n", "not-text");
    let issue = &import("units.csv", b"Id,Name\na,Ad\0ults\n").issues[0];
    assert!(issue.message.contains("line 2"), "{}", issue.message);
}

#[test]
fn a_sheet_with_a_million_columns_is_told() {
    let heading = vec!["x"; 1_000_000].join(",");
    assert_refused("units.csv", heading.as_bytes(), "too-many-columns");
    let far = format!(
        "<sheetData>{}<row r=\"1048576\">{}</row></sheetData>",
        units_heading(),
        text_cell("XFD1048576", "far")
    );
    assert_refused("plan.xlsx", &workbook("Units", &far), "too-many-columns");
    let wide = format!(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"1000000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>{}",
        ods_text("")
    );
    assert_refused("plan.ods", &ods(&wide), "too-many-columns");
}

#[test]
fn a_sheet_with_a_thousand_million_repeated_rows_is_told() {
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"1000000000\">{}</table:table-row>",
        ods_text("x")
    );
    assert_refused("plan.ods", &ods(&rows), "too-many-rows");
}

#[test]
fn merged_cells_in_the_table_are_told() {
    let rows = format!(
        "<sheetData>{}<row r=\"2\">{}{}</row><row r=\"3\">{}</row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"B2:B3\"/></mergeCells>",
        units_heading(),
        text_cell("A2", "a"),
        text_cell("B2", "Adults"),
        text_cell("A3", "b"),
    );
    let imported = import("plan.xlsx", &workbook("Units", &rows));
    assert!(
        rules(&imported).0.contains(&"merged-cells"),
        "{:?}",
        imported.issues
    );
    let spanned = format!(
        "<table:table-row>{}{}</table:table-row><table:table-row>{}<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>Adults</text:p></table:table-cell></table:table-row>",
        ods_text("Id"),
        ods_text("Name"),
        ods_text("a"),
    );
    let imported = import("plan.ods", &ods(&spanned));
    assert_eq!(
        rules(&imported).0,
        ["merged-cells"],
        "{:?}",
        imported.issues
    );
}

#[test]
fn a_formula_without_a_value_is_told_with_its_cell() {
    let rows = format!(
        "<sheetData>{}<row r=\"2\">{}<c r=\"B2\"><f>A2&amp;\"x\"</f></c></row></sheetData>",
        units_heading(),
        text_cell("A2", "a")
    );
    let imported = import("plan.xlsx", &workbook("Units", &rows));
    assert_eq!(rules(&imported).0, ["formula-without-value"]);
    let issue = &imported.issues[0];
    assert_eq!(
        (issue.row, issue.column.as_deref(), issue.sheet.as_deref()),
        (Some(2), Some("Name"), Some("Units"))
    );
    assert_eq!(imported.book, Book::default());
}

#[test]
fn an_opendocument_workbook_is_read() {
    let rows = format!(
        "<table:table-row>{}{}</table:table-row><table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row><table:table-row>{}{}</table:table-row>",
        ods_text("Id"),
        ods_text("Name"),
        ods_text("a"),
        ods_text(
            "Adults &amp; <text:s text:c=\"2\"/>older<office:annotation><text:p>a note</text:p></office:annotation>"
        ),
    );
    let imported = import("plan.ods", &ods(&rows));
    assert_eq!(imported.issues, []);
    assert_eq!(imported.book.units[0].name, "Adults &   older");
}

const MEASURES: &str = "Code,Title,Kind,Unit of measure,Polarity\nSW1,Cost of home care,statistical,£,lower\nSW7,Grades,statistical,%,higher\n";

fn import_with_measures(name: &str, csv: &str) -> Imported {
    let measures = import("measures.csv", MEASURES.as_bytes());
    assert_eq!(measures.issues, []);
    let options = Options {
        existing: Some(&measures.book),
        ..Options::default()
    };
    from_bytes(name, csv.as_bytes(), &options)
}

#[test]
fn rows_that_cannot_be_are_told_each_under_its_rule() {
    let table = [
        ("measures.csv", "Code,Title\nSW1,One\nSW01,Two\n", "twice"),
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,2019-20,5\nSW1,2019/20,6\n",
            "twice",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW9,2019-20,5\n",
            "unknown-reference",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,last year,5\n",
            "not-a-period",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,2019-20,five\n",
            "not-a-number",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\n,2019-20,5\n",
            "missing-value",
        ),
        ("figures.csv", "Measure,Value\nSW1,5\n", "missing-column"),
        (
            "figures.csv",
            "Measure,Code,Period,Value\nSW1,SW1,2019-20,5\n",
            "column-twice",
        ),
        (
            "figures.csv",
            "Measure,Period,Numerator,Denominator\nSW7,2019-20,12,10\n",
            "numerator-above-denominator",
        ),
        (
            "figures.csv",
            "Measure,Period,Numerator\nSW1,2019-20,-12\n",
            "out-of-range",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,2019-20,\"9,000,000,000,000,000\"\n",
            "number-too-large",
        ),
        (
            "figures.json",
            "{\"figures\":[{\"measure\":\"SW1\",\"period\":\"2019-20\",\"denominator\":1e20}]}",
            "number-too-large",
        ),
        (
            "targets.csv",
            "Measure,Period,Target\nSW1,2019-20,1 to 9000000000000000\n",
            "number-too-large",
        ),
        (
            "targets.csv",
            "Measure,Period,Target,Tolerance\nSW1,2019-20,1,9000000000000000%\n",
            "number-too-large",
        ),
        (
            "figures.csv",
            "Measure,Period,Value,As at\nSW1,2019-20,5,31/02/2020\n",
            "not-a-date",
        ),
        (
            "figures.csv",
            "Measure,Period,Value,Reported status\nSW1,2019-20,5,Purple\n",
            "unknown-word",
        ),
        (
            "figures.csv",
            "Measure,Period,Value,Override status\nSW1,2019-20,5,Red\n",
            "missing-value",
        ),
        (
            "outcomes.csv",
            "Id,Plan,Level,Title,Parent\na,p,outcome,A,b\nb,p,outcome,B,a\n",
            "circle",
        ),
        (
            "staffing.csv",
            "Plan,Title,FTE\np,Adults,-3\n",
            "negative-fte",
        ),
        ("nothing.csv", "one,two\n1,2\n", ""),
    ];
    for (name, csv, rule) in table {
        let imported = import_with_measures(name, csv);
        let (errors, warnings) = rules(&imported);
        if rule.is_empty() {
            assert_eq!(
                (errors.len(), warnings),
                (0, vec!["unknown-sheet"]),
                "{csv}"
            );
        } else {
            assert!(errors.contains(&rule), "{csv}: {:?}", imported.issues);
        }
    }
}

#[test]
fn more_decimal_places_than_are_kept_are_rounded_with_a_warning() {
    for (name, text) in [
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,2019-20,0.123456789012345\n",
        ),
        (
            "figures.json",
            "{\"figures\":[{\"measure\":\"SW1\",\"period\":\"2019-20\",\"value\":0.123456789012345}]}",
        ),
    ] {
        let imported = import_with_measures(name, text);
        assert_eq!(rules(&imported), (vec![], vec!["decimals-dropped"]));
        let value = imported.book.figures[0].value;
        assert_eq!(value, Some("0.1234567890".parse().unwrap()), "{name}");
    }
}

#[test]
fn a_heading_without_rows_that_lacks_a_column_is_told() {
    let imported = import("figures.csv", b"Measure,Value\n");
    assert_eq!(rules(&imported), (vec![], vec!["missing-column"]));
    assert_eq!(imported.refused, 0);
    assert_eq!(import("figures.csv", b"Measure,Period,Value\n").issues, []);
    assert_eq!(import("plan.json", b"{\"figures\":[]}").issues, []);
}

#[test]
fn an_id_that_begins_like_a_formula_is_guarded_in_csv_and_read_back() {
    let imported = import("units.csv", b"Id,Name\n=1+1,\xef\xbc\x9dA1\n");
    let files = clew_exchange::export::csv_files(&imported.book).unwrap();
    let (name, text) = &files[0];
    assert!(text.contains("\n'=1+1,'\u{ff1d}A1"), "{text}");
    assert_eq!(import(name, text.as_bytes()).book, imported.book);
}

#[test]
fn rows_that_are_doubtful_are_taken_in_with_a_warning() {
    let table = [
        (
            "targets.csv",
            "Measure,Period,Target\nSW7,2019-20,0\n",
            "target-of-zero",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW7,2019-20,56% latest available 18/19\n",
            "says-more",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,2019-20,£267k\n",
            "says-more",
        ),
        (
            "figures.csv",
            "Measure,Period,Value,As at\nSW1,2019-20,5,43921\n",
            "date-as-number",
        ),
        (
            "figures.csv",
            "Measure,Period,Value,Colour\nSW1,2019-20,5,blue\n",
            "unknown-column",
        ),
        (
            "figures.csv",
            "Measure,Period,Value,Unit\nSW1,2019-20,5,nowhere\n",
            "unknown-reference",
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW1,2019-20,#DIV/0!\n",
            "failed-formula",
        ),
    ];
    for (name, csv, rule) in table {
        let imported = import_with_measures(name, csv);
        assert_eq!(
            rules(&imported),
            (vec![], vec![rule]),
            "{csv}: {:?}",
            imported.issues
        );
        assert_eq!(imported.refused, 0);
    }
}

#[test]
fn words_for_no_value_never_become_zero() {
    for text in ["No Data", "N/A", "TBC", "-", "..", "*", "Report later"] {
        let imported = import_with_measures(
            "figures.csv",
            &format!("Measure,Period,Value\nSW1,2019-20,{text}\n"),
        );
        let figure = &imported.book.figures[0];
        assert_eq!(
            (figure.value, figure.as_written.as_deref()),
            (None, Some(text))
        );
    }
}

#[test]
fn headings_are_understood_whatever_their_order_case_and_name() {
    let csv = "A report of the service,,,\n\nRESULT, pi code ,financial_year,Out of\n78%,sw07,2019/20,\"1,000\"\n";
    let imported = import_with_measures("figures.csv", csv);
    assert_eq!(imported.issues, []);
    let figure = &imported.book.figures[0];
    assert_eq!(
        (figure.measure.as_str(), figure.period.label().as_str()),
        ("SW7", "2019-20")
    );
    assert_eq!(figure.denominator, Some(1_000.into()));
}

#[test]
fn taking_what_is_sound_leaves_out_what_hangs_on_what_is_not() {
    let imported = import(
        "plan.json",
        br#"{"plans": [{"id": "p", "title": "P", "parent": "q"}, {"id": "q", "title": "Q", "parent": "p"}, {"id": "r", "title": "R"}],
            "actions": [{"id": "1", "plan": "p"}, {"id": "2", "plan": "r"}],
            "milestones": [{"action": "1", "plan": "p", "title": "m"}, {"action": "2", "plan": "r", "title": "n"}]}"#,
    );
    assert!(imported.has_errors());
    let (sound, left_out) = imported.sound(&Book::default());
    let ids = |book: &Book| (book.plans.len(), book.actions.len(), book.milestones.len());
    assert_eq!(ids(&sound), (1, 1, 1));
    assert_eq!(left_out, 4);
}

#[test]
fn text_that_is_not_json_is_told() {
    assert_refused("plan.json", b"{\"measures\": [", "not-json");
    assert_refused("plan.json", b"{\"measures\": 7}", "not-a-list");
    assert_refused("plan.json", "[".repeat(100_000).as_bytes(), "not-json");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.csv", "a.xlsx", "a.ods", "a.json", "figures.csv"])) {
        let _ = import(name, &bytes);
    }

    #[test]
    fn any_csv_of_figures_is_read_without_a_panic(text in "(measure|period|value|SW1|2019-20|[0-9£%,.\"'\n -]|\\PC){0,60}") {
        let _ = import("figures.csv", format!("measure,period,value,as at,from\n{text}").as_bytes());
    }

    #[test]
    fn any_json_is_read_without_a_panic(text in "[\\[\\]{}\":,a-z0-9 ]{0,80}") {
        let _ = import("plan.json", text.as_bytes());
    }

    #[test]
    fn a_workbook_with_any_byte_changed_is_read_without_a_panic(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let rows = format!("<sheetData>{}<row r=\"2\">{}{}</row></sheetData>", units_heading(), text_cell("A2", "a"), text_cell("B2", "A"));
        let mut bytes = workbook("Units", &rows);
        let index = place.index(bytes.len());
        bytes[index] = byte;
        let _ = import("plan.xlsx", &bytes);
    }

    #[test]
    fn any_sheet_inside_a_workbook_is_read_without_a_panic(inside in "(<row r=\"[0-9]{1,8}\">|</row>|<c r=\"[A-Z]{1,4}[0-9]{1,8}\"( t=\"(s|n|b|e|d|str)\")?( s=\"[0-9]\")?>|</c>|<v>|</v>|<f>|</f>|[0-9a-z&;]){0,12}") {
        let _ = import("plan.xlsx", &workbook("Units", &format!("<sheetData>{inside}</sheetData>")));
        let _ = import("plan.ods", &ods(&inside));
    }
}
