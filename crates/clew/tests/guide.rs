//! The guides, run: every command in them prints what they show.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// One command of a guide, the time at which it is run, and what the guide shows of it.
#[derive(Debug)]
struct Step {
    line: usize,
    now: String,
    command: String,
    shown: Vec<String>,
}

/// What stands in a guide: files to save, and commands to run.
#[derive(Debug)]
enum Part {
    File(PathBuf, String),
    Step(Step),
}

/// Reads the blocks of a guide: after three backticks, `csv PATH` or `toml PATH` is a file and `console TIME` commands.
fn parts(guide: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = (1..).zip(guide.lines());
    while let Some((_, line)) = lines.next() {
        let Some((kind, rest)) = line
            .strip_prefix("```")
            .and_then(|block| block.split_once(' '))
        else {
            continue;
        };
        let block: Vec<(usize, &str)> = lines
            .by_ref()
            .take_while(|(_, line)| *line != "```")
            .collect();
        match kind {
            "csv" | "toml" => {
                let text: String = block.iter().map(|(_, line)| format!("{line}\n")).collect();
                parts.push(Part::File(rest.into(), text));
            }
            "console" => parts.extend(steps(rest, &block).into_iter().map(Part::Step)),
            other => panic!("{other} is no block that is understood"),
        }
    }
    parts
}

fn steps(now: &str, block: &[(usize, &str)]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (number, line) in block {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step {
                line: *number,
                now: now.to_owned(),
                command: command.to_owned(),
                shown: Vec::new(),
            }),
            (None, Some(step)) => step.shown.push((*line).to_owned()),
            (None, None) => panic!("line {number}: a block begins with a command"),
        }
    }
    steps
}

/// The words of a command; quotation marks keep words together.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for character in command.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            other => word.push(other),
        }
    }
    words.push(word);
    words
}

/// What a command prints, errors among it.
fn run(step: &Step, folder: &Path) -> String {
    let words = words(&step.command);
    match words[0].as_str() {
        "clew" => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_clew"));
            command
                .current_dir(folder)
                .args(&words[1..])
                .env("CLEW_TESTING", "1")
                .env("CLEW_NOW", &step.now)
                .env_remove("CLEW_DATABASE")
                .env_remove("CLEW_ACCOUNT");
            let output = command.output().unwrap();
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
        }
        "rm" => {
            std::fs::remove_file(folder.join(&words[1])).unwrap();
            String::new()
        }
        other => panic!("line {}: {other} is not run here", step.line),
    }
}

/// Whether a line is as it is shown; `…` stands for any text.
fn fits(shown: &str, printed: &str) -> bool {
    let mut rest = printed;
    for (place, part) in shown.split('…').enumerate() {
        let found = if place == 0 {
            rest.starts_with(part).then_some(0)
        } else {
            rest.find(part)
        };
        match found {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || shown.ends_with('…')
}

/// Whether the lines are as they are shown; a line `…` stands for any number of lines.
fn all_fit(shown: &[String], printed: &[&str]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((first, shown)), _) if first == "…" => {
            (0..=printed.len()).any(|skipped| all_fit(shown, &printed[skipped..]))
        }
        (Some((first, shown)), Some((line, printed))) => {
            fits(first, line) && all_fit(shown, printed)
        }
        _ => false,
    }
}

#[test]
fn a_newcomers_first_cycle_goes_as_the_guide_says() {
    assert!(commands_that_go_as_shown("first-cycle.md") > 25);
}

#[test]
fn a_pack_is_read_changed_and_applied_as_the_guide_says() {
    assert!(commands_that_go_as_shown("packs.md") > 15);
}

/// How many commands of a guide were run; each printed what the guide shows of it.
fn commands_that_go_as_shown(name: &str) -> usize {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/guide")
        .join(name);
    let guide = std::fs::read_to_string(guide).unwrap();
    let folder = std::env::temp_dir().join(format!("clew-guide-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut commands = 0;
    for part in parts(&guide) {
        match part {
            Part::File(path, text) => {
                let path = folder.join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            Part::Step(step) => {
                let printed = run(&step, &folder);
                let lines: Vec<&str> = printed.lines().collect();
                assert!(
                    all_fit(&step.shown, &lines),
                    "line {} of the guide: $ {}\nit shows:\n{}\nit printed:\n{printed}",
                    step.line,
                    step.command,
                    step.shown.join("\n")
                );
                commands += 1;
            }
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
    commands
}

#[test]
fn what_is_left_open_fits_and_what_differs_does_not() {
    assert!(fits("hash … here", "hash 12ab here") && fits("so …", "so and so") && fits("", ""));
    assert!(
        !fits("hash … here", "hash 12ab there") && !fits("so", "so and so") && !fits("…x", "y")
    );
    let shown = ["a", "…", "d"].map(str::to_owned);
    assert!(all_fit(&shown, &["a", "b", "c", "d"]) && all_fit(&shown, &["a", "d"]));
    assert!(!all_fit(&shown, &["a", "b"]) && !all_fit(&shown, &["d"]));
}
