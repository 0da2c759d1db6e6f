//! Files of evidence: what hangs on something, one of them, and another one hung there.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clew_journal::{Attached, Digest, Subject};
use clew_service::{EvidenceFile, MOST_EVIDENCE_BYTES};
use serde_json::{Value, json};

use super::answers::{done, tag_of, tagged};
use super::call::Call;
use super::failed::Failed;
use crate::{App, WebError, links};

/// The bytes of a file, as a program sends them: the body and nothing else.
#[derive(Debug)]
pub(super) struct SentFile(Vec<u8>);

impl FromRequest<App> for SentFile {
    type Rejection = Failed;

    async fn from_request(request: Request, _app: &App) -> Result<Self, Failed> {
        let bytes = to_bytes(request.into_body(), MOST_EVIDENCE_BYTES).await;
        let bytes = bytes.map_err(|_| {
            let most = MOST_EVIDENCE_BYTES / 1024 / 1024;
            WebError::TooLarge(format!("A file has {most} MB at the most."))
        })?;
        Ok(Self(bytes.to_vec()))
    }
}

/// What the files hang on.
fn subject(call: &Call) -> Result<Subject, Failed> {
    let help = "name what they hang on by its subject, for example findings/1";
    call.parameter("of", help)?
        .ok_or_else(|| Failed::field("of", help))
}

/// The files that hang on something.
pub(super) async fn list(call: Call) -> Result<Response, Failed> {
    call.only(&["of"])?;
    let of = subject(&call)?;
    let memory = call.memory()?;
    if memory.state().record(&of).is_none() {
        return Err(Failed::not_found("such thing"));
    }
    let account = call.visit.account()?;
    let files = call.visit.app.service().evidence(&memory, account, &of);
    let shown: Vec<Value> = files.iter().map(described).collect();
    tagged(&call, &tag_of(&memory), || {
        Ok(json!({ "items": shown, "next": null }))
    })
}

fn described(file: &Attached) -> Value {
    let evidence = &file.evidence;
    json!({
        "of": evidence.of.to_string(),
        "digest": evidence.digest.to_string(),
        "name": evidence.name,
        "media_type": evidence.media_type,
        "size": evidence.size,
        "attached_by": file.by.as_str(),
        "attached_at": file.at.to_string(),
    })
}

/// One file, as it was attached.
pub(super) async fn open(call: Call) -> Result<Response, Failed> {
    call.only(&["of"])?;
    let of = subject(&call)?;
    let digest: Result<Digest, _> = call.name("digest").parse();
    let digest = digest.map_err(|_| Failed::not_found("such file"))?;
    let (account, at) = (call.visit.account()?.clone(), call.visit.at);
    let opened = call
        .does(move |service| service.open_evidence(&account, (&of, &digest), at))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, opened.evidence.media_type),
        (
            header::CONTENT_DISPOSITION,
            links::as_attachment(&opened.evidence.name),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            HeaderName::from_static("content-security-policy"),
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, opened.bytes).into_response())
}

/// Hangs a file on something.
pub(super) async fn attach(call: Call, sent: SentFile) -> Result<Response, Failed> {
    call.only(&["of", "name"])?;
    let of = subject(&call)?;
    let name = call.asked.given("name").map(str::to_owned);
    let name = name.ok_or_else(|| {
        Failed::field("name", "say what the file is called, for example audit.pdf")
    })?;
    let file = EvidenceFile {
        name,
        bytes: sent.0,
    };
    let caller = call.caller()?;
    let attached = call
        .does(move |service| service.attach_evidence(&caller, &of, &[file]))
        .await?;
    Ok(done(StatusCode::CREATED, &attached))
}
