//! The drawings of a report as files for the typesetter.

use clew_report::{Chart, Sparkline};

use crate::{json::Pictures, svg};

/// Drawings by the names that the data gives them.
#[derive(Default)]
pub(super) struct Drawings {
    /// File name and SVG text, in the order of the report.
    pub(super) files: Vec<(String, String)>,
}

impl Drawings {
    fn add(&mut self, draw: impl Fn(&str) -> String) -> Option<String> {
        let id = format!("picture-{}", self.files.len());
        let name = format!("{id}.svg");
        self.files.push((name.clone(), draw(&id)));
        Some(name)
    }
}

impl Pictures for Drawings {
    fn chart(&mut self, chart: &Chart) -> Option<String> {
        self.add(|id| svg::chart(chart, id))
    }

    fn sparkline(&mut self, line: &Sparkline) -> Option<String> {
        self.add(|id| svg::sparkline(line, id))
    }
}
