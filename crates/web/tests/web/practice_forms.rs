//! Forms of a pack in a browser: every kind of field, skip rules, drafts, completing, correcting, authorising.

use axum::http::{Method, StatusCode};
use clew_practice::record::Value;

use crate::host::{Host, request};
use crate::practice::{FILLED, begun, entered, head, number_in, referred, with_pack};

const HOSTILE: &str = "</textarea><script>alert('x')</script>\"&<b onmouseover=x>";
const ESCAPED: &str =
    "&lt;/textarea&gt;&lt;script&gt;alert('x')&lt;/script&gt;&quot;&amp;&lt;b onmouseover=x&gt;";

#[tokio::test]
async fn an_answer_that_asks_for_more_brings_the_form_back_with_it_and_nothing_is_lost() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let draft = begun(&host, &cookie, ada).await;
    let page = host.get(&draft, &cookie).await;
    assert!(!page.hidden("shown").contains("f-loss"));
    assert!(
        page.text.contains("data-asked=\"f-loss\""),
        "a script can show it"
    );
    assert!(
        !page.text.contains("Old way"),
        "what is retired is not offered"
    );
    let before = head(&host);
    let shown = page.hidden("shown").to_owned();
    let mut fields = vec![
        ("shown", shown.as_str()),
        ("do", "complete"),
        ("act", "one"),
    ];
    fields.extend(FILLED);
    fields.push(("f-harms--money", "yes"));
    let asks = host.post(&draft, &cookie, &fields).await;
    assert_eq!(
        asks.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        asks.text
    );
    assert!(
        asks.text.contains("asks for “What was lost” too"),
        "{}",
        asks.text
    );
    assert!(asks.hidden("shown").contains("f-loss"));
    assert!(asks.text.contains("Money is missing"));
    assert_eq!(head(&host), before, "nothing is completed yet");
    let shown = asks.hidden("shown").to_owned();
    fields[0] = ("shown", shown.as_str());
    // What the form says that it is of: by it a form that comes twice is known when its draft is gone.
    let of = [
        "form", "process", "case", "person", "team", "record", "seen",
    ];
    let of = of.map(|what| format!("of-{what}"));
    fields.extend(of.iter().map(|name| (name.as_str(), asks.hidden(name))));
    fields.push(("f-loss", "£1,250.50"));
    let done = host.post(&draft, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let after = head(&host);
    let again = host.post(&draft, &cookie, &fields).await;
    assert_eq!(again.location(), done.location(), "{}", again.text);
    assert_eq!(head(&host), after, "it is completed once");
    let record = host.get(done.location(), &cookie).await;
    for said in [
        "1250.50",
        "Physical, Money",
        "10 June 2026",
        "recorded 2 days later",
    ] {
        assert!(record.text.contains(said), "{said}\n{}", record.text);
    }
    assert_eq!(
        host.get(&draft, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_is_wrong_or_missing_is_told_at_its_field_and_kept_as_typed() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let draft = begun(&host, &cookie, ada).await;
    let shown = host.get(&draft, &cookie).await.hidden("shown").to_owned();
    for (field, typed, said) in [
        ("f-received-day", "31", "Enter a real date"),
        ("f-received-year", "2027", "has not come yet"),
        ("f-concern", "", "is needed to complete"),
        ("f-hours", "169", "more than 168"),
        ("f-hours", "about 5", "Enter a number"),
        ("f-hours", "1.25", "decimal places"),
        ("f-principal", "made-up", "no choice"),
        ("f-harms--made-up", "yes", "no choice"),
        ("f-carer", "his wife", "number of a person"),
        ("f-police", "perhaps", "yes or no"),
    ] {
        let mut fields = vec![
            ("shown", shown.as_str()),
            ("do", "complete"),
            ("act", "bad"),
        ];
        fields.extend(FILLED.iter().filter(|(name, _)| *name != field));
        if field == "f-received-day" {
            fields.retain(|(name, _)| *name != "f-received-month");
            fields.push(("f-received-month", "2"));
        }
        fields.push((field, typed));
        let before = head(&host);
        let back = host.post(&draft, &cookie, &fields).await;
        assert_eq!(
            back.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field} {typed}\n{}",
            back.text
        );
        assert!(
            back.text.contains(said),
            "{field} {typed}: {said}\n{}",
            back.text
        );
        assert_eq!(head(&host), before);
        if !typed.is_empty()
            && !field.contains("--")
            && field != "f-principal"
            && field != "f-police"
        {
            let again = host.get(&draft, &cookie).await;
            assert!(
                again.text.contains(typed),
                "{field} {typed} is kept as typed"
            );
        }
    }
}

#[tokio::test]
async fn hostile_words_in_each_field_are_shown_as_words_and_run_nowhere() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, HOSTILE).await;
    let page = host
        .get(&format!("/practice/people/{}", ada.0), &cookie)
        .await;
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
    let draft = begun(&host, &cookie, ada).await;
    for field in [
        "f-received-day",
        "f-from",
        "f-concern",
        "f-hours",
        "f-loss",
        "f-carer",
        "f-principal",
        "f-officer",
        "f-team",
        "f-letter",
        "f-police",
        "why",
        "f-made-up",
        "f-harms--\"><script>alert",
    ] {
        for what in ["save", "complete"] {
            let fields = [("do", what), (field, HOSTILE), ("act", "h")];
            let answer = host.post(&draft, &cookie, &fields).await;
            assert!(!answer.status.is_server_error(), "{field}\n{}", answer.text);
            assert!(
                !answer.text.contains("<script>alert"),
                "{field}\n{}",
                answer.text
            );
            let again = host.get(&draft, &cookie).await;
            assert!(
                !again.text.contains("<script>alert"),
                "{field}\n{}",
                again.text
            );
            assert!(!again.text.contains("onmouseover=x>\""), "{field}");
        }
    }
    let mut fields = vec![("do", "complete"), ("act", "i"), ("f-from", HOSTILE)];
    let shown = host.get(&draft, &cookie).await.hidden("shown").to_owned();
    fields.push(("shown", &shown));
    fields.extend(FILLED.iter().filter(|(name, _)| *name != "f-concern"));
    fields.push(("f-concern", HOSTILE));
    let done = host.post(&draft, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let record = host.get(done.location(), &cookie).await;
    assert!(record.text.contains(ESCAPED), "{}", record.text);
    let person = host
        .get(&format!("/practice/people/{}", ada.0), &cookie)
        .await;
    assert!(!person.text.contains("<script>alert"));
}

#[tokio::test]
async fn a_draft_is_kept_as_it_is_typed_and_a_form_sent_after_the_session_is_kept_too() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let draft = begun(&host, &cookie, ada).await;
    let typed = r#"{"f-concern":"half a sen","f-harms--money":"yes","shown":"x","act":"y"}"#;
    let path = format!("{draft}/typed");
    let kept = host.send(request(Method::PUT, &path, &cookie, typed)).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text);
    let page = host.get(&draft, &cookie).await;
    assert!(page.text.contains("half a sen"));
    assert!(
        page.hidden("shown").contains("f-loss"),
        "what it asks for is shown"
    );
    let senior = host.signed_in("senior").await;
    assert_eq!(
        host.get(&draft, &senior).await.status,
        StatusCode::NOT_FOUND
    );
    host.send(request(Method::POST, "/sign-out", &cookie, ""))
        .await;
    let lost = host
        .post(
            &draft,
            &cookie,
            &[("f-concern", "a whole sentence"), ("do", "save")],
        )
        .await;
    assert_eq!(lost.status, StatusCode::SEE_OTHER);
    let to = lost
        .location()
        .strip_prefix("/sign-in?to=")
        .unwrap()
        .to_owned();
    let to = form_urlencoded::parse(format!("to={to}").as_bytes())
        .next()
        .unwrap()
        .1
        .into_owned();
    let cookie = host.signed_in("practitioner").await;
    let held = host.get(&to, &cookie).await;
    assert!(held.text.contains("a whole sentence"), "{}", held.text);
    let not_json = host.send(request(Method::PUT, &path, &cookie, "[1]")).await;
    assert_eq!(not_json.status, StatusCode::BAD_REQUEST);
    let gone = host.post(&draft, &cookie, &[("do", "throw-away")]).await;
    assert_eq!(
        gone.location(),
        "/practice?done=draft-thrown-away",
        "{}",
        gone.text
    );
}

#[tokio::test]
async fn a_correction_keeps_the_earlier_version_and_tells_who_was_first() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let (address, number) = (
        format!("/practice/records/{}", record.0),
        record.0.to_string(),
    );
    let begin = [("corrects", number.as_str())];
    let mine = host
        .post("/practice/drafts", &cookie, &begin)
        .await
        .location()
        .to_owned();
    let theirs = host
        .post("/practice/drafts", &senior, &begin)
        .await
        .location()
        .to_owned();
    assert_ne!(mine, theirs);
    let page = host.get(&theirs, &senior).await;
    assert!(
        page.text.contains("Money is missing"),
        "it begins with what there is"
    );
    let shown = page.hidden("shown").to_owned();
    let mut fields = vec![("shown", shown.as_str()), ("do", "complete")];
    fields.extend(FILLED.iter().filter(|(name, _)| *name != "f-concern"));
    fields.push(("f-concern", "Medicine is missing"));
    let mut first = fields.clone();
    first.push(("act", "first"));
    let no_reason = host.post(&theirs, &senior, &first).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_reason.text.contains("Say why it is corrected"));
    first.push(("why", "The referrer rang"));
    let done = host.post(&theirs, &senior, &first).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    fields.retain(|(name, _)| *name != "f-concern");
    fields.extend([
        ("act", "second"),
        ("why", "I was wrong"),
        ("f-concern", "Nothing is missing"),
    ]);
    let met = host.post(&mine, &cookie, &fields).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    for said in [
        "The senior was first: it was corrected",
        "Medicine is missing",
        "Nothing is missing",
    ] {
        assert!(met.text.contains(said), "{said}\n{}", met.text);
    }
    for field in &mut fields {
        if field.0 == "do" {
            field.1 = "adopt";
        }
    }
    let anew = host
        .post(&mine, &cookie, &fields)
        .await
        .location()
        .to_owned();
    for field in &mut fields {
        match field.0 {
            "do" => field.1 = "complete",
            "act" => field.1 = "third",
            _ => {}
        }
    }
    let anew = anew.split('?').next().unwrap();
    let done = host.post(anew, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let record = host.get(&address, &cookie).await;
    for said in [
        "Version 3: corrected",
        "The referrer rang",
        "Medicine is missing",
        "I was wrong",
    ] {
        assert!(record.text.contains(said), "{said}\n{}", record.text);
    }
}

#[tokio::test]
async fn a_senior_sends_back_authorises_once_it_is_corrected_and_never_their_own() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let address = format!("/practice/records/{}", record.0);
    let home = host.get("/practice", &senior).await;
    assert!(home.text.contains(&address), "{}", home.text);
    let version = host
        .get(&address, &senior)
        .await
        .hidden("version")
        .to_owned();
    let back = format!("{address}/send-back");
    let empty = host
        .post(&back, &senior, &[("version", version.as_str())])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("version", version.as_str()),
        ("reason", "Say which money"),
        ("act", "back"),
    ];
    let done = host.post(&back, &senior, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(&address, &cookie).await;
    assert!(page.text.contains("Say which money"), "{}", page.text);
    let authorise = format!("{address}/authorise");
    let stale = [("version", version.as_str()), ("act", "stale")];
    let met = host.post(&authorise, &senior, &stale).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    assert!(
        met.text.contains("The senior was first: it was sent back"),
        "{}",
        met.text
    );
    let version = host
        .get(&address, &senior)
        .await
        .hidden("version")
        .to_owned();
    let fields = [("version", version.as_str()), ("act", "authorise")];
    for _ in 0..2 {
        let done = host.post(&authorise, &senior, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    let page = host.get(&address, &cookie).await;
    assert!(page.text.contains("Version 3: authorised"), "{}", page.text);
    let own = referred(&host, &senior, ada).await;
    let path = format!("/practice/records/{}/authorise", own.0);
    let fields = [("version", "1"), ("act", "own")];
    let refused = host.post(&path, &senior, &fields).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
    assert!(refused.text.contains("Nobody authorises their own record"));
}

#[tokio::test]
async fn every_kind_of_field_keeps_what_it_is_given() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let draft = begun(&host, &cookie, ada).await;
    let shown = host.get(&draft, &cookie).await.hidden("shown").to_owned();
    let carer = format!("p{}", ada.0);
    let mut fields = vec![
        ("shown", shown.as_str()),
        ("do", "complete"),
        ("act", "all"),
    ];
    fields.extend(FILLED);
    fields.extend([
        ("f-from", "A neighbour"),
        ("f-principal", "physical"),
        ("f-hours", "12.5"),
        ("f-carer", carer.as_str()),
        ("f-officer", "senior"),
        ("f-team", "elsewhere"),
    ]);
    let done = host.post(&draft, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let number = clew_practice::record::RecordNumber(number_in(&done));
    let service: &Host = &host;
    let looked = service.app.service().look_at_record(
        &"practitioner".into(),
        crate::host::NOW.parse().unwrap(),
        number,
    );
    let looked = looked.unwrap();
    let values = &looked.now().unwrap().values;
    let expected = [
        ("from", Value::Text("A neighbour".to_owned())),
        ("principal", Value::Choice("physical".to_owned())),
        ("harms", Value::Choices(vec!["physical".to_owned()])),
        ("hours", Value::Number("12.5".parse().unwrap())),
        ("police", Value::YesNo(true)),
        ("carer", Value::Person(ada)),
        ("officer", Value::Code("senior".to_owned())),
        ("team", Value::Code("elsewhere".to_owned())),
    ];
    for (code, value) in expected {
        assert_eq!(values.get(code), Some(&value), "{code}");
    }
    let page = host.get(done.location(), &cookie).await;
    assert!(page.text.contains("The senior"), "a worker by name");
}
