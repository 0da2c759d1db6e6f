//! The six statuses.

crate::text::word_list! {
    /// How a measure or action stands, in the six values committees use.
    Status, "status" {
        /// Complete (a project measure or action that is finished).
        Blue = "Blue" | "Complete",
        /// On target or on time.
        Green = "Green" | "On target",
        /// A minor shortfall or slippage.
        Amber = "Amber",
        /// A major shortfall or slippage.
        Red = "Red" | "Off target",
        /// Not yet known; will be reported when it is.
        ReportLater = "Report later" | "To be reported later" | "Later",
        /// For information, to set other figures in context; never judged.
        Contextual = "Contextual" | "Data only" | "Information only",
    }
}

impl Status {
    /// Whether the status is a judgement of performance (Blue, Green, Amber or Red).
    #[must_use]
    pub const fn is_judgement(self) -> bool {
        matches!(self, Self::Blue | Self::Green | Self::Amber | Self::Red)
    }
}
