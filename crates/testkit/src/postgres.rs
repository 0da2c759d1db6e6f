//! A PostgreSQL server for tests: its own cluster in a temporary folder, gone when the test process is.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Set to `1`, it makes a missing PostgreSQL a failure instead of a skipped test.
const REQUIRE: &str = "CLEW_REQUIRE_POSTGRES";

/// The server listens on a socket in its folder alone. It is as durable as in earnest: `fsync` stays on.
const SETTINGS: &str =
    "-c listen_addresses='' -c fsync=on -c max_connections=100 -c shared_buffers=64MB";

/// Ends with the process that holds its standard input, however that process ends.
const WATCHDOG: &str = r#"cat >/dev/null; "$1" -D "$2/data" -m immediate stop; rm -rf "$2""#;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A running PostgreSQL server with a folder of its own.
pub struct Cluster {
    programs: Programs,
    folder: PathBuf,
    // Its standard input is held open: the end of that tells it to stop the server and remove the folder.
    watchdog: Option<Child>,
}

/// Where PostgreSQL's programs are, and who runs them.
#[derive(Clone)]
struct Programs {
    folder: PathBuf,
    /// The account that runs the server where the tests run as root, which PostgreSQL refuses.
    account: Option<(u32, u32)>,
}

impl Cluster {
    /// The cluster that the tests of this process share; started when it is first asked for. None,
    /// with a word on standard error, where PostgreSQL is missing and may not be installed.
    ///
    /// # Panics
    ///
    /// When `CLEW_REQUIRE_POSTGRES=1` and there is none, or when it does not start.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        SHARED.get_or_init(Self::private).as_ref()
    }

    /// A cluster of one's own, which may be stopped and started.
    ///
    /// # Panics
    ///
    /// As [`Cluster::shared`].
    pub fn private() -> Option<Self> {
        static PROGRAMS: OnceLock<Option<Programs>> = OnceLock::new();
        let programs = PROGRAMS.get_or_init(Programs::find).clone();
        let Some(programs) = programs else {
            let required = std::env::var(REQUIRE).is_ok_and(|value| value == "1");
            assert!(!required, "{REQUIRE}=1, but there is no PostgreSQL to run");
            eprintln!("skipped: there is no PostgreSQL to run, and it may not be installed");
            return None;
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // Short: a socket's whole path may have some 100 bytes.
        let name = format!("clew-pg-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let mut cluster = Self {
            programs,
            folder,
            watchdog: None,
        };
        cluster.make();
        cluster.start();
        Some(cluster)
    }

    fn make(&mut self) {
        std::fs::create_dir(&self.folder).expect("a temporary folder can be made");
        if let Some((user, group)) = self.programs.account {
            std::os::unix::fs::chown(&self.folder, Some(user), Some(group))
                .expect("root may give a folder away");
        }
        self.watchdog = Some(self.watch());
        let arguments = [
            "-D",
            "data",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ];
        self.run("initdb", &arguments);
    }

    fn watch(&self) -> Child {
        let mut watchdog = self.programs.command("sh", &self.folder);
        watchdog
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(self.programs.folder.join("pg_ctl"))
            .arg(&self.folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            // Out of the tests' process group, so that what ends them does not end it.
            .process_group(0);
        watchdog.spawn().expect("sh can be run")
    }

    /// Starts the server and waits until it answers.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub fn start(&self) {
        let settings = format!("{SETTINGS} -k '{}'", self.folder.display());
        self.run(
            "pg_ctl",
            &["-D", "data", "-l", "log", "-w", "-o", &settings, "start"],
        );
    }

    /// Stops the server at once, as a power cut would: it recovers when it is started again.
    ///
    /// # Panics
    ///
    /// When it does not stop.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", "data", "-m", "immediate", "-w", "stop"]);
    }

    /// A new, empty database: its address.
    ///
    /// # Panics
    ///
    /// When the server does not make it.
    pub fn fresh_database(&self) -> String {
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.display().to_string();
        self.run("createdb", &["-h", &folder, "-U", "postgres", &name]);
        format!(
            "postgres://postgres@{}/{name}",
            folder.replace('%', "%25").replace('/', "%2F")
        )
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = self.programs.command(program, &self.folder);
        // The server inherits these, and must not hold on to the tests' own output.
        let log = self.folder.join("programs.log");
        let output = std::fs::File::create(&log).expect("the folder can be written");
        command
            .args(arguments)
            .stdout(output.try_clone().expect("a file can be shared"))
            .stderr(output);
        let status = command.status();
        assert!(
            status.as_ref().is_ok_and(std::process::ExitStatus::success),
            "{program}: {status:?}\n{}\n{}",
            std::fs::read_to_string(&log).unwrap_or_default(),
            std::fs::read_to_string(self.folder.join("log")).unwrap_or_default(),
        );
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut watchdog) = self.watchdog.take() {
            drop(watchdog.stdin.take());
            let _ = watchdog.wait();
        }
    }
}

impl Programs {
    fn find() -> Option<Self> {
        let folder = Self::folder().or_else(|| {
            install();
            Self::folder()
        })?;
        let is_root = text_of("id", &["-u"])?.trim() == "0";
        let account = if is_root { Some(unprivileged()?) } else { None };
        Some(Self { folder, account })
    }

    /// The folder with `initdb` and its like: the newest of Debian's, or the one in the path.
    fn folder() -> Option<PathBuf> {
        let mut of_debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .collect();
        of_debian.sort_by_key(|folder| version(folder));
        let path = std::env::var_os("PATH").unwrap_or_default();
        of_debian
            .into_iter()
            .rev()
            .chain(std::env::split_paths(&path).filter_map(|folder| real_folder(&folder)))
            .find(|folder| {
                ["initdb", "pg_ctl", "postgres", "createdb"]
                    .iter()
                    .all(|name| folder.join(name).exists())
            })
    }

    /// A program of PostgreSQL's or the system's, run by the right account, quietly.
    fn command(&self, program: &str, folder: &Path) -> Command {
        let own = self.folder.join(program);
        let mut command = if own.exists() {
            Command::new(own)
        } else {
            Command::new(program)
        };
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
        command
            .current_dir(folder)
            .env_remove("PGHOST")
            .env_remove("PGPORT")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

/// The number in `/usr/lib/postgresql/15/bin`.
fn version(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name);
    name.and_then(|name| name.to_str()?.parse().ok())
        .unwrap_or(0)
}

/// Where the `initdb` of a folder of the path really is.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let program = folder.join("initdb").canonicalize().ok()?;
    program.parent().map(Path::to_owned)
}

/// The account `postgres`, or else `nobody`: its numbers for user and group.
fn unprivileged() -> Option<(u32, u32)> {
    let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

/// Installs Debian's package, where that is possible. It need not make a cluster of its own.
fn install() {
    if text_of("id", &["-u"]).is_none_or(|id| id.trim() != "0") {
        return;
    }
    let script = "set -e; command -v apt-get; \
        [ -e /etc/postgresql-common/createcluster.conf ] || { mkdir -p /etc/postgresql-common; \
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf; }; \
        export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; \
        apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold postgresql";
    let _ = text_of("sh", &["-c", script]);
}

fn text_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()
}
