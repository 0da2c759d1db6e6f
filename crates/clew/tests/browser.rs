//! Journeys through the web application in a real browser, in `crates/web/browser`. They need Chromium
//! and npm, and are skipped where these are missing unless `CLEW_REQUIRE_BROWSER=1`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::{env, fs};

/// Where Chromium is looked for when `CLEW_CHROMIUM` does not name one.
const CHROMIUM: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];

/// Where the journeys are written.
fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/browser")
}

fn chromium() -> Option<PathBuf> {
    match env::var_os("CLEW_CHROMIUM") {
        Some(named) => Some(named.into()),
        None => CHROMIUM.iter().map(PathBuf::from).find(|it| it.exists()),
    }
}

fn has_npm() -> bool {
    let asked = Command::new("npm").arg("--version").output();
    asked.is_ok_and(|asked| asked.status.success())
}

/// The browser; none when the journeys are to be skipped.
fn browser() -> Option<PathBuf> {
    let found = chromium().filter(|_| has_npm());
    if found.is_none() {
        let required = env::var("CLEW_REQUIRE_BROWSER").is_ok_and(|value| value == "1");
        assert!(
            !required,
            "CLEW_REQUIRE_BROWSER=1, and there is no Chromium or no npm"
        );
        eprintln!("skipped: no Chromium, or no npm");
    }
    found
}

/// The journeys beside what they need from npm: one folder for each lock file, so that it is fetched once.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let lock = fs::read(sources().join("package-lock.json")).unwrap();
        let mut hasher = DefaultHasher::new();
        lock.hash(&mut hasher);
        let name = format!("browser-{:016x}", hasher.finish());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        copied(&sources(), &folder);
        if !folder.join("installed").exists() {
            fetched(&folder);
        }
        folder
    })
}

/// Copies the journeys, with what was changed in them since.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() {
            if name != "node_modules" && name != "traces" {
                copied(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

fn fetched(folder: &Path) {
    let done = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "npm ci did not succeed\n{said}");
    fs::write(folder.join("installed"), "").unwrap();
}

/// Runs the journeys of one file; traces of the pages of those that fail are kept in `target/browser`.
fn run(file: &str) {
    let Some(chromium) = browser() else { return };
    let folder = installed();
    let traces = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../browser");
    let ran = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(format!("journeys/{file}.test.mjs"))
        .current_dir(folder)
        .env("CLEW_PROGRAM", env!("CARGO_BIN_EXE_clew"))
        .env("CLEW_CHROMIUM", chromium)
        .env("CLEW_BROWSER_TRACES", traces)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}");
}

#[test]
fn people_sign_in_with_a_second_step() {
    run("signing-in");
}

#[test]
fn a_round_goes_from_a_red_figure_to_what_was_frozen() {
    run("cycle");
}

#[test]
fn a_plan_is_followed_and_changed() {
    run("plan");
}

#[test]
fn an_adult_is_protected_from_a_referral_to_a_closed_plan() {
    run("practice");
}

#[test]
fn a_figure_is_followed_to_the_records_behind_it() {
    run("explore");
}

#[test]
fn every_other_page_is_valid_narrow_enough_and_open_to_everybody() {
    run("pages");
}
