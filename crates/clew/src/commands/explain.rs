//! `clew explain`: a figure's whole story.

use std::io::Write;

use clew_calendar::Period;
use clew_plan::Code;
use clew_service::{Explanation, Step};

use crate::acting::{Format, ReadingArgs, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::{clock, database};

/// Which figure.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Code of the measure.
    #[arg(value_name = "CODE")]
    code: Code,
    /// Period, for example "2026-27 Q1".
    #[arg(long, value_name = "PERIOD")]
    period: Period,
    /// Part of the organisation; the whole when not named.
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// As it was known then: a day (its end), a moment such as 2026-07-14T13:20Z, an entry such as
    /// entry:12, or a freeze.
    #[arg(long, value_name = "WHEN")]
    as_known_at: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Tells what the figure is, how it is judged, where it came from, and what was shown of it.
///
/// # Errors
/// When there is no such measure or part, or the journal cannot be read.
pub fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let reader = reading.reader()?;
    let unit = args.unit.as_deref().map(Into::into);
    let (code, unit) = (args.code.key(), unit.as_ref());
    let explanation = match &args.as_known_at {
        None => reader.explain(&code, args.period, unit)?,
        Some(written) => {
            let known = database::known_at(&reader, written)?;
            reader.explain_at(known, &code, args.period, unit)?
        }
    };
    match args.tell.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &explanation)?;
            writeln!(out)?;
        }
        Format::Text => {
            let mut page = Page::default();
            page.figure(&explanation);
            page.judgement(&explanation);
            page.parts(&explanation);
            page.origin(&explanation);
            page.said(&explanation);
            page.shown(&explanation);
            out.write_all(page.text.as_bytes())?;
        }
    }
    Ok(Outcome::Clean)
}

/// The story as text: a label to the left of each line, and steps below.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, label: &str, text: &str) {
        self.text.push_str(format!("{label:<13} {text}").trim_end());
        self.text.push('\n');
    }

    fn also(&mut self, label: &str, text: Option<impl ToString>) {
        if let Some(text) = text {
            self.line(label, &text.to_string());
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.text.push_str(&format!(
                "{:<13}   entry {}: {}\n",
                "", step.entry, step.sentence
            ));
        }
    }

    fn figure(&mut self, told: &Explanation) {
        let unit = told
            .unit
            .as_ref()
            .map(|unit| format!(", {unit}"))
            .unwrap_or_default();
        self.text
            .push_str(&format!("{}  {}\n", told.code, told.title));
        self.text.push_str(&format!("{}{unit}\n\n", told.period));
        self.also("definition", told.definition.as_ref());
        self.also("owner", told.owner.as_ref());
        let value = told.value.as_deref().unwrap_or("not known");
        let counts = told
            .counts
            .as_ref()
            .map(|counts| format!(" ({counts})"))
            .unwrap_or_default();
        self.line("value", &format!("{value}{counts}"));
    }

    fn judgement(&mut self, told: &Explanation) {
        let small = if told.small_numbers {
            ", small numbers"
        } else {
            ""
        };
        self.line(
            "status",
            &format!("{} ({}){small}", told.status, told.basis),
        );
        if told.status_by_rule != told.status {
            self.line("by rule", &told.status_by_rule.to_string());
        }
        if let Some(reported) = told
            .status_reported
            .filter(|reported| *reported != told.status)
        {
            self.line("as reported", &reported.to_string());
        }
        self.also("override", told.override_reason.as_ref());
        self.line("rule", &told.rule);
        self.line("why", &told.why);
        match &told.target {
            None => self.line("target", "none"),
            Some(target) => {
                let reason = target
                    .reason
                    .as_ref()
                    .map(|reason| format!("; {reason}"))
                    .unwrap_or_default();
                self.line(
                    "target",
                    &format!("{}: {}{reason}", target.shown, target.found),
                );
                self.steps(&target.history);
            }
        }
        if let Some(tolerance) = &told.tolerance {
            let from = told
                .tolerance_from
                .as_ref()
                .map(|from| format!(", {from}"))
                .unwrap_or_default();
            self.line("tolerance", &format!("{tolerance}{from}"));
        }
        self.also(
            "definition",
            told.definition_version
                .map(|version| format!("version {version}")),
        );
    }

    fn parts(&mut self, told: &Explanation) {
        let Some(formula) = &told.formula else { return };
        self.line(
            "formula",
            &format!(
                "{} (version {}); {}",
                formula.text, formula.version, formula.reported
            ),
        );
        for part in &formula.parts {
            let title = part.title.as_deref().unwrap_or("not known");
            let figure = part.figure.as_deref().unwrap_or("not reported");
            self.line("", &format!("{}  {title}: {figure}", part.code));
            self.steps(&part.history);
        }
    }

    fn origin(&mut self, told: &Explanation) {
        if let Some(figure) = &told.figure {
            let period = (figure.period != told.period).then(|| format!(", for {}", figure.period));
            self.line(
                "source",
                &format!(
                    "{}, {}{}",
                    figure.source,
                    figure.state,
                    period.unwrap_or_default()
                ),
            );
            self.also("data as at", figure.as_at);
            self.also("reliability", figure.reliability);
            self.also("evidence", figure.evidence.as_ref());
            self.also("note", figure.note.as_ref());
            self.also("read from", figure.read_from.as_ref());
            self.also("as written", figure.as_written.as_ref());
        }
        self.computed(told);
        if !told.history.is_empty() {
            self.line("history", "");
            self.steps(&told.history);
        }
    }

    /// How it was computed from records, as reported beside now.
    fn computed(&mut self, told: &Explanation) {
        let Some(computed) = &told.computed else {
            return;
        };
        let (pack, version) = &computed.pack;
        self.line(
            "computed by",
            &format!(
                "{} version {} (pack {pack} {version}), as at {}, after entry {}",
                computed.definition, computed.version, computed.as_at, computed.entry
            ),
        );
        if let Some(now) = &computed.now {
            let moved = match now.moved {
                0 => "no record counts otherwise".to_owned(),
                1 => "1 record counts otherwise".to_owned(),
                many => format!("{many} records count otherwise"),
            };
            self.line(
                "now",
                &format!("{} (version {}); {moved}", now.figure, now.version),
            );
        }
    }

    fn said(&mut self, told: &Explanation) {
        for comment in &told.comments {
            self.line("comment", &comment.text);
            self.also("doing", comment.doing.as_ref());
            self.also("by when", comment.by_when);
            self.steps(&comment.history);
        }
        if let Some(returned) = &told.returned {
            let who = returned
                .by
                .as_ref()
                .map(|by| format!(" by {by}"))
                .unwrap_or_default();
            let when = returned
                .at
                .map(|at| format!(", {}", clock::shown(at)))
                .unwrap_or_default();
            let since = returned.corrected_since.as_ref();
            let since = since
                .map(|step| format!(", corrected since by {} (entry {})", step.by, step.entry))
                .unwrap_or_default();
            self.line(
                "return",
                &format!(
                    "cycle {}: {}{who}{when}{since}",
                    returned.cycle, returned.stage
                ),
            );
            self.steps(&returned.history);
        }
    }

    fn shown(&mut self, told: &Explanation) {
        for freeze in &told.freezes {
            let value = freeze.shown.as_deref().unwrap_or("no value");
            self.line(
                "shown",
                &format!(
                    "{} on {}: {value}, {} ({})",
                    freeze.forum, freeze.meeting, freeze.status, freeze.freeze
                ),
            );
            for (aspect, was, now) in &freeze.differs {
                self.line("", &format!("  {aspect}: was {was}, now {now}"));
            }
        }
    }
}
