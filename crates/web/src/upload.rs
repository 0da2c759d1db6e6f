//! Forms with a file: their fields, and each file with its name and bytes, no larger than is taken.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use clew_service::FieldProblem;

use crate::{App, Fields, Form, WebError};

/// The most bytes of a file.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most fields and files of a form.
const MOST_PARTS: usize = 200;

/// One file, as it was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct File {
    /// Its name on the sender's machine, without folders.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// A form with files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    /// The fields.
    pub(crate) form: Form,
    /// The files that are not empty.
    pub(crate) files: Vec<File>,
}

impl FromRequest<App> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            // A form that was kept when its session ended is sent again without its files.
            let form = Form::from_request(request, app).await?;
            let files = Vec::new();
            return Ok(Self { form, files });
        }
        let broken = |error: &dyn std::fmt::Display| {
            WebError::BadRequest(format!("What was sent is broken: {error}."))
        };
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|error| broken(&error))?;
        let (mut fields, mut files) = (Vec::new(), Vec::new());
        let mut problems = Vec::new();
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            if fields.len() + files.len() >= MOST_PARTS {
                return Err(WebError::TooLarge(format!(
                    "A form may have {MOST_PARTS} parts at the most."
                )));
            }
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(base_name);
            let bytes = part.bytes().await.map_err(|error| broken(&error))?;
            if bytes.len() > MOST_BYTES {
                let most = MOST_BYTES / 1024 / 1024;
                let problem = format!("A file may have {most} MB at the most");
                problems.push(FieldProblem::new(name, problem));
                continue;
            }
            match file {
                Some(name) if !bytes.is_empty() => files.push(File {
                    name,
                    bytes: bytes.to_vec(),
                }),
                Some(_) => {}
                None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        let form = Form {
            fields: Fields::of(fields),
            problems,
        };
        Ok(Self { form, files })
    }
}

/// A file's name without its folders, of any system.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|char| !char.is_control())
        .take(200)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_name_alone() {
        for (sent, expected) in [
            ("returns.xlsx", "returns.xlsx"),
            ("C:\\Users\\someone\\returns.xlsx", "returns.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("", ""),
        ] {
            assert_eq!(base_name(sent), expected);
        }
    }
}
