//! Forms as they were sent: read leniently, refused field by field, shown again as they were typed.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use clew_calendar::{Day, Period};
use clew_service::FieldProblem;
use rust_decimal::Decimal;

use crate::{App, WebError};

/// The most bytes of a form without files.
const MOST_BYTES: usize = 512 * 1024;
/// The most fields of a form.
const MOST_FIELDS: usize = 5_000;

/// The fields of a form or of a query, in order; a name may stand more than once.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields of a query or of a form's body.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn read(text: &str) -> Result<Self, WebError> {
        let pairs = form_pairs(text).take(MOST_FIELDS + 1);
        let fields: Vec<_> = pairs.map(|(name, value)| (name, plain(&value))).collect();
        if fields.len() > MOST_FIELDS {
            return Err(WebError::TooLarge(format!(
                "The form has more than {MOST_FIELDS} fields."
            )));
        }
        Ok(Self(fields))
    }

    /// Fields from pairs.
    #[must_use]
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// What was typed, without spaces at its ends; empty when the field is not there.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// What was typed, as it stands.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// What was typed, when anything was.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Every value of a field.
    pub fn all<'fields>(&'fields self, name: &str) -> impl Iterator<Item = &'fields str> {
        let named = move |(field, value): &'fields (String, String)| {
            (field == name).then_some(value.as_str())
        };
        self.0.iter().filter_map(named)
    }

    /// Whether a field is there at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Every field in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Puts a value in the place of whatever the field had.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Puts a day in the place of whatever its three fields had.
    pub fn set_day(&mut self, name: &str, day: Day) {
        for (field, value) in typed_day(name, day) {
            self.set(&field, value);
        }
    }
}

/// The three fields in which a day is typed, with what is typed there.
pub(crate) fn typed_day(name: &str, day: Day) -> [(String, String); 3] {
    [
        (format!("{name}-day"), day.day().to_string()),
        (format!("{name}-month"), day.month().to_string()),
        (format!("{name}-year"), day.year().to_string()),
    ]
}

/// The pairs of `a=b&c=d`, decoded; what is no UTF-8 is shown by replacement characters.
fn form_pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
}

/// A text with the line ends of this machine and without control characters, which no one types.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter(|char| !char.is_control() || matches!(char, '\n' | '\t'))
        .collect()
}

/// A form that was sent: its fields, and what is wrong with them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Form {
    /// The fields as they were typed.
    pub fields: Fields,
    /// What is wrong, field by field.
    pub problems: Vec<FieldProblem>,
}

impl Form {
    /// A form that shows these fields.
    #[must_use]
    pub fn showing(pairs: &[(&str, String)]) -> Self {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        Self {
            fields: Fields::of(owned.collect()),
            problems: Vec::new(),
        }
    }

    /// The problem of a field.
    #[must_use]
    pub fn problem(&self, name: &str) -> Option<&str> {
        let found = self.problems.iter().find(|problem| problem.field == name);
        found.map(|problem| &*problem.problem)
    }

    /// Notes a problem of a field.
    pub fn refuse(&mut self, name: &str, problem: impl Into<String>) {
        self.problems.push(FieldProblem::new(name, problem));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// The id of the act that the form stands for: made with the form, so that sending it twice does it
    /// once. A form without one, or with one that only programs have, which no page of ours makes, gets a
    /// new one.
    #[must_use]
    pub fn act(&self) -> String {
        let given = self.fields.given("act");
        let given = given.filter(|id| id.len() <= 64 && !id.contains(':'));
        given.map_or_else(new_act, str::to_owned)
    }

    /// The last entry of the journal that was known when the form was made.
    #[must_use]
    pub fn seen(&self) -> Option<u64> {
        self.fields.text("seen").parse().ok()
    }

    /// What the form shown now was made after: what was seen when it was made first, however often it
    /// is shown again since; `head` for a form that is new. Shown with the head of now it would undo,
    /// without a word, what others changed meanwhile.
    #[must_use]
    pub fn made_after(&self, head: u64) -> u64 {
        self.seen().unwrap_or(head)
    }

    /// Says that what others changed up to `head` is shown with the form, so that sending it again is a
    /// choice.
    pub fn has_seen(&mut self, head: u64) {
        self.fields.set("seen", head.to_string());
    }

    /// A text that has to be given.
    pub fn needed(&mut self, name: &str, problem: &str) -> String {
        match self.fields.given(name) {
            Some(text) => text.to_owned(),
            None => {
                self.refuse(name, problem);
                String::new()
            }
        }
    }

    /// A text that may be left out.
    #[must_use]
    pub fn optional(&self, name: &str) -> Option<String> {
        self.fields.given(name).map(str::to_owned)
    }

    /// Whether a field stands in the form and its sender has cleared it, or left it empty. A day that
    /// stands as three fields is one.
    #[must_use]
    pub fn is_emptied(&self, name: &str) -> bool {
        let parts = ["-day", "-month", "-year"].map(|part| format!("{name}{part}"));
        let names = || std::iter::once(name).chain(parts.iter().map(String::as_str));
        names().any(|name| self.fields.has(name))
            && names().all(|name| self.fields.given(name).is_none())
    }

    /// A number such as `1,234.5`, `85%` or `£12`; none when the field is empty.
    pub fn decimal(&mut self, name: &str) -> Option<Decimal> {
        let text = self.fields.given(name)?;
        let bare: String = text
            .chars()
            .filter(|char| !matches!(char, ',' | '%' | '£' | ' ' | '\u{a0}'))
            .collect();
        let bare = bare.replace('\u{2212}', "-");
        match bare.parse() {
            Ok(number) => Some(number),
            Err(_) => {
                self.refuse(name, "Enter a number, for example 85.5");
                None
            }
        }
    }

    /// A day: one text (`2026-06-12`, `12/6/2026`), or the three fields `-day`, `-month`, `-year`.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        let written = match self.fields.given(name) {
            Some(text) => text.to_owned(),
            None => {
                let part = |part: &str| self.fields.text(&format!("{name}-{part}")).to_owned();
                let parts = [part("year"), part("month"), part("day")];
                if parts.iter().all(String::is_empty) {
                    return None;
                }
                parts.join("-")
            }
        };
        let day = day_of(&written);
        if day.is_none() {
            self.refuse(name, "Enter a real date, for example 12 6 2026");
        }
        day
    }

    /// A reporting period such as `2025-26 Q2`.
    pub fn period(&mut self, name: &str) -> Option<Period> {
        let text = self.fields.given(name)?;
        match text.parse() {
            Ok(period) => Some(period),
            Err(_) => {
                self.refuse(name, "Enter a period, for example 2025-26 or 2025-26 Q2");
                None
            }
        }
    }

    /// One of a list of words, by its own reading; none when the field is empty.
    pub fn one_of<T: std::str::FromStr>(&mut self, name: &str, problem: &str) -> Option<T> {
        let text = self.fields.given(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.refuse(name, problem);
                None
            }
        }
    }
}

fn day_of(written: &str) -> Option<Day> {
    if let Ok(day) = written.parse() {
        return Some(day);
    }
    let parts: Vec<&str> = written.split(['/', '-', '.', ' ']).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A new id for an act, in the order of time.
#[must_use]
pub(crate) fn new_act() -> String {
    uuid::Uuid::now_v7().to_string()
}

impl FromRequest<App> for Form {
    type Rejection = WebError;

    async fn from_request(request: Request, _app: &App) -> Result<Self, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(WebError::BadRequest("This is no form.".to_owned()));
        }
        let bytes = to_bytes(request.into_body(), MOST_BYTES).await;
        let bytes = bytes.map_err(|_| {
            WebError::TooLarge(format!(
                "A form may have {} KB at the most.",
                MOST_BYTES / 1024
            ))
        })?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(Self {
            fields: Fields::read(&text)?,
            problems: Vec::new(),
        })
    }
}

/// The fields behind the question mark.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Asked(pub(crate) Fields);

impl axum::extract::FromRequestParts<App> for Asked {
    type Rejection = WebError;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _app: &App,
    ) -> Result<Self, WebError> {
        Fields::read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn form(text: &str) -> Form {
        Form {
            fields: Fields::read(text).unwrap(),
            problems: Vec::new(),
        }
    }

    #[test]
    fn what_people_type_for_a_number_is_read() {
        let cases = [
            ("85.5", Some("85.5")),
            (" 1,234 ", Some("1234")),
            ("85 %", Some("85")),
            ("£12.50", Some("12.50")),
            ("\u{2212}3", Some("-3")),
            ("", None),
            ("about 5", None),
            ("1e400", None),
        ];
        for (typed, expected) in cases {
            let mut form = Form::showing(&[("value", typed.to_owned())]);
            let read = form.decimal("value").map(|value| value.to_string());
            assert_eq!(read.as_deref(), expected, "{typed:?}");
            assert_eq!(
                form.is_sound(),
                expected.is_some() || typed.is_empty(),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn a_day_is_read_as_one_text_or_as_three_fields() {
        let day: Day = "2026-06-12".parse().unwrap();
        for text in [
            "on=2026-06-12",
            "on=12%2F6%2F2026",
            "on-day=12&on-month=6&on-year=2026",
            "on-day=12&on-month=06&on-year=2026",
        ] {
            let mut form = form(text);
            assert_eq!(form.day("on"), Some(day), "{text}");
            assert!(form.is_sound());
        }
        for text in ["on-day=31&on-month=2&on-year=2026", "on-day=12", "on=soon"] {
            let mut form = form(text);
            assert_eq!(form.day("on"), None, "{text}");
            assert_eq!(
                form.problem("on"),
                Some("Enter a real date, for example 12 6 2026")
            );
        }
        assert_eq!(form("on-day=&on-month=").day("on"), None);
    }

    #[test]
    fn a_form_shown_again_is_as_old_as_it_was() {
        assert_eq!(Form::default().made_after(101), 101);
        let mut sent = form("seen=100");
        assert_eq!(sent.made_after(101), 100);
        sent.has_seen(101);
        assert_eq!(sent.made_after(102), 101);
    }

    #[test]
    fn a_field_is_emptied_when_it_stands_there_with_nothing_in_it() {
        for (text, expected) in [
            ("on-day=&on-month=&on-year=", true),
            ("on=+", true),
            ("on-day=&on-month=6&on-year=", false),
            ("other=", false),
        ] {
            assert_eq!(form(text).is_emptied("on"), expected, "{text}");
        }
    }

    #[test]
    fn control_characters_go_and_lines_stay() {
        let form = form("words=one%0D%0Atwo%00%1B%5B31mthree%E2%80%AE");
        assert_eq!(form.fields.raw("words"), "one\ntwo[31mthree\u{202e}");
    }

    #[test]
    fn a_form_with_too_many_fields_is_refused() {
        let many = "a=1&".repeat(MOST_FIELDS + 1);
        assert!(matches!(Fields::read(&many), Err(WebError::TooLarge(_))));
    }
}
