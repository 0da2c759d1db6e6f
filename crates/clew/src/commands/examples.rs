//! `clew examples`: the plans and reports embedded in the program.

use std::io::Write;

use crate::failure::{Failure, Outcome};

/// Lists the embedded examples, one a line with its size.
///
/// # Errors
/// When an example cannot be read or the list cannot be written.
pub fn run(out: &mut dyn Write) -> Result<Outcome, Failure> {
    for name in clew_exchange::examples::names() {
        let book = clew_exchange::examples::load(name)?;
        let (measures, actions) = (book.measures.len(), book.actions.len());
        writeln!(
            out,
            "{name:<32} {measures:>4} measures  {actions:>4} actions  {} findings",
            book.findings.len()
        )?;
    }
    Ok(Outcome::Clean)
}
