//! A program's token is made by its account, with its password.

use clew_plan::AccountId;

use crate::host::{Host, PASSWORD};

#[tokio::test]
async fn no_token_is_made_before_the_second_step_that_is_required() {
    let settings = clew_web::Settings {
        second_step_required: true,
        ..clew_web::Settings::default()
    };
    let host = Host::with("south-lanarkshire-2019-20", settings);
    let cookie = host.signed_in("viewer").await;
    let fields = [("name", "Mine"), ("scope", "read")];
    let answer = host.post("/account/tokens", &cookie, &fields).await;
    assert_eq!(answer.location(), "/account/second-step");
    let tokens = host.app.service().api_tokens(&AccountId::from("viewer"));
    assert!(tokens.unwrap().is_empty());
}

#[tokio::test]
async fn a_token_is_made_with_the_password_and_by_nobody_who_found_the_page_open() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let made = || {
        host.app
            .service()
            .api_tokens(&AccountId::from("viewer"))
            .unwrap()
            .len()
    };
    for wrong in ["", "somebody else's words"] {
        let fields = [("name", "Mine"), ("scope", "write"), ("password", wrong)];
        let answer = host.post("/account/tokens", &cookie, &fields).await;
        assert!(
            answer.text.contains("not your present password"),
            "{}",
            answer.text
        );
        assert!(wrong.is_empty() || !answer.text.contains(wrong));
        assert_eq!(made(), 0);
    }
    let fields = [("name", "Mine"), ("scope", "read"), ("password", PASSWORD)];
    let answer = host.post("/account/tokens", &cookie, &fields).await;
    assert!(answer.text.contains("clew_"), "{}", answer.text);
    assert_eq!(made(), 1);
}
