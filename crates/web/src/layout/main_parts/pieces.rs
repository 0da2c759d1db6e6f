//! Pieces: large parts of pages that are the same for everybody, made and packed once for each head of the
//! journal, and put where their places stand in a body.

use std::sync::Arc;

use clew_calendar::Day;
use clew_service::Overview;
use maud::{Markup, PreEscaped};

use super::{MadeOf, MainParts};
use crate::App;
use crate::packing::{Effort, Packed};

/// A part of a page that was packed by itself.
#[derive(Clone, Debug)]
pub(crate) struct Piece(Arc<Packed>);

impl Piece {
    /// Stands for the piece with this number in a body. No text of a page can look like it.
    pub(crate) fn place(number: usize) -> Markup {
        PreEscaped(place(number))
    }
}

fn place(number: usize) -> String {
    format!("<!--piece {number}-->")
}

/// The piece that is kept by this name, or made now. What it says follows from the Book, the day and the
/// name alone.
pub(crate) fn piece(
    app: &App,
    overview: &Overview,
    today: Day,
    name: &str,
    make: impl FnOnce() -> Markup,
) -> Piece {
    let made_of = (overview.memory().book_entry(), today);
    app.main_parts().piece(made_of, name, make)
}

impl MainParts {
    fn piece(&self, made_of: MadeOf, name: &str, make: impl FnOnce() -> Markup) -> Piece {
        if let Some(piece) = self.kept_piece(made_of, name) {
            return piece;
        }
        let piece = Piece(Arc::new(Packed::of(make().0.as_bytes(), Effort::Little)));
        let size = name.len() + piece.0.size();
        let mut kept = self.held();
        let gone = kept.room(made_of, size);
        if kept.pieces.insert(name.to_owned(), piece.clone()).is_none() {
            kept.bytes += size;
        }
        drop(kept);
        drop(gone);
        piece
    }

    fn kept_piece(&self, made_of: MadeOf, name: &str) -> Option<Piece> {
        let kept = self.held();
        let same = kept.made_of == Some(made_of);
        kept.pieces.get(name).filter(|_| same).cloned()
    }
}

/// A body as packed parts, with the pieces in their places.
pub(super) fn packed(body: &str, pieces: &[Piece]) -> Vec<Arc<Packed>> {
    let pack = |text: &str| Arc::new(Packed::of(text.as_bytes(), Effort::Little));
    let mut parts = Vec::with_capacity(2 * pieces.len() + 1);
    let mut rest = body;
    for (number, piece) in pieces.iter().enumerate() {
        if let Some((before, after)) = rest.split_once(&place(number)) {
            parts.push(pack(before));
            parts.push(Arc::clone(&piece.0));
            rest = after;
        }
    }
    parts.push(pack(rest));
    parts
}

/// A body with the pieces in their places, as it is shown where nothing is packed.
pub(super) fn whole(body: Markup, pieces: &[Piece]) -> Markup {
    let mut text = body.0;
    for (number, piece) in pieces.iter().enumerate() {
        let plain = piece.0.unpacked().unwrap_or_default();
        text = text.replacen(&place(number), &String::from_utf8_lossy(&plain), 1);
    }
    PreEscaped(text)
}
