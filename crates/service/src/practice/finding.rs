//! Finding people: by words of their names, birth and identifiers; and people who may be the same.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use clew_calendar::Day;
use clew_journal::Moment;
use clew_plan::AccountId;
use clew_practice::person::Person;
use clew_practice::record::PersonNumber;
use clew_store::practice::KnownBy;

use super::access::Seen;
use super::sight::PersonNow;
use super::{PersonRequest, Right, Sight};
use crate::{Service, ServiceError};

/// People who are looked through at once.
pub(super) const MOST_LOOKED_THROUGH: u32 = 500;
/// How much alike two names are that may be one: Jaro-Winkler, of 1.
const ALIKE: f64 = 0.88;
/// How many characters of a word people of alike name have in common.
const BEGINNING: usize = 3;
/// What people are found by, in the words that are stored.
const NAME: &str = "name";
const BIRTH: &str = "birth";

/// Whom to look for. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PersonQuery {
    /// Words of a name, each of which is the beginning of one.
    pub name: Option<String>,
    /// The day of birth.
    pub birth: Option<Day>,
    /// An identifier, by its value.
    pub identifier: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// Somebody who was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FoundPerson {
    /// Their number.
    pub number: PersonNumber,
    /// Who they are; none where it may only be told that they are known.
    pub person: Option<Person>,
    /// The right by which they may be opened; none where they may not.
    pub right: Option<Right>,
    /// The team to ask, where they may not.
    pub team: String,
}

/// Somebody who may be the same person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PossibleDuplicate {
    /// Who it may be.
    pub found: FoundPerson,
    /// Why, in words.
    pub why: String,
}

/// Everything a person is found by.
pub(crate) fn known_by(person: &Person) -> Vec<KnownBy> {
    let mut all = BTreeSet::new();
    let mut add = |sort: &str, value: String| {
        all.insert(KnownBy {
            sort: sort.to_owned(),
            value,
        });
    };
    for name in person.aliases.iter().chain([&person.name]) {
        for word in words(name) {
            add(NAME, word);
        }
    }
    if let Some(birth) = person.birth {
        add(BIRTH, birth.day.to_string());
    }
    for identifier in &person.identifiers {
        add("identifier", plain(&identifier.value));
    }
    all.into_iter().collect()
}

fn words(name: &str) -> Vec<String> {
    let words = name.split(|character: char| !character.is_alphanumeric() && character != '\'');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn plain(value: &str) -> String {
    let plain = value
        .chars()
        .filter(|character| character.is_alphanumeric());
    plain.flat_map(char::to_lowercase).collect()
}

impl Service {
    /// The people who are found, of those that the account may know of. That it looked for people is noted, and
    /// whom it was shown.
    ///
    /// # Errors
    /// When nothing is asked for, or the store cannot be read.
    pub fn find_people(
        &self,
        actor: &AccountId,
        at: Moment,
        query: &PersonQuery,
    ) -> Result<Vec<FoundPerson>, ServiceError> {
        let memory = self.memory();
        let looker = super::looks::looker(actor, at);
        let sight = Sight::new(self, &memory, &looker);
        let mut found = Vec::new();
        each_known(&sight, &Known::asked(query)?, &mut |now| {
            if found.len() >= query.limit {
                return Ok(ControlFlow::Break(()));
            }
            if fits(&now.person, query) {
                found.extend(shown(&sight, now)?);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let shown = found.iter().map(|one| (one.number, one.right));
        self.note_search(&looker, &shown.collect::<Vec<_>>())?;
        Ok(found)
    }

    /// People who may be the one that is to be entered: with an identifier in common, or with a name alike and born on
    /// the same day, or where a day of birth is missing of one of the two.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn possible_duplicates(
        &self,
        actor: &AccountId,
        at: Moment,
        of: &PersonRequest,
    ) -> Result<Vec<PossibleDuplicate>, ServiceError> {
        let memory = self.memory();
        let looker = super::looks::looker(actor, at);
        let sight = Sight::new(self, &memory, &looker);
        let mut found: Vec<PossibleDuplicate> = Vec::new();
        for (now, why) in alike(&sight, of)? {
            if let Some(one) = shown(&sight, now)? {
                found.push(PossibleDuplicate { found: one, why });
            }
        }
        let shown = found.iter().map(|one| (one.found.number, one.found.right));
        self.note_search(&looker, &shown.collect::<Vec<_>>())?;
        Ok(found)
    }
}

/// How somebody with an identifier is found.
pub(super) fn known_by_identifier(value: &str) -> KnownBy {
    KnownBy {
        sort: "identifier".to_owned(),
        value: plain(value),
    }
}

/// Hands on everyone who is found so, in order of their numbers, until it is told to stop.
fn each_known(
    sight: &Sight<'_>,
    known: &Known,
    each: &mut dyn FnMut(PersonNow) -> Result<ControlFlow<()>, ServiceError>,
) -> Result<(), ServiceError> {
    let store = sight.service.store();
    let mut after = 0;
    loop {
        let part = (after, MOST_LOOKED_THROUGH);
        let numbers = match known {
            Known::By(known_by) => store.people_known_by(known_by, part)?,
            Known::ByStart(known_by) => store.people_known_by_start(known_by, part)?,
        };
        for number in &numbers {
            let now = match sight.person(PersonNumber(*number)) {
                Ok(now) => now,
                // Who was erased meanwhile is nobody any more.
                Err(ServiceError::NotFound { .. }) => continue,
                Err(error) => return Err(error),
            };
            if each(now)?.is_break() {
                return Ok(());
            }
        }
        let Some(last) = numbers.last() else {
            return Ok(());
        };
        after = *last;
    }
}

/// How people are found in the store.
enum Known {
    /// By exactly this.
    By(KnownBy),
    /// By something that begins so.
    ByStart(KnownBy),
}

impl Known {
    fn born(day: Day) -> Self {
        Self::By(KnownBy {
            sort: BIRTH.to_owned(),
            value: day.to_string(),
        })
    }

    fn named(start: String) -> Self {
        Self::ByStart(KnownBy {
            sort: NAME.to_owned(),
            value: start,
        })
    }

    /// By the first thing that is asked for.
    fn asked(query: &PersonQuery) -> Result<Self, ServiceError> {
        if let Some(identifier) = &query.identifier {
            return Ok(Self::By(known_by_identifier(identifier)));
        }
        if let Some(day) = query.birth {
            return Ok(Self::born(day));
        }
        let words = words(query.name.as_deref().unwrap_or_default());
        // The longest word is the rarest.
        let word = words.into_iter().max_by_key(String::len);
        word.map(Self::named).ok_or_else(|| {
            let problem = "give a name, a day of birth or an identifier";
            ServiceError::invalid("the search", "name", problem)
        })
    }
}

/// A person as they may be shown; none where they may not.
fn shown(sight: &Sight<'_>, now: PersonNow) -> Result<Option<FoundPerson>, ServiceError> {
    let number = now.person.number;
    let (person, right) = match sight.seen(&now)? {
        Seen::Open(right) => (Some(now.person), Some(right)),
        Seen::Known => (None, None),
        Seen::Hidden => return Ok(None),
    };
    Ok(Some(FoundPerson {
        number,
        person,
        right,
        team: now.team,
    }))
}

fn fits(person: &Person, query: &PersonQuery) -> bool {
    let names: Vec<String> = person
        .aliases
        .iter()
        .chain([&person.name])
        .flat_map(|name| words(name))
        .collect();
    let asked = words(query.name.as_deref().unwrap_or_default());
    let named = asked
        .iter()
        .all(|word| names.iter().any(|name| name.starts_with(word)));
    let born = query
        .birth
        .is_none_or(|day| person.birth.is_some_and(|birth| birth.day == day));
    named && born
}

/// People who may be the same, each once, with the reason.
fn alike(sight: &Sight<'_>, of: &PersonRequest) -> Result<Vec<(PersonNow, String)>, ServiceError> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |now: PersonNow, why: String| {
        if seen.insert(now.person.number) {
            found.push((now, why));
        }
    };
    for identifier in &of.identifiers {
        let known = Known::By(known_by_identifier(&identifier.value));
        each_known(sight, &known, &mut |now| {
            add(now, format!("the same {}", identifier.kind));
            Ok(ControlFlow::Continue(()))
        })?;
    }
    if let Some(birth) = of.birth {
        each_known(sight, &Known::born(birth.day), &mut |now| {
            if names_alike(of, &now.person) {
                add(now, format!("born on {} and a name alike", birth.day));
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    for start in beginnings(of) {
        each_known(sight, &Known::named(start), &mut |now| {
            let no_birth = of.birth.is_none() || now.person.birth.is_none();
            if no_birth && names_alike(of, &now.person) {
                let why = "a name alike, and no day of birth to tell them apart";
                add(now, why.to_owned());
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(found)
}

/// How the words of the names begin. An initial by itself is the beginning of too many names to tell anything.
fn beginnings(of: &PersonRequest) -> BTreeSet<String> {
    let names = of.aliases.iter().chain([&of.name]);
    let words = names.flat_map(|name| words(name));
    let words = words.filter(|word| word.chars().count() > 1);
    words
        .map(|word| word.chars().take(BEGINNING).collect())
        .collect()
}

/// Whether a name of the one is like a name of the other, whatever the order of its words.
fn names_alike(one: &PersonRequest, other: &Person) -> bool {
    let sorted = |name: &String| {
        let mut words = words(name);
        words.sort_unstable();
        words.join(" ")
    };
    let all = |name: &String, aliases: &[String]| -> Vec<String> {
        aliases.iter().chain([name]).map(sorted).collect()
    };
    let others = all(&other.name, &other.aliases);
    all(&one.name, &one.aliases).iter().any(|name| {
        let mut others = others.iter();
        others.any(|other| strsim::jaro_winkler(name, other) >= ALIKE)
    })
}
