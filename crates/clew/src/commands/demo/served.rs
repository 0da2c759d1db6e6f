//! The demonstration in a browser: a database of the published plans of three councils, and invented people
//! to sign in as, on a day at which those plans were at work.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{Moment, Subject, SubjectKind};
use clew_plan::{AccountId, Grant, Kind, Organisation, Role, UnitId, WorkGrant};
use clew_practice::person::Birth;
use clew_service::{Caller, CycleRequest, EvidenceFile, Incoming, PersonRequest, Service};
use clew_store::Location;
use clew_web::{Clock, DemoAccount, Settings};

use super::synthetic;
use crate::acting::new_id;
use crate::commands::serve;
use crate::failure::{Failure, Outcome};
use crate::{clock, source};

/// The examples that stand side by side; no code of one is used by another.
const EXAMPLES: [&str; 3] = [
    "south-lanarkshire-2019-20",
    "edinburgh-2023",
    "west-lothian-2021-22",
];
/// The plan that the demonstration opens with.
const SHOWN_PLAN: &str = "resource-plan-2019-20";
/// The plan whose round is open, and the period reported.
const OPEN_PLAN: &str = "management-plan-2021-22";
const OPEN_PERIOD: &str = "2021-22";
/// Days until the returns of that round are due.
pub(super) const DUE_IN: i32 = 14;
/// When the demonstration begins: the day after the newest of its plans was reported. On the day of the
/// machine every action would be years late.
const BEGINS: &str = "2023-06-14T08:30:00Z";
/// The finding on which a file of evidence hangs, the file's name, and what it holds.
const SHOWN_FINDING: &str = "1";
const EVIDENCE: (&str, &str) = (
    "audit-of-case-files-invented.csv",
    "case file,chronology there,chronology up to date\nfirst,yes,yes\nsecond,yes,no\nthird,yes,yes\n",
);
/// The teams of the synthetic council in which people sign in who record.
const PRACTICE_TEAM: &str = "adults-north";
const JUSTICE_TEAM: &str = "justice-north";
/// Colleagues of theirs, who hold cases and do not sign in.
const COLLEAGUES: [(&str, &str, &str); 3] = [
    (
        "adults-north-second",
        "Second social worker, Adults, north",
        PRACTICE_TEAM,
    ),
    (
        "adults-north-third",
        "Third social worker, Adults, north",
        PRACTICE_TEAM,
    ),
    (
        "justice-north-second",
        "Second social worker, Justice, north",
        JUSTICE_TEAM,
    ),
];
const INVENTED: [(&str, &str); 3] = [
    ("Ada Invented", "1941-03-09"),
    ("Bertram Notreal", "1958-11-23"),
    ("Coralie Madeup", "1990-07-30"),
];
/// What work the accounts do that record, by the kinds of work of the pack: it opens the steps of processes to them.
const WORK: [(&str, &str, &[&str]); 3] = [
    (
        "social-worker",
        PRACTICE_TEAM,
        &["social-worker", "council-officer"],
    ),
    (
        "senior-social-worker",
        PRACTICE_TEAM,
        &["senior", "independent-chair", "team-manager"],
    ),
    (
        "justice-social-worker",
        JUSTICE_TEAM,
        &["social-worker", "justice-worker"],
    ),
];
/// What every invented person signs in with. It is printed, and keeps nobody out.
const PASSWORD: &str = "thread through the maze";

/// An invented person: account, post, role, part of the organisation, what they come for.
struct Person {
    account: &'static str,
    post: &'static str,
    role: Role,
    unit: Option<&'static str>,
    comes_to: &'static str,
}

const PEOPLE: [Person; 12] = [
    Person {
        account: "performance-officer",
        post: "Planning and performance officer",
        role: Role::PerformanceOfficer,
        unit: None,
        comes_to: "builds the plan, runs the round, freezes what committee sees",
    },
    Person {
        account: "community-care-manager",
        post: "Manager, Community Care",
        role: Role::Owner,
        unit: Some("community-care"),
        comes_to: "returns and explains figures of Community Care",
    },
    Person {
        account: "head-of-service",
        post: "Head of service",
        role: Role::Approver,
        unit: Some("social-policy"),
        comes_to: "checks returns and signs them off",
    },
    Person {
        account: "director",
        post: "Director",
        role: Role::Viewer,
        unit: None,
        comes_to: "sees what is off track and why",
    },
    Person {
        account: "quality-officer",
        post: "Quality assurance officer",
        role: Role::Quality,
        unit: None,
        comes_to: "walks from findings to evidence",
    },
    Person {
        account: synthetic::OWNER,
        post: "Service manager, synthetic council",
        role: Role::Owner,
        unit: Some(synthetic::COUNCIL),
        comes_to: "confirms figures that are counted from records",
    },
    Person {
        account: synthetic::APPROVER,
        post: "Head of service, synthetic council",
        role: Role::Approver,
        unit: Some(synthetic::COUNCIL),
        comes_to: "signs them off",
    },
    Person {
        account: "social-worker",
        post: "Social worker, Adults, north",
        role: Role::Practitioner,
        unit: Some(PRACTICE_TEAM),
        comes_to: "records what is done with invented people",
    },
    Person {
        account: "senior-social-worker",
        post: "Senior social worker, Adults, north",
        role: Role::Senior,
        unit: Some(PRACTICE_TEAM),
        comes_to: "authorises it, or sends it back",
    },
    Person {
        account: "justice-social-worker",
        post: "Social worker, Justice, north",
        role: Role::Practitioner,
        unit: Some(JUSTICE_TEAM),
        comes_to: "takes over a case, or refuses it",
    },
    Person {
        account: "guardianship-officer",
        post: "Guardianship officer, synthetic council",
        role: Role::Practitioner,
        unit: Some(synthetic::COUNCIL),
        comes_to: "visits people under guardianship, and records it",
    },
    Person {
        account: "administrator",
        post: "Administrator",
        role: Role::Administrator,
        unit: None,
        comes_to: "looks after accounts and the journal",
    },
];

/// Serves the demonstration until it is interrupted.
///
/// # Errors
/// When the database cannot be made, or the address cannot be listened at.
pub fn run(folder: &Path, listen: SocketAddr, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let location = Location::File(folder.join("clew.db"));
    let there = folder.join("clew.db").is_file();
    let begins = moment(BEGINS)?;
    let service = match there {
        true => Service::open(&location)?,
        false => made(&location, &Times::from(begins)?)?,
    };
    // Time stands still between one demonstration and the next: no entry lies in the future.
    let last = service.memory().state().head.recorded_at;
    let clock = Times::from(begins.max(Moment::from_microseconds(last)))?.clock;
    let day = clew_service::local_time::day_of(clock.now());
    let settings = Settings {
        base_address: format!("http://{listen}"),
        clock,
        demo: PEOPLE.iter().map(offered).collect(),
        ..Settings::default()
    };
    serve::serve(Arc::new(service), settings, listen, out, |out, address| {
        told(out, address, day)
    })
}

fn offered(person: &Person) -> DemoAccount {
    DemoAccount {
        account: person.account.to_owned(),
        password: PASSWORD.to_owned(),
        role: person.comes_to.to_owned(),
    }
}

fn told(out: &mut dyn Write, address: SocketAddr, day: Day) -> std::io::Result<()> {
    writeln!(
        out,
        "\n4. The same in a browser: http://{address}/performance?plan={SHOWN_PLAN}\n"
    )?;
    writeln!(
        out,
        "   Figures computed from records, of a council of invented people: http://{address}/performance?plan={}\n",
        synthetic::PLAN
    )?;
    let day = clew_report::words::day(day);
    writeln!(
        out,
        "   In the demonstration it is {day}, when its plans were at work.\n"
    )?;
    writeln!(
        out,
        "   Sign in as any of these invented people, with the password: {PASSWORD}\n"
    )?;
    for person in &PEOPLE {
        writeln!(out, "   {:<24} {}", person.account, person.comes_to)?;
    }
    writeln!(
        out,
        "\n   Ctrl-C ends it; what you change stays for the next time. Change it in the browser: the command line \
         goes by\n   the clock of this machine, and after what is done at that time these pages would be in the past."
    )
}

/// The demonstration in a new database in a folder, as it is when it begins.
#[cfg(test)]
pub(super) fn new_in(folder: &Path) -> Result<Service, Failure> {
    let location = Location::File(folder.join("clew.db"));
    made(&location, &Times::from(moment(BEGINS)?)?)
}

/// A new database with the examples, the people and an open round.
fn made(location: &Location, times: &Times) -> Result<Service, Failure> {
    let service = Service::create(location)?;
    let organisation = Organisation {
        name: "Demonstration with the plans of three councils".to_owned(),
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    };
    service.found(&times.caller(None), organisation.clone(), "Administrator")?;
    for name in EXAMPLES {
        let mut book = source::written_example(name)?;
        book.organisation = Some(organisation.clone());
        let incoming = Incoming {
            book,
            seen: service.memory().state().head.sequence,
            reason: None,
        };
        service.take_in_records(&times.caller(Some(format!("example {name}"))), &incoming)?;
    }
    // The council comes before the people who work for it.
    let caller = || times.caller(Some("synthetic council".to_owned()));
    synthetic::council(&service, &caller)?;
    people(&service, times)?;
    open_round(&service, times)?;
    evidence(&service, times)?;
    synthetic::records(&service, &caller)?;
    practice(&service, times)?;
    synthetic::returns(&service, &caller)?;
    service.checkpoint()?;
    Ok(service)
}

fn moment(written: &str) -> Result<Moment, Failure> {
    let read = written.parse();
    read.map_err(|error| Failure::new(format!("{written}: {error}")))
}

/// The clock of the demonstration.
struct Times {
    clock: Clock,
}

impl Times {
    /// The clock that says this moment now and goes on from it; the one that tests set, where there is one.
    fn from(moment: Moment) -> Result<Self, Failure> {
        let clock = match serve::clock()? {
            Clock::Machine => {
                let machine = clock::now()?.microseconds();
                Clock::Moved(moment.microseconds() - machine)
            }
            set => set,
        };
        Ok(Self { clock })
    }

    fn caller(&self, origin: Option<String>) -> Caller {
        Caller {
            actor: AccountId::from("administrator"),
            id: new_id(),
            at: self.clock.now(),
            origin,
            despite_clock: false,
        }
    }
}

/// A file of evidence on a finding, as whoever assures quality would attach it.
fn evidence(service: &Service, times: &Times) -> Result<(), Failure> {
    let of = Subject::named(SubjectKind::Record(Kind::Finding), [SHOWN_FINDING]);
    let caller = Caller {
        actor: AccountId::from("quality-officer"),
        ..times.caller(None)
    };
    let (name, holds) = EVIDENCE;
    let file = EvidenceFile {
        name: name.to_owned(),
        bytes: holds.as_bytes().to_vec(),
    };
    service.attach_evidence(&caller, &of, &[file])?;
    Ok(())
}

/// The work that accounts do, and invented people whom the team of the social worker has entered.
fn practice(service: &Service, times: &Times) -> Result<(), Failure> {
    let team = UnitId::from(PRACTICE_TEAM);
    for (account, unit, roles) in WORK {
        let of_team = |role: &&str| WorkGrant {
            role: (*role).to_owned(),
            unit: Some(UnitId::from(unit)),
        };
        let work: Vec<WorkGrant> = roles.iter().map(of_team).collect();
        service.set_work(&times.caller(None), &account.into(), &work, None)?;
    }
    for (name, born) in INVENTED {
        let caller = Caller {
            actor: AccountId::from("social-worker"),
            ..times.caller(None)
        };
        let born = born.parse::<Day>();
        let day = born.map_err(|error| Failure::new(error.to_string()))?;
        let request = PersonRequest {
            name: name.to_owned(),
            birth: Some(Birth {
                day,
                estimated: false,
            }),
            ..PersonRequest::default()
        };
        service.enter_person(&caller, &team, &request)?;
    }
    Ok(())
}

fn people(service: &Service, times: &Times) -> Result<(), Failure> {
    for person in &PEOPLE {
        let account = AccountId::from(person.account);
        let grant = Grant {
            role: person.role,
            unit: person.unit.map(UnitId::from),
        };
        if person.role != Role::Administrator {
            service.open_account(&times.caller(None), &account, person.post, &[grant], None)?;
        }
        let email = format!("{}@example.org", person.account);
        service.give_password(&times.caller(None), &account, Some(&email), PASSWORD)?;
    }
    for (account, post, team) in COLLEAGUES {
        let grant = Grant {
            role: Role::Practitioner,
            unit: Some(team.into()),
        };
        service.open_account(&times.caller(None), &account.into(), post, &[grant], None)?;
    }
    Ok(())
}

fn open_round(service: &Service, times: &Times) -> Result<(), Failure> {
    let caller = times.caller(None);
    let today = clew_service::local_time::day_of(caller.at);
    let period = OPEN_PERIOD
        .parse()
        .map_err(|error| Failure::new(format!("{OPEN_PERIOD}: {error}")))?;
    let request = CycleRequest {
        id: None,
        plan: OPEN_PLAN.into(),
        period,
        opens: Some(today),
        due: Some(today.plus_days(DUE_IN)),
    };
    service.open_cycle(&caller, &request)?;
    Ok(())
}
