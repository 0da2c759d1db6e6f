//! What every report begins with: title, organisation, cover, dates, status meanings.

use crate::{Block, Inline, Report, Request, StatusMark, words};

/// A report with this title and body, with the particulars of its plan.
pub(crate) fn report(
    request: &Request<'_>,
    title: &str,
    subtitle: &str,
    blocks: Vec<Block>,
) -> Report {
    Report {
        title: title.to_owned(),
        subtitle: Some(subtitle.to_owned()),
        organisation: request.organisation(),
        description: format!("{title}. {subtitle}. {}.", request.organisation()),
        // A report that is made for a meeting says so, whatever its kind.
        cover: request.meeting.as_ref().and_then(|_| request.cover()),
        blocks,
        landscape: true,
        marking: None,
    }
}

/// What each status means, as a block.
pub(crate) fn status_meanings() -> Block {
    Block::Definitions(
        words::STATUS_MEANINGS
            .into_iter()
            .map(|(status, meaning)| {
                (
                    vec![Inline::Status(StatusMark { status, note: None })],
                    vec![Inline::from(meaning)],
                )
            })
            .collect(),
    )
}

/// When the data were drawn, as a sentence.
pub(crate) fn data_as_at(request: &Request<'_>) -> Option<Block> {
    let as_at = request.document()?.data_as_at?;
    Some(Block::Paragraph(vec![Inline::Text(format!(
        "Data are as at {}.",
        words::day(as_at)
    ))]))
}

/// Adds a heading and its blocks, unless there are none.
pub(crate) fn section(blocks: &mut Vec<Block>, heading: &str, content: Vec<Block>) {
    if !content.is_empty() {
        blocks.push(Block::Heading {
            level: 2,
            text: heading.to_owned(),
        });
        blocks.extend(content);
    }
}
