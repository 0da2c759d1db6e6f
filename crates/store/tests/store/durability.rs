//! The settings on which it hangs that a power cut loses nothing acknowledged.

use clew_store::{Location, Store};

use crate::common::{Place, on_both};

fn settings(store: &Store) -> Vec<(String, String)> {
    let mut settings = store.facts().unwrap().settings;
    settings.retain(|(name, _)| !["data_checksums", "server_encoding"].contains(&name.as_str()));
    settings
}

fn wanted(place: &Place) -> Vec<(String, String)> {
    let settings: &[(&str, &str)] = match place.location {
        Location::File(_) => &[
            ("journal_mode", "wal"),
            ("synchronous", "full"),
            ("foreign_keys", "on"),
        ],
        Location::Postgres(_) => &[
            ("synchronous_commit", "on"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
        ],
    };
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    settings.iter().map(owned).collect()
}

#[test]
fn a_commit_is_on_the_disk_before_it_is_acknowledged() {
    on_both(|place| {
        assert_eq!(settings(&place.create()), wanted(place));
        assert_eq!(settings(&place.open()), wanted(place));
    });
}

#[test]
fn what_a_database_was_set_to_by_others_does_not_weaken_that() {
    on_both(|place| {
        drop(place.create());
        place.tamper(match place.location {
            Location::File(_) => "PRAGMA journal_mode = DELETE",
            Location::Postgres(_) => {
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', \
                 current_database()); END $$"
            }
        });
        assert_eq!(settings(&place.open()), wanted(place));
    });
}
