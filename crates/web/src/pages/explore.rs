//! Explore: any measure that records answer, by any period and dimension; what if; and the way to the records.

mod answers;
mod asked;
mod drawing;
mod list;
mod names;
mod page;
mod questions;
mod table;
mod walk;

use std::sync::Arc;

use clew_practice::pack::Pack;
use clew_service::Act;

use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(links::EXPLORE, Needs::SignedIn, list::show)
        .get("/explore/{definition}", Needs::SignedIn, page::show)
        .get(
            "/explore/{definition}/records",
            Needs::May(Act::LookAtPractice),
            walk::show,
        )
}

/// The packs in force.
async fn packs(visit: &Visit) -> Result<Vec<Arc<Pack>>, WebError> {
    visit.app.blocking(|service| service.packs()).await
}

/// The pack that has a definition.
async fn pack_with(visit: &Visit, code: &str) -> Result<Arc<Pack>, WebError> {
    let packs = packs(visit).await?;
    let found = packs
        .into_iter()
        .find(|pack| pack.measures.contains_key(code));
    found
        .ok_or_else(|| WebError::not_found(format!("No pack in force counts {code} from records.")))
}
