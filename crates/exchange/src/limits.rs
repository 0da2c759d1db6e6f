//! How much is read: limits against files that are damaged, hostile or the wrong ones.
//!
//! They stand far above what a council's plans hold (a thousand measures with ten years of monthly
//! figures are 120,000 rows), and each gives an issue that says what to do.

/// The largest CSV or JSON file, in bytes: 40 MiB, about half a million figures.
pub const TEXT_BYTES: u64 = 40 * 1024 * 1024;
/// The largest workbook file, in bytes: 40 MiB.
pub const WORKBOOK_BYTES: u64 = 40 * 1024 * 1024;
/// The most that all parts of a workbook may come to when unpacked, in bytes: 400 MiB.
pub const UNPACKED_BYTES: u64 = 400 * 1024 * 1024;
/// The most that a part over 4 MiB may be larger unpacked than packed. Sheets of figures reach
/// about 30; a bomb reaches 1,000.
pub const UNPACKED_RATIO: u64 = 250;
/// The most parts in a workbook.
pub const PARTS: usize = 5_000;
/// The most rows in a sheet or CSV file.
pub const ROWS: u32 = 600_000;
/// The most columns in a sheet or CSV file.
pub const COLUMNS: u32 = 500;
/// The most filled cells in a sheet.
pub const CELLS: usize = 8_000_000;
/// The largest number, above and below 0: a thousand million million. It stands so far below the
/// end of exact decimals (7.9 × 10^28) that sums, shares and percentages of such numbers have room.
pub const NUMBER: i64 = 1_000_000_000_000_000;
/// The most decimal places that are kept.
pub const DECIMALS: u32 = 10;
/// The most characters in a cell: what a spreadsheet holds.
pub const CELL_CHARACTERS: usize = 32_767;
