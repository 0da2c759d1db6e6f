//! References from one numbered action to others, as sentences make them.

use clew_plan::ActionId;

/// The actions a text refers to, in order and once each.
///
/// Understood: `see action 12`, `(link to TNA in Action 4)`, `actions 43-50`, `See 43-50 for …`,
/// `(as 1 above)`, `in response to 67 above`. A range names each of its members.
pub(super) fn references_in(text: &str) -> Vec<ActionId> {
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    let mut found: Vec<ActionId> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|index| words[index].as_str());
        let after = words.get(at + 1).map(String::as_str);
        let refers = matches!(before, Some("action" | "actions" | "see"))
            || matches!(after, Some("above" | "below"));
        for id in numbers_of(word).into_iter().filter(|_| refers) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// The word in small letters without the brackets and points around it.
fn bare(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric())
        .to_lowercase()
}

/// `12` and `4a` name one action, `43-50` each from the first to the last; other words none.
fn numbers_of(word: &str) -> Vec<ActionId> {
    if let Some((first, last)) = word.split_once(['-', '–']) {
        return match (first.parse::<u16>(), last.parse::<u16>()) {
            (Ok(first), Ok(last)) => (first..=last)
                .map(|number| ActionId::from(number.to_string()))
                .collect(),
            _ => Vec::new(),
        };
    }
    let digits = word.trim_end_matches(|character: char| character.is_ascii_lowercase());
    let is_number = digits.parse::<u16>().is_ok() && word.len() - digits.len() <= 1;
    if is_number {
        vec![ActionId::from(word)]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_however_it_is_worded() {
        // text | actions referred to
        let table = "
            Restructure (as 1 above).                   | 1
            Agree the tool (see action 13) with others. | 13
            Note interface with actions 6-8.            | 6 7 8
            Review the post (link to TNA in Action 4).  | 4
            (cross reference with action 4a)            | 4a
            See 43–45 for progress; see action 44.      | 43 44 45
            See actions in response to 67 above         | 67
            2 agencies approached, 6 sessions held      |
            as priority in year 1)                      |
            see the 3 tests                             |
            3Cs used above all                          |";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, wanted) = line.split_once('|').expect(line);
            let found = references_in(text);
            let found: Vec<&str> = found.iter().map(ActionId::as_str).collect();
            assert_eq!(found.join(" "), wanted.trim(), "{text}");
        }
    }
}
