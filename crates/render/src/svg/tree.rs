//! Trees from the left to the right: the golden thread from priorities to teams.

use std::fmt::Write as _;

use clew_report::{Node, Status, Tree};

use super::{
    Anchor, Drawing, Label, Size, TextClass, element_with_role,
    links::{linked, role},
    marks, number, text, words,
};

/// Width of the wide drawing.
const WIDE: f64 = 1080.0;
/// Width of the drawing for telephones.
const NARROW: f64 = 300.0;
/// Room between two nodes, from top to bottom.
const BETWEEN: f64 = 8.0;
/// Height of the line that says how many nodes are left out.
const MORE: f64 = 20.0;

/// How nodes are laid out.
struct Layout {
    size: Size,
    /// From the left edge of one level to that of the next.
    step: f64,
    /// Width of a node of the first level.
    node: f64,
}

/// A node with its place.
struct Placed<'a> {
    node: &'a Node,
    depth: usize,
    parent: Option<usize>,
    lines: Vec<String>,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// A tree as one `<svg>` element; nodes with an address are links. On a telephone it is a list with
/// indents.
///
/// Every node is drawn: see [`Tree::collapsed`] for what is too large. `id` must be unique within
/// the page and hold letters, digits and hyphens only.
#[must_use]
pub fn tree(tree: &Tree, id: &str, size: Size) -> String {
    let layout = Layout::of(tree, size);
    let mut shapes = String::new();
    let top = heads(&mut shapes, tree, &layout);
    let mut placed: Vec<Placed<'_>> = Vec::new();
    let mut y = top;
    for root in &tree.roots {
        y = place(&mut placed, root, (0, None), y, &layout);
    }
    for index in 0..placed.len() {
        connect(&mut shapes, &placed, index, size);
    }
    for one in &placed {
        write_node(&mut shapes, one);
    }
    if tree.more > 0 {
        more(&mut shapes, tree.more, (0.0, y));
        y += MORE + BETWEEN;
    }
    let drawing = Drawing {
        width: if size == Size::Wide { WIDE } else { NARROW },
        height: y.max(40.0),
        shapes,
    };
    let label = Label {
        title: &tree.title,
        description: &tree.description,
    };
    let role = role(placed.iter().map(|one| one.node.href.as_deref()));
    element_with_role(&drawing, id, &label, "chart tree", role)
}

impl Layout {
    #[expect(clippy::cast_precision_loss, reason = "a tree has few levels")]
    fn of(tree: &Tree, size: Size) -> Self {
        let depth = tree.roots.iter().map(Node::depth).max().unwrap_or(1);
        match size {
            Size::Wide => {
                let step = ((WIDE + 34.0) / depth.max(2) as f64).min(330.0);
                Self {
                    size,
                    step,
                    node: step - 34.0,
                }
            }
            Size::Compact => Self {
                size,
                step: (120.0 / depth as f64).min(16.0),
                node: NARROW,
            },
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a tree has few levels")]
    fn x(&self, depth: usize) -> f64 {
        depth as f64 * self.step
    }

    fn width(&self, depth: usize) -> f64 {
        match self.size {
            Size::Wide => self.node,
            Size::Compact => self.node - self.x(depth),
        }
    }
}

/// Names of the levels over them; returns where the nodes begin.
fn heads(shapes: &mut String, tree: &Tree, layout: &Layout) -> f64 {
    if layout.size == Size::Compact || tree.levels.is_empty() {
        return 4.0;
    }
    let depth = tree.roots.iter().map(Node::depth).max().unwrap_or(0);
    for (index, level) in tree.levels.iter().enumerate().take(depth) {
        let name = words::clipped(level, layout.node);
        text(
            shapes,
            layout.x(index),
            14.0,
            Anchor::Start,
            TextClass::Strong,
            &name,
        );
    }
    26.0
}

/// Height of the line with what kind of thing, or which number, a node has above its title.
const KIND: f64 = 15.0;

/// Places a node and all below it from a height down; returns where the next may stand.
fn place<'a>(
    placed: &mut Vec<Placed<'a>>,
    node: &'a Node,
    (depth, parent): (usize, Option<usize>),
    top: f64,
    layout: &Layout,
) -> f64 {
    let width = layout.width(depth);
    let lines = words::lines(&node.title, width - 18.0, 3);
    #[expect(clippy::cast_precision_loss, reason = "a title has few lines")]
    let text = lines.len().max(1) as f64 * 15.0;
    let kind = if node.code.is_empty() { 0.0 } else { KIND };
    let height = text + kind + 11.0 + if node.counts.is_empty() { 0.0 } else { 19.0 };
    let own = placed.len();
    placed.push(Placed {
        node,
        depth,
        parent,
        lines,
        x: layout.x(depth),
        y: top,
        width,
        height,
    });
    let room = if node.more > 0 { MORE } else { 0.0 };
    let after = top + height + room + BETWEEN;
    let below = match layout.size {
        Size::Wide => top,
        Size::Compact => after,
    };
    let first = placed.len();
    let end = node.below.iter().fold(below, |y, child| {
        place(placed, child, (depth + 1, Some(own)), y, layout)
    });
    if layout.size == Size::Wide && placed.len() > first {
        centre(placed, own, end, after);
    }
    end.max(after)
}

/// Moves a node to the middle of what stands below it, where that is taller than it.
fn centre(placed: &mut [Placed<'_>], own: usize, end: f64, after: f64) {
    if let Some(one) = placed.get_mut(own)
        && end > after
    {
        one.y += (end - after) / 2.0;
    }
}

fn connect(shapes: &mut String, placed: &[Placed<'_>], index: usize, size: Size) {
    let Some((child, parent)) = placed
        .get(index)
        .and_then(|child| Some((child, placed.get(child.parent?)?)))
    else {
        return;
    };
    let to = (child.x, child.y + child.height / 2.0);
    let path = match size {
        Size::Wide => {
            let from = (parent.x + parent.width, parent.y + parent.height / 2.0);
            let middle = number((from.0 + to.0) / 2.0);
            format!(
                "M{} {}C{middle} {} {middle} {} {} {}",
                number(from.0),
                number(from.1),
                number(from.1),
                number(to.1),
                number(to.0),
                number(to.1),
            )
        }
        Size::Compact => format!(
            "M{} {}V{}H{}",
            number(parent.x + 5.0),
            number(parent.y + parent.height),
            number(to.1),
            number(to.0),
        ),
    };
    let _ = write!(
        shapes,
        "<path class=\"thread\" stroke=\"#8B97A3\" stroke-width=\"1.6\" fill=\"none\" d=\"{path}\"/>"
    );
}

fn write_node(shapes: &mut String, one: &Placed<'_>) {
    let mut inner = String::new();
    let class = if one.depth == 0 { "node first" } else { "node" };
    let _ = write!(
        inner,
        "<rect class=\"{class}\" fill=\"{}\" stroke=\"#8B97A3\" stroke-width=\"1.2\" rx=\"5\" \
         x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        if one.depth == 0 { "#E4EDF8" } else { "#FFFFFF" },
        number(one.x + 1.0),
        number(one.y),
        number(one.width - 2.0),
        number(one.height),
    );
    let class = if one.depth == 0 {
        TextClass::Strong
    } else {
        TextClass::Plain
    };
    let mut y = one.y + 18.0;
    if !one.node.code.is_empty() {
        let kind = words::clipped(&one.node.code, one.width - 18.0);
        text(
            &mut inner,
            one.x + 10.0,
            y - 1.0,
            Anchor::Start,
            TextClass::Quiet,
            &kind,
        );
        y += KIND;
    }
    for line in &one.lines {
        text(&mut inner, one.x + 10.0, y, Anchor::Start, class, line);
        y += 15.0;
    }
    counts(
        &mut inner,
        &one.node.counts,
        (one.x + 10.0, y + 1.0),
        one.x + one.width,
    );
    shapes.push_str(&linked(one.node.href.as_deref(), &said(one.node), &inner));
    if one.node.more > 0 {
        more(shapes, one.node.more, (one.x + 10.0, one.y + one.height));
    }
}

/// Statuses with their counts in a line.
fn counts(shapes: &mut String, counts: &[(Status, u32)], (x, y): (f64, f64), right: f64) {
    let mut x = x;
    for (status, count) in counts {
        let shown = count.to_string();
        let room = 16.0 + words::width(&shown);
        if x + room > right {
            return;
        }
        marks::status(shapes, *status, (x + 5.0, y - 4.0), 4.4, marks::Look::Final);
        text(shapes, x + 14.0, y, Anchor::Start, TextClass::Plain, &shown);
        x += room + 10.0;
    }
}

fn more(shapes: &mut String, count: usize, (x, y): (f64, f64)) {
    let said = format!("+ {count} more");
    text(shapes, x, y + 15.0, Anchor::Start, TextClass::Quiet, &said);
}

/// A node in words.
fn said(node: &Node) -> String {
    let counts: Vec<String> = node
        .counts
        .iter()
        .map(|(status, count)| format!("{count} {}", status.word()))
        .collect();
    let mut said = vec![node.code.clone(), node.title.clone(), counts.join(", ")];
    said.retain(|part| !part.is_empty());
    said.join(", ")
}
