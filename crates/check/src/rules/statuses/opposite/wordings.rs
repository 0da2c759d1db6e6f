//! What the words of a comment claim: that a target is met, missed, or that nothing moves.

use clew_plan::Polarity;

use crate::words::{sentences, words};

/// What a sentence claims of a measure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Claim {
    /// It does what it should.
    Met,
    /// It does not.
    Missed,
    /// It has become worse, which is not to say that it is bad.
    Worse,
    /// Nothing is being done.
    Standing,
}

/// What a wording says before its negation and the measure's polarity are looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Sense {
    Met,
    /// Says something only when it is negated: "did not meet the target", not "to meet the target".
    MetWhenDenied,
    Missed,
    /// More than the target.
    Over,
    /// Less than the target.
    Under,
    Worse,
    Fallen,
    Standing,
}

/// Wordings: words in a row, `a/b` for either, a closing `*` for any ending, `..` for up to six words
/// between. Between two words may stand what [`PASSED_OVER`] and [`DENIALS`] name, and numbers.
const WORDINGS: &[(Sense, &str)] = &[
    (Sense::Met, "on track/target/schedule/plan/profile"),
    (Sense::Met, "on course for/to"),
    (Sense::Met, "going to plan"),
    (Sense::Met, "ahead of target/schedule/plan/profile"),
    (Sense::Met, "better than target/planned/profile"),
    (Sense::Met, "in line with target/plan/profile/trajectory"),
    (Sense::Met, "within target/tolerance/timescale"),
    (Sense::Met, "doing/performing/going/progressing well"),
    (Sense::Met, "performance good/strong/excellent/positive"),
    (Sense::Met, "good/strong/excellent performance"),
    (
        Sense::Met,
        "met/meets/meeting/achieved/achieves/achieving/reached/reaching/hit/hitting/exceeded/exceeds/exceeding/surpassed/beat/beaten target/targets/standard/deadline/timescale",
    ),
    (
        Sense::Met,
        "target/targets/standard/deadline met/achieved/reached/hit/exceeded/surpassed/beaten",
    ),
    (
        Sense::MetWhenDenied,
        "meet/achieve/reach/hit/exceed target/targets/standard/deadline/timescale",
    ),
    (Sense::MetWhenDenied, "been/fully met/achieved"),
    (Sense::Missed, "off track/target/course/schedule/profile"),
    (
        Sense::Missed,
        "behind schedule/target/plan/profile/trajectory",
    ),
    (Sense::Missed, "falling/fallen/fell/slipping/slipped behind"),
    (Sense::Missed, "short of target/targets/standard"),
    (Sense::Missed, "worse than target/planned/profile"),
    (
        Sense::Missed,
        "missed/missing/misses target/targets/deadline",
    ),
    (Sense::Missed, "target/targets/deadline missed"),
    (Sense::Missed, "doing/performing/going badly/poorly"),
    (Sense::Missed, "less well than planned"),
    (
        Sense::Missed,
        "performance poor/weak/unsatisfactory/disappointing",
    ),
    (
        Sense::Missed,
        "poor/weak/unsatisfactory/disappointing performance",
    ),
    (Sense::Missed, "underperform*"),
    (Sense::Missed, "is/are/been/slightly/being delayed"),
    (Sense::Missed, "delayed for/until"),
    (Sense::Missed, "is/are/now overdue"),
    (Sense::Missed, "has/have slipped"),
    (Sense::Missed, "slippage"),
    (Sense::Over, "above/over/exceed* target/limit"),
    (Sense::Under, "below/under/beneath target"),
    (
        Sense::Worse,
        "performance/compliance/position/situation .. fallen/fell/dropped/declined/deteriorated/worsened/dipped/reduced/decreased",
    ),
    (Sense::Worse, "has/have deteriorated/worsened"),
    (Sense::Worse, "getting worse"),
    (
        Sense::Fallen,
        "figure/rate/share/percentage/proportion/score/result/it/this .. has/have fallen/dropped/declined/decreased",
    ),
    (
        Sense::Fallen,
        "fallen/dropped/declined to/from/by/sharply/badly/further/again/significantly",
    ),
    (Sense::Standing, "no further/more activity/progress"),
    (Sense::Standing, "no progress"),
    (Sense::Standing, "not yet started/begun"),
];

/// Parts of words of which each wording above has one, so that most comments need no closer look.
const TELLING: &[&str] = &[
    "target",
    "track",
    "course",
    "schedule",
    "plan",
    "profile",
    "behind",
    "well",
    "badly",
    "poorly",
    "perform",
    "meet",
    "met",
    "achiev",
    "reach",
    "deadline",
    "delay",
    "overdue",
    "slip",
    "fall",
    "fell",
    "drop",
    "declin",
    "decreas",
    "worse",
    "deteriorat",
    "activity",
    "progress",
    "started",
    "begun",
    "standard",
    "limit",
    "toleranc",
    "timescale",
    "exceed",
];

/// Words that may stand between those of a wording without changing it.
const PASSED_OVER: &[&str] = &[
    "a",
    "again",
    "agreed",
    "all",
    "an",
    "and",
    "annual",
    "are",
    "be",
    "been",
    "being",
    "both",
    "clearly",
    "currently",
    "each",
    "far",
    "for",
    "fully",
    "had",
    "has",
    "have",
    "in",
    "is",
    "its",
    "local",
    "national",
    "new",
    "now",
    "of",
    "our",
    "own",
    "quarter",
    "quarterly",
    "really",
    "revised",
    "set",
    "slightly",
    "statutory",
    "still",
    "that",
    "the",
    "their",
    "this",
    "very",
    "was",
    "well",
    "were",
    "year",
    "years",
    "yearly",
    "yet",
];

/// Words that turn what follows into its opposite.
const DENIALS: &[&str] = &[
    "not", "no", "never", "none", "neither", "nor", "without", "nowhere", "cannot", "cant", "isnt",
    "arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "didnt", "dont", "doesnt", "fail",
    "failed", "failing", "fails", "failure", "unable", "hardly", "scarcely", "unlikely",
];

/// Words after which a clause tells of what may come, of what is wished, or of what once was.
const ELSEWHEN: &[&str] = &[
    "aim",
    "aims",
    "aiming",
    "ambition",
    "before",
    "could",
    "earlier",
    "expect",
    "expected",
    "expects",
    "forecast",
    "formerly",
    "had",
    "help",
    "helps",
    "hope",
    "hoped",
    "if",
    "initially",
    "intend",
    "intended",
    "last",
    "may",
    "might",
    "must",
    "need",
    "needs",
    "once",
    "original",
    "originally",
    "predicted",
    "previous",
    "previously",
    "projected",
    "recovered",
    "recovering",
    "return",
    "risk",
    "should",
    "towards",
    "unless",
    "until",
    "when",
    "would",
];

/// Words that say that only some of it is so.
const PARTLY: &[&str] = &[
    "almost",
    "close",
    "few",
    "half",
    "many",
    "most",
    "near",
    "nearly",
    "only",
    "partially",
    "partly",
    "several",
    "some",
    "towards",
];

/// Subjects other than the measure itself: people who do well, and the plan to put it right.
const OTHERS: &[&str] = &[
    "action",
    "actions",
    "adults",
    "carers",
    "children",
    "clients",
    "families",
    "improvement",
    "people",
    "recovery",
    "residents",
    "tenants",
    "users",
];

/// Words at which a sentence turns.
const TURNS: &[&str] = &[
    "although", "because", "but", "despite", "however", "though", "whereas", "while", "yet",
];

/// Every claim of a text, each with the sentence that makes it, in order.
pub(super) fn claims(text: &str, polarity: Option<Polarity>) -> Vec<(Claim, &str)> {
    let lower = text.to_lowercase();
    if TELLING.iter().all(|part| !lower.contains(part)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for sentence in sentences(text) {
        for clause in clauses(sentence) {
            let claimed = WORDINGS
                .iter()
                .filter_map(|(sense, wording)| claimed(&clause, *sense, wording, polarity));
            found.extend(claimed.map(|claim| (claim, sentence)));
        }
    }
    found
}

/// A sentence's clauses, each as its words. "Not yet" turns nothing.
fn clauses(sentence: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for part in sentence.split([',', ':', '(', ')', '–', '—']) {
        let mut clause: Vec<String> = Vec::new();
        for word in words(part) {
            let not_yet = word == "yet" && clause.last().is_some_and(|last| denies(last));
            if TURNS.contains(&word.as_str()) && !not_yet {
                found.push(std::mem::take(&mut clause));
            } else {
                clause.push(word);
            }
        }
        found.push(clause);
    }
    found
}

fn claimed(
    clause: &[String],
    sense: Sense,
    wording: &str,
    polarity: Option<Polarity>,
) -> Option<Claim> {
    let wanted: Vec<&str> = wording.split(' ').collect();
    (0..clause.len()).find_map(|start| {
        let (end, inside) = matched(clause, start, &wanted)?;
        let denied = inside ^ denied_before(clause, start);
        meant(sense, denied, polarity).filter(|claim| is_now(clause, start, end, *claim))
    })
}

/// Where a wording that begins at a place ends, and whether it is denied on the way.
fn matched(clause: &[String], start: usize, wanted: &[&str]) -> Option<(usize, bool)> {
    let (mut at, mut denied) = (start, false);
    let mut free = 0;
    for (place, want) in wanted.iter().enumerate() {
        if *want == ".." {
            free = 6;
            continue;
        }
        while place > 0 && at < clause.len() && !is(&clause[at], want) {
            let word = clause[at].as_str();
            let skipped = PASSED_OVER.contains(&word) || word.chars().all(|it| it.is_ascii_digit());
            match () {
                () if denies(word) => denied = !denied,
                () if skipped => {}
                () if free > 0 => free -= 1,
                () => return None,
            }
            at += 1;
        }
        if !clause.get(at).is_some_and(|word| is(word, want)) {
            return None;
        }
        at += 1;
        free = 0;
    }
    let of_discharges = clause
        .get(at)
        .is_some_and(|next| next.starts_with("discharge"));
    (!of_discharges).then_some((at, denied))
}

fn is(word: &str, want: &str) -> bool {
    want.split('/').any(|one| match one.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == one,
    })
}

fn denies(word: &str) -> bool {
    DENIALS.contains(&word)
}

/// Whether one of the four words before turns the wording round. "Not only" does not; "no" does where it
/// stands beside the wording or in "no longer"; "far from" does.
fn denied_before(clause: &[String], start: usize) -> bool {
    let word = |place: usize| clause.get(place).map_or("", String::as_str);
    let mut from = start.saturating_sub(4);
    if let Some(joint) = (from..start).rfind(|&place| matches!(word(place), "and" | "as" | "so")) {
        from = joint + 1;
    }
    let count = (from..start).filter(|&place| match (word(place), word(place + 1)) {
        (_, "only" | "just" | "doubt") => false,
        ("no", next) => next == "longer" || place + 1 == start,
        ("far", next) => next == "from",
        (word, _) => denies(word),
    });
    count.count() % 2 == 1
}

fn meant(sense: Sense, denied: bool, polarity: Option<Polarity>) -> Option<Claim> {
    let straight = match (sense, polarity) {
        (Sense::MetWhenDenied, _) => return denied.then_some(Claim::Missed),
        (Sense::Standing, _) => return Some(Claim::Standing),
        (Sense::Worse, _) | (Sense::Fallen, Some(Polarity::Higher)) => {
            return (!denied).then_some(Claim::Worse);
        }
        (Sense::Met, _)
        | (Sense::Over, Some(Polarity::Higher) | None)
        | (Sense::Under, Some(Polarity::Lower)) => Claim::Met,
        (Sense::Missed, _)
        | (Sense::Over, Some(Polarity::Lower))
        | (Sense::Under, Some(Polarity::Higher)) => Claim::Missed,
        (Sense::Over | Sense::Under | Sense::Fallen, _) => return None,
    };
    Some(match (straight, denied) {
        (Claim::Met, true) => Claim::Missed,
        (Claim::Missed, true) => Claim::Met,
        (straight, _) => straight,
    })
}

/// Whether the clause speaks of the measure as a whole, as it is now. What will be late is late now.
fn is_now(clause: &[String], start: usize, end: usize, claim: Claim) -> bool {
    let (before, after) = (&clause[..start], &clause[end..]);
    let has = |list: &[&str]| before.iter().any(|it| list.contains(&it.as_str()));
    let once = after
        .windows(2)
        .any(|pair| pair[0] == "last" && matches!(pair[1].as_str(), "year" | "quarter" | "month"));
    match claim {
        Claim::Met => {
            let will = before.iter().any(|word| word == "will");
            !(once || will || has(ELSEWHEN) || partly(before) || has(OTHERS) || to_be(before))
        }
        Claim::Missed | Claim::Worse => !once && !has(ELSEWHEN),
        Claim::Standing => true,
    }
}

/// Whether only some of it is so: by a word ("not only" is no such word), or by a share such as "65% of visits".
fn partly(before: &[String]) -> bool {
    before.iter().enumerate().any(|(place, word)| {
        let denied = place > 0 && denies(&before[place - 1]);
        let next = before.get(place + 1).map(String::as_str);
        let share =
            word.bytes().all(|byte| byte.is_ascii_digit()) && matches!(next, Some("of" | "out"));
        share || PARTLY.contains(&word.as_str()) && !(word == "only" && denied)
    })
}

/// "… to be on track", "… back on track": not so yet.
fn to_be(before: &[String]) -> bool {
    let mut words: Vec<&str> = before.iter().map(String::as_str).collect();
    if words.last() == Some(&"back") && words.contains(&"to") {
        words.pop();
    }
    matches!(
        words[..],
        [.., "to"] | [.., "to", "be" | "get" | "keep" | "come" | "bring"]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text claims of a measure where higher is better, in the words of the table.
    fn told(text: &str, polarity: Polarity) -> String {
        let mut claims: Vec<String> = claims(text, Some(polarity))
            .into_iter()
            .map(|(claim, _)| format!("{claim:?}").to_lowercase())
            .collect();
        claims.dedup();
        claims.join(" ")
    }

    #[test]
    fn wordings_are_read_with_their_denials() {
        // what is claimed where higher is better | the words
        let table = include_str!("examples.txt");
        let mut wrong = Vec::new();
        for line in table
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (claimed, text) = line.split_once('|').expect(line);
            let told = told(text, Polarity::Higher);
            if told != claimed.trim() {
                wrong.push(format!("{told:?} is claimed by:{text}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn above_and_below_are_read_by_what_is_better() {
        let below = "The rate is below target.";
        assert_eq!(told(below, Polarity::Higher), "missed");
        assert_eq!(told(below, Polarity::Lower), "met");
        assert_eq!(told(below, Polarity::InRange), "");
        assert_eq!(told("Still above target.", Polarity::Lower), "missed");
        assert_eq!(told("The rate has fallen.", Polarity::Higher), "worse");
        assert_eq!(told("The rate has fallen.", Polarity::Lower), "");
    }
}
