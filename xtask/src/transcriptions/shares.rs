//! Finds shares that a sentence states with both their counts, such as "71 out of 115 (62%)".

use rust_decimal::Decimal;

use super::cells::amount;

/// A part of a whole and the per cent stated for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Share {
    /// The part.
    pub(crate) part: Decimal,
    /// The whole.
    pub(crate) whole: Decimal,
    /// The per cent as stated.
    pub(crate) percent: Decimal,
    /// The sentence that states it.
    pub(crate) sentence: String,
}

/// A number of a sentence that is a count or a per cent, with the words' positions.
#[derive(Clone, Copy, Debug)]
struct Number {
    value: Decimal,
    is_percent: bool,
    in_brackets: bool,
    word: usize,
}

/// Every share of the text that has a part, a whole and a per cent in one sentence.
pub(crate) fn shares(text: &str) -> Vec<Share> {
    text.split(". ").flat_map(shares_of_sentence).collect()
}

fn shares_of_sentence(sentence: &str) -> Vec<Share> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let numbers = numbers(&words);
    let found = match words.windows(2).position(|pair| pair == ["out", "of"]) {
        Some(middle) => out_of(&numbers, middle).into_iter().collect(),
        None => in_brackets(&numbers),
    };
    let make = |(part, whole, percent)| Share {
        part,
        whole,
        percent,
        sentence: sentence.trim().to_owned(),
    };
    found.into_iter().map(make).collect()
}

/// "69% (164 out of 236)", "13 out of 14 (93%)".
fn out_of(numbers: &[Number], middle: usize) -> Option<(Decimal, Decimal, Decimal)> {
    let counts = || numbers.iter().filter(|number| !number.is_percent);
    let part = counts().rfind(|number| number.word < middle)?;
    let whole = counts().find(|number| number.word > middle)?;
    let percents = numbers.iter().filter(|number| number.is_percent);
    let percent = percents.min_by_key(|number| number.word.abs_diff(part.word))?;
    Some((part.value, whole.value, percent.value))
}

/// "130 visits due with 98% (127) completed", "53 were received and 51 (96.2%) answered".
fn in_brackets(numbers: &[Number]) -> Vec<(Decimal, Decimal, Decimal)> {
    let mut parts: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for (index, percent) in numbers.iter().enumerate().filter(|(_, n)| n.is_percent) {
        let Some(part) = part_beside(numbers, index) else {
            continue;
        };
        parts.push(part);
        let whole = (0..part)
            .rev()
            .filter(|earlier| !numbers[*earlier].is_percent && !parts.contains(earlier))
            .find(|earlier| numbers[*earlier].value >= numbers[part].value);
        if let Some(whole) = whole {
            found.push((numbers[part].value, numbers[whole].value, percent.value));
        }
    }
    found
}

/// The place of the count that a per cent speaks of: in the brackets after it, or before its own.
fn part_beside(numbers: &[Number], percent: usize) -> Option<usize> {
    if numbers[percent].in_brackets {
        let before = percent.checked_sub(1)?;
        return (!numbers[before].is_percent).then_some(before);
    }
    let after = numbers.get(percent + 1)?;
    let adjacent = after.in_brackets && after.word == numbers[percent].word + 1;
    (adjacent && !after.is_percent).then_some(percent + 1)
}

/// The counts and per cents of a sentence, without dates, quarters, money and spans of time.
fn numbers(words: &[&str]) -> Vec<Number> {
    let mut found = Vec::new();
    for (word, text) in words.iter().enumerate() {
        let bare = text.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | '.' | ';' | ':'));
        let starts_as_number = bare.starts_with(|c: char| c.is_ascii_digit());
        let neighbour = |index: Option<usize>| index.and_then(|index| words.get(index)).copied();
        let before = neighbour(word.checked_sub(1)).unwrap_or_default();
        let after = neighbour(word.checked_add(1)).unwrap_or_default();
        if !starts_as_number || is_month(before) || is_month(after) || names_time(before, after) {
            continue;
        }
        if let Some(value) = amount(bare) {
            found.push(Number {
                value,
                is_percent: bare.ends_with('%'),
                in_brackets: text.starts_with('('),
                word,
            });
        }
    }
    found
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS.contains(&word.trim_end_matches([',', '.']))
}

fn names_time(before: &str, after: &str) -> bool {
    let spans = [
        "day", "days", "working", "week", "weeks", "month", "months", "years",
    ];
    before
        .trim_start_matches('(')
        .eq_ignore_ascii_case("quarter")
        || spans.contains(&after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_found_with_their_counts_and_nothing_else_is() {
        // sentence | part/whole=percent, separated by spaces
        let table = "
            So far 40% (20 out of 50) letters went in within the 9 day limit  | 20/50=40
            By quarter 3, 12 out of 15 (80%) of tasks were finished           | 12/15=80
            We gave 75% or 1,500 hours out of a planned 2,000 hours           | 1500/2000=75
            In Quarter 3, 60 (75%) began within 7 days out of the year's 80   | 60/80=75
            There were 200 calls expected with 90% (180) answered             | 180/200=90
            From 1 May 2021 to 30 June 2021 40 fell due with 38 (95%) done    | 38/40=95
            1500 letters arrived with 1200 answered quickly (80%)             | 1200/1500=80
            It rose by 20 to 500, with 450 (90%) at home and 50 (10%) in care | 450/500=90 50/500=10
            Rain was the usual reason 41.05% (62), then snow 25.82% (39)      |
            All of the 8 people, 100%, came within 3 weeks                    |
            9 out of the 11 shops do well                                     |";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (sentence, expected) = line.split_once('|').expect(line);
            let found: Vec<String> = shares(sentence)
                .iter()
                .map(|share| format!("{}/{}={}", share.part, share.whole, share.percent))
                .collect();
            assert_eq!(found.join(" "), expected.trim(), "{sentence}");
        }
    }
}
