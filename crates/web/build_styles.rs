//! Leaving out of a style sheet what no page has: half of its bytes, and half of what a browser has to match.

/// Parts of GOV.UK Frontend that no page has, by how their classes begin behind `govuk-`. A test holds this list
/// against the pages (`tests/web/styles.rs`).
pub(crate) const LEFT_OUT: &[&str] = &[
    "!-",
    "accordion",
    "back-link",
    "body-lead",
    "body-m",
    "breadcrumbs--",
    "button--inverse",
    "button--start",
    "button-group",
    "button__start-icon",
    "caption-m",
    "caption-xl",
    "clearfix",
    "cookie-banner",
    "drop-zone",
    "exit-this-page",
    "feedback",
    "file-upload-button",
    "file-upload-wrapper",
    "footer",
    "generic-header",
    "grid-",
    "header",
    "language-navigation",
    "link--inverse",
    "link--muted",
    "link--no-visited-state",
    "link--text-colour",
    "link-image",
    "logo-dot",
    "main-wrapper",
    "notification-banner__link",
    "pagination--block",
    "pagination__link-label",
    "pagination__link-title--decorated",
    "panel",
    "password-input",
    "phase-banner",
    "section-break",
    "service-navigation",
    "summary-card",
    "summary-list--no-border",
    "summary-list__actions",
    "table__caption--",
    "tabs",
    "task-list",
    "visually-hidden-focusable",
    "width-container",
];

/// The style sheet without the rules for what is left out. A rule for several things stays for the others.
pub(crate) fn without_unused(styles: &str) -> String {
    let mut kept = String::with_capacity(styles.len());
    let mut rest = styles;
    while let Some(open) = rest.find(['{', ';']) {
        let (head, body) = rest.split_at(open);
        if let Some(after) = body.strip_prefix(';') {
            // A statement without a block, such as `@charset`.
            kept.push_str(&rest[..=open]);
            rest = after;
            continue;
        }
        let end = end_of_block(body);
        let block = &body[1..end.saturating_sub(1).max(1)];
        if holds_rules(head) {
            let inner = without_unused(block);
            if !inner.is_empty() {
                kept.push_str(&format!("{head}{{{inner}}}"));
            }
        } else if let Some(selectors) = used(head) {
            kept.push_str(&format!("{selectors}{{{block}}}"));
        }
        rest = &body[end..];
    }
    kept.push_str(rest);
    kept
}

/// Whether a block holds rules in its turn.
fn holds_rules(head: &str) -> bool {
    ["@media", "@supports", "@layer", "@container"]
        .iter()
        .any(|name| head.trim_start().starts_with(name))
}

/// How many bytes a block has from its brace to the one that closes it.
fn end_of_block(body: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    body.len()
}

/// The selectors of a rule that stay; none where none does.
fn used(head: &str) -> Option<String> {
    let stays = |selector: &&str| {
        let mut classes = selector.split(".govuk-").skip(1);
        !classes.any(|class| {
            let class = class.trim_start_matches('\\');
            LEFT_OUT.iter().any(|start| class.starts_with(start))
        })
    };
    if head.contains('(') {
        // Commas may stand within brackets: such a rule stays or goes as a whole.
        return stays(&head).then(|| head.to_owned());
    }
    let kept: Vec<&str> = head.split(',').filter(stays).collect();
    (!kept.is_empty()).then(|| kept.join(","))
}
