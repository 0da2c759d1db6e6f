//! What can be done, one file an idea.

mod accounts;
mod cycles;
mod figures;
mod founding;
mod freezing;
mod records;
mod returns;
mod take;

pub use cycles::CycleRequest;
pub use figures::{Comment, FigureRequest};
pub use freezing::FreezeRequest;
pub use returns::{Outstanding, ReturnsOf};
pub use take::Incoming;
