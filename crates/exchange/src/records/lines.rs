//! Rows of a CSV file, one by one: whatever is in it, never more of it is in memory than one row may be long.
//!
//! A quotation mark that is opened and not closed would swallow what follows it. Here it costs one line: where a row
//! of several lines does not close, grows too long or does not have as many cells as the heading, its first line is
//! handed on as broken, and the lines after it are read again.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _};

/// The longest row, in bytes.
pub(super) const LONGEST_ROW: usize = 256 * 1024;

/// A row, or a line that is none.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct RawRow {
    /// The line on which it begins, counted from 1.
    pub(super) line: u64,
    /// As it stands in the file, with its end of line.
    pub(super) bytes: Vec<u8>,
    /// Its cells, or why there are none.
    pub(super) cells: Result<Vec<Vec<u8>>, Broken>,
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Broken {
    /// A quotation mark is opened and not closed, or swallowed its neighbours.
    OpenQuotation,
    /// It is longer than a row may be.
    TooLong,
}

/// One line of the file.
#[derive(Debug)]
struct Line {
    number: u64,
    bytes: Vec<u8>,
    cut: bool,
}

/// Reads rows.
pub(super) struct Rows<'i> {
    input: &'i mut dyn BufRead,
    separator: u8,
    next: u64,
    /// Lines that were read ahead and are to be read again.
    again: VecDeque<Line>,
    /// How many cells the heading has, once it is known.
    width: Option<usize>,
}

impl<'i> Rows<'i> {
    pub(super) fn new(input: &'i mut dyn BufRead, separator: u8) -> Rows<'i> {
        Rows {
            input,
            separator,
            next: 1,
            again: VecDeque::new(),
            width: None,
        }
    }

    /// Says how many cells a row has: one of several lines with another number is broken.
    pub(super) fn expect(&mut self, width: usize) {
        self.width = Some(width);
    }

    /// The next row that is not blank; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub(super) fn next_row(&mut self) -> io::Result<Option<RawRow>> {
        loop {
            let Some(line) = self.line()? else {
                return Ok(None);
            };
            if line.bytes.iter().all(u8::is_ascii_whitespace) && !line.cut {
                continue;
            }
            return self.row(line).map(Some);
        }
    }

    fn row(&mut self, first: Line) -> io::Result<RawRow> {
        if first.cut {
            return Ok(broken(first, Broken::TooLong));
        }
        if let Some(cells) = split(&first.bytes, self.separator, false) {
            return Ok(RawRow {
                line: first.number,
                bytes: first.bytes,
                cells: Ok(cells),
            });
        }
        let (mut joined, mut more) = (first.bytes.clone(), VecDeque::new());
        loop {
            let line = self.line()?;
            let ends = line
                .as_ref()
                .is_none_or(|line| line.cut || joined.len() + line.bytes.len() > LONGEST_ROW);
            if let Some(line) = line {
                joined.extend_from_slice(&line.bytes);
                more.push_back(line);
            }
            let cells = (!ends)
                .then(|| split(&joined, self.separator, true))
                .flatten();
            let fits = cells
                .as_ref()
                .is_some_and(|cells| self.width.is_none_or(|width| width == cells.len()));
            match cells {
                Some(cells) if fits => {
                    return Ok(RawRow {
                        line: first.number,
                        bytes: joined,
                        cells: Ok(cells),
                    });
                }
                None if !ends => {}
                _ => break,
            }
        }
        more.append(&mut self.again);
        self.again = more;
        Ok(broken(first, Broken::OpenQuotation))
    }

    /// The next line with its end; of one that is too long only the beginning.
    fn line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let most = LONGEST_ROW as u64;
        self.input.take(most).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let number = self.next;
        self.next += 1;
        let cut = bytes.len() as u64 == most && bytes.last() != Some(&b'\n');
        if cut {
            skip_line(self.input)?;
        }
        if number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        Ok(Some(Line { number, bytes, cut }))
    }
}

fn broken(line: Line, why: Broken) -> RawRow {
    RawRow {
        line: line.number,
        bytes: line.bytes,
        cells: Err(why),
    }
}

/// Passes over the rest of a line.
fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let held = input.fill_buf()?;
        let (length, ended) = match held.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (held.len(), held.is_empty()),
        };
        input.consume(length);
        if ended {
            return Ok(());
        }
    }
}

/// The cells of a row; none where a quotation mark is still open at its end or, for the `strict`, where something stands
/// between a closing one and the end of its cell: over several lines that is the opening one of another cell.
fn split(bytes: &[u8], separator: u8, strict: bool) -> Option<Vec<Vec<u8>>> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let mut cells = Vec::new();
    let (mut cell, mut quoted, mut fresh, mut closed) = (Vec::new(), false, true, false);
    let mut signs = bytes.iter().copied().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            b'"' if quoted && signs.peek() == Some(&b'"') => {
                signs.next();
                cell.push(b'"');
            }
            b'"' if quoted => (quoted, closed) = (false, true),
            b'"' if fresh => quoted = true,
            _ if sign == separator && !quoted => {
                cells.push(std::mem::take(&mut cell));
                (fresh, closed) = (true, false);
                continue;
            }
            _ if strict && closed => return None,
            _ => cell.push(sign),
        }
        fresh = false;
    }
    cells.push(cell);
    (!quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8], width: usize) -> Vec<RawRow> {
        let mut input = text;
        let mut rows = Rows::new(&mut input, b',');
        rows.expect(width);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            all.push(row);
        }
        all
    }

    fn texts(row: &RawRow) -> Vec<String> {
        let cells = row.cells.as_ref().unwrap().iter();
        cells
            .map(|cell| String::from_utf8(cell.clone()).unwrap())
            .collect()
    }

    #[test]
    fn quotation_marks_keep_separators_and_lines_together() {
        let read = rows(
            b"1,\"a, b\"\r\n\n2,\"two\nlines \"\"so\"\"\"\n3,12\" pipe",
            2,
        );
        assert_eq!(texts(&read[0]), ["1", "a, b"]);
        assert_eq!(texts(&read[1]), ["2", "two\nlines \"so\""]);
        assert_eq!(texts(&read[2]), ["3", "12\" pipe"]);
        let lines: Vec<u64> = read.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn an_open_quotation_mark_costs_one_line_and_not_those_after_it() {
        for text in ["1,\"open\n2,b\n3,c\n", "1,\"open\n2,b\n3,\"c\"\n"] {
            let read = rows(text.as_bytes(), 2);
            assert_eq!(read[0].cells, Err(Broken::OpenQuotation), "{text}");
            let lines: Vec<u64> = read.iter().map(|row| row.line).collect();
            assert_eq!(lines, [1, 2, 3], "{text}");
            assert_eq!(texts(&read[2]), ["3", "c"]);
        }
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let mut text = vec![b'x'; LONGEST_ROW * 3];
        text.extend_from_slice(b"\n2,b\n");
        let read = rows(&text, 2);
        assert_eq!(read[0].cells, Err(Broken::TooLong));
        assert!(read[0].bytes.len() <= LONGEST_ROW);
        assert_eq!(
            (read[1].line, texts(&read[1])),
            (2, vec!["2".into(), "b".into()])
        );
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_writes_is_read_as_it_was(
            cells in prop::collection::vec(prop::collection::vec("[a\", \n=é]{0,6}", 3), 1..8)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let read = rows(&writer.into_inner().unwrap(), 3);
            let read: Vec<Vec<String>> = read.iter().map(texts).collect();
            prop_assert_eq!(read, cells);
        }

        #[test]
        fn every_line_is_in_one_row_whatever_stands_in_it(
            text in prop::collection::vec(prop::sample::select(b"a\",\n\n\r\xff\0".to_vec()), 0..200)
        ) {
            let read = rows(&text, 2);
            let mut bytes: Vec<u8> = read.iter().flat_map(|row| row.bytes.clone()).collect();
            let mut all = text.clone();
            // Blank lines between rows are passed over.
            bytes.retain(|byte| !byte.is_ascii_whitespace());
            all.retain(|byte| !byte.is_ascii_whitespace());
            prop_assert_eq!(bytes, all);
        }
    }
}
