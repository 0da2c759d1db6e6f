//! The organisation as a tree: each part with its manager and the accounts whose roles are held for it.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use clew_plan::{Account, AccountId, Grant, Unit, UnitId};
use clew_service::{Act, Memory};
use maud::{Markup, html};

use crate::components::empty;
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// The tree, laid out once: the parts below each, and the roles held for each.
struct Tree<'memory> {
    below: BTreeMap<Option<&'memory UnitId>, Vec<&'memory Unit>>,
    held: BTreeMap<Option<&'memory UnitId>, Vec<Held<'memory>>>,
}

type Held<'memory> = (&'memory AccountId, &'memory Account, &'memory Grant);

impl<'memory> Tree<'memory> {
    fn of(memory: &'memory Memory) -> Self {
        let units = &memory.book().units;
        let known: BTreeSet<&UnitId> = units.iter().map(|unit| &unit.id).collect();
        let mut tree = Self {
            below: BTreeMap::new(),
            held: BTreeMap::new(),
        };
        for unit in units {
            // A part of what is not there stands at the top, where it is seen.
            let above = unit.parent.as_ref().filter(|above| known.contains(above));
            tree.below.entry(above).or_default().push(unit);
        }
        let open = memory
            .state()
            .accounts()
            .filter(|(_, account)| !account.closed);
        for (id, account) in open {
            for grant in &account.grants {
                let held = tree.held.entry(grant.unit.as_ref()).or_default();
                held.push((id, account, grant));
            }
        }
        tree
    }

    /// The parts below one. `line` are those above, so that a circle ends.
    fn shown(&self, above: Option<&UnitId>, line: &[&UnitId]) -> Markup {
        let below = self.below.get(&above).map_or(&[][..], Vec::as_slice);
        let below: Vec<&&Unit> = below
            .iter()
            .filter(|unit| !line.contains(&&unit.id))
            .collect();
        html! {
            @if !below.is_empty() {
                ul class="clew-units" {
                    @for unit in below {
                        li {
                            a class="govuk-link" href=(links::who(Some(&unit.id))) { strong { (unit.name) } }
                            @if let Some(kind) = &unit.kind { span class="clew-quiet" { " " (kind) } }
                            @if let Some(manager) = &unit.manager { " – " (manager) }
                            (self.roles(Some(&unit.id)))
                            (self.shown(Some(&unit.id), &[line, &[&unit.id]].concat()))
                        }
                    }
                }
            }
        }
    }

    fn roles(&self, unit: Option<&UnitId>) -> Markup {
        let held = self.held.get(&unit).map_or(&[][..], Vec::as_slice);
        html! {
            @if !held.is_empty() {
                div class="clew-quiet" {
                    @for (place, (id, account, grant)) in held.iter().enumerate() {
                        @if place > 0 { " · " }
                        a class="govuk-link" href=(links::managed(id)) { (account.name) } ", " (grant.role)
                    }
                }
            }
        }
    }
}

/// The page.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let tree = Tree::of(&memory);
    let name = memory
        .book()
        .organisation
        .as_ref()
        .map(|found| found.name.clone());
    let body = html! {
        h1 class="govuk-heading-l" { "Organisation" }
        (super::parts(&visit, "/admin/organisation"))
        p class="govuk-body" { "A role that is held for a part reaches everything below it. Choose a part to see who can see or change what belongs to it, and why." }
        div class="govuk-body" {
            a class="govuk-link" href=(links::who(None)) { strong { (name.unwrap_or_else(|| "The whole organisation".to_owned())) } }
            (tree.roles(None))
            @if visit.may(Act::ChangePlan) { " " a class="govuk-link" href=(links::ORGANISATION) { "Change its name, calendar or family group" } }
        }
        @if memory.book().units.is_empty() {
            (empty(&html! { "There are no parts yet. They come with a workbook, or are added under Plans." }))
        }
        (tree.shown(None, &[]))
    };
    Ok(Page::new(&visit, Section::Admin, "Organisation").show(body))
}
