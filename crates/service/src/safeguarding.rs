//! Safeguarding: backups that are taken while work goes on, and restoring them.

use std::fs;
use std::path::{Path, PathBuf};

use clew_journal::Head;
use clew_plan::AccountId;
use clew_store::{Location, Store, StoreError};

use crate::{
    Act, FieldProblem, KnownAt, Progress, Service, ServiceError, Verification, authorise,
    verify_store,
};

/// A backup that was made, or a journal that was restored from one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Copied {
    /// Where it is.
    pub location: Location,
    /// Its last entry.
    pub head: Head,
    /// What verifying it came to: it is sound.
    pub verification: Verification,
}

impl Service {
    /// Backs the journal up; see [`backup`].
    ///
    /// # Errors
    /// When the account may not, and those of [`backup`].
    pub fn backup(
        &self,
        actor: &AccountId,
        to: &Path,
        up_to: Option<KnownAt>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Copied, ServiceError> {
        authorise(self.memory().state(), actor, Act::Safeguard, None)?;
        backup(self.store(), to, up_to, progress)
    }
}

/// Copies a journal into a SQLite file that Clew can open, as it stands or as it stood at a point,
/// while others go on writing. The file is there only once it is complete and verified.
///
/// # Errors
/// When there is a file already, the folder cannot be written, the point is not in the journal, or
/// the journal is damaged.
pub fn backup(
    store: &Store,
    to: &Path,
    up_to: Option<KnownAt>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied, ServiceError> {
    let up_to = up_to.map(|known| place_of(store, known)).transpose()?;
    copy_to_file(store, to, up_to, progress)
}

/// Makes a journal from a backup, in a database of either kind that has none. The backup is verified
/// first, and the journal that was made from it afterwards.
///
/// # Errors
/// When there is no backup, it is damaged (the faults are named, and nothing is restored), the place
/// has a journal already, or it cannot be written.
pub fn restore(
    from: &Path,
    to: &Location,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied, ServiceError> {
    let source = Store::open(&Location::File(from.to_owned()))?;
    let found = verify_store(&source, progress)?;
    if !found.is_sound() {
        let what = format!(
            "the backup {} is damaged; nothing was restored",
            from.display()
        );
        return Err(damaged(what, &found));
    }
    match to {
        Location::File(path) => copy_to_file(&source, path, None, progress),
        Location::Postgres(_) => {
            let target = Store::create(to)?;
            copy_and_verify(&source, &target, None, progress).map_err(|error| {
                ServiceError::Internal {
                    message: format!(
                        "{error}; {to} holds a part only: empty it before trying again"
                    ),
                }
            })
        }
    }
}

/// The last entry of a point in the journal.
fn place_of(store: &Store, known: KnownAt) -> Result<u64, ServiceError> {
    let end = store.head()?.sequence;
    match known {
        KnownAt::Entry(sequence) if sequence > end => Err(ServiceError::NotFound {
            what: "entry",
            name: sequence.to_string(),
            hint: Some(format!("the journal ends at entry {end}")),
        }),
        KnownAt::Entry(sequence) => Ok(sequence),
        KnownAt::Moment(moment) => Ok(store.last_at(moment.microseconds())?.sequence),
    }
}

/// Copies to a file under another name beside it, and gives it its name once it is verified.
fn copy_to_file(
    source: &Store,
    to: &Path,
    up_to: Option<u64>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied, ServiceError> {
    refuse_what_is_there(to)?;
    let partial = partial_name(to);
    remove(&partial);
    let location = Location::File(partial.clone());
    let copied = Store::create(&location).map_err(ServiceError::from);
    let copied = copied.and_then(|target| copy_and_verify(source, &target, up_to, progress));
    // The store is closed here, so the one file is all there is of it.
    let named = copied.and_then(|copied| give_name(&partial, to).map(|()| copied));
    match named {
        Ok(copied) => Ok(Copied {
            location: Location::File(to.to_owned()),
            ..copied
        }),
        Err(error) => {
            remove(&partial);
            Err(error)
        }
    }
}

fn copy_and_verify(
    source: &Store,
    target: &Store,
    up_to: Option<u64>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied, ServiceError> {
    let head = source.copy_to(target, up_to, &mut |copied| {
        progress(Progress {
            doing: "copying entries",
            done: copied.done,
            all: copied.all,
        });
    })?;
    let verification = verify_store(target, progress)?;
    if !verification.is_sound() {
        let what = format!(
            "the copy of {} is damaged and was not kept",
            source.location()
        );
        return Err(damaged(what, &verification));
    }
    Ok(Copied {
        location: target.location().clone(),
        head,
        verification,
    })
}

/// The error that names a journal's faults.
fn damaged(what: String, found: &Verification) -> ServiceError {
    let faults = found.faults.iter();
    let mut problems: Vec<FieldProblem> = faults
        .map(|fault| FieldProblem::new("", fault.what.clone()))
        .collect();
    if found.more > 0 {
        problems.push(FieldProblem::new("", format!("and {} more", found.more)));
    }
    ServiceError::Invalid { what, problems }
}

fn refuse_what_is_there(to: &Path) -> Result<(), ServiceError> {
    if !to.exists() {
        return Ok(());
    }
    let location = Location::File(to.to_owned());
    Err(match Store::open(&location) {
        Ok(_) => StoreError::Exists { location }.into(),
        Err(error @ StoreError::NotClew { .. }) => error.into(),
        Err(_) => ServiceError::invalid(
            to.display().to_string(),
            "",
            "there is a file already; choose another name",
        ),
    })
}

fn partial_name(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    PathBuf::from(name)
}

fn give_name(partial: &Path, to: &Path) -> Result<(), ServiceError> {
    let unavailable = |error: std::io::Error| {
        ServiceError::Store(StoreError::Unavailable {
            reason: format!("{} cannot be given its name: {error}", to.display()),
            maybe_written: false,
        })
    };
    fs::rename(partial, to).map_err(unavailable)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    // Without this a power cut could take the name away again.
    let synced = fs::File::open(folder.unwrap_or_else(|| Path::new(".")))
        .and_then(|folder| folder.sync_all());
    synced.map_err(unavailable)
}

/// Takes away what a copy that was not finished left behind.
fn remove(partial: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = partial.as_os_str().to_owned();
        name.push(ending);
        // There is nothing to do where it is not there.
        let _ = fs::remove_file(name);
    }
}
