//! Walks a transcribed table, remembering the path for error messages.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value;

use super::TranscriptionError;

/// A value of a transcribed table, with the path that leads to it.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'table> {
    document: &'static str,
    place: String,
    value: &'table Value,
}

impl<'table> Reading<'table> {
    /// The whole table of a document.
    pub(crate) fn new(document: &'static str, value: &'table Value) -> Self {
        Self {
            document,
            place: String::new(),
            value,
        }
    }

    /// The field, which must be there and not null.
    pub(crate) fn field(&self, key: &str) -> Result<Self, TranscriptionError> {
        self.maybe(key)
            .ok_or_else(|| self.child(key, self.value).problem("missing"))
    }

    /// The field, unless it is absent or null.
    pub(crate) fn maybe(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(self.child(key, value))
    }

    /// The members of a list.
    pub(crate) fn items(&self, key: &str) -> Result<Vec<Self>, TranscriptionError> {
        let list = self.field(key)?;
        let members = list
            .value
            .as_array()
            .ok_or_else(|| list.problem("not a list"))?;
        Ok(members
            .iter()
            .enumerate()
            .map(|(index, value)| Self {
                document: self.document,
                place: format!("{}[{index}]", list.place),
                value,
            })
            .collect())
    }

    /// The keys of an object, in order.
    pub(crate) fn keys(&self) -> Vec<&'table str> {
        let object = self.value.as_object();
        object.map_or_else(Vec::new, |object| {
            object.keys().map(String::as_str).collect()
        })
    }

    /// The text itself.
    pub(crate) fn as_text(&self) -> Result<&'table str, TranscriptionError> {
        self.value
            .as_str()
            .ok_or_else(|| self.problem("not a text"))
    }

    /// The field's text.
    pub(crate) fn text(&self, key: &str) -> Result<String, TranscriptionError> {
        self.field(key)?.as_text().map(str::to_owned)
    }

    /// The field's text, unless it is absent or null.
    pub(crate) fn maybe_text(&self, key: &str) -> Option<String> {
        let value = self.maybe(key)?.value;
        value.as_str().map(str::to_owned)
    }

    /// Whether the field is true.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// The field's whole number.
    pub(crate) fn number(&self, key: &str) -> Result<u32, TranscriptionError> {
        let field = self.field(key)?;
        let number = field.value.as_u64();
        number
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| field.problem("not a whole number"))
    }

    /// The field's text, read as a value of its type.
    pub(crate) fn parsed<T>(&self, key: &str) -> Result<T, TranscriptionError>
    where
        T: FromStr,
        T::Err: Display,
    {
        let field = self.field(key)?;
        field.read(field.as_text()?)
    }

    /// The text read as a value of a type, with an error that names this place.
    pub(crate) fn read<T>(&self, text: &str) -> Result<T, TranscriptionError>
    where
        T: FromStr,
        T::Err: Display,
    {
        text.parse()
            .map_err(|error: T::Err| self.problem(&error.to_string()))
    }

    /// "003 line 49" or "003 lines 71 to 72", from `source_lines`, `source_line` or `line`.
    pub(crate) fn source(&self) -> Option<String> {
        let single = ["source_line", "line"].iter();
        let single = single.filter_map(|key| self.value.get(key)?.as_u64());
        let mut listed = ["source_lines", "lines"].iter();
        let listed = listed.find_map(|key| self.value.get(key)?.as_array());
        let lines: Vec<u64> = listed
            .into_iter()
            .flatten()
            .filter_map(Value::as_u64)
            .chain(single)
            .collect();
        let (first, last) = (lines.iter().min()?, lines.iter().max()?);
        Some(if first == last {
            format!("{} line {first}", self.document)
        } else {
            format!("{} lines {first} to {last}", self.document)
        })
    }

    /// An error about this place.
    pub(crate) fn problem(&self, problem: &str) -> TranscriptionError {
        TranscriptionError::Content {
            document: self.document.to_owned(),
            place: self.place.clone(),
            problem: problem.to_owned(),
        }
    }

    fn child(&self, key: &str, value: &'table Value) -> Self {
        let place = if self.place.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.place)
        };
        Self {
            document: self.document,
            place,
            value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_error_names_the_file_and_the_path() {
        let table = json!({"measures": [{"n": 1}, {"status": "Purple"}]});
        let reading = Reading::new("003", &table);
        let second = &reading.items("measures").expect("measures")[1];
        let error = second
            .parsed::<clew_plan::Status>("status")
            .expect_err("Purple");
        assert!(
            error
                .to_string()
                .starts_with("003.json at measures[1].status: "),
            "{error}"
        );
        let error = second.text("title").expect_err("no title");
        assert_eq!(error.to_string(), "003.json at measures[1].title: missing");
    }

    #[test]
    fn a_source_gives_the_lines_it_was_read_from() {
        let table =
            json!({"one": {"source_line": 7}, "two": {"source_lines": [9, 12, 10]}, "none": {}});
        let reading = Reading::new("000", &table);
        let source = |key| reading.field(key).expect(key).source();
        assert_eq!(source("one").as_deref(), Some("000 line 7"));
        assert_eq!(source("two").as_deref(), Some("000 lines 9 to 12"));
        assert_eq!(source("none"), None);
    }
}
