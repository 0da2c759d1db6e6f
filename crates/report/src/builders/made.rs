//! How a figure was made: its source, its reliability, and the formula of one that is worked out.

use clew_measure::formulas::{FormulaVersion, formula_versions};
use clew_plan::{Book, Figure, Measure};

use crate::{Block, words};

/// Where a figure came from and how far it can be relied on, in words.
pub(super) fn source(figure: &Figure) -> String {
    let mut said = vec![
        figure.from.word().to_owned(),
        figure.state.word().to_owned(),
    ];
    said.extend(figure.as_at.map(|day| format!("as at {}", words::day(day))));
    said.extend(
        figure
            .as_written
            .as_ref()
            .map(|written| format!("written {written:?}")),
    );
    said.extend(
        figure
            .definition_version
            .map(|version| format!("version {version} of the definition")),
    );
    said.extend(
        figure
            .reliability
            .map(|reliability| format!("reliability {reliability}")),
    );
    said.extend(figure.note.clone());
    said.join(", ")
}

/// What a reader must know of the figure judged: how it was worked out, and what its reliability
/// means.
pub(super) fn note(figure: &Figure) -> Option<Block> {
    let note = figure.note.as_ref().map(|note| format!("{note}."));
    let reliability = figure
        .reliability
        .map(|reliability| reliability.meaning().to_owned());
    let said: Vec<String> = note.into_iter().chain(reliability).collect();
    (!said.is_empty()).then(|| Block::paragraph(format!("Of this figure: {}", said.join(" "))))
}

/// The measure's formula with its earlier and later versions; none when it has none.
pub(super) fn formula(book: &Book, measure: &Measure) -> Option<String> {
    let versions = formula_versions(book, &measure.code.key());
    let said: Vec<String> = versions.iter().map(version).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn version(version: &FormulaVersion<'_>) -> String {
    let formula = version.formula;
    let mut said = formula.formula.to_string();
    if let Some(from) = formula.from {
        said = format!("from {} {said}", words::period(from));
    }
    if let Some(reason) = &formula.reason {
        said.push_str(&format!(" ({reason})"));
    }
    said
}
