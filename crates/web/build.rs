//! Brings GOV.UK Frontend's style sheet and script in from npm, without the crown and the typeface
//! that belong to GOV.UK alone.

#[path = "build_styles.rs"]
mod styles;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const STYLES: &str = "govuk-frontend/dist/govuk/govuk-frontend.min.css";
const SCRIPT: &str = "govuk-frontend/dist/govuk/govuk-frontend.min.js";

fn main() -> Result<(), Box<dyn Error>> {
    for path in [
        "build.rs",
        "build_styles.rs",
        "package.json",
        "package-lock.json",
        ".npmrc",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed=CLEW_NODE_MODULES");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let modules = match env::var_os("CLEW_NODE_MODULES") {
        Some(prepared) => PathBuf::from(prepared),
        None => installed(&out)?,
    };
    let styles = read(&modules.join(STYLES))?;
    let styles = styles::without_unused(&without_branding(&styles));
    fs::write(out.join("govuk-frontend.css"), styles)?;
    let script = read(&modules.join(SCRIPT))?;
    fs::write(out.join("govuk-frontend.js"), without_source_map(&script))?;
    Ok(())
}

/// Installs exactly what the lock file names, beside the other things that are built.
fn installed(out: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let folder = out.join("npm");
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(file, folder.join(file))?;
    }
    let npm = Command::new("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--omit=dev",
            "--no-audit",
            "--no-fund",
        ])
        .current_dir(&folder)
        .output();
    let advice = "install Node.js 18 or later with npm, or set CLEW_NODE_MODULES to a folder \
                  node_modules that has govuk-frontend";
    match npm {
        Err(error) => Err(format!("npm could not be started ({error}); {advice}").into()),
        Ok(done) if !done.status.success() => {
            let said = String::from_utf8_lossy(&done.stderr);
            Err(format!("npm ci did not succeed; {advice}\n{said}").into())
        }
        Ok(_) => Ok(folder.join("node_modules")),
    }
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The style sheet without the typeface and the crest of GOV.UK.
fn without_branding(styles: &str) -> String {
    let mut kept = String::with_capacity(styles.len());
    let mut rest = styles;
    while let Some(start) = rest.find("@font-face{") {
        kept.push_str(&rest[..start]);
        let end = rest[start..]
            .find('}')
            .map_or(rest.len(), |end| start + end + 1);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    let kept = kept
        .replace("GDS Transport,arial,sans-serif", "var(--clew-font)")
        .replace("url(/assets/images/govuk-crest.svg)", "none");
    without_source_map(&kept)
}

/// Without the pointer to a source map, which is not served; it ends the text.
fn without_source_map(text: &str) -> String {
    let pointer = ["//# sourceMappingURL=", "/*# sourceMappingURL="];
    let end = pointer.iter().filter_map(|start| text.rfind(start)).min();
    text[..end.unwrap_or(text.len())].to_owned()
}
