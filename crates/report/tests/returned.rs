//! Figures whose return is not signed off are marked wherever a report shows them.
#![allow(clippy::unwrap_used)]

use clew_measure::Index;
use clew_plan::Book;
use clew_report::{
    Block, CellContent, Inline, OpenReturns, Report, ReportKind, Request, ReturnMark,
};

const EXAMPLE: &str = "south-lanarkshire-2019-20";

fn report(book: &Book, kind: ReportKind, open: OpenReturns) -> Report {
    let index = Index::new(book);
    let request = Request::new(&index, None, None, None).unwrap();
    let first = book.measures[0].code.key();
    let request = request.with_open_returns(open);
    kind.build(&request, Some(&first)).unwrap()
}

/// The first measures with a figure, the first of them sent back and the second not signed off.
fn two_open(book: &Book) -> OpenReturns {
    let index = Index::new(book);
    let period = Request::new(&index, None, None, None).unwrap().period;
    let has_value = |measure: &&clew_plan::Measure| {
        let judged = index.judge(measure, period, None);
        judged.value.is_some()
            && judged.shown(clew_measure::StatusBasis::AsReported) == clew_plan::Status::Red
    };
    let mut open = OpenReturns::default();
    let marks = [ReturnMark::SentBack, ReturnMark::NotSignedOff];
    let red = book.measures.iter().filter(has_value);
    for (measure, mark) in red.zip(marks) {
        open.add(measure.code.key(), None, period, mark);
    }
    open
}

fn texts(report: &Report) -> String {
    let mut said = String::new();
    let mut say = |inlines: &[Inline]| {
        for inline in inlines {
            if let Inline::Text(text) | Inline::Strong(text) = inline {
                said.push_str(text);
            }
        }
        said.push('\n');
    };
    for block in &report.blocks {
        match block {
            Block::Paragraph(inlines) => say(inlines),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    if let CellContent::Text(inlines) = &cell.content {
                        say(inlines);
                    }
                }
            }
            _ => {}
        }
    }
    said
}

fn columns(report: &Report) -> usize {
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let headings = tables.flat_map(|table| &table.columns);
    headings.filter(|column| column.heading == "Return").count()
}

#[test]
fn a_progress_report_and_its_covering_report_say_which_figures_are_not_signed_off() {
    let book = clew_exchange::examples::load(EXAMPLE).unwrap();
    for kind in [ReportKind::QuarterlyProgress, ReportKind::CommitteeReport] {
        let said = texts(&report(&book, kind, two_open(&book)));
        assert!(said.contains("2 figures are not signed off: "), "{said}");
        assert!(said.contains(" (sent back)"), "{said}");
        let marks: Vec<&str> = said
            .lines()
            .filter(|line| ["sent back", "not signed off"].contains(line))
            .collect();
        assert!(
            marks.contains(&"sent back") && marks.contains(&"not signed off"),
            "{marks:?}"
        );
    }
}

#[test]
fn a_report_whose_figures_are_all_signed_off_says_nothing_of_returns() {
    let book = clew_exchange::examples::load(EXAMPLE).unwrap();
    for kind in [ReportKind::QuarterlyProgress, ReportKind::CommitteeReport] {
        let report = report(&book, kind, OpenReturns::default());
        assert!(!texts(&report).contains("signed off"));
        assert_eq!(columns(&report), 0);
    }
}
