//! Measures: the list of them, the page of one, and the whole story of a figure.

mod about;
mod asked;
mod drawing;
mod figures;
mod files;
mod from_records;
pub(super) mod grid;
mod list;
mod others;
mod page;
mod questions;
mod said;
mod standing;
mod story;
mod view;
mod ways;

use clew_service::Act;

use crate::routes::{Needs, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/measures", Needs::SignedIn, list::show)
        .get("/measures/{key}", Needs::SignedIn, page::show)
        .get("/measures/{key}/chart.svg", Needs::SignedIn, files::svg)
        .get("/measures/{key}/chart.png", Needs::SignedIn, files::png)
        .get("/measures/{key}/figures.csv", Needs::SignedIn, files::csv)
        .get("/measures/{key}/figures.xlsx", Needs::SignedIn, files::xlsx)
        .get(
            "/measures/{key}/figures/{period}",
            Needs::SignedIn,
            story::show,
        )
        .get(
            "/measures/{key}/figures/{period}/moved",
            Needs::May(Act::LookAtPractice),
            from_records::moved,
        )
        .get(
            "/measures/{key}/questions/new",
            Needs::SignedIn,
            questions::ask_form,
        )
        .post("/measures/{key}/questions", Needs::SignedIn, questions::ask)
        .get(
            "/measures/{key}/questions/{number}",
            Needs::SignedIn,
            questions::answer_form,
        )
        .post(
            "/measures/{key}/questions/{number}",
            Needs::May(Act::Return),
            questions::answer,
        )
}
