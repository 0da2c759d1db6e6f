//! Main parts of pages that are kept while the journal stands where it stood.
//!
//! What a page says of the Book follows from the head of the journal, the day, the address, and what
//! the visitor's roles let them do. A page that says nothing else is made once for all of these, and put
//! into each visitor's own frame. When the journal grows or the day ends, everything is let go.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Response};
use clew_calendar::Day;
use clew_journal::Digest;
use clew_plan::Grant;
use clew_service::Overview;
use maud::{Markup, PreEscaped};

use super::{Page, Section};
use crate::packing::{Effort, Packed, joined};
use crate::{Visit, WebError};

/// The most bytes that are kept; when there are more they are all made anew as they are asked for.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The longest address whose page is kept.
const LONGEST_ADDRESS: usize = 1_024;
/// Stands for the main part in a frame. No text of a page can look like it: all of it is escaped.
const PLACE: &str = "<!--main-->";
/// What pages that change something have, each with an id of its own: they are never kept.
const FORM: &str = "method=\"post\"";

/// Who asks for which page.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Asked {
    path: String,
    query: String,
    grants: Vec<Grant>,
}

impl Asked {
    /// None where the page is not kept.
    fn by(visit: &Visit) -> Option<Self> {
        let short = visit.path.len() + visit.query.len() <= LONGEST_ADDRESS;
        let account = visit.known_as().filter(|_| short)?;
        Some(Self {
            path: visit.path.clone(),
            query: visit.query.clone(),
            grants: account.grants,
        })
    }

    fn size(&self) -> usize {
        self.path.len() + self.query.len() + self.grants.len() * size_of::<Grant>()
    }
}

/// The main part of a page, packed, with what its frame needs. A thousand pages of measures take 12 MB
/// packed and 77 MB plain; whoever takes no packed pages waits for it to be unpacked.
#[derive(Debug)]
struct MainPart {
    section: Section,
    title: String,
    crumbs: Vec<(String, String)>,
    narrow: bool,
    report: bool,
    packed: Packed,
}

impl MainPart {
    fn of(page: &Page<'_>, body: &Markup) -> Self {
        Self {
            section: page.section,
            title: page.title.clone(),
            crumbs: page.crumbs.clone(),
            narrow: page.narrow,
            report: page.report,
            packed: Packed::of(body.0.as_bytes(), Effort::Little),
        }
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.packed.size()
    }

    /// The page of a visitor with this main part.
    fn shown_to(&self, visit: &Visit) -> Response {
        let page = Page {
            crumbs: self.crumbs.clone(),
            narrow: self.narrow,
            report: self.report,
            ..Page::new(visit, self.section, &*self.title)
        };
        let frame = page.markup(PreEscaped(PLACE.to_owned())).into_string();
        let (before, after) = frame.split_once(PLACE).unwrap_or((&frame, ""));
        if !visit.takes_gzip {
            let Some(main) = self.packed.unpacked() else {
                let problem = "a page that was kept cannot be unpacked";
                return WebError::Internal(problem.to_owned()).into_response();
            };
            return Html([before.as_bytes(), &main, after.as_bytes()].concat()).into_response();
        }
        let [before, after] =
            [before, after].map(|text| Packed::of(text.as_bytes(), Effort::Little));
        let file = joined(&[&before, &self.packed, &after]);
        let headers: [(HeaderName, &str); 2] = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        (headers, file).into_response()
    }
}

/// What main parts are made from besides what is asked: the head of the journal and the day.
type MadeOf = (Digest, Day);

#[derive(Debug, Default)]
struct Kept {
    made_of: Option<MadeOf>,
    bytes: usize,
    parts: HashMap<Asked, Arc<MainPart>>,
}

/// The main parts that are kept.
#[derive(Debug, Default)]
pub(crate) struct MainParts(Mutex<Kept>);

impl MainParts {
    fn held(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, made_of: MadeOf, asked: &Asked) -> Option<Arc<MainPart>> {
        let kept = self.held();
        let same = kept.made_of == Some(made_of);
        kept.parts.get(asked).filter(|_| same).cloned()
    }

    fn keep(&self, made_of: MadeOf, asked: Asked, part: Arc<MainPart>) {
        let size = asked.size() + part.size();
        let mut kept = self.held();
        let mut gone = Kept::default();
        if kept.made_of != Some(made_of) || kept.bytes + size > MOST_BYTES {
            gone = std::mem::take(&mut *kept);
            kept.made_of = Some(made_of);
        }
        if kept.parts.insert(asked, part).is_none() {
            kept.bytes += size;
        }
        drop(kept);
        // Given back after the lock is free: it may be much.
        drop(gone);
    }
}

fn made_of(visit: &Visit, overview: &Overview) -> MadeOf {
    (overview.memory().state().head.hash, visit.today())
}

/// The page that is kept of what is asked for, in the visitor's frame; none where it has to be made.
pub(crate) fn kept(visit: &Visit, overview: &Overview) -> Option<Response> {
    let asked = Asked::by(visit)?;
    let parts = visit.app.main_parts();
    let part = parts.get(made_of(visit, overview), &asked)?;
    Some(part.shown_to(visit))
}

impl Page<'_> {
    /// As [`Page::show`], keeping the main part for [`kept`]. For pages that show nothing but what
    /// follows from the Book, the day, the address and the visitor's roles.
    #[must_use]
    pub(crate) fn show_and_keep(self, overview: &Overview, body: Markup) -> Response {
        let asked = self
            .visit
            .and_then(|visit| Some((visit, Asked::by(visit)?)));
        let may = self.problems.is_empty() && !body.0.contains(FORM);
        let Some((visit, asked)) = asked.filter(|_| may) else {
            return self.show(body);
        };
        let part = Arc::new(MainPart::of(&self, &body));
        let response = part.shown_to(visit);
        let made_of = made_of(visit, overview);
        visit.app.main_parts().keep(made_of, asked, part);
        response
    }
}
