//! Where a command's Book comes from: a workspace folder or an embedded example.

use std::path::{Path, PathBuf};

use clew_plan::Book;

use crate::failure::Failure;

/// Which Book to work on.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SourceArgs {
    /// Workspace folder to read; the current folder when neither this nor an example is named.
    #[arg(long, value_name = "DIR", conflicts_with = "example")]
    pub data: Option<PathBuf>,
    /// Embedded example to read, for example south-lanarkshire-2019-20.
    #[arg(long, value_name = "NAME")]
    pub example: Option<String>,
}

impl SourceArgs {
    /// Reads the Book.
    ///
    /// # Errors
    /// When there is no such example, or the folder is not a workspace or cannot be read.
    pub fn load(&self) -> Result<Book, Failure> {
        if let Some(name) = &self.example {
            return load_example(name);
        }
        let folder = self.data.as_deref().unwrap_or(Path::new("."));
        if !clew_exchange::workspace::exists(folder) {
            return Err(Failure::new(format!("{} is not a workspace: it has no workspace.toml", folder.display()))
                .hint("name a workspace with --data DIR or an embedded example with --example NAME; `clew examples` lists them"));
        }
        Ok(clew_measure::formulas::derived(
            clew_exchange::workspace::read(folder)?,
        ))
    }
}

/// Reads an embedded example.
///
/// # Errors
/// When there is no example of that name; the message lists those there are.
pub fn load_example(name: &str) -> Result<Book, Failure> {
    let names = clew_exchange::examples::names();
    if !names.contains(&name) {
        return Err(Failure::new(format!("there is no example called {name:?}"))
            .hint(format!("the examples are: {}", names.join(", "))));
    }
    Ok(clew_measure::formulas::derived(
        clew_exchange::examples::load(name)?,
    ))
}
