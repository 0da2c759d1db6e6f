//! What can be done, one file an idea.

mod accounts;
<<<<<<< HEAD
mod copying;
=======
mod amending;
>>>>>>> 427941b (A form reads one record as strictly as a row of a sheet, and changes the very record it was opened on)
mod cycles;
mod figures;
mod founding;
mod freezing;
mod lines;
mod reassigning;
mod records;
mod returns;
mod scrutiny;
mod settled;
mod since;
mod take;
mod unsettled;
mod working;

pub use copying::{CopyForward, CopyPart};
pub use cycles::CycleRequest;
pub use figures::{Comment, FigureRequest};
pub(crate) use figures::{
    Rounds, as_requested, cycle_subject, more_than_all, not_from_counts, return_key,
};
pub use freezing::FreezeRequest;
pub(crate) use freezing::{freeze_called, without_provenance};
pub(crate) use lines::{line, line_if_shown, lines};
pub use reassigning::{ReassignRequest, Reassigned};
pub(crate) use records::measure_called;
pub use returns::{Outstanding, ReturnsOf};
<<<<<<< HEAD
pub use scrutiny::{AnswerRequest, AskRequest};
=======
pub(crate) use settled::NEEDS_REASON;
>>>>>>> 427941b (A form reads one record as strictly as a row of a sheet, and changes the very record it was opened on)
pub use take::Incoming;
pub use working::{ActionUpdate, ExtendRequest};
