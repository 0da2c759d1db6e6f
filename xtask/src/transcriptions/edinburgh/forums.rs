//! Committees and boards, and what the document says each receives.
//!
//! One body is written in several ways. Three differences are plain and are folded: the council or
//! board a committee belongs to written before it, capital letters, and initials for a name that
//! the document also writes out. Names that differ in their words stay two forums: whether they
//! are one is for a reader to judge.

use clew_plan::{Book, Forum, ForumId, ForumItem};

use super::{DOCUMENT, dates, slug};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds the forums, in the order the document names them, and their items.
pub(super) fn add(reading: &Reading, book: &mut Book) -> Result<(), TranscriptionError> {
    let rows = reading.items("governance_arrangements")?;
    let mut names = Vec::new();
    for row in &rows {
        names.extend(names_in(&row.text("body")?));
    }
    for row in &rows {
        let what = row.text("what")?;
        for written in names_in(&row.text("body")?) {
            let name = full_name(plain_name(&written), &names);
            let id = ForumId::from(slug(name));
            remember(&mut book.forums, &id, name, &written, row);
            book.forum_items.push(ForumItem {
                forum: id,
                name_as_written: Some(written.clone()),
                document: Some(DOCUMENT.into()),
                what: what.clone(),
                how_often: row.maybe_text("how_often"),
                on: dates::days_in(&what).first().copied(),
                source: place(row),
            });
        }
    }
    Ok(())
}

fn place(row: &Reading) -> Option<String> {
    let (source, place) = (row.source(), row.maybe_text("place"));
    match (source, place) {
        (Some(source), Some(place)) => Some(format!("{source}, {place}")),
        (source, place) => source.or(place),
    }
}

/// The names in a cell: several are set apart by a stroke, and brackets hold a remark.
fn names_in(body: &str) -> Vec<String> {
    let without_remark = |name: &str| {
        name.split_once(" (")
            .map_or(name, |(name, _)| name)
            .trim()
            .to_owned()
    };
    body.split(" / ").map(without_remark).collect()
}

/// The name without the council or board that is written before a committee.
fn plain_name(written: &str) -> &str {
    let owners = ["EIJB ", "Council "];
    let stripped = owners.iter().find_map(|owner| written.strip_prefix(owner));
    stripped
        .filter(|rest| rest.ends_with("Committee"))
        .unwrap_or(written)
}

/// The name that initials stand for, where the document writes it out somewhere.
fn full_name<'names>(name: &'names str, names: &'names [String]) -> &'names str {
    let is_initials = name.chars().all(|character| character.is_ascii_uppercase());
    let written_out = names
        .iter()
        .find(|other| is_initials && initials(other) == name);
    written_out.map_or(name, String::as_str)
}

fn initials(name: &str) -> String {
    name.split(' ')
        .filter_map(|word| word.chars().next())
        .filter(|first| first.is_uppercase())
        .collect()
}

/// Keeps the forum, and any further name it is written with.
fn remember(forums: &mut Vec<Forum>, id: &ForumId, name: &str, written: &str, row: &Reading) {
    let at = match forums.iter().position(|forum| forum.id == *id) {
        Some(at) => at,
        None => {
            forums.push(Forum {
                id: id.clone(),
                name: name.to_owned(),
                kind: None,
                aliases: Vec::new(),
                source: place(row),
            });
            forums.len() - 1
        }
    };
    let forum = &mut forums[at];
    let known = forum.name == written || forum.aliases.iter().any(|alias| alias == written);
    if !known {
        forum.aliases.push(written.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forum_is_one_however_plainly_its_name_varies() {
        let names: Vec<String> = ["EIJB", "Edinburgh Integration Joint Board", "APC"]
            .map(str::to_owned)
            .to_vec();
        // written | name it is filed under
        let table = "
            Council Policy and Sustainability Committee | Policy and Sustainability Committee
            EIJB Audit Committee                        | Audit Committee
            EIJB                                        | Edinburgh Integration Joint Board
            APC                                         | APC
            Council Leadership Team                     | Council Leadership Team";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (written, wanted) = line.split_once('|').expect(line);
            let found = full_name(plain_name(written.trim()), &names);
            assert_eq!(found, wanted.trim(), "{written}");
        }
    }

    #[test]
    fn several_names_in_a_cell_are_set_apart_and_remarks_left_out() {
        assert_eq!(
            names_in("First Group / Second Group (new)"),
            ["First Group", "Second Group"]
        );
    }
}
