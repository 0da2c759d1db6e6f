//! Tables and lists of facts.

use maud::{Markup, PreEscaped, html};

/// A column's heading: its words, and a class for its look (`end` for numbers), empty for none.
pub type Heading<'a> = (&'a str, &'a str);

/// A dense table that scrolls sideways on a narrow screen. `rows` are `tr` elements.
#[must_use]
pub fn table(caption: &str, headings: &[Heading<'_>], rows: &Markup) -> Markup {
    html! {
        div class="clew-scroll" role="region" aria-label=(caption) tabindex="0" {
            table class="clew-table" {
                caption { (caption) }
                thead {
                    tr {
                        @for heading in headings { (headed(heading)) }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}

/// A dense table whose rows stand one beneath the other on a phone, each cell a line under its
/// heading's name. A cell with a `data-label` of its own, which may be empty, keeps it. `rows` are `tr`
/// elements.
#[must_use]
pub fn stacked_table(caption: &str, headings: &[Heading<'_>], rows: &Markup) -> Markup {
    html! {
        table class="clew-table clew-stack" {
            caption { (caption) }
            thead {
                tr {
                    @for heading in headings { (headed(heading)) }
                }
            }
            tbody { (labelled(headings, rows)) }
        }
    }
}

/// The rows, each `td` with the words of its column as `data-label`. Text in rows is escaped, so a
/// bracket before a name is the beginning of an element.
fn labelled(headings: &[Heading<'_>], rows: &Markup) -> Markup {
    let mut made = String::with_capacity(rows.0.len() + rows.0.len() / 4);
    let mut column = 0;
    let mut parts = rows.0.split('<');
    made.push_str(parts.next().unwrap_or_default());
    for part in parts {
        made.push('<');
        let end = part.find([' ', '>']).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let tag = rest.split('>').next().unwrap_or_default();
        made.push_str(name);
        let words = headings.get(column).map_or("", |(words, _)| words);
        if name == "td" && !words.is_empty() && !tag.contains("data-label") {
            let label = html! { (words) }.into_string();
            made.push_str(&format!(" data-label=\"{label}\""));
        }
        match name {
            "tr" => column = 0,
            "td" | "th" => column += 1,
            _ => {}
        }
        made.push_str(rest);
    }
    PreEscaped(made)
}

/// A column's heading. A column of ways on has none, and an empty one would be read aloud.
fn headed((words, class): &Heading<'_>) -> Markup {
    html! {
        @if words.is_empty() { td {} }
        @else { th scope="col" class=[(!class.is_empty()).then_some(class)] { (words) } }
    }
}

/// Facts, each with its name.
#[must_use]
pub fn summary_list(facts: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            @for (name, value) in facts {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (name) }
                    dd class="govuk-summary-list__value" { (value) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_name_their_heading_unless_they_name_it_themselves() {
        let rows = html! {
            tr { th scope="row" { "A < B" } td class="end" { "1" } td { a href="/" { "Change" } } }
            tr { th scope="row" { "C" } td data-label="" { "2" } td {} }
        };
        let headings = [("Name", ""), ("How many & why", "end"), ("", "")];
        let made = labelled(&headings, &rows).into_string();
        assert_eq!(
            made,
            "<tr><th scope=\"row\">A &lt; B</th>\
             <td data-label=\"How many &amp; why\" class=\"end\">1</td><td><a href=\"/\">Change</a></td></tr>\
             <tr><th scope=\"row\">C</th><td data-label=\"\">2</td><td></td></tr>"
        );
    }
}
