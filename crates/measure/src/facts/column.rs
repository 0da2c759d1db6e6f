//! Columns: one value a record, in as few bytes as they need.

use super::day::NO_DAY;

/// A column of small codes; 0 is none. It is made wider when a code asks for it.
#[derive(Clone, Debug)]
pub(crate) enum Codes {
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
    Widest(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Codes {
        Codes::Narrow(Vec::new())
    }
}

impl Codes {
    pub(crate) fn get(&self, row: usize) -> u32 {
        match self {
            Codes::Narrow(codes) => u32::from(codes[row]),
            Codes::Wide(codes) => u32::from(codes[row]),
            Codes::Widest(codes) => codes[row],
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Codes::Narrow(codes) => codes.len(),
            Codes::Wide(codes) => codes.len(),
            Codes::Widest(codes) => codes.len(),
        }
    }

    pub(crate) fn push(&mut self, code: u32) {
        self.insert(self.len(), code);
    }

    pub(crate) fn insert(&mut self, row: usize, code: u32) {
        self.make_room_for(code);
        match self {
            Codes::Narrow(codes) => codes.insert(row, u8::try_from(code).unwrap_or(0)),
            Codes::Wide(codes) => codes.insert(row, u16::try_from(code).unwrap_or(0)),
            Codes::Widest(codes) => codes.insert(row, code),
        }
    }

    pub(crate) fn set(&mut self, row: usize, code: u32) {
        self.make_room_for(code);
        match self {
            Codes::Narrow(codes) => codes[row] = u8::try_from(code).unwrap_or(0),
            Codes::Wide(codes) => codes[row] = u16::try_from(code).unwrap_or(0),
            Codes::Widest(codes) => codes[row] = code,
        }
    }

    pub(crate) fn remove(&mut self, row: usize) {
        match self {
            Codes::Narrow(codes) => drop(codes.remove(row)),
            Codes::Wide(codes) => drop(codes.remove(row)),
            Codes::Widest(codes) => drop(codes.remove(row)),
        }
    }

    pub(crate) fn chosen(&self, rows: &[u32]) -> Codes {
        match self {
            Codes::Narrow(codes) => Codes::Narrow(chosen(codes, rows)),
            Codes::Wide(codes) => Codes::Wide(chosen(codes, rows)),
            Codes::Widest(codes) => Codes::Widest(chosen(codes, rows)),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Codes::Narrow(codes) => codes.capacity(),
            Codes::Wide(codes) => codes.capacity() * 2,
            Codes::Widest(codes) => codes.capacity() * 4,
        }
    }

    fn make_room_for(&mut self, code: u32) {
        match self {
            Codes::Narrow(codes) if code > u32::from(u8::MAX) => {
                *self = Codes::Wide(codes.iter().map(|code| u16::from(*code)).collect());
                self.make_room_for(code);
            }
            Codes::Wide(codes) if code > u32::from(u16::MAX) => {
                *self = Codes::Widest(codes.iter().map(|code| u32::from(*code)).collect());
            }
            _ => {}
        }
    }
}

/// The values of the rows, in the rows' order.
pub(crate) fn chosen<Value: Copy>(values: &[Value], rows: &[u32]) -> Vec<Value> {
    rows.iter().map(|row| values[*row as usize]).collect()
}

/// A column of a form's field. Values go in and out as whole numbers: a day's mark, a scaled
/// number, a code; [`Column::nothing`] is the number of an empty field.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    Days(Vec<u16>),
    Numbers(Vec<i64>),
    Codes(Codes),
}

/// The number that stands for no number.
pub(crate) const NO_NUMBER: i64 = i64::MIN;

impl Column {
    /// What stands for an empty field in a column of this kind.
    pub(crate) fn nothing(&self) -> i64 {
        match self {
            Column::Days(_) => i64::from(NO_DAY),
            Column::Numbers(_) => NO_NUMBER,
            Column::Codes(_) => 0,
        }
    }

    /// A column of the same kind without a row.
    pub(crate) fn emptied(&self) -> Column {
        match self {
            Column::Days(_) => Column::Days(Vec::new()),
            Column::Numbers(_) => Column::Numbers(Vec::new()),
            Column::Codes(_) => Column::Codes(Codes::default()),
        }
    }

    pub(crate) fn get(&self, row: usize) -> i64 {
        match self {
            Column::Days(days) => i64::from(days[row]),
            Column::Numbers(numbers) => numbers[row],
            Column::Codes(codes) => i64::from(codes.get(row)),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Column::Days(days) => days.len(),
            Column::Numbers(numbers) => numbers.len(),
            Column::Codes(codes) => codes.len(),
        }
    }

    pub(crate) fn push(&mut self, value: i64) {
        self.insert(self.len(), value);
    }

    pub(crate) fn insert(&mut self, row: usize, value: i64) {
        match self {
            Column::Days(days) => days.insert(row, as_mark(value)),
            Column::Numbers(numbers) => numbers.insert(row, value),
            Column::Codes(codes) => codes.insert(row, as_code(value)),
        }
    }

    pub(crate) fn set(&mut self, row: usize, value: i64) {
        match self {
            Column::Days(days) => days[row] = as_mark(value),
            Column::Numbers(numbers) => numbers[row] = value,
            Column::Codes(codes) => codes.set(row, as_code(value)),
        }
    }

    pub(crate) fn remove(&mut self, row: usize) {
        match self {
            Column::Days(days) => drop(days.remove(row)),
            Column::Numbers(numbers) => drop(numbers.remove(row)),
            Column::Codes(codes) => codes.remove(row),
        }
    }

    pub(crate) fn chosen(&self, rows: &[u32]) -> Column {
        match self {
            Column::Days(days) => Column::Days(chosen(days, rows)),
            Column::Numbers(numbers) => Column::Numbers(chosen(numbers, rows)),
            Column::Codes(codes) => Column::Codes(codes.chosen(rows)),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Column::Days(days) => days.capacity() * 2,
            Column::Numbers(numbers) => numbers.capacity() * 8,
            Column::Codes(codes) => codes.bytes(),
        }
    }
}

fn as_mark(value: i64) -> u16 {
    u16::try_from(value).unwrap_or(NO_DAY)
}

fn as_code(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}
