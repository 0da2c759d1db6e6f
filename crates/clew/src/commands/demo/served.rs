//! The demonstration in a browser: a database of three published plans, and invented people to sign
//! in as.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use clew_plan::{AccountId, Grant, Organisation, Role, UnitId};
use clew_service::{Caller, CycleRequest, Incoming, Service};
use clew_store::Location;
use clew_web::{DemoAccount, Settings};

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
const DUE_IN: i32 = 14;
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

const PEOPLE: [Person; 6] = [
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
    let service = if there {
        Service::open(&location)?
    } else {
        made(&location)?
    };
    let settings = Settings {
        base_address: format!("http://{listen}"),
        clock: serve::clock()?,
        demo: PEOPLE.iter().map(offered).collect(),
        ..Settings::default()
    };
    serve::serve(Arc::new(service), settings, listen, out, told)
}

fn offered(person: &Person) -> DemoAccount {
    DemoAccount {
        account: person.account.to_owned(),
        password: PASSWORD.to_owned(),
        role: person.comes_to.to_owned(),
    }
}

fn told(out: &mut dyn Write, address: SocketAddr) -> std::io::Result<()> {
    writeln!(
        out,
        "\n4. The same in a browser: http://{address}/performance?plan={SHOWN_PLAN}\n"
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
        "\n   Ctrl-C ends it; what you change stays for the next time."
    )
}

/// A new database with the examples, the people and an open round.
fn made(location: &Location) -> Result<Service, Failure> {
    let service = Service::create(location)?;
    let organisation = Organisation {
        name: "Demonstration of three published plans".to_owned(),
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    };
    service.found(&caller(None)?, organisation.clone(), "Administrator")?;
    for name in EXAMPLES {
        let mut book = source::written_example(name)?;
        book.organisation = Some(organisation.clone());
        let incoming = Incoming {
            book,
            seen: service.memory().state().head.sequence,
            reason: None,
        };
        service.take_in_records(&caller(Some(format!("example {name}")))?, &incoming)?;
    }
    people(&service)?;
    open_round(&service)?;
    service.checkpoint()?;
    Ok(service)
}

fn caller(origin: Option<String>) -> Result<Caller, Failure> {
    Ok(Caller {
        actor: AccountId::from("administrator"),
        id: new_id(),
        at: clock::now()?,
        origin,
        despite_clock: false,
    })
}

fn people(service: &Service) -> Result<(), Failure> {
    for person in &PEOPLE {
        let account = AccountId::from(person.account);
        let grant = Grant {
            role: person.role,
            unit: person.unit.map(UnitId::from),
        };
        if person.role != Role::Administrator {
            service.open_account(&caller(None)?, &account, person.post, &[grant], None)?;
        }
        service.give_password(&caller(None)?, &account, None, PASSWORD)?;
    }
    Ok(())
}

fn open_round(service: &Service) -> Result<(), Failure> {
    let caller = caller(None)?;
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
