//! The council's services, localities, teams and workers.

use clew_calendar::Day;

use crate::random::mix;

/// The localities, by code.
pub const LOCALITIES: [&str; 4] = ["north", "east", "south", "west"];

/// A service: it has a team in each locality, except information, which has one for all.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum Service {
    /// Adults and older people.
    Adults,
    /// Children and families.
    Children,
    /// Justice.
    Justice,
    /// Alcohol and drugs.
    Addictions,
    /// Occupational therapy.
    Therapy,
    /// Care at home and telecare.
    Home,
    /// Requests for information, and complaints.
    Information,
}

impl Service {
    /// Its code, with which its teams' codes begin.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Service::Adults => "adults",
            Service::Children => "children",
            Service::Justice => "justice",
            Service::Addictions => "addictions",
            Service::Therapy => "therapy",
            Service::Home => "home",
            Service::Information => "information",
        }
    }
}

/// A team: a service in a locality.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub struct Team {
    /// The service.
    pub service: Service,
    /// The locality's place in [`LOCALITIES`]; 0 for information.
    pub locality: u8,
}

impl Team {
    pub(crate) fn new(service: Service, locality: u8) -> Team {
        let locality = if service == Service::Information {
            0
        } else {
            locality
        };
        Team { service, locality }
    }

    /// Its code as records have it, for example `adults-north`.
    #[must_use]
    pub fn code(self) -> String {
        if self.service == Service::Information {
            return self.service.code().to_owned();
        }
        format!(
            "{}-{}",
            self.service.code(),
            LOCALITIES[usize::from(self.locality)]
        )
    }

    /// What people call it, for example "Adults, north".
    #[must_use]
    pub fn title(self) -> String {
        let service = match self.service {
            Service::Adults => "Adults",
            Service::Children => "Children and families",
            Service::Justice => "Justice",
            Service::Addictions => "Alcohol and drugs",
            Service::Therapy => "Occupational therapy",
            Service::Home => "Care at home and telecare",
            Service::Information => return "Information and complaints".to_owned(),
        };
        format!("{service}, {}", LOCALITIES[usize::from(self.locality)])
    }

    /// Every team of the council.
    #[must_use]
    pub fn all() -> Vec<Team> {
        let localised = [
            Service::Adults,
            Service::Children,
            Service::Justice,
            Service::Addictions,
            Service::Therapy,
            Service::Home,
        ];
        let of = |service| (0..4).map(move |locality| Team { service, locality });
        let mut teams: Vec<Team> = localised.into_iter().flat_map(of).collect();
        teams.push(Team::new(Service::Information, 0));
        teams
    }

    /// The account that holds a post of the team on a day. Posts change hands every one to four years, so that who
    /// recorded something may long have left.
    pub(crate) fn worker(self, post: u32, day: Day) -> String {
        let post = post % 9 + 1;
        let post_hash =
            mix(u64::from(post) << 8 | u64::from(self.locality) << 4 | self.service as u64);
        let stays = i32::try_from(365 + post_hash % 1_100).unwrap_or(700);
        let offset = i32::try_from(post_hash >> 20 & 1_023).unwrap_or(0);
        let holder = (day.number() + offset).div_euclid(stays);
        format!("{}-post-{post}-{holder}", self.code())
    }
}

/// How a team does, in thousandths taken off the chance of being in time: one part hides behind the total.
pub(crate) fn handicap(team: Team) -> u32 {
    match (team.service, team.locality) {
        (Service::Justice, 3) => 130,
        (Service::Adults, 2) => 90,
        (Service::Children, 1) => 110,
        (Service::Therapy, 0) => 160,
        _ => 0,
    }
}
