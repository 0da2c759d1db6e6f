//! Links within drawings.

use super::written;

/// The address where it is one of the application or of the web; none for any other scheme.
fn safe(href: &str) -> Option<&str> {
    let own = href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/\\");
    let part = href.starts_with(['#', '?']);
    let web = href.starts_with("https://") || href.starts_with("http://");
    let plain = !href.chars().any(|character| character.is_control());
    ((own || part || web) && plain).then_some(href)
}

/// The shapes, within a link where there is an address; `name` is read aloud for it and shown beside the
/// pointer, in the place of the texts among the shapes, which may be cut short.
pub(super) fn linked(href: Option<&str>, name: &str, shapes: &str) -> String {
    match href.and_then(safe) {
        Some(href) => format!(
            "<a href=\"{}\"><title>{}</title>{shapes}</a>",
            written(href),
            written(name)
        ),
        None => format!("<g>{shapes}</g>"),
    }
}

/// What a drawing is to assistive technology: a group when something in it can be reached.
pub(super) fn role<'a>(mut hrefs: impl Iterator<Item = Option<&'a str>>) -> &'static str {
    if hrefs.any(|href| href.and_then(safe).is_some()) {
        "group"
    } else {
        "img"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_pages_become_links() {
        for (href, kept) in [
            ("/actions/12", true),
            ("?status=red", true),
            ("#a", true),
            ("https://example.org/", true),
            ("javascript:alert(1)", false),
            ("//example.org/", false),
            ("/\\example.org/", false),
            ("data:text/html,x", false),
            ("/a\nb", false),
            ("", false),
        ] {
            assert_eq!(safe(href).is_some(), kept, "{href:?}");
        }
        assert!(
            linked(Some("/a?b=\"&c"), "<x>", "")
                .contains("&quot;&amp;c\"><title>&lt;x&gt;</title>")
        );
    }
}
