//! Dependencies run one way: each crate may use only what stands beside it in the table.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Which crates of the project a crate may depend on. A crate that is not listed is refused.
const MAY_USE: &[(&str, &[&str])] = &[
    ("clew-calendar", &[]),
    ("clew-plan", &["clew-calendar"]),
    ("clew-practice", &["clew-calendar"]),
    (
        "clew-measure",
        &["clew-calendar", "clew-plan", "clew-practice"],
    ),
    ("clew-synth", &["clew-calendar", "clew-practice"]),
    (
        "clew-check",
        &["clew-calendar", "clew-plan", "clew-measure"],
    ),
    (
        "clew-report",
        &["clew-calendar", "clew-plan", "clew-measure"],
    ),
    // A report's values carry days and statuses, so its renderers know those two plain types.
    (
        "clew-render",
        &["clew-report", "clew-calendar", "clew-plan"],
    ),
    (
        "clew-exchange",
        &[
            "clew-calendar",
            "clew-plan",
            "clew-practice",
            "clew-measure",
        ],
    ),
    (
        "clew-journal",
        &["clew-calendar", "clew-plan", "clew-practice"],
    ),
    (
        "clew-store",
        &[
            "clew-journal",
            "clew-calendar",
            "clew-plan",
            "clew-practice",
        ],
    ),
    (
        "clew-service",
        &[
            "clew-calendar",
            "clew-plan",
            "clew-practice",
            "clew-measure",
            "clew-check",
            "clew-report",
            "clew-exchange",
            "clew-journal",
            "clew-store",
        ],
    ),
    (
        "clew-web",
        &[
            "clew-calendar",
            "clew-plan",
            "clew-practice",
            "clew-measure",
            "clew-check",
            "clew-report",
            "clew-render",
            "clew-exchange",
            "clew-journal",
            "clew-service",
        ],
    ),
    (
        "clew",
        &[
            "clew-calendar",
            "clew-plan",
            "clew-practice",
            "clew-synth",
            "clew-measure",
            "clew-check",
            "clew-report",
            "clew-render",
            "clew-exchange",
            "clew-journal",
            "clew-store",
            "clew-service",
            "clew-web",
        ],
    ),
    ("clew-testkit", &["clew-calendar", "clew-plan"]),
    ("xtask", &["clew-calendar", "clew-plan", "clew-exchange"]),
];

/// Only tests and benchmarks may use these besides.
const TESTS_MAY_USE: &[&str] = &[
    "clew-synth",
    "clew-testkit",
    "clew-exchange",
    "clew-check",
    "clew-report",
    "clew-render",
    "clew-measure",
];

/// Every dependency that the table does not allow.
pub fn breaches(root: &Path) -> Result<Vec<String>, String> {
    let metadata = metadata(root)?;
    let packages = metadata["packages"]
        .as_array()
        .ok_or("cargo metadata lists no packages")?;
    let mut breaches = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_USE.iter().find(|(listed, _)| *listed == name) else {
            breaches.push(format!("{name} is not in the table of allowed dependencies; add it to xtask/src/tidy/arrows.rs"));
            continue;
        };
        breaches.extend(arrows(package).filter_map(|arrow| refused(name, allowed, &arrow)));
    }
    Ok(breaches)
}

/// A dependency on another crate of the project.
struct Arrow {
    to: String,
    for_tests: bool,
}

fn arrows(package: &Value) -> impl Iterator<Item = Arrow> + '_ {
    let dependencies = package["dependencies"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    dependencies.iter().filter_map(|dependency| {
        let to = dependency["name"].as_str()?.to_owned();
        let ours = to == "clew" || to == "xtask" || to.starts_with("clew-");
        ours.then(|| Arrow {
            to,
            for_tests: dependency["kind"].as_str() == Some("dev"),
        })
    })
}

fn refused(from: &str, allowed: &[&str], arrow: &Arrow) -> Option<String> {
    let to = arrow.to.as_str();
    let fine = allowed.contains(&to) || (arrow.for_tests && TESTS_MAY_USE.contains(&to));
    (!fine).then(|| {
        format!("{from} may not depend on {to}: dependencies run one way (docs/architecture.md)")
    })
}

fn metadata(root: &Path) -> Result<Value, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root)
        .output()
        .map_err(|error| format!("could not run cargo metadata: {error}"))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("could not read cargo metadata: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_against_the_direction_is_refused_and_one_along_it_is_not() {
        let package = serde_json::json!({"dependencies": [
            {"name": "clew-plan", "kind": null},
            {"name": "clew-render", "kind": null},
            {"name": "clew-testkit", "kind": "dev"},
            {"name": "serde", "kind": null},
        ]});
        let refused: Vec<String> = arrows(&package)
            .filter_map(|arrow| refused("clew-report", &["clew-plan"], &arrow))
            .collect();
        assert_eq!(
            refused,
            [
                "clew-report may not depend on clew-render: dependencies run one way (docs/architecture.md)"
            ]
        );
    }
}
