//! Practice in a browser: people found and added, cases handed over, chronology, supervision, files.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use clew_plan::WorkGrant;
use clew_practice::record::{PersonNumber, RecordNumber};

use crate::evidence::sent;
use crate::host::{Answer, ELSEWHERE, Host, caller};

/// A form with every kind of field, one of them asked by an answer, and one that may follow it.
const FORMS: &str = r#"
[[role]]
code = "visitor"
title = "Visiting officer"

[[role]]
code = "senior"
title = "Senior social worker"
senior = true

[[choices]]
code = "harms"
title = "Harms"
choices = [ { code = "physical", title = "Physical" }, { code = "money", title = "Money" }, { code = "old", title = "Old way", retired = true } ]

[[form]]
code = "referral"
title = "Referral"
event_date = "received"
in_chronology = true
help = "What was told us, and by whom."

  [[form.field]]
  code = "received"
  title = "Received on"
  kind = "date"
  needed = "to complete"

  [[form.field]]
  code = "from"
  title = "Who told us"
  kind = "text"

  [[form.field]]
  code = "concern"
  title = "What the concern is"
  kind = "long-text"
  needed = "to complete"

  [[form.field]]
  code = "harms"
  title = "Kinds of harm"
  kind = "choices"
  choices = "harms"

  [[form.field]]
  code = "principal"
  title = "Principal harm"
  kind = "choice"
  choices = "harms"

  [[form.field]]
  code = "hours"
  title = "Hours"
  kind = "number"
  decimals = 1
  least = 0
  most = 168

  [[form.field]]
  code = "loss"
  title = "What was lost"
  kind = "money"
  when = [ { field = "harms", in = ["money"] } ]

  [[form.field]]
  code = "police"
  title = "Are the police told"
  kind = "yes-no"
  needed = "to authorise"

  [[form.field]]
  code = "carer"
  title = "Carer"
  kind = "person"

  [[form.field]]
  code = "officer"
  title = "Officer"
  kind = "worker"

  [[form.field]]
  code = "team"
  title = "Team"
  kind = "unit"

  [[form.field]]
  code = "letter"
  title = "Letter"
  kind = "file"

[[form]]
code = "visit"
title = "Visit"
event_date = "visited"

  [[form.field]]
  code = "visited"
  title = "Visited on"
  kind = "date"
  needed = "to complete"

[[form]]
code = "ending"
title = "Ending"
event_date = "ended"

  [[form.field]]
  code = "ended"
  title = "Ended on"
  kind = "date"
  needed = "to complete"

[[clock]]
code = "visited"
title = "First visit"
trigger = { form = "referral", date = "received" }
stop = { form = "visit", date = "visited" }
calendar = "scotland-council"
at_risk_days = 2

  [[clock.rule]]
  within = "1 day"
  standing = "local"
  source = "Local procedure"

[[process]]
code = "protection"
title = "Protection"

  [[process.step]]
  form = "referral"
  authorised_by = "senior"

  [[process.step]]
  form = "visit"
  after = ["referral"]
  may = ["visitor"]

  [[process.step]]
  form = "ending"
  after = ["referral"]
  once = true
  closes_when = []
"#;

/// An application with that pack in force.
pub(crate) fn with_pack() -> Host {
    let host = Host::new();
    let about = "code = \"small\"\ntitle = \"Small\"\nversion = \"1.0.0\"\ncalendars = [\"scotland-council\"]\n";
    let files = BTreeMap::from([
        ("pack.toml".to_owned(), about.to_owned()),
        ("forms.toml".to_owned(), FORMS.to_owned()),
    ]);
    let service = host.app.service();
    service.apply_pack(&caller("pack"), &files, None).unwrap();
    works(&host, "senior", &["senior"]);
    host
}

/// Says what work an account does.
pub(crate) fn works(host: &Host, account: &str, roles: &[&str]) {
    let work: Vec<WorkGrant> = roles
        .iter()
        .map(|role| WorkGrant {
            role: (*role).to_owned(),
            unit: None,
        })
        .collect();
    let act = format!("work-{account}");
    let service = host.app.service();
    service
        .set_work(&caller(&act), &account.into(), &work, None)
        .unwrap();
}

/// The team of the practitioner and the senior.
pub(crate) fn team(host: &Host) -> String {
    let memory = host.app.service().memory();
    memory.book().units.first().unwrap().id.to_string()
}

pub(crate) fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

/// The number at the end of the path that an answer leads to.
pub(crate) fn number_in(answer: &Answer) -> u64 {
    let location = answer.location();
    let path = location.split('?').next().unwrap();
    let last = path.rsplit('/').next().unwrap();
    last.parse()
        .unwrap_or_else(|_| panic!("{} {location}\n{}", answer.status, answer.text))
}

/// Adds a person as a browser does: looked for first, then added.
pub(crate) async fn entered(host: &Host, cookie: &str, name: &str) -> PersonNumber {
    let team = team(host);
    let fields = [
        ("name", name),
        ("birth-day", "1"),
        ("birth-month", "5"),
        ("birth-year", "1950"),
        ("warnings", "A dog <b>"),
        ("team", team.as_str()),
    ];
    let looked = host.post("/practice/people/new", cookie, &fields).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text);
    let mark = looked.hidden("looked").to_owned();
    let mut again = vec![("looked", mark.as_str()), ("act", "entered")];
    again.extend(fields);
    let done = host.post("/practice/people/new", cookie, &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let twice = host.post("/practice/people/new", cookie, &again).await;
    assert_eq!(twice.location(), done.location(), "it is done once");
    PersonNumber(number_in(&done))
}

/// Begins a draft of a referral and gives its address.
pub(crate) async fn begun(host: &Host, cookie: &str, person: PersonNumber) -> String {
    let (team, number) = (team(host), person.0.to_string());
    let fields = [
        ("person", number.as_str()),
        ("what", "protection/referral"),
        ("team", team.as_str()),
    ];
    let draft = host.post("/practice/drafts", cookie, &fields).await;
    assert_eq!(draft.status, StatusCode::SEE_OTHER, "{}", draft.text);
    let again = host.post("/practice/drafts", cookie, &fields).await;
    assert_eq!(again.location(), draft.location(), "one draft of the same");
    draft.location().to_owned()
}

/// What every referral of these tests says.
pub(crate) const FILLED: [(&str, &str); 6] = [
    ("f-received-day", "10"),
    ("f-received-month", "6"),
    ("f-received-year", "2026"),
    ("f-concern", "Money is missing"),
    ("f-harms--physical", "yes"),
    ("f-police", "yes"),
];

/// Completes a referral about a person.
pub(crate) async fn referred(host: &Host, cookie: &str, person: PersonNumber) -> RecordNumber {
    let draft = begun(host, cookie, person).await;
    let page = host.get(&draft, cookie).await;
    let shown = page.hidden("shown").to_owned();
    let act = format!("complete-{draft}");
    let act = &act[act.len() - 20..];
    let mut fields = vec![("shown", shown.as_str()), ("do", "complete"), ("act", act)];
    fields.extend(FILLED);
    let done = host.post(&draft, cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    RecordNumber(number_in(&done))
}

#[tokio::test]
async fn a_person_who_may_be_known_already_is_shown_before_they_are_added_again() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let page = host
        .get(&format!("/practice/people/{}", ada.0), &cookie)
        .await;
    assert!(page.text.contains("A dog &lt;b&gt;"), "{}", page.text);
    let before = head(&host);
    let team = team(&host);
    let alike = [
        ("name", "Testperson Ada"),
        ("birth-day", "1"),
        ("birth-month", "5"),
        ("birth-year", "1950"),
        ("team", team.as_str()),
    ];
    let looked = host.post("/practice/people/new", &cookie, &alike).await;
    assert!(
        looked.text.contains("They may be known already"),
        "{}",
        looked.text
    );
    assert!(
        looked
            .text
            .contains(&format!("/practice/people/{}\"", ada.0))
    );
    assert_eq!(head(&host), before, "looking adds nobody");
    let people = "/practice/people";
    let found = host.post(people, &cookie, &[("name", "test ad")]).await;
    assert!(found.text.contains("Ada Testperson"), "{}", found.text);
    let address = host.get("/practice/people?name=test+ad", &cookie).await;
    assert!(!address.text.contains("Ada Testperson"), "{}", address.text);
    let birth = [
        ("birth-day", "31"),
        ("birth-month", "2"),
        ("birth-year", "2000"),
    ];
    let nobody = host.post(people, &cookie, &birth).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = host.post("/practice/people/new", &cookie, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text.contains("There is a problem"));
}

#[tokio::test]
async fn of_two_who_change_a_person_at_once_the_second_is_shown_what_the_first_did() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let edit = format!("/practice/people/{}/edit", ada.0);
    let senior = host.signed_in("senior").await;
    let page = host.get(&edit, &cookie).await;
    let version = page.hidden("version").to_owned();
    let theirs = [("version", version.as_str()), ("name", "Ada Otherperson")];
    let done = host.post(&edit, &senior, &theirs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let yours = [
        ("version", version.as_str()),
        ("name", "Adaline Testperson"),
    ];
    let met = host.post(&edit, &cookie, &yours).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    for said in [
        "The senior was first",
        "Ada Otherperson",
        "Adaline Testperson",
    ] {
        assert!(met.text.contains(said), "{said}\n{}", met.text);
    }
    let newer = met.hidden("version").to_owned();
    let again = [("version", newer.as_str()), ("name", "Adaline Testperson")];
    let done = host.post(&edit, &cookie, &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "sent again is a choice");
}

#[tokio::test]
async fn a_case_is_offered_refused_offered_again_and_accepted() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let elsewhere = host.signed_in(ELSEWHERE).await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let person = format!("/practice/people/{}", ada.0);
    assert_eq!(
        host.get(&person, &elsewhere).await.status,
        StatusCode::NOT_FOUND
    );
    let offer = format!("/practice/cases/{}/hand-over", record.0);
    let without = host.post(&offer, &cookie, &[("to", ELSEWHERE)]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut numbers = Vec::new();
    for (act, answer) in [("one", "refuse"), ("two", "accept")] {
        let fields = [
            ("act", act),
            ("to", ELSEWHERE),
            ("reason", "They moved <i>"),
        ];
        let done = host.post(&offer, &cookie, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let home = host.get("/practice", &elsewhere).await;
        assert!(home.text.contains("They moved &lt;i&gt;"), "{}", home.text);
        let (_, rest) = home.text.split_once("/practice/hand-overs/").unwrap();
        let number = rest.split('"').next().unwrap().to_owned();
        let address = format!("/practice/hand-overs/{number}");
        assert_eq!(host.get(&person, &elsewhere).await.status, StatusCode::OK);
        assert_eq!(host.get(&address, &elsewhere).await.status, StatusCode::OK);
        let empty = host
            .post(&format!("{address}/refuse"), &elsewhere, &[])
            .await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("act", answer), ("reason", "We are full")];
        let path = format!("{address}/{answer}");
        let answered = host.post(&path, &elsewhere, &fields).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);
        numbers.push(number);
    }
    let page = host.get(&person, &elsewhere).await;
    assert!(
        page.text.contains("We are full"),
        "the refusal stands there"
    );
    let late = format!("/practice/hand-overs/{}/accept", numbers[0]);
    let late = host.post(&late, &elsewhere, &[("act", "late")]).await;
    assert!(matches!(
        late.status,
        StatusCode::CONFLICT | StatusCode::NOT_FOUND
    ));
}

#[tokio::test]
async fn a_record_leaves_the_chronology_with_a_reason_and_supervision_stands_on_the_record() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let person = format!("/practice/people/{}", ada.0);
    let page = host.get(&person, &cookie).await;
    assert!(page.text.contains("10 June 2026: "), "{}", page.text);
    let choice = format!("/practice/records/{}/chronology", record.0);
    let without = host.post(&choice, &cookie, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("choice", "out"), ("reason", "It was a mistake & more")];
    let done = host.post(&choice, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(&person, &cookie).await;
    assert!(
        page.text.contains("It was a mistake &amp; more"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Nothing stands in it yet"));
    let supervision = format!("{person}/supervision");
    assert_eq!(
        host.get(&supervision, &cookie).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(host.get(&supervision, &senior).await.status, StatusCode::OK);
    let fields = [
        ("worker", "practitioner"),
        ("on-day", "11"),
        ("on-month", "6"),
        ("on-year", "2026"),
        ("decision", "Visit weekly"),
        ("reason", "The risk rose"),
    ];
    let done = host.post(&supervision, &senior, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(&person, &cookie).await;
    assert!(page.text.contains("Visit weekly"), "{}", page.text);
}

#[tokio::test]
async fn a_file_is_attached_opened_and_refused_where_it_cannot_be_taken() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let address = format!("/practice/records/{}", record.0);
    let files = format!("{address}/files");
    let none = sent(&host, &files, &cookie, &[("act", "a")], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let bad = [("virus.exe", &b"MZ"[..])];
    let refused = sent(&host, &files, &cookie, &[("act", "b")], &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let good = [("letter.pdf", &b"%PDF-1.7 a letter"[..])];
    let done = sent(&host, &files, &cookie, &[("act", "c")], &good).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(&address, &cookie).await;
    let start = page.text.find(&format!("{files}/")).unwrap();
    let file = page.text[start..].split('"').next().unwrap();
    let opened = host.get(file, &cookie).await;
    assert_eq!(opened.bytes, b"%PDF-1.7 a letter");
    assert!(
        opened
            .header("content-disposition")
            .starts_with("attachment")
    );
    let elsewhere = host.signed_in(ELSEWHERE).await;
    assert_eq!(
        host.get(file, &elsewhere).await.status,
        StatusCode::NOT_FOUND
    );
}
