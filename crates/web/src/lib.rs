//! The browser's side of Clew: pages, sign-in, and the JSON interface, over the service.
//!
//! Every page is complete without script. Handlers are thin: they read what was asked, call one
//! function of the service, and give a page. `routes::Routes` holds every route with what it
//! needs, so that one test can try each with every role.

mod api;
mod app;
mod assets;
pub mod components;
mod downloads;
mod error;
mod fields;
mod gallery;
mod guard;
mod layout;
pub mod links;
mod packing;
mod pages;
mod post;
mod routes;
mod security;
mod serving;
mod settings;
mod upload;
mod visit;

pub use app::App;
pub use error::WebError;
pub use fields::{Fields, Form};
pub use post::{MailSettings, send_due};
pub use routes::{Needs, RouteEntry, application, every_route};
pub use serving::{Serving, serve};
pub use settings::{Clock, DemoAccount, Settings};
pub use visit::Visit;
