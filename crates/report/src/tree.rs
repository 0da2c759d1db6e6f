//! Trees: the golden thread from priorities to the teams that do the work.

use clew_plan::Status;
use serde::{Deserialize, Serialize};

use crate::{Cell, Column, Row, Table};

/// A tree of what serves what, drawn from the left to the right.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Title, saying what is shown.
    pub title: String,
    /// What a reader should see in it, in a sentence or two.
    pub description: String,
    /// Names of its levels from the left, for example "Priority", "Outcome", "Team"; may be empty.
    pub levels: Vec<String>,
    /// Its first nodes.
    pub roots: Vec<Node>,
    /// How many first nodes, with all below them, are left out.
    pub more: usize,
}

/// A node of a tree with the nodes that serve it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What it is.
    pub title: String,
    /// Short code; may be empty.
    pub code: String,
    /// How many of what stands under it have each status; statuses with none are left out.
    pub counts: Vec<(Status, u32)>,
    /// Where a reader finds more: an address within the application.
    pub href: Option<String>,
    /// The nodes that serve it, in order.
    pub below: Vec<Node>,
    /// How many nodes below it are left out.
    pub more: usize,
}

impl Node {
    /// How many nodes it is with all below it.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.below.iter().map(Self::size).sum::<usize>()
    }

    /// How many levels it has, itself the first.
    #[must_use]
    pub fn depth(&self) -> usize {
        1 + self.below.iter().map(Self::depth).max().unwrap_or(0)
    }
}

impl Tree {
    /// How many nodes it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.roots.iter().map(Node::size).sum()
    }

    /// The tree with at most so many nodes, or with its first root where even that is too many: as
    /// many levels as fit, at the last of them as many children of each node as do. A node says
    /// how many are left out below it.
    #[must_use]
    pub fn collapsed(&self, most: usize) -> Self {
        if self.size() <= most {
            return self.clone();
        }
        let depth = self.roots.iter().map(Node::depth).max().unwrap_or(0);
        let ways = (1..=depth).rev().flat_map(|levels| {
            let each = (1..=most).rev();
            each.map(move |each| (levels, each))
        });
        let fits =
            |(levels, each): &(usize, usize)| counted_cut(&self.roots, *levels, *each) <= most;
        let (levels, each) = ways.into_iter().find(fits).unwrap_or((1, 1));
        let (roots, more) = cut(&self.roots, levels, each);
        Self {
            roots,
            more: self.more + more,
            ..self.clone()
        }
    }

    /// The same as a table: a row for each node, with the line of sight above it.
    #[must_use]
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::words("Level", 2),
            Column::words("Serves", 6),
            Column::words("Code", 2),
            Column::names("Title", 6),
            Column::words("Statuses", 5),
        ];
        let mut table = Table::new("Thread", self.title.clone(), columns);
        for root in &self.roots {
            self.rows(&mut table, root, &mut Vec::new());
        }
        table.without_empty_columns()
    }

    fn rows<'node>(&self, table: &mut Table, node: &'node Node, above: &mut Vec<&'node str>) {
        let level = self.levels.get(above.len());
        table.rows.push(Row::body(vec![
            Cell::maybe(level.map(String::as_str)),
            Cell::text(above.join(" › ")),
            Cell::text(&node.code),
            Cell::text(&node.title),
            Cell::text(counted(&node.counts)),
        ]));
        above.push(&node.title);
        for below in &node.below {
            self.rows(table, below, above);
        }
        above.pop();
    }
}

/// Statuses with their counts in words: "3 Green, 1 Red".
#[must_use]
pub(crate) fn counted(counts: &[(Status, u32)]) -> String {
    let said: Vec<String> = counts
        .iter()
        .map(|(status, count)| format!("{count} {}", status.word()))
        .collect();
    said.join(", ")
}

/// How many nodes [`cut`] leaves.
fn counted_cut(nodes: &[Node], levels: usize, each: usize) -> usize {
    match levels {
        0 => 0,
        1 => nodes.len().min(each),
        _ => nodes
            .iter()
            .map(|node| 1 + counted_cut(&node.below, levels - 1, each))
            .sum(),
    }
}

/// These nodes down to so many levels, at the last of them at most `each` under one parent; and
/// how many nodes are left out beside them.
fn cut(nodes: &[Node], levels: usize, each: usize) -> (Vec<Node>, usize) {
    if levels == 0 {
        return (Vec::new(), nodes.iter().map(Node::size).sum());
    }
    let most = if levels == 1 { each } else { usize::MAX };
    let kept = nodes.iter().take(most).map(|node| {
        let (below, more) = cut(&node.below, levels - 1, each);
        Node {
            below,
            more: node.more + more,
            ..node.clone()
        }
    });
    let hidden = nodes.iter().skip(most).map(Node::size).sum();
    (kept.collect(), hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread(widths: &[usize]) -> Vec<Node> {
        let Some((first, rest)) = widths.split_first() else {
            return Vec::new();
        };
        let node = |place: usize| Node {
            title: format!("{place}"),
            below: thread(rest),
            ..Node::default()
        };
        (0..*first).map(node).collect()
    }

    fn tree(widths: &[usize]) -> Tree {
        Tree {
            title: "Thread".to_owned(),
            description: String::new(),
            levels: Vec::new(),
            roots: thread(widths),
            more: 0,
        }
    }

    fn hidden(nodes: &[Node]) -> usize {
        nodes
            .iter()
            .map(|node| node.more + hidden(&node.below))
            .sum()
    }

    #[test]
    fn a_collapsed_tree_shows_or_counts_every_node() {
        for widths in [
            &[3, 4, 5][..],
            &[1, 50],
            &[60],
            &[2, 2, 2, 2, 2],
            &[1, 1, 1, 40],
        ] {
            let whole = tree(widths);
            for most in [1, 2, 3, 10, 15, 40, 100] {
                let cut = whole.collapsed(most);
                assert_eq!(
                    cut.size() + hidden(&cut.roots) + cut.more,
                    whole.size(),
                    "{widths:?} {most}"
                );
                assert!(cut.size() <= most, "{widths:?} {most}: {}", cut.size());
            }
        }
    }

    #[test]
    fn whole_levels_are_kept_before_deeper_ones() {
        let cut = tree(&[3, 4, 5]).collapsed(16);
        assert_eq!(cut.roots.len(), 3);
        assert!(cut.roots.iter().all(|root| root.below.len() == 4));
        assert_eq!(cut.roots[0].below[0].more, 5);
    }
}
