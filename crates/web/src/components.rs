//! The parts that pages are made of: GOV.UK's components, and our own for dense tables and marks.

mod banners;
mod buttons;
mod choices;
mod inputs;
mod marks;
mod navigation;
mod tables;
mod times;

pub use banners::{empty, error_summary, inset, look_again, notification, warning};
pub use buttons::{button, form, link_button, quiet_button, show_button, submit};
pub use choices::{Choice, checkboxes, radios, select, separate_checkboxes};
pub use inputs::{Input, TextArea, date_input, file_input, hidden, text_area, text_input};
pub use marks::{return_tag, status_counts, status_key, status_mark, trend, trend_arrow};
pub use navigation::{Crumb, breadcrumbs, pagination, tabs};
pub use tables::{Heading, stacked_table, summary_list, table};
pub use times::moment;
