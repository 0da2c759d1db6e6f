//! Style sheets, scripts and pictures, named by their content so that browsers may keep them for ever.

use std::sync::{LazyLock, OnceLock};

use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::WebError;
use crate::packing::{Effort, Packed, joined, takes_gzip};

/// The mark of Clew, also drawn in the head of every page: a picture of its own would be asked for and laid out apart.
pub(crate) const ICON: &str = include_str!("../assets/icon.svg");

/// One file that is served.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    content: String,
    address: String,
    /// As gzip, made when it is first asked for.
    packed: OnceLock<Vec<u8>>,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let styles = [
        include_str!(concat!(env!("OUT_DIR"), "/govuk-frontend.css")),
        include_str!("../assets/colours.css"),
        include_str!("../assets/layout.css"),
        include_str!("../assets/parts.css"),
        include_str!("../assets/performance.css"),
        include_str!("../assets/measure.css"),
        include_str!("../assets/plans.css"),
        include_str!("../assets/reports.css"),
        include_str!("../assets/improvement.css"),
        include_str!("../assets/cycle.css"),
        include_str!("../assets/practice.css"),
        clew_render::svg::chart_stylesheet(),
        include_str!("../assets/admin.css"),
    ];
    let script = "text/javascript; charset=utf-8";
    vec![
        asset("clew.css", "text/css; charset=utf-8", styles.concat()),
        asset(
            "report.css",
            "text/css; charset=utf-8",
            clew_render::stylesheet(),
        ),
        asset(
            "govuk-frontend.js",
            script,
            include_str!(concat!(env!("OUT_DIR"), "/govuk-frontend.js")).to_owned(),
        ),
        asset(
            "clew.js",
            script,
            include_str!("../assets/clew.js").to_owned(),
        ),
        asset("icon.svg", "image/svg+xml", ICON.to_owned()),
    ]
});

fn asset(name: &'static str, media_type: &'static str, content: String) -> Asset {
    let hash: String = Sha256::digest(content.as_bytes())
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Asset {
        name,
        media_type,
        address: format!("/assets/{hash}/{name}"),
        content,
        packed: OnceLock::new(),
    }
}

impl Asset {
    fn packed(&self) -> &[u8] {
        self.packed
            .get_or_init(|| joined(&[&Packed::of(self.content.as_bytes(), Effort::Much)]))
    }
}

/// The address of a file by its name.
pub(crate) fn address(name: &str) -> &'static str {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    found.map_or("", |asset| &asset.address)
}

/// Serves a file. The hash in its address changes with its content.
pub(crate) async fn serve(
    Path((_, name)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response, WebError> {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    let asset = found.ok_or_else(|| WebError::not_found("There is no such file."))?;
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    if takes_gzip(&asked) {
        let packed = [(header::CONTENT_ENCODING, "gzip")];
        return Ok((headers, packed, asset.packed()).into_response());
    }
    Ok((headers, asset.content.as_str()).into_response())
}
