//! Totals, nets and shares of budgets and staff.

pub(crate) mod net;
pub(crate) mod service_staff;
pub(crate) mod share;
pub(crate) mod sign;
pub(crate) mod total;
