//! Main parts as they are before packing, kept of those pages that were asked for so lately.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::response::{Html, IntoResponse, Response};

use super::{MainPart, MainParts, frames};
use crate::{Visit, WebError};

/// The most bytes of plain parts that are kept; when there are more they are all unpacked anew.
const MOST_BYTES: usize = 96 * 1024 * 1024;

/// A main part as it is before packing, where it is kept.
#[derive(Debug, Default)]
pub(super) struct Plain(Mutex<Option<Arc<[u8]>>>);

impl Plain {
    fn held(&self) -> MutexGuard<'_, Option<Arc<[u8]>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MainPart {
    /// The page of a visitor who takes no packed pages.
    pub(super) fn plain_for(&self, visit: &Visit) -> Response {
        let Some(main) = self.plain(visit.app.main_parts()) else {
            let problem = "a page that was kept cannot be unpacked";
            return WebError::Internal(problem.to_owned()).into_response();
        };
        let (before, after) = frames::around(self.page(visit));
        Html([before.as_bytes(), &main, after.as_bytes()].concat()).into_response()
    }

    fn plain(&self, parts: &MainParts) -> Option<Arc<[u8]>> {
        let kept = self.plain.held().clone();
        if kept.is_some() {
            return kept;
        }
        let mut main = Vec::new();
        for packed in &self.packed {
            main.extend(packed.unpacked()?);
        }
        let main: Arc<[u8]> = main.into();
        parts.keep_plain(self, &main);
        Some(main)
    }
}

impl MainParts {
    fn keep_plain(&self, part: &MainPart, main: &Arc<[u8]>) {
        let mut kept = self.held();
        if kept.plain_bytes + main.len() > MOST_BYTES {
            for part in kept.parts.values() {
                *part.plain.held() = None;
            }
            kept.plain_bytes = 0;
        }
        let before = part.plain.held().replace(Arc::clone(main));
        kept.plain_bytes += main.len() - before.map_or(0, |before| before.len());
    }
}
