//! One pass over the columns, shared among threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::block::{BLOCK, Block};
use super::plan::Plan;
use super::tally::Tally;
use super::view::View;

/// How many rows a thread takes at a time.
const PIECE: usize = 64 * BLOCK;

/// Some rows of a table.
struct Piece<'a> {
    view: &'a View<'a>,
    start: usize,
    end: usize,
}

/// Counts all rows of the tables.
pub(crate) fn fold(plan: &Plan, views: &[View], threads: usize) -> Tally {
    let pieces: Vec<Piece> = views.iter().flat_map(pieces_of).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tally = Tally::new(plan);
        let mut block = Block::new();
        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            count(plan, piece, &mut block, &mut tally);
        }
        tally
    };
    let further = threads.min(pieces.len()).saturating_sub(1);
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..further).map(|_| scope.spawn(work)).collect();
        let mut tally = work();
        for other in others {
            match other.join() {
                Ok(other) => tally.add(&other),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        tally
    })
}

fn pieces_of<'a>(view: &'a View<'a>) -> Vec<Piece<'a>> {
    let starts = (0..view.len()).step_by(PIECE);
    starts
        .map(|start| Piece {
            view,
            start,
            end: (start + PIECE).min(view.len()),
        })
        .collect()
}

fn count(plan: &Plan, piece: &Piece, block: &mut Block, tally: &mut Tally) {
    for start in (piece.start..piece.end).step_by(BLOCK) {
        let end = (start + BLOCK).min(piece.end);
        block.fill(plan, piece.view, start..end);
        tally.take(plan, piece.view, block, start, end - start);
    }
}
