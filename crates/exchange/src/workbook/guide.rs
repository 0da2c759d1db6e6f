//! The sheet that explains the others, and the hidden sheet with the words of the lists.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::sheet::how_to_write;
use super::{GUIDE, WORDS};
use crate::columns::{Table, columns};
use crate::grid::column_letters;
use crate::made_at::{ABOUT, ENTRY, HASH, MadeAt};

/// Writes the explaining sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    tables: impl Iterator<Item = Table>,
) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    let title = Format::new().set_bold().set_font_size(16);
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let heading = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xDC_E6_EC))
        .set_align(FormatAlign::Top);
    for (index, width) in (0_u16..).zip([24.0, 26.0, 10.0, 60.0, 60.0]) {
        sheet.set_column_width(index, width)?;
    }
    sheet.write_string_with_format(0, 0, "A plan for Clew", &title)?;
    let lines = [
        "Each sheet holds one kind of record, one row each. Fill in the sheets you need and leave or delete the others.",
        "Dark headings are needed in every row. Rest the pointer on a heading to read what belongs there.",
        "Headings may be renamed to common other names, moved or left out; columns that are not known are reported.",
        "Begin with Plans, Outcomes and Measures; then Targets and Figures, which refer to measures by code.",
        "Import it with: clew import FILE --data FOLDER --dry-run, which lists what is wrong and changes nothing.",
    ];
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    let first = 7;
    for (index, text) in (0_u16..).zip([
        "Sheet",
        "Column",
        "Needed",
        "What it means",
        "How it is written",
    ]) {
        sheet.write_string_with_format(first, index, text, &heading)?;
    }
    let rows = tables.flat_map(|table| columns(table).iter().map(move |column| (table, column)));
    for (row, (table, column)) in (first + 1..).zip(rows) {
        sheet.write_string_with_format(row, 0, table.sheet(), &wrap)?;
        sheet.write_string_with_format(row, 1, column.heading().as_ref(), &wrap)?;
        sheet.write_string_with_format(row, 2, if column.required { "yes" } else { "" }, &wrap)?;
        sheet.write_string_with_format(row, 3, column.note, &wrap)?;
        sheet.write_string_with_format(row, 4, how_to_write(column.cell), &wrap)?;
    }
    sheet.set_freeze_panes(first + 1, 0)?;
    Ok(())
}

/// Writes the sheet that says which entry of a journal the workbook was made at.
pub(crate) fn about(sheet: &mut Worksheet, made_at: &MadeAt) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    sheet.set_column_width(0, 24.0)?;
    sheet.set_column_width(1, 26.0)?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_string_with_format(0, 0, ABOUT, &title)?;
    let lines = [
        "These sheets were written from a Clew database, as it was after the entry named here.",
        "When they are imported again, Clew uses it to tell what was changed here from what others",
        "have changed there since, and asks where the two meet. Leave this sheet as it is.",
    ];
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    sheet.write_string(5, 0, ENTRY[0])?;
    sheet.write_string(5, 1, made_at.entry.to_string())?;
    if let Some(hash) = &made_at.hash {
        sheet.write_string(6, 0, HASH[0])?;
        sheet.write_string(6, 1, hash)?;
    }
    Ok(())
}

/// The word lists used so far; each has a column of the hidden sheet.
#[derive(Default)]
pub(super) struct Words {
    lists: Vec<Vec<String>>,
}

impl Words {
    /// The cells that hold a list; it is added if it is new.
    pub(super) fn range(&mut self, words: &[&str]) -> Option<String> {
        let known = self
            .lists
            .iter()
            .position(|list| list.iter().eq(words.iter()));
        let place = known.unwrap_or_else(|| {
            self.lists
                .push(words.iter().map(|word| (*word).to_owned()).collect());
            self.lists.len() - 1
        });
        let letters = column_letters(u32::try_from(place).ok()?);
        Some(format!("'{WORDS}'!${letters}$1:${letters}${}", words.len()))
    }

    /// Writes the hidden sheet.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(WORDS)?;
        for (column, list) in (0_u16..).zip(&self.lists) {
            for (row, word) in (0_u32..).zip(list) {
                sheet.write_string(row, column, word)?;
            }
        }
        sheet.set_hidden(true);
        Ok(())
    }
}
