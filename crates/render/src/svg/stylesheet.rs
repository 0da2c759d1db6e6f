//! The style rules of drawings, for a light and a dark scheme.

/// The rules that a page with drawings needs, light and dark: colours by class (the drawings' own
/// attributes are the light scheme), their width, and which of two sizes is shown.
///
/// A page that lets its reader choose puts `class="dark"` or `class="light"` on its `html` element;
/// otherwise the device's scheme holds. Paper is always light.
#[must_use]
pub const fn chart_stylesheet() -> &'static str {
    include_str!("charts.css")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scheme_sets_every_colour() {
        let sheet = chart_stylesheet();
        let names: std::collections::BTreeSet<&str> = sheet
            .split("var(")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
            .collect();
        assert!(names.len() > 20, "{names:?}");
        for name in names {
            let set = sheet.matches(&format!("{name}:")).count();
            assert_eq!(
                set, 3,
                "{name} is set once a scheme: light, dark, chosen dark"
            );
        }
    }
}
