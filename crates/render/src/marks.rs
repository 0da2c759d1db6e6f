//! How a status or a trend looks: its shape, its colours and its sign, the same in every format.

use clew_report::{Direction, Status};

/// The look of a status. Colours are six hexadecimal digits without a sign.
///
/// Ink on tint, and ink on white, reach 4.5 : 1 (WCAG 2.2, 1.4.3); solid on white reaches 3 : 1
/// (1.4.11). Shapes differ from one another without colour.
pub(crate) struct Look {
    /// Short name for style rules and pattern ids.
    pub(crate) key: &'static str,
    /// Colour of its word.
    pub(crate) ink: &'static str,
    /// Colour behind its word.
    pub(crate) tint: &'static str,
    /// Colour of its shape and its share of a chart.
    pub(crate) solid: &'static str,
    /// Its shape as a character, where shapes cannot be drawn.
    pub(crate) sign: char,
}

/// The look of a status.
pub(crate) const fn look(status: Status) -> Look {
    match status {
        Status::Blue => Look {
            key: "blue",
            ink: "1B4B8A",
            tint: "E4EDF8",
            solid: "2B62AE",
            sign: '■',
        },
        Status::Green => Look {
            key: "green",
            ink: "1B5E34",
            tint: "E3F2E8",
            solid: "2C7F4A",
            sign: '●',
        },
        Status::Amber => Look {
            key: "amber",
            ink: "7A4300",
            tint: "FDF0DA",
            solid: "C27803",
            sign: '▲',
        },
        Status::Red => Look {
            key: "red",
            ink: "98181C",
            tint: "FBE6E5",
            solid: "C22A2E",
            sign: '◆',
        },
        Status::ReportLater => Look {
            key: "later",
            ink: "46525E",
            tint: "EDF0F3",
            solid: "6C7986",
            sign: '○',
        },
        Status::Contextual => Look {
            key: "contextual",
            ink: "4C4478",
            tint: "EEECF6",
            solid: "7A70AE",
            sign: '□',
        },
    }
}

/// Short name of a direction, for style rules and the typesetter.
pub(crate) const fn direction_key(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Level => "level",
    }
}

/// The arrow of a direction, as a character.
pub(crate) const fn arrow(direction: Direction) -> char {
    match direction {
        Direction::Up => '↑',
        Direction::Down => '↓',
        Direction::Level => '→',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2.2 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value =
                f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hex")) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_status_is_readable_on_its_tint_and_on_white() {
        for &status in Status::ALL {
            let look = look(status);
            assert!(contrast(look.ink, look.tint) >= 4.5, "{status} on its tint");
            assert!(contrast(look.ink, "FFFFFF") >= 4.5, "{status} on white");
            assert!(contrast(look.solid, "FFFFFF") >= 3.0, "{status} as a shape");
        }
    }

    #[test]
    fn every_status_has_a_shape_of_its_own() {
        let signs: std::collections::HashSet<char> = Status::ALL
            .iter()
            .map(|&status| look(status).sign)
            .collect();
        assert_eq!(signs.len(), Status::ALL.len());
    }
}
