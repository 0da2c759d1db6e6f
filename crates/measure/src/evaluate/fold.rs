//! One pass over the columns, shared among threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::block::{BLOCK, Block};
use super::delays::Noting;
use super::kernel::Kernel;
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
    if let Some(kernel) = Kernel::of(plan, views) {
        let counted = shared(
            &pieces,
            threads,
            || kernel.zeros(),
            |piece, counted| kernel.count(piece.view, piece.start..piece.end, counted),
        );
        let mut tally = Tally::new(plan);
        for counts in counted {
            kernel.add_up(counts, &mut tally);
        }
        return tally;
    }
    let begin = || (Tally::new(plan), Block::new(), Noting::of(plan));
    let counted = shared(&pieces, threads, begin, |piece, (tally, block, noting)| {
        count(plan, piece, block, (tally, noting));
    });
    let mut tallies = counted.into_iter().map(|(mut tally, _, noting)| {
        tally.delays = noting.finished();
        tally
    });
    let mut tally = tallies.next().unwrap_or_else(|| Tally::new(plan));
    for other in tallies {
        tally.add(&other);
    }
    tally
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

/// Has each thread take pieces until none is left, and gives what each has counted.
fn shared<Counted: Send>(
    pieces: &[Piece],
    threads: usize,
    begin: impl Fn() -> Counted + Sync,
    take: impl Fn(&Piece, &mut Counted) + Sync,
) -> Vec<Counted> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut counted = begin();
        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            take(piece, &mut counted);
        }
        counted
    };
    let further = threads.min(pieces.len()).saturating_sub(1);
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..further).map(|_| scope.spawn(work)).collect();
        let mut counted = vec![work()];
        for other in others {
            match other.join() {
                Ok(other) => counted.push(other),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        counted
    })
}

fn count(
    plan: &Plan,
    piece: &Piece,
    block: &mut Block,
    (tally, noting): (&mut Tally, &mut Noting),
) {
    for start in (piece.start..piece.end).step_by(BLOCK) {
        let end = (start + BLOCK).min(piece.end);
        block.fill(plan, piece.view, start..end);
        tally.take(plan, piece.view, block, start..end, noting);
    }
}
