//! The kinds of item that a pack has.

/// The kinds of item that a pack has, in the order in which differences are told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum ItemKind {
    /// The pack itself.
    Pack,
    /// A calendar that it brings with it.
    Calendar,
    /// A special day of such a calendar.
    SpecialDay,
    /// A kind of worker.
    Role,
    /// What counts can be split by.
    Dimension,
    /// A list of choices.
    List,
    /// A choice of a list.
    Choice,
    /// A form.
    Form,
    /// A field of a form.
    Field,
    /// A process.
    Process,
    /// A step of a process.
    Step,
    /// A clock.
    Clock,
    /// A rule of a clock.
    Rule,
    /// A measure definition.
    Measure,
}

impl ItemKind {
    /// What people read.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            ItemKind::Pack => "The pack",
            ItemKind::Calendar => "The calendar",
            ItemKind::SpecialDay => "The special day",
            ItemKind::Role => "The role",
            ItemKind::Dimension => "The dimension",
            ItemKind::List => "The list",
            ItemKind::Choice => "The choice",
            ItemKind::Form => "The form",
            ItemKind::Field => "The field",
            ItemKind::Process => "The process",
            ItemKind::Step => "The step",
            ItemKind::Clock => "The clock",
            ItemKind::Rule => "The rule",
            ItemKind::Measure => "The measure",
        }
    }

    /// The kind of item that it is a part of.
    pub(super) fn whole(self) -> Option<ItemKind> {
        match self {
            ItemKind::SpecialDay => Some(ItemKind::Calendar),
            ItemKind::Choice => Some(ItemKind::List),
            ItemKind::Field => Some(ItemKind::Form),
            ItemKind::Step => Some(ItemKind::Process),
            ItemKind::Rule => Some(ItemKind::Clock),
            _ => None,
        }
    }
}

/// A kind and a code.
pub(super) type ItemKey = (ItemKind, String);
