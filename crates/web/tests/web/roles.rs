//! Every route with every role: allowed, refused, or sent to sign in, as the table says.

use axum::http::{Method, StatusCode};
use clew_plan::Role;
use clew_web::{Needs, RouteEntry, every_route};

use crate::host::{Host, account_of, request};

/// A path with something in the place of each parameter. What is there does not matter: whoever may
/// not pass is turned away before it is looked for.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "x",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn may(needs: Needs, role: Role) -> bool {
    match needs {
        Needs::Anyone | Needs::SignedIn => true,
        Needs::May(act) => act.roles().contains(&role),
    }
}

fn is_program_s(route: &RouteEntry) -> bool {
    route.path.starts_with("/api/")
}

#[tokio::test]
async fn a_route_lets_in_whom_it_needs_and_nobody_else() {
    let host = Host::new();
    let routes = every_route(&host.app);
    assert!(routes.len() > 10, "there are routes to try");
    for role in Role::ALL {
        let cookie = host.signed_in(&account_of(*role)).await;
        // Signing out would end the trial; it is tried by itself.
        let tried = |route: &&RouteEntry| {
            !route.path.contains("sign-out") && !route.path.ends_with("everywhere")
        };
        for route in routes.iter().filter(tried) {
            let before = host.app.service().memory().state().head.sequence;
            let asked = request(route.method.clone(), &filled(route.path), &cookie, "");
            let answer = host.send(asked).await;
            let what = format!(
                "{} {} as {role}: {}",
                route.method, route.path, answer.status
            );
            assert!(!answer.status.is_server_error(), "{what}\n{}", answer.text);
            if !may(route.needs, *role) {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                let after = host.app.service().memory().state().head.sequence;
                assert_eq!(before, after, "{what}: what is refused leaves no entry");
            } else if !is_program_s(route) {
                let turned_away = answer.text.contains("Your account may not");
                assert!(!turned_away, "{what}\n{}", answer.text);
                assert!(!answer.location().starts_with("/sign-in?to"), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_sees_a_page_that_needs_somebody() {
    let host = Host::new();
    for route in every_route(&host.app) {
        let asked = request(route.method.clone(), &filled(route.path), "", "");
        let answer = host.send(asked).await;
        let what = format!("{} {}: {}", route.method, route.path, answer.status);
        match route.needs {
            Needs::Anyone => assert!(!answer.location().starts_with("/sign-in?to"), "{what}"),
            _ if is_program_s(&route) => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
            }
            _ => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
                assert!(answer.location().starts_with("/sign-in?to="), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn reading_a_page_changes_nothing() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let before = host.app.service().memory().state().head;
    for route in every_route(&host.app) {
        if route.method == Method::GET {
            host.get(&filled(route.path), &cookie).await;
        }
    }
    assert_eq!(host.app.service().memory().state().head, before);
}
