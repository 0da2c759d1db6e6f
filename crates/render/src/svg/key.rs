//! The key of a drawing: small samples with their names, in as many lines as it needs.

use super::{Anchor, TextClass, text, words};

/// Draws a sample from its left edge and its middle.
type Draw = dyn Fn(&mut String, f64, f64);

/// A sample drawn from its left edge and its middle, with its width and its name.
pub(super) struct Item {
    /// Room for the sample.
    pub(super) room: f64,
    /// Its name.
    pub(super) name: String,
    /// Draws it.
    pub(super) draw: Box<Draw>,
}

impl Item {
    pub(super) fn new(
        room: f64,
        name: impl Into<String>,
        draw: impl Fn(&mut String, f64, f64) + 'static,
    ) -> Self {
        Self {
            room,
            name: name.into(),
            draw: Box::new(draw),
        }
    }
}

/// Writes the key from a height down; returns where it ends.
pub(super) fn write(shapes: &mut String, items: &[Item], top: f64, width: f64) -> f64 {
    let (mut x, mut y) = (0.0, top + 14.0);
    for item in items {
        let name = words::clipped(&item.name, width - item.room - 8.0);
        let room = item.room + 6.0 + words::width(&name);
        if x > 0.0 && x + room > width {
            (x, y) = (0.0, y + 19.0);
        }
        (item.draw)(shapes, x, y - 4.0);
        text(
            shapes,
            x + item.room + 6.0,
            y,
            Anchor::Start,
            TextClass::Plain,
            &name,
        );
        x += room + 14.0;
    }
    if items.is_empty() { top } else { y + 4.0 }
}
