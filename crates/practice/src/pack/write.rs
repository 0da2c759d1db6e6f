//! Writing a pack: one text a kind, always the same for the same pack, so that it can be stored and its digest taken.

mod condition;
mod form;
mod lines;
mod measure;
mod timing;

use std::collections::BTreeMap;

use super::{Condition, Of, Pack, Stop};
use lines::Lines;

/// Conditions as they are written, in one line.
pub(super) fn written_conditions(all: &[Condition]) -> String {
    condition::conditions(all).join(", ")
}

/// What starts, stops or ends a clock, as it is written.
pub(super) fn written_stop(stop: &Stop) -> String {
    condition::stop(stop)
}

impl Pack {
    /// The pack as files, by path. [`Pack::read`] reads the same pack from them; comments, the order of entries and how
    /// they were spread over files are not kept.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut add = |name: &str, lines: Lines| {
            if !lines.is_empty() {
                files.insert(name.to_owned(), lines.into_text());
            }
        };
        add("pack.toml", self.head());
        add("choices.toml", self.shared_lists());
        add("roles.toml", self.written_roles());
        add("dimensions.toml", self.written_dimensions());
        add("forms.toml", form::forms(self));
        add("processes.toml", timing::processes(self));
        add("clocks.toml", timing::clocks(self));
        add("measures.toml", measure::measures(self));
        for (name, text) in &self.calendar_files {
            files.insert(format!("calendars/{name}.toml"), text.clone());
        }
        files
    }

    /// The files as one text, each after a line with its name: what a digest of the pack is taken of.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        for (name, file) in self.files() {
            text.push_str(&format!("# {name}\n{file}\n"));
        }
        text
    }

    fn head(&self) -> Lines {
        let mut lines = Lines::default();
        lines.text("code", &self.code);
        lines.text("title", &self.title);
        lines.text("version", &self.version);
        lines.texts("calendars", &self.calendars);
        lines
    }

    fn shared_lists(&self) -> Lines {
        let mut lines = Lines::default();
        let shared = self.choice_lists.values();
        for list in shared.filter(|list| !list.code.contains('.')) {
            lines.head("choices");
            lines.text("code", &list.code);
            lines.text("title", &list.title);
            lines.list("choices", &form::choices(list));
        }
        lines
    }

    fn written_roles(&self) -> Lines {
        let mut lines = Lines::default();
        for role in self.roles.values() {
            lines.head("role");
            lines.text("code", &role.code);
            lines.text("title", &role.title);
            lines.truth("senior", role.senior);
        }
        lines
    }

    fn written_dimensions(&self) -> Lines {
        let mut lines = Lines::default();
        for dimension in self.dimensions.values() {
            lines.head("dimension");
            lines.text("code", &dimension.code);
            lines.text("title", &dimension.title);
            match &dimension.of {
                Of::Team => lines.text("of", "team"),
                Of::Locality => lines.text("of", "locality"),
                Of::Gender => lines.text("of", "gender"),
                Of::Field(field) => lines.text("of", &format!("field:{field}")),
                Of::Age(bands) => {
                    lines.text("of", "age");
                    let band = |band: &super::Band| {
                        let title = lines::quoted(&band.title);
                        format!("{{ from = {}, title = {title} }}", band.from)
                    };
                    lines.list("bands", &bands.iter().map(band).collect::<Vec<_>>());
                }
            }
        }
        lines
    }
}
