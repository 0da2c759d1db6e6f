//! What a main part is kept under: the address, and whoever may be shown it.

use clew_plan::{AccountId, Grant};

use crate::Visit;

/// The longest address whose page is kept.
const LONGEST_ADDRESS: usize = 1_024;

/// Who may be shown a page that was made for another visit.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum For {
    /// Whoever has these roles.
    Roles(Vec<Grant>),
    /// One account.
    One(AccountId),
}

/// Who asks for which page.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct Asked {
    path: String,
    query: String,
    of: For,
}

impl Asked {
    /// A page that all with the visitor's roles share; none where the page is not kept.
    pub(super) fn by(visit: &Visit) -> Option<Self> {
        let account = visit.known_as()?;
        Self::of(visit, For::Roles(account.grants))
    }

    /// A page of the visitor's own; none where the page is not kept.
    pub(super) fn by_one(visit: &Visit) -> Option<Self> {
        let session = visit.session.as_ref()?;
        Self::of(visit, For::One(session.account.clone()))
    }

    fn of(visit: &Visit, of: For) -> Option<Self> {
        let short = visit.path.len() + visit.query.len() <= LONGEST_ADDRESS;
        short.then(|| Self {
            path: visit.path.clone(),
            query: visit.query.clone(),
            of,
        })
    }

    /// Its bytes.
    pub(super) fn size(&self) -> usize {
        let of = match &self.of {
            For::Roles(grants) => grants.len() * size_of::<Grant>(),
            For::One(account) => account.as_str().len(),
        };
        self.path.len() + self.query.len() + of
    }
}
