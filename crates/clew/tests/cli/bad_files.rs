//! Files that are damaged, hostile or not what their name says. Each is refused or read with an
//! issue that says what to do, and where there is an error nothing is written.

use serde_json::Value;

use crate::program::Folder;
use crate::workbooks::{Cell, compound_file, excel, excel_with, rows, zipped};

/// Imports a file and gives what the program reported, having seen that nothing was written and
/// that every issue says what to do.
#[track_caller]
fn refused(name: &str, bytes: &[u8], rule: &str) -> Value {
    let folder = Folder::new();
    folder.file(name, bytes);
    let before = folder.everything();
    let report = folder
        .clew(&["import", name, "--data", "work", "--format", "json"])
        .json(1);
    assert_eq!(folder.everything(), before, "nothing is written");
    assert_eq!(report["written"], false, "{report}");
    let issues = report["issues"].as_array().unwrap();
    let errors: Vec<_> = issues
        .iter()
        .filter(|issue| issue["severity"] == "error")
        .collect();
    assert!(
        errors.iter().any(|issue| issue["rule"] == rule),
        "{rule}: {report:#}"
    );
    for issue in issues {
        assert!(issue["suggestion"].as_str().unwrap().len() > 10, "{issue}");
        assert!(issue["file"].as_str().unwrap().ends_with(name), "{issue}");
    }
    assert_text_says_the_same(&folder, name, rule);
    report
}

#[track_caller]
fn assert_text_says_the_same(folder: &Folder, name: &str, rule: &str) {
    let text = folder.clew(&["import", name, "--data", "work"]).ends(1);
    assert!(text.contains(&format!("error[{rule}]")), "{text}");
    assert!(text.contains("Nothing was written"), "{text}");
}

/// Imports a file that is read with warnings alone and gives the rules they come under.
#[track_caller]
fn read_with_warnings(folder: &Folder, name: &str) -> Vec<String> {
    let report = folder
        .clew(&["import", name, "--data", "work", "--format", "json"])
        .json(0);
    assert_eq!(report["written"], true, "{report}");
    let rules = report["issues"].as_array().unwrap().iter();
    rules
        .map(|issue| issue["rule"].as_str().unwrap().to_owned())
        .collect()
}

/// Bytes that a bomb opens to: far above what its size lets one expect.
const BOMB: usize = 16 * 1024 * 1024;

const UNITS: &[Cell<'_>] = &[Cell::Text("Id"), Cell::Text("Name")];

#[test]
fn an_empty_file() {
    refused("plans.csv", b"", "empty-file");
    refused("plans.csv", b"\r\n  \r\n", "empty-file");
    refused("plan.json", b"", "empty-file");
}

#[test]
fn a_workbook_of_zero_bytes() {
    refused("plan.xlsx", b"", "empty-file");
    refused("plan.ods", b"", "empty-file");
}

#[test]
fn a_workbook_with_a_password() {
    let report = refused(
        "plan.xlsx",
        &compound_file("EncryptedPackage"),
        "password-protected",
    );
    assert!(
        report["issues"][0]["suggestion"]
            .as_str()
            .unwrap()
            .contains("password"),
        "{report}"
    );
}

#[test]
fn a_workbook_of_the_old_binary_form() {
    refused("plan.xls", &compound_file("Workbook"), "old-workbook");
}

#[test]
fn a_truncated_workbook() {
    let folder = Folder::new();
    folder.clew(&["template", "plan.xlsx"]).ends(0);
    let whole = std::fs::read(folder.path("plan.xlsx")).unwrap();
    for part in [1, 7, 19] {
        refused(
            "plan.xlsx",
            &whole[..whole.len() * part / 20],
            "damaged-workbook",
        );
    }
}

#[test]
fn a_workbook_whose_insides_are_rubbish() {
    refused(
        "plan.xlsx",
        &zipped(&[("hello.txt", b"hello")]),
        "damaged-workbook",
    );
    let broken = excel_with("Units", b"<sheetData><row r=\"1\"><c r=\"A1\"><v>1", &[]);
    refused("plan.xlsx", &broken, "damaged-workbook");
}

#[test]
fn a_cell_beyond_the_end_of_the_alphabet() {
    let far = "<sheetData><row r=\"1\"><c r=\"ABCDEFGHIJ1\"><v>1</v></c></row></sheetData>";
    refused("plan.xlsx", &excel("Units", far), "damaged-workbook");
}

#[test]
fn a_csv_of_fifty_megabytes() {
    let line = "SW1,2019-20,12.5\n";
    let text = format!(
        "measure,period,value\n{}",
        line.repeat(50 * 1024 * 1024 / line.len())
    );
    let report = refused("figures.csv", text.as_bytes(), "file-too-large");
    assert!(
        report["issues"][0]["suggestion"]
            .as_str()
            .unwrap()
            .contains("split"),
        "{report}"
    );
}

#[test]
fn a_zip_bomb() {
    let zeros = vec![0_u8; BOMB];
    let bomb = excel_with("Units", &zeros, &[]);
    assert!(bomb.len() * 500 < BOMB, "it is small until it is opened");
    refused("plan.xlsx", &bomb, "zip-bomb");
}

#[test]
fn a_zip_bomb_inside_a_zip() {
    let zeros = vec![0_u8; BOMB];
    let inner = zipped(&[("zeros", &zeros)]);
    let layers: Vec<String> = (0..40)
        .map(|layer| format!("xl/media/{layer}.zip"))
        .collect();
    let parts: Vec<(&str, &[u8])> = layers
        .iter()
        .map(|name| (name.as_str(), inner.as_slice()))
        .collect();
    let sheet = rows(&[UNITS, &[Cell::Text("adults"), Cell::Text("Adults")]]);
    let folder = Folder::new();
    folder.file("units.xlsx", excel_with("Units", sheet.as_bytes(), &parts));
    assert_eq!(
        read_with_warnings(&folder, "units.xlsx"),
        Vec::<String>::new(),
        "what is not opened does no harm"
    );
}

#[test]
fn a_zip_bomb_that_lies_about_its_size() {
    let zeros = vec![b' '; BOMB];
    let mut bomb = excel_with("Units", &zeros, &[]);
    let claimed = u32::try_from(zeros.len() + 100).unwrap();
    for place in 0..bomb.len() - 4 {
        let size = u32::from_le_bytes(bomb[place..place + 4].try_into().unwrap());
        if (claimed - 100..claimed + 200).contains(&size) {
            bomb[place..place + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    let folder = Folder::new();
    folder.file("plan.xlsx", bomb);
    let before = folder.everything();
    let report = folder
        .clew(&["import", "plan.xlsx", "--data", "work", "--format", "json"])
        .json(1);
    let rule = report["issues"][0]["rule"].as_str().unwrap();
    assert!(["zip-bomb", "damaged-workbook"].contains(&rule), "{report}");
    assert_eq!(folder.everything(), before);
}

#[test]
fn a_zip_of_ten_thousand_parts() {
    let names: Vec<String> = (0..10_000)
        .map(|part| format!("xl/media/{part}.txt"))
        .collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    let sheet = rows(&[UNITS, &[Cell::Text("adults"), Cell::Text("Adults")]]);
    let folder = Folder::new();
    folder.file("plan.xlsx", excel_with("Units", sheet.as_bytes(), &parts));
    let report = folder
        .clew(&["import", "plan.xlsx", "--data", "work", "--format", "json"])
        .json(1);
    assert_eq!(report["written"], false, "{report}");
}

#[test]
fn a_folder_that_holds_nothing_to_read() {
    let folder = Folder::new();
    folder.file("plan/notes.txt", "no table");
    let text = folder.clew(&["import", "plan", "--data", "work"]).ends(1);
    assert!(text.contains("error[empty-folder] plan"), "{text}");
    assert!(!folder.path("work").exists());
}

#[test]
fn other_encodings_are_read_and_told() {
    let text = "Id,Name\r\ncafe,Caf\u{e9} \u{a3}5\r\n";
    let units = |write: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter()
            .chain(text.encode_utf16().flat_map(write))
            .collect()
    };
    let files = [
        ("UTF-16 of Windows", units(u16::to_le_bytes, [0xff, 0xfe])),
        ("UTF-16 of others", units(u16::to_be_bytes, [0xfe, 0xff])),
        (
            "Windows-1252",
            text.chars()
                .map(|letter| u8::try_from(u32::from(letter)).unwrap())
                .collect(),
        ),
    ];
    for (name, bytes) in files {
        let folder = Folder::new();
        folder.file("units.csv", bytes);
        assert_eq!(
            read_with_warnings(&folder, "units.csv"),
            ["encoding"],
            "{name}"
        );
        let written = std::fs::read_to_string(folder.path("work/units.jsonl")).unwrap();
        assert!(written.contains("Caf\u{e9} \u{a3}5"), "{name}: {written}");
    }
}

#[test]
fn utf_8_with_its_mark_is_read_without_a_word() {
    let folder = Folder::new();
    folder.file("units.csv", "\u{feff}Id,Name\ncafe,Caf\u{e9}\n");
    assert_eq!(
        read_with_warnings(&folder, "units.csv"),
        Vec::<String>::new()
    );
}

#[test]
fn merged_cells() {
    let sheet = rows(&[
        UNITS,
        &[Cell::Text("a"), Cell::Text("Adults")],
        &[Cell::Text("b"), Cell::Empty],
    ]);
    let sheet = sheet + "<mergeCells count=\"1\"><mergeCell ref=\"B2:B3\"/></mergeCells>";
    let report = refused("plan.xlsx", &excel("Units", &sheet), "merged-cells");
    assert!(report.to_string().contains("unmerge"), "{report}");
}

#[test]
fn formulas_without_results() {
    let sheet = rows(&[
        UNITS,
        &[Cell::Text("a"), Cell::FormulaAlone("A2&amp;\"x\"")],
    ]);
    let report = refused(
        "plan.xlsx",
        &excel("Units", &sheet),
        "formula-without-value",
    );
    let issue = &report["issues"][0];
    assert_eq!(
        (&issue["sheet"], &issue["row"], &issue["column"]),
        (&"Units".into(), &2.into(), &"Name".into())
    );
}

#[test]
fn a_formula_with_its_result_is_read_as_the_result() {
    let heading = [Cell::Text("Id"), Cell::Text("Name")];
    let sheet = rows(&[&heading, &[Cell::Text("a"), Cell::Formula("40+2", "42")]]);
    let folder = Folder::new();
    folder.file("plan.xlsx", excel("Units", &sheet));
    read_with_warnings(&folder, "plan.xlsx");
    assert!(
        std::fs::read_to_string(folder.path("work/units.jsonl"))
            .unwrap()
            .contains("\"42\"")
    );
}

#[test]
fn zero_bytes_in_the_text() {
    let report = refused("units.csv", b"Id,Name\na,Ad\0ults\n", "not-text");
    assert!(
        report["issues"][0]["message"]
            .as_str()
            .unwrap()
            .contains("line 2"),
        "{report}"
    );
    refused("plan.json", b"{\"units\": [\0]}", "not-text");
}

#[test]
fn a_picture_or_a_printed_document() {
    refused("plan.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not-a-table");
    refused(
        "plan.xlsx",
        b"<!DOCTYPE html><html><body><table>",
        "not-a-table",
    );
    refused("plan.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-a-table");
}

#[test]
fn a_name_that_ends_wrongly_is_read_as_what_it_is() {
    let folder = Folder::new();
    folder.file("units.xlsx", "Id,Name\na,Adults\n");
    assert_eq!(
        read_with_warnings(&folder, "units.xlsx"),
        ["wrong-extension"]
    );
    let sheet = rows(&[UNITS, &[Cell::Text("b"), Cell::Text("Children")]]);
    folder.file("units.csv", excel("Units", &sheet));
    assert_eq!(
        read_with_warnings(&folder, "units.csv"),
        ["wrong-extension"]
    );
    assert_eq!(
        std::fs::read_to_string(folder.path("work/units.jsonl"))
            .unwrap()
            .lines()
            .count(),
        2
    );
}

#[test]
fn ten_thousand_columns() {
    let heading: Vec<_> = (0..10_000)
        .map(|column| format!("column {column}"))
        .collect();
    let text = format!("{}\n{}\n", heading.join(","), vec!["1"; 10_000].join(","));
    refused("figures.csv", text.as_bytes(), "too-many-columns");
    let far = "<sheetData><row r=\"1\"><c r=\"NTP1\"><v>1</v></c></row></sheetData>";
    refused("plan.xlsx", &excel("Units", far), "too-many-columns");
}

#[test]
fn a_million_rows() {
    let text = format!("Id,Name\n{}", "a,A\n".repeat(1_000_000));
    refused("units.csv", text.as_bytes(), "too-many-rows");
}

#[test]
fn text_that_is_no_json() {
    refused("plan.json", b"{\"units\": [", "not-json");
    refused("plan.json", b"{\"units\": 7}", "not-a-list");
    refused("plan.json", "[".repeat(200_000).as_bytes(), "not-json");
}

#[test]
fn a_quote_that_never_closes_is_no_crash() {
    let folder = Folder::new();
    folder.file("units.csv", "Id,Name\na,\"Adults\nb,Children\n");
    let run = folder.clew(&["import", "units.csv", "--data", "work"]);
    assert!([0, 1].contains(&run.code), "{run:?}");
}
