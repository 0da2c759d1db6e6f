//! `clew synth`: a synthetic council, written to files or taken over into a database. Nobody in it is real.

mod files;
pub(super) mod recording;

use std::io::Write;
use std::path::PathBuf;

use clew_calendar::Day;
use clew_practice::pack::Pack;
use clew_synth::Size;

use crate::acting::ActingArgs;
use crate::failure::{Failure, Outcome};
use crate::words;

/// The pack whose forms the council fills.
pub(super) const PACK: &str = "scotland";

/// How large a council, of which days, and where it goes.
#[derive(Debug, clap::Args)]
pub struct SynthArgs {
    /// About so many records, give or take a tenth.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000), value_name = "RECORDS")]
    size: u64,
    /// Number from which everything follows: the same seed gives the same council on every machine.
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
    /// First day of recording.
    #[arg(long, value_parser = words::day, default_value = "2016-04-01", value_name = "DAY")]
    from: Day,
    /// Last day: what happens later is not known.
    #[arg(long, value_parser = words::day, default_value = "2026-03-31", value_name = "DAY")]
    to: Day,
    /// Folder that is made, with people.csv, a CSV file for each form, truth.csv and a README.
    #[arg(long, value_name = "FOLDER", required_unless_present = "database", conflicts_with_all = ["database", "account", "id", "despite_clock"])]
    out: Option<PathBuf>,
    #[command(flatten)]
    acting: ActingArgs,
}

impl SynthArgs {
    fn size(&self) -> Size {
        Size::of(self.size).over(self.from, self.to)
    }
}

/// Makes it.
///
/// # Errors
/// When the days cannot be made, the folder is there already, or the database refuses.
pub fn run(args: &SynthArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match &args.out {
        Some(folder) => files::write(args, folder, out)?,
        None => recording::record(args, out)?,
    }
    Ok(Outcome::Clean)
}

/// The pack whose forms the council fills.
fn pack() -> Result<Pack, Failure> {
    Ok(Pack::built_in(PACK)?.0)
}
