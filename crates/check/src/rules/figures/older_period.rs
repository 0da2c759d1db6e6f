//! Figures older than the column they stand in.

use clew_calendar::Period;
use clew_plan::Book;

use crate::measures::codes;
use crate::sources::document_of;
use crate::tokens::{Token, tokens};
use crate::{Finding, Rule, Severity};

/// See the explanation.
pub(crate) static RULE: Rule = Rule {
    id: "figure-older-than-its-column",
    severity: Severity::Note,
    title: "A figure from an earlier year stands in a later year's column",
    explanation: "A cell that reads \"56%, newest known, of 18/19\" in a 2020-21 column is \
        honest in print, but a system that takes the number alone shows an old figure as a new \
        one, and its trend is flat for no reason. Cells (of figures and of citations) whose own \
        words name an earlier year are reported.",
    run,
};

fn run(book: &Book) -> Vec<Finding> {
    let codes = codes(book);
    let figures = book.figures.iter().filter_map(|figure| {
        Some((
            figure.period,
            figure.as_written.as_ref()?,
            codes.get(&figure.measure).cloned().unwrap_or_default(),
            figure.source.as_ref(),
        ))
    });
    let citations = book.citations.iter().filter_map(|citation| {
        let name = citation
            .code
            .as_ref()
            .map_or(citation.title.clone(), ToString::to_string);
        Some((
            citation.value_period?,
            citation.value_as_written.as_ref()?,
            name,
            citation.source.as_ref(),
        ))
    });
    let mut found: Vec<Finding> = Vec::new();
    for (period, cell, name, source) in figures.chain(citations) {
        if !earlier(cell, period) || found.iter().any(|other| other.message.contains(cell)) {
            continue;
        }
        found.push(
            RULE.finding(document_of(book, source))
                .at(format!("{name}, {period}: {cell}"), source)
                .says(format!("\"{cell}\" stands in the column for {period}."))
                .suggests("Record the figure for the year it is of, and leave this year's cell as not yet available."),
        );
    }
    found
}

/// Whether the cell's own words name a year before the period, as `18/19` or `2018-19`.
fn earlier(cell: &str, period: Period) -> bool {
    let found = tokens(cell);
    found.windows(3).any(|three| match three {
        [
            Token::Number(first),
            Token::Sign('/' | '-' | '–'),
            Token::Number(second),
        ] => {
            let year = |written: &str| {
                written
                    .parse::<i32>()
                    .ok()
                    .map(|year| if year < 100 { 2000 + year } else { year })
            };
            let (first, second) = (year(first.written), year(second.written));
            first.zip(second).is_some_and(|(first, second)| {
                first.checked_add(1) == Some(second)
                    && (2000..2100).contains(&second)
                    && second < period.last().year()
            })
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn examples() {
        crate::examples::hold(
            &super::RULE,
            r#"
            finds 1 | an older year in the cell
            figures {"measure":"M1","period":"2020-21","value":"56","as_written":"56%, newest known, of 18/19","from":"imported","state":"final"}
            silent | its own year, and no year
            figures {"measure":"M1","period":"2020-21","value":"56","as_written":"56% (2020/21)","from":"imported","state":"final"}
            figures {"measure":"M1","period":"2020-21","value":"56","as_written":"56%","from":"imported","state":"final"}
        "#,
        );
    }
}
