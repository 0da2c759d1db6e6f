//! `clew spc`: control limits and signals for any series of numbers.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clew_measure::show_value;
use clew_measure::spc::{
    Assurance, Baseline, Chart, ChartKind, ChartPoint, DEFAULT_RULE_SET, Meaning, RuleSet,
    Settings, chart,
};
use clew_plan::{Goal, Polarity, UnitOfMeasure};
use rust_decimal::Decimal;

use crate::failure::Failure;
use crate::series::{self, Series};

/// Which series, and how its chart is drawn and read.
#[derive(Debug, Args)]
pub(crate) struct SpcArgs {
    /// CSV file with a row a point, in order: period and value, or numerator and denominator; target and break where there are any.
    #[arg(long, value_name = "FILE")]
    series: PathBuf,
    /// Rules by which signals are found: making-data-count, nhs-r-plot-the-dots, nsw-cec or nhs-scotland.
    #[arg(long, value_name = "NAME", default_value = DEFAULT_RULE_SET)]
    ruleset: String,
    /// Which way is better: higher, lower, "in range" or contextual.
    #[arg(long, value_name = "POLARITY", default_value = "contextual")]
    polarity: Polarity,
    /// What should be reached, as 75 or "10 to 20"; the file's last target when not given.
    #[arg(long, value_name = "GOAL", allow_negative_numbers = true)]
    target: Option<Goal>,
    /// Kind of chart: xmr for values, p for shares by counts, u for rates by counts; when not
    /// given, p where the file has counts and no values, else xmr.
    #[arg(long, value_enum)]
    chart: Option<Kind>,
    /// What a u chart's rates are per, for example 1000.
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    per: Decimal,
    /// Leave out large moving ranges once, or not; as the rule set says when not given.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    screen_outliers: Option<bool>,
    /// Draw the lines from the first so many points of each series and keep them.
    #[arg(long, value_name = "POINTS")]
    baseline: Option<usize>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Xmr,
    P,
    U,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Reads the series, draws its chart and shows it.
///
/// # Errors
/// When the file or the rule set cannot be read, the series does not suit the chart, or the output
/// cannot be written.
pub(crate) fn run(args: &SpcArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let series = series::read(&args.series)?;
    let settings = Settings {
        kind: chart_kind(args, &series),
        polarity: args.polarity,
        target: args.target.or(series.target),
        screen_outliers: args.screen_outliers,
        baseline: args.baseline.map_or(Baseline::All, Baseline::First),
        per: args.per,
        ..Settings::new(RuleSet::named(&args.ruleset)?)
    };
    let chart = chart(&series.observations, &settings)?;
    match args.format {
        Format::Text => print(&chart, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &chart)?;
            writeln!(out)?;
            Ok(())
        }
    }
}

fn chart_kind(args: &SpcArgs, series: &Series) -> ChartKind {
    let only_counts = series
        .observations
        .iter()
        .all(|point| point.value.is_none());
    match args.chart {
        Some(Kind::Xmr) => ChartKind::Xmr,
        Some(Kind::P) => ChartKind::P,
        Some(Kind::U) => ChartKind::U,
        None if only_counts => ChartKind::P,
        None => ChartKind::Xmr,
    }
}

fn print(chart: &Chart, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}", chart.summary)?;
    writeln!(
        out,
        "Read by the rules {}: {}.",
        chart.rule_set, chart.rule_set_source
    )?;
    if let Some(target) = chart.target {
        writeln!(
            out,
            "Target {target}{}.",
            assurance_in_words(chart.assurance)
        )?;
    }
    for segment in &chart.segments {
        writeln!(
            out,
            "{} to {}: centre {}, limits {} to {}, drawn from {} points{}{}.",
            segment.from,
            segment.to,
            number(segment.centre, chart),
            number(segment.lower, chart),
            number(segment.upper, chart),
            segment.drawn_from,
            if segment.trial { " (trial limits)" } else { "" },
            screened_in_words(segment.screened),
        )?;
    }
    writeln!(out)?;
    table(chart, out)
}

fn table(chart: &Chart, out: &mut dyn Write) -> Result<(), Failure> {
    let label = |point: &ChartPoint| point.label.chars().count();
    let width = chart.points.iter().map(label).max().unwrap_or(0).max(6);
    writeln!(
        out,
        "{:<width$} {:>12} {:>12} {:>12} {:>12}  Signal",
        "Period", "Value", "Lower", "Centre", "Upper"
    )?;
    for point in &chart.points {
        let value = point
            .value
            .map_or_else(|| "-".to_owned(), |value| number(value, chart));
        let line = format!(
            "{:<width$} {value:>12} {:>12} {:>12} {:>12}  {}",
            point.label,
            number(point.lower, chart),
            number(point.centre, chart),
            number(point.upper, chart),
            signals_in_words(point),
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn number(value: Decimal, chart: &Chart) -> String {
    let unit = (chart.chart == ChartKind::P).then_some(UnitOfMeasure::Percent);
    let places = if value.normalize().scale() > 2 {
        Some(2)
    } else {
        None
    };
    show_value(value, unit, places)
}

fn signals_in_words(point: &ChartPoint) -> String {
    let meaning = match point.meaning {
        Meaning::Common => return String::new(),
        Meaning::Improvement => "improvement",
        Meaning::Concern => "concern",
        Meaning::High => "high",
        Meaning::Low => "low",
        Meaning::Unusual => "unusual",
    };
    let signals: Vec<&str> = point.signals.iter().map(|signal| signal.words()).collect();
    format!("{meaning}: {}", signals.join("; "))
}

fn assurance_in_words(assurance: Option<Assurance>) -> &'static str {
    match assurance {
        None => "",
        Some(Assurance::ConsistentlyMet) => ": consistently met",
        Some(Assurance::ConsistentlyMissed) => ": consistently missed",
        Some(Assurance::Inconsistent) => ": met at some times and missed at others",
    }
}

fn screened_in_words(screened: usize) -> String {
    match screened {
        0 => String::new(),
        1 => ", 1 large moving range left out".to_owned(),
        several => format!(", {several} large moving ranges left out"),
    }
}
