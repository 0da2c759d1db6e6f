//! What a request empties. What it does not give stays as it is, so to leave a field out does not empty
//! it: a form, which shows every field, says so of each that its sender has cleared.

/// A field that a request empties.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Emptied {
    /// The day a figure's data was drawn.
    AsAt,
    /// How far a figure can be relied on.
    Reliability,
    /// The evidence of a figure, or of an action.
    Evidence,
    /// How much of an action is done.
    Percent,
    /// What the caller said about a figure: it is withdrawn, and stays in the journal.
    Comment,
}

/// What a field becomes: what is given, nothing where it is emptied, else what it is.
pub(super) fn becomes<T>(given: Option<T>, emptied: bool, there: Option<T>) -> Option<T> {
    given.or(there.filter(|_| !emptied))
}
