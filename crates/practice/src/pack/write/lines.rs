//! Lines of TOML, each value in its one way of being written.

/// A text under way.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    indent: &'static str,
}

impl Lines {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Begins an entry of a list, as `[[form]]` or, within it, `[[form.field]]`.
    pub(super) fn head(&mut self, name: &str) {
        self.indent = if name.contains('.') { "  " } else { "" };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&format!("{}[[{name}]]\n", self.indent));
    }

    /// A value as it is to stand.
    pub(super) fn raw(&mut self, key: &str, value: &str) {
        self.text
            .push_str(&format!("{}{key} = {value}\n", self.indent));
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    pub(super) fn maybe(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// Written only when it is true.
    pub(super) fn truth(&mut self, key: &str, value: bool) {
        if value {
            self.raw(key, "true");
        }
    }

    /// Written only when there are any.
    pub(super) fn texts(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            self.raw(key, &quoted_list(values));
        }
    }

    /// A list of what is written already, one a line when there are several; written only when there are any.
    pub(super) fn list(&mut self, key: &str, items: &[String]) {
        match items {
            [] => {}
            [only] => self.raw(key, &format!("[ {only} ]")),
            several => {
                let indent = self.indent;
                let rows = several.iter().map(|item| format!("{indent}  {item},\n"));
                let rows: String = rows.collect();
                self.raw(key, &format!("[\n{rows}{indent}]"));
            }
        }
    }
}

/// Text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of texts on one line.
pub(super) fn quoted_list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
