//! `clew evidence`: files hung on figures, actions, updates and findings, listed, and saved again.

use std::io::Write;
use std::path::{Path, PathBuf};

use clew_exchange::columns::Table;
use clew_journal::{Attached, Subject};
use clew_service::{EvidenceFile, Memory, size_in_words};
use serde_json::json;

use super::set;
use crate::acting::{ActingArgs, Format, ReadingArgs, TellArgs};
use crate::clock;
use crate::failure::{Failure, Outcome};

/// What to do with files of evidence.
#[derive(Debug, clap::Args)]
pub struct EvidenceArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Hang files on a figure, an action, an update or a finding: clew evidence add finding 1 --file audit.pdf.
    Add(AddArgs),
    /// List the files that hang on something.
    List(ListArgs),
    /// Save the files that hang on something into a folder.
    Save(SaveArgs),
}

/// What the files hang on.
#[derive(Debug, clap::Args)]
struct OfArgs {
    /// Kind of record: figure, action, update or finding.
    #[arg(value_name = "KIND")]
    kind: String,
    /// What identifies it, for example the finding's id, or measure and period.
    #[arg(required = true, value_name = "KEY")]
    key: Vec<String>,
}

impl OfArgs {
    fn subject(&self, memory: &Memory) -> Result<Subject, Failure> {
        let Table::Records(kind) = set::table(&self.kind)? else {
            return Err(Failure::new("no file hangs on the organisation"));
        };
        let keys: Vec<&str> = self.key.iter().map(String::as_str).collect();
        let place = set::place(memory, kind, &keys)?;
        let subject = place.and_then(|place| memory.state().subject_at(kind, place));
        subject.ok_or_else(|| {
            Failure::not_found(format!(
                "there is no record {} of the kind {}",
                keys.join(" "),
                kind.name()
            ))
        })
    }
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    #[command(flatten)]
    of: OfArgs,
    /// The file; given again for another.
    #[arg(long = "file", required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    of: OfArgs,
    /// How to list them.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, clap::Args)]
struct SaveArgs {
    #[command(flatten)]
    of: OfArgs,
    /// The file by its name, where it is not all of them.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Folder for the files; made if it is not there.
    #[arg(long, default_value = ".", value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Adds, lists or saves files of evidence.
///
/// # Errors
/// When there is no such thing, a file cannot be read, taken or written, or the account may not.
pub fn run(args: &EvidenceArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match &args.what {
        What::Add(args) => add(args, out),
        What::List(args) => list(args, out),
        What::Save(args) => save(args, out),
    }
}

fn add(args: &AddArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let files: Vec<EvidenceFile> = args
        .files
        .iter()
        .map(|path| read(path))
        .collect::<Result<_, _>>()?;
    let acting = args.acting.begin(None)?;
    let of = args.of.subject(&acting.service.memory())?;
    let done = acting
        .service
        .attach_evidence(&acting.caller, &of, &files)?;
    acting.tell(&done, args.tell, out)
}

fn read(path: &Path) -> Result<EvidenceFile, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let name = path.file_name().unwrap_or_default();
    Ok(EvidenceFile {
        name: name.to_string_lossy().into_owned(),
        bytes,
    })
}

fn list(args: &ListArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let memory = reading.service().memory();
    let of = args.of.subject(&memory)?;
    let files = reading.service().evidence(&memory, &reading.actor, &of);
    if args.format == Format::Json {
        let files: Vec<_> = files.iter().map(as_json).collect();
        serde_json::to_writer_pretty(&mut *out, &files)?;
        writeln!(out)?;
        return Ok(Outcome::Clean);
    }
    if files.is_empty() {
        writeln!(out, "No file hangs on it that you may open.")?;
    }
    for file in &files {
        let evidence = &file.evidence;
        writeln!(
            out,
            "{}  {}  {} by {}",
            evidence.name,
            size_in_words(evidence.size),
            clew_service::local_time::shown(file.at),
            file.by
        )?;
    }
    Ok(Outcome::Clean)
}

fn as_json(file: &Attached) -> serde_json::Value {
    let evidence = &file.evidence;
    json!({
        "of": evidence.of.to_string(),
        "digest": evidence.digest.to_string(),
        "name": evidence.name,
        "media_type": evidence.media_type,
        "size": evidence.size,
        "attached_by": file.by.as_str(),
        "attached_at": file.at.to_string(),
    })
}

fn save(args: &SaveArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let memory = reading.service().memory();
    let of = args.of.subject(&memory)?;
    let files = reading.service().evidence(&memory, &reading.actor, &of);
    let wanted = |file: &&Attached| {
        let name = args.name.as_ref();
        name.is_none_or(|name| file.evidence.name == *name)
    };
    let wanted: Vec<&Attached> = files.iter().filter(wanted).collect();
    if wanted.is_empty() {
        return Err(Failure::not_found("no such file hangs on it"));
    }
    std::fs::create_dir_all(&args.to)?;
    for file in wanted {
        // A name never leads out of the folder, whatever it was when the file was attached.
        let name = Path::new(&file.evidence.name).file_name();
        let name = name.ok_or_else(|| Failure::new("a file has no name to save it under"))?;
        let path = args.to.join(name);
        if path.exists() {
            return Err(Failure::new(format!("{} is there already", path.display()))
                .hint("choose another folder with --to"));
        }
        let digest = file.evidence.digest;
        let at = clock::now()?;
        let service = reading.service();
        let opened = service.open_evidence(&reading.actor, (&of, &digest), at)?;
        std::fs::write(&path, opened.bytes)?;
        writeln!(out, "Written: {}", path.display())?;
    }
    Ok(Outcome::Clean)
}
