//! The description that goes with an archive: every file, every column, every change.

use std::fmt::Write as _;

use clew_exchange::columns::{Table, columns};
use clew_journal::{Column, PracticeAct};

/// What each change does, and what its `body` holds.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "set-organisation",
        "Says whose journal it is, or corrects that.",
        "`now` and `was`: the organisation",
    ),
    ("create", "Adds a record to the Book.", "the record"),
    (
        "amend",
        "Changes fields of a record.",
        "a list of `field`, `from` and `to`",
    ),
    (
        "retire",
        "Takes a measure out of use.",
        "the day from which it is not used",
    ),
    (
        "withdraw",
        "Takes a record out of the Book.",
        "the record as it was",
    ),
    (
        "set-target",
        "Sets or changes a target.",
        "`now` and `was`: the target",
    ),
    (
        "return-figure",
        "Gives a figure for the first time.",
        "the figure",
    ),
    (
        "correct-figure",
        "Corrects a figure.",
        "`now` and `was`: the figure",
    ),
    (
        "comment",
        "Says something about a measure or an action.",
        "`now` and `was`: the commentary",
    ),
    (
        "waive",
        "Accepts a finding of the checks as it is.",
        "the waiver",
    ),
    ("open-cycle", "Opens a reporting round.", "the cycle"),
    ("lock-cycle", "Locks a cycle.", "null"),
    ("unlock-cycle", "Opens a locked cycle again.", "null"),
    (
        "save-draft",
        "Keeps what an owner has typed.",
        "the figure and the commentary so far",
    ),
    ("submit", "Hands a return in.", "null"),
    ("send-back", "Sends a return back to its owner.", "null"),
    ("check", "Marks a return as looked over.", "null"),
    ("sign-off", "Signs a return off.", "null"),
    (
        "freeze",
        "Fixes what a forum is shown.",
        "the freeze, which names attachments by digest",
    ),
    (
        "set-account",
        "Opens or changes an account.",
        "`now` and `was`: the account",
    ),
    (
        "attach",
        "Hangs a file on what it shows.",
        "the subject it hangs on (`of`), the file's digest, name, media type and size; the bytes are the attachment",
    ),
    (
        "detach",
        "Takes a file off what it hung on; the attachment stays.",
        "as for `attach`",
    ),
    (
        "apply-pack",
        "Puts a pack in force, or an earlier one again.",
        "`now` and `was`: code, title, version, and the digest of its files, which are an attachment",
    ),
    (
        "set-practice-policy",
        "Says how records of people are kept.",
        "`now` and `was`: the policy",
    ),
];

/// The description, in Markdown.
pub(super) fn text() -> String {
    let mut text = String::from(FILES);
    for column in Column::ALL {
        let _ = writeln!(text, "| `{}` | {} |", column.name(), meaning(column));
    }
    text.push_str(HASH);
    text.push_str("\n## Changes\n\n| change | what it does | its body |\n|---|---|---|\n");
    for (name, what, body) in CHANGES {
        let _ = writeln!(text, "| `{name}` | {what} | {body} |");
    }
    for act in PracticeAct::ALL {
        let (name, kind) = (act.name(), act.kind().name());
        let _ = writeln!(
            text,
            "| `{name}` | Does so to one of `{kind}/`; what was kept is in `practice.jsonl`. | form and stage of a record, and the digest of what was kept |"
        );
    }
    text.push_str("\n## Records of the Book\n\nIn `book/` one JSON line a record, with the names below; in `csv/` one row a record, with the headings. A field without a value is left out. Numbers are exact decimals, written as text in JSON; days are `YYYY-MM-DD`.\n");
    for table in Table::all() {
        let _ = write!(
            text,
            "\n### {}\n\n| name | heading | identifies | meaning |\n|---|---|---|---|\n",
            table.name()
        );
        for column in columns(table) {
            let identifies = if column.identifies { "yes" } else { "" };
            let note = column.note.replace('|', "\\|");
            let _ = writeln!(
                text,
                "| `{}` | {} | {identifies} | {note} |",
                column.name,
                column.heading()
            );
        }
    }
    text
}

const fn meaning(column: Column) -> &'static str {
    match column {
        Column::Sequence => "Place in the journal, counted from 1 without gaps.",
        Column::Id => "The client's id, unique in the journal.",
        Column::RecordedAt => "When it was recorded: microseconds since 1970-01-01 00:00 UTC.",
        Column::EventDate => "The day the change is about, `YYYY-MM-DD`; null where there is none.",
        Column::Actor => "The account that made it.",
        Column::Subject => {
            "What it changed: the kind and what identifies it, escaped as in an address."
        }
        Column::Version => "The subject's version after it, counted from 1.",
        Column::Change => "The name of the change; see below.",
        Column::Body => "The change, as JSON kept in a text: its bytes are hashed.",
        Column::Reason => "Why; null where no reason was given.",
        Column::Origin => {
            "Where it came from, for example `import of returns.xlsx`; null where it was typed."
        }
        Column::Previous => "The hash of the row before; 64 zeros for the first.",
        Column::Hash => "The row's own hash.",
    }
}

const FILES: &str = "# A Clew archive

Everything a journal holds, in open text formats (UTF-8). `clew init --from-archive FOLDER` builds the
very same journal from `journal.jsonl`, `attachments.jsonl`, `attachments/` and `practice.jsonl`, when they end where
`archive.json` says. The other files say what it comes to, for readers without Clew.

| file | what it is |
|---|---|
| `journal.jsonl` | every entry, one JSON object a line, in order |
| `attachments.jsonl` | digest, media type and name of every attachment |
| `attachments/` | the bytes of every attachment, named after their SHA-256 digest |
| `book/` | the Book as it is at the last entry: a workspace |
| `csv/` | the Book as CSV files, one a kind of record |
| `practice.jsonl` | what is kept of people and records, one version a line, each at the place of its entry; not there where nothing is. The digest in the entry is SHA-256 over the length of `salt` as 8 bytes (the highest first), `salt`, and `content` |
| `accounts.jsonl` | every account with its roles |
| `returns.jsonl` | how every return stands |
| `evidence.jsonl` | every file that hangs on a figure, an action, an update or a finding, with who attached it and when |
| `freezes.jsonl` | every freeze: forum, meeting, plan, period, and the digests of what was fixed |
| `SCHEMA.md` | this description |
| `archive.json` | form of the archive, number of entries, the last one's hash, number of attachments; written last, so that an archive without it is not whole |

## Columns of journal.jsonl

| column | meaning |
|---|---|
";

const HASH: &str = "
The hash is SHA-256 over: the line `clew entry 1`; then each column from `sequence` to `origin` in the
order above, as its length in bytes, a colon, its text and a line end, or a hyphen and a line end where
it has no value; then the 32 bytes of `previous`.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_the_journal_is_described_and_no_other() {
        let source = include_str!("../../../journal/src/change.rs");
        let names = source
            .split("pub const fn name(&self)")
            .nth(1)
            .expect("the names");
        let names = names.split("pub fn body").next().expect("their end");
        let stored: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
        let described: Vec<&str> = CHANGES.iter().map(|(name, _, _)| *name).collect();
        assert_eq!(described, stored);
    }

    #[test]
    fn every_kind_of_record_and_every_column_is_described() {
        let text = text();
        for table in Table::all() {
            assert!(text.contains(&format!("\n### {}\n", table.name())));
        }
        for column in Column::ALL {
            assert!(text.contains(&format!("| `{}` |", column.name())));
        }
    }
}
