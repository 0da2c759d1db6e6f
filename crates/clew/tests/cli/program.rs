//! Runs the built program in folders of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// The examples the program carries.
pub(crate) const EXAMPLES: [&str; 5] = [
    "edinburgh-2023",
    "south-lanarkshire-2019-20",
    "south-lanarkshire-2021-22",
    "south-lanarkshire-2022-23",
    "west-lothian-2021-22",
];

/// A folder that goes when the test ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "clew-cli-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs the program inside the folder.
    #[track_caller]
    pub(crate) fn clew<S: AsRef<str>>(&self, words: &[S]) -> Run {
        let mut command = self.command(words);
        Run::of(command.output().unwrap())
    }

    /// The command that runs the program inside the folder.
    pub(crate) fn command<S: AsRef<str>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clew"));
        command
            .current_dir(&self.0)
            .args(words.iter().map(AsRef::as_ref))
            .env("RUST_BACKTRACE", "1")
            .env("CLEW_TESTING", "1")
            .env("CLEW_NOW", "2026-06-12T14:05Z")
            .env_remove("CLEW_DATABASE")
            .env_remove("CLEW_ACCOUNT");
        command
    }

    /// The text of a JSON export without the entry of the journal that it was made at.
    #[track_caller]
    pub(crate) fn exported(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        let records = text.lines().filter(|line| !line.contains("\"journal_"));
        records.collect::<Vec<_>>().join("\n")
    }

    /// Every file below the folder, with its size, in order.
    pub(crate) fn everything(&self) -> Vec<(PathBuf, u64)> {
        everything(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn everything(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.clone(), 0));
            found.extend(everything(&path));
        } else {
            let size = std::fs::metadata(&path).unwrap().len();
            found.push((path, size));
        }
    }
    found.sort();
    found
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
        let run = Self {
            code: output.status.code().expect("it was not ended by a signal"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(
            !run.err.contains("panicked") && !run.err.contains("stack backtrace"),
            "{run:#?}"
        );
        run
    }

    /// What it printed, when it ended with the code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:#?}");
        self.out
    }

    /// The JSON that it printed, when it ended with the code.
    #[track_caller]
    pub(crate) fn json(self, code: i32) -> Value {
        serde_json::from_str(&self.ends(code)).expect("it printed JSON")
    }

    /// What it said when it could not run: the code is 2 and nothing is printed as a result.
    #[track_caller]
    pub(crate) fn fails(self) -> String {
        self.fails_with(2)
    }

    /// What it said when it could not run, with a code of its own for the kind of error.
    #[track_caller]
    pub(crate) fn fails_with(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{self:#?}");
        assert!(self.err.starts_with("error: "), "{self:#?}");
        self.err
    }
}

/// Runs the program in a folder of its own.
#[track_caller]
pub(crate) fn clew(words: &[&str]) -> Run {
    Folder::new().clew(words)
}
