//! Numbers, texts and columns as bytes, the lowest byte first.

use super::super::column::{Codes, Column};
use super::unfit;
use crate::MeasureError;

/// Bytes that are being written.
#[derive(Default)]
pub(super) struct Written(pub(super) Vec<u8>);

impl Written {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn length(&mut self, length: usize) {
        self.number(i64::try_from(length).unwrap_or(i64::MAX));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn texts(&mut self, texts: &[String]) {
        self.length(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    pub(super) fn small(&mut self, numbers: &[u8]) {
        self.length(numbers.len());
        self.0.extend_from_slice(numbers);
    }

    pub(super) fn marks(&mut self, marks: &[u16]) {
        self.length(marks.len());
        self.each(marks.iter().map(|mark| mark.to_le_bytes()));
    }

    pub(super) fn numbers(&mut self, numbers: &[u32]) {
        self.length(numbers.len());
        self.each(numbers.iter().map(|number| number.to_le_bytes()));
    }

    fn wide(&mut self, numbers: &[i64]) {
        self.length(numbers.len());
        self.each(numbers.iter().map(|number| number.to_le_bytes()));
    }

    fn each<const WIDTH: usize>(&mut self, values: impl ExactSizeIterator<Item = [u8; WIDTH]>) {
        self.0.reserve(values.len() * WIDTH);
        values.for_each(|value| self.0.extend_from_slice(&value));
    }

    pub(super) fn codes(&mut self, codes: &Codes) {
        match codes {
            Codes::Narrow(codes) => {
                self.byte(1);
                self.small(codes);
            }
            Codes::Wide(codes) => {
                self.byte(2);
                self.marks(codes);
            }
            Codes::Widest(codes) => {
                self.byte(4);
                self.numbers(codes);
            }
        }
    }

    pub(super) fn columns(&mut self, columns: &[Column]) {
        self.length(columns.len());
        for column in columns {
            match column {
                Column::Days(days) => {
                    self.byte(b'd');
                    self.marks(days);
                }
                Column::Numbers(numbers) => {
                    self.byte(b'n');
                    self.wide(numbers);
                }
                Column::Codes(codes) => {
                    self.byte(b'c');
                    self.codes(codes);
                }
            }
        }
    }
}

/// Bytes that are being read.
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Bytes(bytes)
    }

    /// Refuses bytes that nobody read.
    pub(super) fn end(&self) -> Result<(), MeasureError> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(unfit("a part is longer than it says"))
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], MeasureError> {
        let cut = self.0.split_at_checked(count);
        let (taken, rest) = cut.ok_or_else(|| unfit("a part is shorter than it says"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn whole<const WIDTH: usize>(&mut self) -> Result<Vec<[u8; WIDTH]>, MeasureError> {
        Ok(self.slice::<WIDTH>()?.to_vec())
    }

    fn slice<const WIDTH: usize>(&mut self) -> Result<&'a [[u8; WIDTH]], MeasureError> {
        let length = self.length()?.checked_mul(WIDTH);
        let length = length.ok_or_else(|| unfit("a part is shorter than it says"))?;
        Ok(self.take(length)?.as_chunks::<WIDTH>().0)
    }

    pub(super) fn byte(&mut self) -> Result<u8, MeasureError> {
        Ok(self.take(1)?[0])
    }

    pub(super) fn number(&mut self) -> Result<i64, MeasureError> {
        let taken = self.take(8)?.as_chunks::<8>().0;
        Ok(i64::from_le_bytes(taken[0]))
    }

    pub(super) fn length(&mut self) -> Result<usize, MeasureError> {
        usize::try_from(self.number()?).map_err(|_| unfit("a length is below nought"))
    }

    /// A number that is to be of a narrower kind.
    pub(super) fn narrow<Number: TryFrom<i64>>(&mut self) -> Result<Number, MeasureError> {
        let number = self.number()?;
        Number::try_from(number).map_err(|_| unfit(format!("{number} is out of its range")))
    }

    pub(super) fn text(&mut self) -> Result<String, MeasureError> {
        let length = self.length()?;
        let text = std::str::from_utf8(self.take(length)?);
        text.map(str::to_owned)
            .map_err(|_| unfit("a text is not UTF-8"))
    }

    pub(super) fn texts(&mut self) -> Result<Vec<String>, MeasureError> {
        (0..self.length()?).map(|_| self.text()).collect()
    }

    pub(super) fn small(&mut self) -> Result<Vec<u8>, MeasureError> {
        Ok(self.whole::<1>()?.into_flattened())
    }

    pub(super) fn marks(&mut self) -> Result<Vec<u16>, MeasureError> {
        let taken = self.slice()?.iter();
        Ok(taken.map(|bytes| u16::from_le_bytes(*bytes)).collect())
    }

    pub(super) fn numbers(&mut self) -> Result<Vec<u32>, MeasureError> {
        let taken = self.slice()?.iter();
        Ok(taken.map(|bytes| u32::from_le_bytes(*bytes)).collect())
    }

    fn wide(&mut self) -> Result<Vec<i64>, MeasureError> {
        let taken = self.slice()?.iter();
        Ok(taken.map(|bytes| i64::from_le_bytes(*bytes)).collect())
    }

    pub(super) fn codes(&mut self) -> Result<Codes, MeasureError> {
        match self.byte()? {
            1 => self.small().map(Codes::Narrow),
            2 => self.marks().map(Codes::Wide),
            4 => self.numbers().map(Codes::Widest),
            width => Err(unfit(format!("codes are {width} bytes wide"))),
        }
    }

    pub(super) fn columns(&mut self) -> Result<Vec<Column>, MeasureError> {
        let column = |bytes: &mut Self| match bytes.byte()? {
            b'd' => bytes.marks().map(Column::Days),
            b'n' => bytes.wide().map(Column::Numbers),
            b'c' => bytes.codes().map(Column::Codes),
            kind => Err(unfit(format!("there are no columns of kind {kind}"))),
        };
        (0..self.length()?).map(|_| column(self)).collect()
    }
}
