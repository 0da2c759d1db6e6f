//! People: made when they first come to notice, and found again later.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_practice::person::{Address, Birth, Identifier, Person};
use clew_practice::record::PersonNumber;

use crate::LOCALITIES;
use crate::names::{FAMILY, GIVEN};
use crate::random::{Random, mix};
use crate::service::Service;

/// What has to be remembered of a person: small, because there may be millions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Someone {
    pub(crate) number: u32,
    pub(crate) born: Day,
    gender: u8,
    locality: u8,
    /// The day they moved, and where to.
    moved: Option<(Day, u8)>,
}

impl Someone {
    /// Where they live on a day.
    pub(crate) fn locality_on(&self, day: Day) -> u8 {
        match self.moved {
            Some((moved, to)) if moved <= day => to,
            _ => self.locality,
        }
    }

    /// Full years on a day.
    pub(crate) fn age_on(&self, day: Day) -> i32 {
        let (year, month, date) = day.civil();
        let (born_year, born_month, born_date) = self.born.civil();
        let had_birthday = (month, date) >= (born_month, born_date);
        year - born_year - i32::from(!had_birthday)
    }
}

/// Everybody who has come to notice, by service.
#[derive(Debug, Default)]
pub(crate) struct People {
    made: u32,
    known: BTreeMap<Service, Vec<Someone>>,
}

/// Who is meant: the service, the ages, and in how many of a thousand cases somebody already known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) service: Service,
    pub(crate) ages: &'static [((i32, i32), u32)],
    pub(crate) known: u32,
}

impl People {
    /// Somebody, known or new; true when new.
    pub(crate) fn find(
        &mut self,
        wanted: Wanted,
        day: Day,
        random: &mut Random,
    ) -> (Someone, bool) {
        let (youngest, oldest) = random.weighted(wanted.ages);
        if random.chance(wanted.known)
            && let Some(found) = self.known_one(wanted.service, random)
            && (youngest..=oldest).contains(&found.age_on(day))
        {
            return (found, false);
        }
        (
            self.new_one(wanted.service, (youngest, oldest), day, random),
            true,
        )
    }

    fn known_one(&self, service: Service, random: &mut Random) -> Option<Someone> {
        let known = self.known.get(&service)?;
        if known.is_empty() {
            return None;
        }
        Some(random.one(known))
    }

    fn new_one(
        &mut self,
        service: Service,
        ages: (i32, i32),
        day: Day,
        random: &mut Random,
    ) -> Someone {
        self.made += 1;
        let years = random.between(ages.0, ages.1);
        let moves = random.chance(45);
        let locality = random.weighted(&[(0_u8, 34), (1, 26), (2, 23), (3, 17)]);
        let someone = Someone {
            number: self.made,
            born: birthday(day, years, random),
            gender: random.weighted(&[(0_u8, 51), (1, 47), (2, 1), (3, 1)]),
            locality,
            moved: moves.then(|| {
                let to = (locality + 1 + u8::try_from(random.below(3)).unwrap_or(0)) % 4;
                (day.plus_days(random.between(90, 1_500)), to)
            }),
        };
        self.known.entry(service).or_default().push(someone);
        someone
    }
}

/// A birthday that makes somebody so old on a day; never on 29 February.
fn birthday(day: Day, years: i32, random: &mut Random) -> Day {
    let latest = day.plus_months(-12 * years);
    let born = latest.plus_days(-random.between(0, 360));
    if born.month() == 2 && born.day() == 29 {
        return born.plus_days(-1);
    }
    born
}

/// The person as the council first knew them; after a move, with the new address too.
pub(crate) fn person(someone: Someone, seed: u64, after_move: bool) -> Person {
    let hash = mix(seed ^ mix(u64::from(someone.number)));
    let of = |list: &[&'static str; 48], bits: u64| list[usize::try_from(bits % 48).unwrap_or(0)];
    let mut addresses = vec![address(someone.locality, someone.born, hash)];
    if after_move && let Some((day, to)) = someone.moved {
        addresses.push(address(to, day, mix(hash)));
    }
    Person {
        number: PersonNumber(u64::from(someone.number)),
        name: format!("{} {}", of(&GIVEN, hash >> 8), of(&FAMILY, hash >> 24)),
        aliases: Vec::new(),
        birth: Some(Birth {
            day: someone.born,
            estimated: false,
        }),
        gender: Some(GENDERS[usize::from(someone.gender)].to_owned()),
        identifiers: vec![Identifier {
            kind: "old-system".to_owned(),
            value: format!("S{:08}", someone.number),
        }],
        addresses,
        relationships: Vec::new(),
        warnings: if hash.is_multiple_of(40) {
            vec!["A dog at the door".to_owned()]
        } else {
            Vec::new()
        },
        communication_needs: Vec::new(),
        merged_into: None,
        version: if after_move { 2 } else { 1 },
    }
}

/// When a person moves, if they do.
pub(crate) fn moves_on(someone: Someone) -> Option<Day> {
    someone.moved.map(|(day, _)| day)
}

const GENDERS: [&str; 4] = ["woman", "man", "other", "not-said"];

fn address(locality: u8, from: Day, hash: u64) -> Address {
    let streets = [
        "Example Row",
        "Sample Street",
        "Specimen Lane",
        "Pattern Place",
        "Model Court",
    ];
    let street = streets[usize::try_from(hash % 5).unwrap_or(0)];
    Address {
        lines: format!("{} {street}\nInvented", hash >> 40 & 127),
        locality: LOCALITIES[usize::from(locality)].to_owned(),
        from,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn somebody_is_a_year_older_from_their_birthday_on() {
        let mut random = Random::new(2);
        let wanted = Wanted {
            service: Service::Adults,
            ages: &[((64, 64), 1)],
            known: 0,
        };
        let day = Day::new(2024, 2, 29).unwrap();
        let (someone, new) = People::default().find(wanted, day, &mut random);
        assert!(new);
        assert_eq!(someone.age_on(day), 64);
        let birthday = someone.born.plus_months(12 * 65);
        assert_eq!(someone.age_on(birthday.plus_days(-1)), 64);
        assert_eq!(someone.age_on(birthday), 65);
    }
}
