//! `clew demo`: the main job in one command.

use crate::program::Folder;

#[test]
fn the_demo_leaves_a_workspace_and_the_report_in_every_format() {
    let folder = Folder::new();
    let text = folder
        .clew(&["demo", "--reports-only", "--to", "shown"])
        .ends(0);
    let total = text
        .lines()
        .find(|line| line.trim_start().starts_with("Total"))
        .unwrap();
    assert_eq!(
        total.split_whitespace().collect::<Vec<_>>(),
        ["Total", ".", "43", "3", "2", "17", "65"]
    );
    for format in ["html", "pdf", "docx", "xlsx"] {
        assert!(
            folder
                .path(&format!("shown/reports/quarterly-progress.{format}"))
                .is_file(),
            "{format}"
        );
    }
    assert!(
        text.contains("warning") && text.contains("Where everything is"),
        "{text}"
    );
    folder
        .clew(&["summary", "--data", "shown/workspace"])
        .ends(0);
}

#[test]
fn the_demo_can_be_run_again_and_of_another_example() {
    let folder = Folder::new();
    folder
        .clew(&[
            "demo",
            "--reports-only",
            "--to",
            "shown",
            "--example",
            "south-lanarkshire-2021-22",
        ])
        .ends(0);
    folder
        .clew(&[
            "demo",
            "--reports-only",
            "--to",
            "shown",
            "--example",
            "south-lanarkshire-2021-22",
        ])
        .ends(0);
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let folder = Folder::new();
    folder.file("file.txt", "not a folder");
    let message = folder
        .clew(&["demo", "--reports-only", "--to", "file.txt"])
        .fails();
    assert!(message.contains("file.txt"), "{message}");
}
