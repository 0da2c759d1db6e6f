//! Main parts of pages that are kept while the journal stands where it stood.
//!
//! What a page says of the Book follows from the last entry of the journal that is not of practice, the day,
//! the address, and what the visitor's roles let them do. A page that says nothing else is made once for all of these, and put
//! into each visitor's own frame. When the journal grows or the day ends, everything is let go.

mod asked;
mod frames;
mod pieces;
mod plain;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use clew_calendar::Day;
use clew_service::Overview;
use maud::Markup;

use self::asked::Asked;
use self::frames::Frames;
pub(crate) use self::pieces::{Piece, piece};
use self::plain::Plain;
use super::{Page, Section};
use crate::Visit;
use crate::packing::{Packed, joined};

/// The most bytes that are kept; when there are more they are all made anew as they are asked for.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What pages that change something have, each with an id of its own: they are never kept.
const FORM: &str = "method=\"post\"";

/// The main part of a page, packed, with what its frame needs. A thousand pages of measures take 12 MB
/// packed and 77 MB plain: only those that were asked for plain lately are kept plain as well.
#[derive(Debug)]
struct MainPart {
    section: Section,
    title: String,
    crumbs: Vec<(String, String)>,
    narrow: bool,
    report: bool,
    packed: Vec<Arc<Packed>>,
    /// As it is for whoever takes no packed pages.
    plain: Plain,
    /// Each visitor's frame around it.
    frames: Frames,
}

impl MainPart {
    fn of(page: &Page<'_>, body: &Markup, pieces: &[Piece]) -> Self {
        Self {
            section: page.section,
            title: page.title.clone(),
            crumbs: page.crumbs.clone(),
            narrow: page.narrow,
            report: page.report,
            packed: pieces::packed(&body.0, pieces),
            plain: Plain::default(),
            frames: Frames::default(),
        }
    }

    fn size(&self) -> usize {
        let packed: usize = self.packed.iter().map(|packed| packed.size()).sum();
        size_of::<Self>() + packed
    }

    /// The page of a visitor that has this main part.
    fn page<'visit>(&self, visit: &'visit Visit) -> Page<'visit> {
        Page {
            crumbs: self.crumbs.clone(),
            narrow: self.narrow,
            report: self.report,
            ..Page::new(visit, self.section, &*self.title)
        }
    }

    /// The page of a visitor with this main part.
    fn shown_to(&self, visit: &Visit) -> Response {
        match visit.takes_gzip {
            true => self.packed_for(visit),
            false => self.plain_for(visit),
        }
    }

    fn packed_for(&self, visit: &Visit) -> Response {
        let account = visit.session.as_ref().map(|session| &session.account);
        let parts = visit.app.main_parts();
        let frame = self.frames.get(account).unwrap_or_else(|| {
            let frame = frames::packed(self.page(visit));
            parts.keep_frame(self, account, &frame);
            frame
        });
        let mut pieces: Vec<&Packed> = Vec::with_capacity(self.packed.len() + 2);
        pieces.push(&frame.before);
        pieces.extend(self.packed.iter().map(|packed| &**packed));
        pieces.push(&frame.after);
        let headers: [(HeaderName, &str); 2] = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        (headers, joined(&pieces)).into_response()
    }
}

/// What main parts are made from besides what is asked: the last entry of the journal that is not of practice, and the
/// day. People and records are written all the time, and no page that is kept says anything of them.
type MadeOf = (u64, Day);

#[derive(Debug, Default)]
struct Kept {
    made_of: Option<MadeOf>,
    bytes: usize,
    /// How many of the bytes are of frames.
    frame_bytes: usize,
    /// The bytes of the parts that are kept plain; they have their own limit.
    plain_bytes: usize,
    parts: HashMap<Asked, Arc<MainPart>>,
    pieces: HashMap<String, Piece>,
}

impl Kept {
    /// Makes room for so many bytes that were made of this; what has to go for it.
    fn room(&mut self, made_of: MadeOf, size: usize) -> Self {
        let mut gone = Self::default();
        if self.made_of != Some(made_of) || self.bytes + size > MOST_BYTES {
            gone = std::mem::take(self);
            self.made_of = Some(made_of);
        }
        gone
    }
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
        let gone = kept.room(made_of, size);
        if kept.parts.insert(asked, part).is_none() {
            kept.bytes += size;
        }
        drop(kept);
        // Given back after the lock is free: it may be much.
        drop(gone);
    }
}

fn made_of(visit: &Visit, overview: &Overview) -> MadeOf {
    (overview.memory().book_entry(), visit.today())
}

/// The page that is kept of what is asked for, in the visitor's frame; none where it has to be made.
pub(crate) fn kept(visit: &Visit, overview: &Overview) -> Option<Response> {
    kept_as(visit, overview, Asked::by(visit)?)
}

/// As [`kept`], of a page that shows something of the visitor's own.
pub(crate) fn kept_own(visit: &Visit, overview: &Overview) -> Option<Response> {
    kept_as(visit, overview, Asked::by_one(visit)?)
}

fn kept_as(visit: &Visit, overview: &Overview, asked: Asked) -> Option<Response> {
    let parts = visit.app.main_parts();
    let part = parts.get(made_of(visit, overview), &asked)?;
    Some(part.shown_to(visit))
}

impl Page<'_> {
    /// As [`Page::show`], keeping the main part for [`kept`]. For pages that show nothing but what
    /// follows from the Book, the day, the address and the visitor's roles.
    #[must_use]
    pub(crate) fn show_and_keep(self, overview: &Overview, body: Markup) -> Response {
        self.show_with_pieces(overview, body, &[])
    }

    /// As [`Page::show_and_keep`], with these pieces in the body where [`Piece::place`] stands for them.
    #[must_use]
    pub(crate) fn show_with_pieces(
        self,
        overview: &Overview,
        body: Markup,
        pieces: &[Piece],
    ) -> Response {
        let asked = self.visit.and_then(Asked::by);
        self.show_and_keep_as(overview, asked, body, pieces)
    }

    /// As [`Page::show_and_keep`], for [`kept_own`]: for pages that show something of the visitor's own,
    /// which follows from the Book too.
    #[must_use]
    pub(crate) fn show_and_keep_own(self, overview: &Overview, body: Markup) -> Response {
        let asked = self.visit.and_then(Asked::by_one);
        self.show_and_keep_as(overview, asked, body, &[])
    }

    fn show_and_keep_as(
        self,
        overview: &Overview,
        asked: Option<Asked>,
        body: Markup,
        pieces: &[Piece],
    ) -> Response {
        let may = self.problems.is_empty() && !body.0.contains(FORM);
        let Some((visit, asked)) = self.visit.zip(asked).filter(|_| may) else {
            return self.show(pieces::whole(body, pieces));
        };
        let part = Arc::new(MainPart::of(&self, &body, pieces));
        let response = match visit.takes_gzip {
            true => part.shown_to(visit),
            false => self.show(pieces::whole(body, pieces)),
        };
        let made_of = made_of(visit, overview);
        visit.app.main_parts().keep(made_of, asked, part);
        response
    }
}
