//! Safeguarding: backups that are taken while work goes on, and restoring them.

use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

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
    let to = Location::File(to.to_owned());
    made(&to, |target| {
        copy_and_verify(store, target, up_to, progress)
    })
}

/// Makes a journal from a backup, in a database of either kind that has none. The backup is verified
/// first, and the journal that was made from it afterwards. Not a byte of the backup is altered.
///
/// # Errors
/// When there is no backup, it is damaged (the faults are named, and nothing is restored), the place
/// has a journal already or the log of one that is gone, or it cannot be written.
pub fn restore(
    from: &Path,
    to: &Location,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied, ServiceError> {
    let source = Source::of(from)?;
    let source = &source.store;
    let found = verify_store(source, progress)?;
    if !found.is_sound() {
        let what = format!(
            "the backup {} is damaged; nothing was restored",
            from.display()
        );
        return Err(damaged(what, &found));
    }
    made(to, |target| copy_and_verify(source, target, None, progress))
}

/// A backup, opened without altering it.
struct Source {
    store: Store,
    /// A copy with the tables of this release, where an earlier one made the backup.
    copy: Option<PathBuf>,
}

impl Source {
    fn of(from: &Path) -> Result<Self, ServiceError> {
        match Store::open_read_only(&Location::File(from.to_owned())) {
            Ok(store) => Ok(Self { store, copy: None }),
            Err(StoreError::OlderSchema { .. }) => Self::brought_up(from),
            Err(error) => Err(error.into()),
        }
    }

    fn brought_up(from: &Path) -> Result<Self, ServiceError> {
        let name = format!("clew-backup-{}.partial", std::process::id());
        let copy = std::env::temp_dir().join(name);
        let write = |cause| ServiceError::File {
            what: format!("write {}", copy.display()),
            cause,
        };
        let mut new = private_file(&copy).map_err(write)?;
        let copied = fs::File::open(from).and_then(|mut from| io::copy(&mut from, &mut new));
        let opened = copied
            .map_err(write)
            .and_then(|_| Ok(Store::open(&Location::File(copy.clone()))?));
        match opened {
            Ok(store) => Ok(Self {
                store,
                copy: Some(copy),
            }),
            Err(error) => {
                remove(&copy);
                Err(error)
            }
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if let Some(copy) = &self.copy {
            remove(copy);
        }
    }
}

/// Makes a journal at a place that has none. A file is made under another name beside it, and has its
/// own only once `build` is done: whatever goes wrong before, nothing is left behind. What was begun
/// on a server stays, and the error says so.
pub(crate) fn made(
    to: &Location,
    build: impl FnOnce(&Store) -> Result<Copied, ServiceError>,
) -> Result<Copied, ServiceError> {
    match to {
        Location::File(path) => made_as_file(path, build),
        Location::Postgres(_) => {
            let target = Store::create(to)?;
            build(&target).map_err(|error| ServiceError::PartLeft {
                location: to.clone(),
                cause: Box::new(error),
            })
        }
    }
}

fn made_as_file(
    to: &Path,
    build: impl FnOnce(&Store) -> Result<Copied, ServiceError>,
) -> Result<Copied, ServiceError> {
    refuse_what_is_there(to)?;
    let partial = partial_name(to);
    remove(&partial);
    let location = Location::File(partial.clone());
    let target = Store::create(&location).map_err(ServiceError::from);
    // The store is closed then, so the one file is all there is of it.
    let copied = target.and_then(|target| build(&target));
    let named = copied.and_then(|copied| {
        give_name(&partial, to, &copied.head)?;
        Ok(copied)
    });
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
    let what = format!(
        "the copy of {} is damaged and was not kept",
        source.location()
    );
    verified(target, head, what, progress)
}

/// What was made, once it is verified; refused with its faults, and `what` is wrong, when it is not sound.
pub(crate) fn verified(
    target: &Store,
    head: Head,
    what: String,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied, ServiceError> {
    let verification = verify_store(target, progress)?;
    if !verification.is_sound() {
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
        return Ok(Store::refuse_left_logs(to)?);
    }
    let location = Location::File(to.to_owned());
    Err(match Store::open_read_only(&location) {
        Ok(_) | Err(StoreError::OlderSchema { .. } | StoreError::NewerSchema { .. }) => {
            StoreError::Exists { location }.into()
        }
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

/// Gives a finished copy its name, and looks whether what stands there then is that copy.
fn give_name(partial: &Path, to: &Path, head: &Head) -> Result<(), ServiceError> {
    let unavailable = |error: io::Error| {
        ServiceError::Store(StoreError::Unavailable {
            reason: format!("{} cannot be given its name: {error}", to.display()),
            maybe_written: false,
        })
    };
    // Somebody else may have put something there since it was looked at.
    refuse_what_is_there(to)?;
    match fs::hard_link(partial, to) {
        Ok(()) => remove(partial),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            refuse_what_is_there(to)?;
            return Err(unavailable(error));
        }
        // A disk without such links.
        Err(_) => fs::rename(partial, to).map_err(unavailable)?,
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    // Without this a power cut could take the name away again.
    let synced = fs::File::open(folder.unwrap_or_else(|| Path::new(".")))
        .and_then(|folder| folder.sync_all());
    synced.map_err(unavailable)?;
    let there = Store::open_read_only(&Location::File(to.to_owned()))?.head()?;
    if there == *head {
        return Ok(());
    }
    let what = format!("{} is not what was verified", to.display());
    let problem = format!(
        "it ends at entry {}, and the copy at entry {}; another program uses that name",
        there.sequence, head.sequence
    );
    Err(ServiceError::invalid(what, "", problem))
}

/// Makes a file that only its owner may read, where none is.
pub(crate) fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path)
}

/// Makes a folder that only its owner may look into, with those above it.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(path)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_testkit::postgres::Cluster;

    use super::*;
    use crate::ErrorKind;

    #[test]
    fn what_could_not_be_finished_on_a_server_keeps_its_kind_and_says_that_a_part_is_left() {
        let Some(cluster) = Cluster::shared() else {
            return;
        };
        let errors: [(fn() -> ServiceError, ErrorKind); 2] = [
            (|| StoreError::Full.into(), ErrorKind::Unavailable),
            (
                || ServiceError::invalid("the backup", "", "is damaged"),
                ErrorKind::Invalid,
            ),
        ];
        for (error, kind) in errors {
            let to: Location = cluster.fresh_database().parse().unwrap();
            let refused = made(&to, |_| Err(error())).unwrap_err();
            assert_eq!(refused.kind(), kind);
            let said = refused.to_string();
            assert!(said.starts_with(&error().to_string()), "{said}");
            assert!(said.contains("holds a part only"), "{said}");
        }
    }

    #[test]
    fn a_backup_of_an_earlier_release_is_restored_from_a_copy_and_stays_as_it_is() {
        let name = format!("clew-earlier-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).unwrap();
        let (from, to) = (folder.join("earlier.db"), folder.join("to.db"));
        let dump = include_str!("../../store/tests/dumps/0001-sqlite.sql");
        let file = rusqlite::Connection::open(&from).unwrap();
        file.execute_batch(dump).unwrap();
        drop(file);
        let before = fs::read(&from).unwrap();
        let source = Source::of(&from).unwrap();
        assert_ne!(source.store.location(), &Location::File(from.clone()));
        let end = source.store.head().unwrap();
        assert!(end.sequence > 0);
        let copy = source.copy.clone().unwrap();
        drop(source);
        assert!(!copy.exists());
        // Its entries are of the store's tests, and mean nothing to the service.
        let refused = restore(&from, &Location::File(to.clone()), &mut |_| {}).unwrap_err();
        assert!(refused.to_string().contains("is damaged"), "{refused}");
        assert!(!to.exists() && fs::read(&from).unwrap() == before);
        fs::remove_dir_all(&folder).unwrap();
    }
}
