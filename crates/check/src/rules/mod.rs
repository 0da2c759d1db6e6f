//! The rules, family by family: one file a rule.

use crate::Rule;

pub(crate) mod actions;
pub(crate) mod citations;
pub(crate) mod claims;
pub(crate) mod counts;
pub(crate) mod dates;
pub(crate) mod figures;
pub(crate) mod formulas;
pub(crate) mod forums;
pub(crate) mod statuses;
pub(crate) mod structure;
pub(crate) mod text;
pub(crate) mod totals;

/// Every rule, in the order in which findings are shown.
pub(crate) static ALL: &[&Rule] = &[
    &totals::total::RULE,
    &totals::net::RULE,
    &totals::share::RULE,
    &totals::sign::RULE,
    &totals::service_staff::RULE,
    &counts::count::RULE,
    &counts::listed_status::RULE,
    &counts::percent::RULE,
    &counts::listed::RULE,
    &claims::part_of_whole::RULE,
    &claims::breakdown::RULE,
    &claims::change::RULE,
    &claims::magnitude::RULE,
    &claims::horizon::RULE,
    &figures::magnitude::RULE,
    &figures::zeros::RULE,
    &figures::numerator::RULE,
    &figures::impossible::RULE,
    &figures::jump::RULE,
    &figures::duplicate::RULE,
    &figures::target_in_title::RULE,
    &figures::target_zero::RULE,
    &figures::lax_target::RULE,
    &figures::before_available::RULE,
    &figures::older_period::RULE,
    &figures::report_later::RULE,
    &formulas::unknown::RULE,
    &formulas::circle::RULE,
    &formulas::units::RULE,
    &formulas::by_hand::RULE,
    &statuses::contradicted::RULE,
    &statuses::differs::RULE,
    &statuses::missing::RULE,
    &statuses::opposite::RULE,
    &statuses::due_passed::RULE,
    &statuses::comment_value::RULE,
    &statuses::red_silent::RULE,
    &dates::data_before_end::RULE,
    &dates::after_meeting::RULE,
    &dates::two_dates::RULE,
    &dates::end_before_start::RULE,
    &dates::overdue::RULE,
    &dates::not_yet_started::RULE,
    &dates::milestone_passed::RULE,
    &dates::heading_period::RULE,
    &dates::past_promise::RULE,
    &citations::target::RULE,
    &citations::value::RULE,
    &citations::two_codes::RULE,
    &citations::one_code::RULE,
    &citations::title::RULE,
    &citations::unit::RULE,
    &citations::category::RULE,
    &citations::code_written::RULE,
    &citations::code_form::RULE,
    &structure::dangling::RULE,
    &structure::duplicate::RULE,
    &structure::cycle::RULE,
    &structure::priority_number::RULE,
    &structure::two_lists::RULE,
    &structure::achievement::RULE,
    &structure::orphan::RULE,
    &structure::missing::RULE,
    &structure::link_codes::RULE,
    &structure::owner_names::RULE,
    &structure::waiver::RULE,
    &actions::reference::RULE,
    &actions::pasted::RULE,
    &actions::duplicate::RULE,
    &actions::no_update::RULE,
    &actions::complete_early::RULE,
    &actions::frequency::RULE,
    &text::placeholder::RULE,
    &text::unfinished::RULE,
    &text::repeated::RULE,
    &text::cut_off::RULE,
    &forums::two_names::RULE,
    &forums::finding_gaps::RULE,
];
