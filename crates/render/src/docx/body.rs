//! The document itself: headings, paragraphs, lists, terms, key figures.

use std::fmt::Write as _;

use clew_report::{Block, Chart, Inline, KeyFigure, Report, StatusMark, TrendMark};

use super::table;
use crate::{
    html::cover_lines,
    marks::{arrow, look},
    text::escape,
};

/// Width of the text in twentieths of a point, upright and lying down.
const TEXT_WIDTH: (f64, f64) = (10_206.0, 15_138.0);

/// The main part.
pub(super) fn document(report: &Report) -> String {
    let width = if report.landscape {
        TEXT_WIDTH.1
    } else {
        TEXT_WIDTH.0
    };
    let mut body = Body {
        written: String::new(),
        width,
        lists: 0,
    };
    body.head(report);
    for block in &report.blocks {
        body.block(block);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <w:body>{}{}</w:body></w:document>",
        body.written,
        section(report.landscape, report.marking.is_some()),
    )
}

/// Paper, margins, footer, and the header of a report that has a marking.
fn section(landscape: bool, marked: bool) -> String {
    let header = if marked {
        "<w:headerReference w:type=\"default\" r:id=\"rId5\"/>"
    } else {
        ""
    };
    let paper = if landscape {
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    } else {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    };
    format!(
        "<w:sectPr>{header}<w:footerReference w:type=\"default\" r:id=\"rId4\"/>{paper}\
         <w:pgMar w:top=\"964\" w:right=\"850\" w:bottom=\"964\" w:left=\"850\" w:header=\"567\" w:footer=\"454\" w:gutter=\"0\"/></w:sectPr>"
    )
}

/// The numbering of lists: bullets are 1; each numbered list has a number of its own, so that
/// every one begins at 1.
pub(super) fn numbering(report: &Report) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"454\" w:hanging=\"340\"/></w:pPr></w:lvl>"
        )
    };
    let mut written = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level("bullet", "•"),
        level("decimal", "%1."),
    );
    let ordered = report
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::List { ordered: true, .. }));
    for (number, _) in (2..).zip(ordered) {
        let _ = write!(
            written,
            "<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"1\"/>\
             <w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
        );
    }
    written + "</w:numbering>"
}

/// The body as it grows.
struct Body {
    written: String,
    width: f64,
    /// Numbered lists so far.
    lists: usize,
}

impl Body {
    fn paragraph(&mut self, style: &str, runs: &str) {
        self.written.push_str(&paragraph(style, "", runs));
    }

    fn head(&mut self, report: &Report) {
        self.paragraph("Organisation", &run(&report.organisation, ""));
        self.paragraph("Heading1", &run(&report.title, ""));
        if let Some(subtitle) = &report.subtitle {
            self.paragraph("Subtitle", &run(subtitle, ""));
        }
        for (name, words) in report.cover.iter().flat_map(cover_lines) {
            let runs = run(&format!("{name}: "), "<w:b/>") + &run(&words, "");
            self.paragraph("Normal", &runs);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                self.paragraph(&format!("Heading{level}"), &run(text, ""))
            }
            Block::Paragraph(line) => self.paragraph("Normal", &runs(line)),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Definitions(terms) => {
                for (term, meaning) in terms {
                    let line = format!("{}{}{}", runs(term), run(": ", "<w:b/>"), runs(meaning));
                    self.paragraph("Normal", &line);
                }
            }
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::Table(table) => self.written.push_str(&table::table(table, self.width)),
            Block::Chart(chart) => self.chart(chart),
            Block::PageBreak => self.paragraph("Normal", "<w:r><w:br w:type=\"page\"/></w:r>"),
        }
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Inline>]) {
        self.lists += usize::from(ordered);
        let number = if ordered { self.lists + 1 } else { 1 };
        let place =
            format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        for item in items {
            self.written
                .push_str(&paragraph("ListParagraph", &place, &runs(item)));
        }
    }

    /// Key figures as a table of one row, so that they stand side by side.
    fn key_figures(&mut self, figures: &[KeyFigure]) {
        if !figures.is_empty() {
            self.written
                .push_str(&table::key_figures(figures, self.width));
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.paragraph("Caption", &run(&chart.title, ""));
        self.paragraph("Normal", &run(&chart.description, ""));
        self.written
            .push_str(&table::table(&chart.table, self.width));
    }
}

/// A paragraph of a style, with further properties.
pub(super) fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

/// A run of text; line feeds and tabs become Word's own.
pub(super) fn run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() {
        String::new()
    } else {
        format!("<w:rPr>{properties}</w:rPr>")
    };
    let mut run = format!("<w:r>{properties}");
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run.push_str("<w:br/>");
        }
        for (place, part) in line.split('\t').enumerate() {
            if place > 0 {
                run.push_str("<w:tab/>");
            }
            let _ = write!(run, "<w:t xml:space=\"preserve\">{}</w:t>", escape(part));
        }
    }
    run + "</w:r>"
}

/// A line as runs.
pub(super) fn runs(line: &[Inline]) -> String {
    line.iter()
        .map(|part| match part {
            Inline::Text(text) => run(text, ""),
            Inline::Strong(text) => run(text, "<w:b/>"),
            Inline::Status(mark) => status(mark),
            Inline::Trend(mark) => trend(mark),
            Inline::Break => "<w:r><w:br/></w:r>".to_owned(),
        })
        .collect()
}

/// A status as sign and word on its tint, and its note.
pub(super) fn status(mark: &StatusMark) -> String {
    let look = look(mark.status);
    let properties = format!(
        "<w:b/><w:color w:val=\"{}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
        look.ink, look.tint
    );
    let word = run(
        &format!(
            " {}\u{A0}{} ",
            look.sign,
            mark.status.word().replace(' ', "\u{A0}")
        ),
        &properties,
    );
    match &mark.note {
        Some(note) if !note.is_empty() => word + &run(&format!(" ({note})"), ""),
        _ => word,
    }
}

/// A trend as arrow and words.
pub(super) fn trend(mark: &TrendMark) -> String {
    run(
        &format!("{}\u{A0}{}", arrow(mark.direction), mark.words),
        "",
    )
}
