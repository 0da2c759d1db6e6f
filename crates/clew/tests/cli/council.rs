//! A small council with a plan, its measures and a database, in a folder of its own.

use serde_json::Value;

use crate::program::{Folder, Run};

/// A folder with the database of a small council.
pub(crate) struct Council {
    pub(crate) folder: Folder,
}

impl Council {
    /// A council with a plan of three measures and their targets for 2026-27; no figure yet.
    pub(crate) fn new() -> Self {
        let folder = Folder::new();
        folder.file(
            "plans.csv",
            "Id,Title,Period,Tolerance\nsw,Social Work Plan,2026-27,5%\n",
        );
        folder.file("units.csv", "Id,Name\nadults,Adults\njustice,Justice\n");
        folder.file(
            "measures.csv",
            "Code,Title,Plan,Unit of measure,Polarity,Frequency,Owner,Unit\n\
             ASP1,Inquiries finished in time,sw,%,higher,quarterly,Adult protection manager,adults\n\
             CC2,Complaints answered in time,sw,%,higher,quarterly,Complaints officer,\n\
             JR3,Court reports sent in time,sw,%,higher,quarterly,Justice manager,justice\n",
        );
        folder.file(
            "targets.csv",
            "Measure,Period,Goal\nASP1,2026-27,80\nCC2,2026-27,70\nJR3,2026-27,95\n",
        );
        let council = Self { folder };
        council
            .clew(&["init", "--organisation", "Ashbank Council"])
            .ends(0);
        council
            .clew(&[
                "import",
                "plans.csv",
                "units.csv",
                "measures.csv",
                "targets.csv",
            ])
            .ends(0);
        council
    }

    /// The same with a cycle for the first quarter, every figure returned and signed off, and a forum.
    pub(crate) fn signed_off() -> Self {
        let council = Self::new();
        let quarter = ["--period", "2026-27 Q1"];
        let run = |words: &[&str]| council.clew(&[words, &quarter].concat()).ends(0);
        run(&["cycle", "open", "--due", "2026-07-20"]);
        run(&["return", "ASP1", "--numerator", "52", "--denominator", "60"]);
        run(&["return", "CC2", "--value", "71"]);
        run(&["return", "JR3", "--value", "96"]);
        run(&["sign-off", "--reason", "there is nobody else"]);
        council
            .clew(&["set", "forum", "committee", "name=Social Work Committee"])
            .ends(0);
        council
    }

    /// The same, with what the committee was shown fixed.
    pub(crate) fn frozen() -> Self {
        let council = Self::signed_off();
        council
            .clew(&["freeze", "--forum", "committee", "--meeting", "2026-08-26"])
            .ends(0);
        council
    }

    #[track_caller]
    pub(crate) fn clew(&self, words: &[&str]) -> Run {
        self.folder.clew(words)
    }

    /// How many entries the journal has.
    #[track_caller]
    pub(crate) fn entries(&self) -> u64 {
        let log = self
            .clew(&[
                "log",
                "--limit",
                "1",
                "--format",
                "json",
                "--as",
                "administrator",
            ])
            .json(0);
        log[0]["entry"].as_u64().unwrap()
    }

    /// Runs a command that must fail with a code, and leave the journal as it was.
    #[track_caller]
    pub(crate) fn refuses(&self, code: i32, words: &[&str]) -> String {
        let before = self.entries();
        let message = self.clew(words).fails_with(code);
        assert_eq!(self.entries(), before, "nothing is written: {words:?}");
        message
    }

    /// What is told of a figure.
    #[track_caller]
    pub(crate) fn explained(&self, code: &str) -> Value {
        let words = [
            "explain",
            code,
            "--period",
            "2026-27 Q1",
            "--format",
            "json",
        ];
        self.clew(&words).json(0)
    }
}
