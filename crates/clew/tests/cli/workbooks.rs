//! Workbooks made by hand, byte by byte, as no careful program would write them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A zip with the parts given.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An Excel workbook with one sheet, whose inside (`sheetData` and what follows) is given.
pub(crate) fn excel(sheet: &str, inside: &str) -> Vec<u8> {
    excel_with(sheet, inside.as_bytes(), &[])
}

/// The same with further parts.
pub(crate) fn excel_with(sheet: &str, inside: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let opening = format!("<worksheet xmlns=\"{MAIN}\">");
    let content = [opening.as_bytes(), inside, b"</worksheet>"].concat();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", &content),
    ];
    parts.extend(more);
    zipped(&parts)
}

/// The rows of a sheet: each cell is the inside of its `c` element, with the attributes it needs.
pub(crate) fn rows(rows: &[&[Cell<'_>]]) -> String {
    let mut text = "<sheetData>".to_owned();
    for (index, cells) in rows.iter().enumerate() {
        let row = index + 1;
        text.push_str(&format!("<row r=\"{row}\">"));
        for (column, cell) in (b'A'..=b'Z').map(char::from).zip(cells.iter()) {
            text.push_str(&cell.written(&format!("{column}{row}")));
        }
        text.push_str("</row>");
    }
    text + "</sheetData>"
}

/// A cell of a hand-made sheet.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number(&'a str),
    /// A formula whose result the file does not hold.
    FormulaAlone(&'a str),
    /// A formula with the result it had.
    Formula(&'a str, &'a str),
}

impl Cell<'_> {
    fn written(self, place: &str) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => {
                format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            }
            Self::Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
            Self::FormulaAlone(formula) => format!("<c r=\"{place}\"><f>{formula}</f></c>"),
            Self::Formula(formula, result) => {
                format!("<c r=\"{place}\"><f>{formula}</f><v>{result}</v></c>")
            }
        }
    }
}

/// Bytes of an OLE compound file, one sector of 512 bytes after another, with one stream name in
/// its directory: what Office writes round a workbook that has a password.
pub(crate) fn compound_file(stream: &str) -> Vec<u8> {
    const FREE: u32 = 0xffff_ffff;
    const END: u32 = 0xffff_fffe;
    let mut header = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    header.resize(24, 0);
    for half in [0x3e_u16, 3, 0xfffe, 9, 6] {
        header.extend(half.to_le_bytes());
    }
    header.resize(44, 0);
    for word in [1_u32, 1, 0, 4096, END, 0, END, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    header.resize(512, 0xff);
    let mut table: Vec<u8> = [0xffff_fffd_u32, END]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect();
    table.resize(512, 0xff);
    let mut directory = directory_entry("Root Entry", 5, 1);
    directory.extend(directory_entry(stream, 2, FREE));
    directory.resize(512, 0);
    [header, table, directory].concat()
}

fn directory_entry(name: &str, kind: u8, child: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for word in [u32::MAX, u32::MAX, child] {
        entry.extend(word.to_le_bytes());
    }
    entry.resize(128, 0);
    entry
}
