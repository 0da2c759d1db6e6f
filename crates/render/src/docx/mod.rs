//! placeholder
use crate::RenderError;
use clew_report::Report;
/// x
/// # Errors
/// x
pub fn docx(_report: &Report) -> Result<Vec<u8>, RenderError> { Ok(Vec::new()) }
