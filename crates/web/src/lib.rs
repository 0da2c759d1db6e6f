//! The browser's side of Clew: pages, sign-in, and the JSON interface, over the service.
