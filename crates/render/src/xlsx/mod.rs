//! placeholder
use crate::RenderError;
use clew_report::Report;
/// x
/// # Errors
/// x
pub fn xlsx(_report: &Report) -> Result<Vec<u8>, RenderError> { Ok(Vec::new()) }
