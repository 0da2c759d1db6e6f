//! What the typesetter may see: the template, the data and its drawings, and the fonts.

use std::{collections::HashMap, sync::LazyLock};

use typst::{
    Feature, Library, LibraryExt as _, World, WorldExt as _,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_kit::fonts::FontStore;

/// The template.
const TEMPLATE: &str = include_str!("report.typ");

/// The fonts of every document: the text font first, then Typst's own for rare characters.
pub(super) static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    for bytes in [
        notosans::REGULAR_TTF,
        notosans::BOLD_TTF,
        notosans::ITALIC_TTF,
        notosans::BOLD_ITALIC_TTF,
    ] {
        fonts.extend(Font::iter(Bytes::new(bytes)).map(|font| {
            let info = font.info().clone();
            (font, info)
        }));
    }
    fonts.extend(typst_kit::fonts::embedded());
    fonts
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = std::iter::once(Feature::A11yExtras).collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

static SOURCE: LazyLock<Source> = LazyLock::new(|| Source::detached(TEMPLATE));

/// The typesetter's view of one report.
pub(super) struct ReportWorld {
    files: HashMap<FileId, Bytes>,
}

impl ReportWorld {
    pub(super) fn new(data: String, drawings: Vec<(String, String)>) -> Self {
        let files = drawings
            .into_iter()
            .chain(std::iter::once(("report.json".to_owned(), data)))
            .filter_map(|(name, text)| Some((file_id(&name)?, Bytes::from_string(text))))
            .collect();
        Self { files }
    }

    /// The line of the template that a message is about, counted from 1.
    pub(super) fn line_of(&self, span: impl Into<DiagSpan>) -> Option<usize> {
        let range = (self as &dyn World).range(span)?;
        Some(SOURCE.text().get(..range.start)?.lines().count())
    }
}

/// The identity of a file; every name used here is a valid one.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        SOURCE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SOURCE.id() {
            Ok(SOURCE.clone())
        } else {
            Err(not_found(id))
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    /// Documents do not know what day it is; the day they bear is in their data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
