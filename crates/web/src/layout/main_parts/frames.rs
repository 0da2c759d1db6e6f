//! Frames: what stands around a main part, each visitor's own, packed once and kept with it.
//!
//! A frame says the visitor's name and what their roles lead to, which follow from the journal, and what is in
//! the address. It is kept with one main part, for one account, and goes when that goes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clew_plan::AccountId;
use maud::PreEscaped;

use super::{MainPart, MainParts, Page};
use crate::packing::{Effort, Packed};

/// The most bytes of frames that are kept; when there are more they are all made anew.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Stands for the main part in a frame. No text of a page can look like it: all of it is escaped.
const PLACE: &str = "<!--main-->";

/// What stands before a main part and behind it, packed.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) before: Packed,
    pub(super) after: Packed,
}

impl Frame {
    fn size(&self) -> usize {
        size_of::<Self>() + self.before.size() + self.after.size()
    }
}

/// The frames around one main part, by account.
#[derive(Debug, Default)]
pub(super) struct Frames(Mutex<HashMap<AccountId, Arc<Frame>>>);

impl Frames {
    fn held(&self) -> MutexGuard<'_, HashMap<AccountId, Arc<Frame>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, account: Option<&AccountId>) -> Option<Arc<Frame>> {
        self.held().get(account?).cloned()
    }
}

impl MainParts {
    /// Keeps the frame of an account with a main part.
    pub(super) fn keep_frame(
        &self,
        part: &MainPart,
        account: Option<&AccountId>,
        frame: &Arc<Frame>,
    ) {
        let Some(account) = account else {
            return;
        };
        let size = account.as_str().len() + frame.size();
        let mut kept = self.held();
        if kept.frame_bytes + size > MOST_BYTES {
            for part in kept.parts.values() {
                part.frames.held().clear();
            }
            kept.bytes = kept.bytes.saturating_sub(kept.frame_bytes);
            kept.frame_bytes = 0;
        }
        kept.frame_bytes += size;
        kept.bytes += size;
        part.frames
            .held()
            .insert(account.clone(), Arc::clone(frame));
    }
}

/// What stands before the main part of a page, and what stands behind it.
pub(super) fn around(page: Page<'_>) -> (String, String) {
    let mut before = page.markup(PreEscaped(PLACE.to_owned())).into_string();
    let Some(place) = before.find(PLACE) else {
        return (before, String::new());
    };
    let after = before.split_off(place);
    (before, after[PLACE.len()..].to_owned())
}

/// The same, packed.
pub(super) fn packed(page: Page<'_>) -> Arc<Frame> {
    let (before, after) = around(page);
    let packed = |text: String| Packed::of(text.as_bytes(), Effort::Little);
    Arc::new(Frame {
        before: packed(before),
        after: packed(after),
    })
}
