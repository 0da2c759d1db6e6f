//! A report as an accessible page: no script, no outside files, readable at 320 pixels, in the
//! dark and on paper.

mod marks;
mod table;

use std::fmt::Write as _;

use clew_report::{Block, Chart, Cover, Inline, KeyFigure, Report};

use crate::{marks::look, prepare::prepare, svg, text::escape};

/// The style rules of a report, without the widths of columns.
const STYLE: &str = include_str!("style.css");
/// Fewest second-level headings that make a list of contents worth its room.
const CONTENTS_FROM: usize = 3;

/// The report as a complete page.
#[must_use]
pub fn html(report: &Report) -> String {
    let prepared = prepare(report);
    let paper = if prepared.landscape {
        "A4 landscape"
    } else {
        "A4 portrait"
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} – {organisation}</title>\n\
         <meta name=\"description\" content=\"{description}\">\n\
         <style>\n{style}@page{{size:{paper};margin:14mm}}\n</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#report\">Skip to the report</a>\n<main id=\"report\" tabindex=\"-1\">\n{article}</main>\n</body>\n</html>\n",
        title = escape(&prepared.title),
        organisation = escape(&prepared.organisation),
        description = escape(&prepared.description),
        style = stylesheet(),
        article = Page::new("r", &|_| None).write(&prepared),
    )
}

/// The report as one `<article>`, for a page that has a frame of its own.
///
/// `prefix` begins every id within it; letters, digits and hyphens only. The page must carry
/// the rules of [`stylesheet`]. No attribute holds style rules, so a strict content security
/// policy may stand.
#[must_use]
pub fn html_fragment(report: &Report, prefix: &str) -> String {
    linked_html_fragment(report, prefix, &|_| None)
}

/// As [`html_fragment`], with each text of a table's cell that `link` knows, such as the code of a measure, a link to the
/// address that it gives.
#[must_use]
pub fn linked_html_fragment(report: &Report, prefix: &str, link: Link<'_>) -> String {
    Page::new(prefix, link).write(&prepare(report))
}

/// The address of what a text names; none where it names nothing.
pub type Link<'l> = &'l dyn Fn(&str) -> Option<String>;

/// The style rules that a page with a fragment needs.
#[must_use]
pub fn stylesheet() -> String {
    let mut rules = STYLE.to_owned();
    for percent in 1..=100 {
        let _ = write!(rules, ".p{percent}{{width:{percent}%}}");
    }
    rules.push('\n');
    rules
}

/// A page as it grows, with the ids it has given out.
struct Page<'l> {
    prefix: String,
    link: Link<'l>,
    written: String,
    ids: usize,
    headings: usize,
}

impl<'l> Page<'l> {
    fn new(prefix: &str, link: Link<'l>) -> Self {
        Self {
            prefix: prefix.to_owned(),
            link,
            written: String::new(),
            ids: 0,
            headings: 0,
        }
    }

    /// An id that no other element has.
    fn id(&mut self) -> String {
        self.ids += 1;
        format!("{}{}", self.prefix, self.ids)
    }

    fn push(&mut self, markup: &str) {
        self.written.push_str(markup);
    }

    fn write(mut self, report: &Report) -> String {
        let wide = if report.landscape { " wide" } else { "" };
        let _ = writeln!(
            self.written,
            "<article class=\"report{wide}\" lang=\"en-GB\">"
        );
        self.header(report);
        self.push("<div class=\"body\">\n");
        for block in &report.blocks {
            self.block(block);
        }
        self.push("</div>\n</article>\n");
        self.written
    }

    fn header(&mut self, report: &Report) {
        let _ = write!(
            self.written,
            "<header class=\"masthead\">\n{}<p class=\"organisation\">{}</p>\n<h1>{}</h1>\n",
            report
                .marking
                .as_deref()
                .map_or_else(String::new, |marking| {
                    format!("<p class=\"marking\">{}</p>\n", escape(marking))
                }),
            escape(&report.organisation),
            escape(&report.title),
        );
        if let Some(subtitle) = &report.subtitle {
            let _ = writeln!(
                self.written,
                "<p class=\"subtitle\">{}</p>",
                escape(subtitle)
            );
        }
        if let Some(cover) = &report.cover {
            self.cover(cover);
        }
        self.push("</header>\n");
        self.contents(report);
    }

    fn cover(&mut self, cover: &Cover) {
        self.push("<dl class=\"cover\">\n");
        for (term, meaning) in cover_lines(cover) {
            let _ = writeln!(
                self.written,
                "<div><dt>{}</dt><dd>{}</dd></div>",
                escape(term),
                escape(&meaning)
            );
        }
        self.push("</dl>\n");
    }

    /// The list of contents; headings get their ids in the same order later.
    fn contents(&mut self, report: &Report) {
        let headings = report.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text } => Some((*level, text)),
            _ => None,
        });
        let prefix = &self.prefix;
        let items: Vec<String> = headings
            .zip(1..)
            .filter(|((level, _), _)| *level == 2)
            .map(|((_, text), number)| {
                format!(
                    "<li><a href=\"#{prefix}-s{number}\">{}</a></li>\n",
                    escape(text)
                )
            })
            .collect();
        if items.len() >= CONTENTS_FROM {
            let _ = writeln!(
                self.written,
                "<nav class=\"contents\" aria-label=\"Contents\">\n<ol>\n{}</ol>\n</nav>",
                items.concat(),
            );
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(line) => {
                let _ = writeln!(self.written, "<p>{}</p>", inline(line));
            }
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Definitions(terms) => self.definitions(terms),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::PageBreak => self.push("<div class=\"page-break\"></div>\n"),
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.headings += 1;
        let _ = writeln!(
            self.written,
            "<h{level} id=\"{}-s{}\">{}</h{level}>",
            self.prefix,
            self.headings,
            escape(text),
        );
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Inline>]) {
        let name = if ordered { "ol" } else { "ul" };
        let _ = writeln!(self.written, "<{name}>");
        for item in items {
            let _ = writeln!(self.written, "<li>{}</li>", inline(item));
        }
        let _ = writeln!(self.written, "</{name}>");
    }

    fn definitions(&mut self, terms: &[(Vec<Inline>, Vec<Inline>)]) {
        self.push("<dl class=\"terms\">\n");
        for (term, meaning) in terms {
            let _ = writeln!(
                self.written,
                "<div><dt>{}</dt><dd>{}</dd></div>",
                inline(term),
                inline(meaning)
            );
        }
        self.push("</dl>\n");
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        self.push("<ul class=\"key-figures\">\n");
        for figure in figures {
            let (class, shape) = figure.status.map_or_else(Default::default, |status| {
                (
                    format!(" class=\"s-{}\"", look(status).key),
                    marks::shape(status),
                )
            });
            let _ = writeln!(
                self.written,
                "<li{class}><strong>{}</strong> <span>{shape}{}</span></li>",
                escape(&figure.shown),
                escape(&figure.label),
            );
        }
        self.push("</ul>\n");
    }

    fn chart(&mut self, chart: &Chart) {
        let id = self.id();
        let _ = writeln!(
            self.written,
            "<figure class=\"chart-figure\">\n<figcaption><strong>{}</strong><br>{}</figcaption>\n\
             <div class=\"chart-scroll\" role=\"region\" aria-label=\"Chart: {}\" tabindex=\"0\">{}</div>\n</figure>",
            escape(&chart.title),
            escape(&chart.description),
            escape(&chart.title),
            svg::chart(chart, &id),
        );
        self.push("<details class=\"chart-table\" open=\"\">\n<summary>The same figures as a table</summary>\n");
        self.table(&chart.table);
        self.push("</details>\n");
    }
}

/// The particulars of a meeting that are known, each with its name.
pub(crate) fn cover_lines(cover: &Cover) -> Vec<(&'static str, String)> {
    let lines = [
        ("Report to", Some(cover.report_to.clone())),
        (
            "Date of meeting",
            cover.meeting.map(clew_report::words::day),
        ),
        ("Report by", cover.report_by.clone()),
        ("Subject", cover.subject.clone()),
        ("Data as at", cover.data_as_at.map(clew_report::words::day)),
    ];
    lines
        .into_iter()
        .filter_map(|(name, text)| {
            text.filter(|text| !text.is_empty())
                .map(|text| (name, text))
        })
        .collect()
}

/// A line as markup.
fn inline(line: &[Inline]) -> String {
    line.iter()
        .map(|part| match part {
            Inline::Text(text) => words(text),
            Inline::Strong(text) => format!("<strong>{}</strong>", words(text)),
            Inline::Status(mark) => marks::status(mark),
            Inline::Trend(mark) => marks::trend(mark),
            Inline::Break => "<br>".to_owned(),
        })
        .collect()
}

/// Text in which years such as 2018-19 and codes such as SW-001 are not broken at their hyphens.
fn words(text: &str) -> String {
    const LONGEST_WHOLE: usize = 12;
    let whole = |word: &str| {
        word.len() <= LONGEST_WHOLE
            && word.contains('-')
            && word.contains(|character: char| character.is_ascii_digit())
    };
    if !text.split_whitespace().any(whole) {
        return escape(text);
    }
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let word = piece.trim_end();
            if whole(word) {
                let end = piece.get(word.len()..).unwrap_or_default();
                format!(
                    "<span class=\"whole\">{}</span>{}",
                    escape(word),
                    escape(end)
                )
            } else {
                escape(piece)
            }
        })
        .collect()
}
