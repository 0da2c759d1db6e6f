//! The style sheet has what pages have, and little else.

use std::path::Path;

use axum::http::StatusCode;

use crate::host::Host;

#[path = "../../build_styles.rs"]
mod build_styles;

/// Every text of a folder and of those in it.
fn texts(folder: &Path, texts: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            self::texts(&path, texts);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            texts.push((path.display().to_string(), text));
        }
    }
}

#[test]
fn no_page_has_what_is_left_out_of_the_style_sheet() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["src", "assets", "../render/src"] {
        texts(&root.join(folder), &mut all);
    }
    assert!(all.iter().any(|(_, text)| text.contains("govuk-button")));
    for left_out in build_styles::LEFT_OUT {
        let class = format!("govuk-{left_out}");
        for (path, text) in &all {
            assert!(
                !text.contains(&class),
                "{path} has {class}: keep its styles"
            );
        }
    }
}

#[test]
fn a_rule_for_several_things_stays_for_those_that_are_used() {
    for (styles, expected) in [
        (".govuk-tabs{color:red}", ""),
        (
            ".govuk-tabs__panel,.govuk-tag{color:red}",
            ".govuk-tag{color:red}",
        ),
        (".govuk-\\!-margin-0{margin:0}a{b:c}", "a{b:c}"),
        ("@media print{.govuk-footer{a:b}}", ""),
        (
            "@media print{.govuk-footer{a:b}.govuk-tag{c:d}}p{e:f}",
            "@media print{.govuk-tag{c:d}}p{e:f}",
        ),
        ("@charset \"utf-8\";a{b:c}", "@charset \"utf-8\";a{b:c}"),
        (
            "@keyframes x{0%{a:b}to{c:d}}",
            "@keyframes x{0%{a:b}to{c:d}}",
        ),
        (
            ".govuk-label:not(.govuk-label--m,.govuk-label--l){a:b}",
            ".govuk-label:not(.govuk-label--m,.govuk-label--l){a:b}",
        ),
        (".govuk-label{--x:1}", ".govuk-label{--x:1}"),
    ] {
        assert_eq!(build_styles::without_unused(styles), expected, "{styles}");
    }
}

#[tokio::test]
async fn the_style_sheet_is_whole() {
    let host = Host::new();
    let page = host.get("/sign-in", "").await;
    let (_, rest) = page.text.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let styles = host.get(rest.split_once('"').unwrap().0, "").await;
    assert_eq!(styles.status, StatusCode::OK);
    let braces = |brace| styles.text.matches(brace).count();
    assert_eq!(braces('{'), braces('}'));
    for used in [
        ".govuk-button",
        ".govuk-checkboxes__input",
        ".govuk-visually-hidden",
        ".govuk-error-summary",
    ] {
        assert!(styles.text.contains(used), "{used}");
    }
    assert!(!styles.text.contains(".govuk-accordion"));
    assert!(!styles.text.contains("font-face"));
}
