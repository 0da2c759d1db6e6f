//! A drawing as a picture of pixels, with the fonts of the PDF and nothing from outside.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree, fontdb::Database};

use crate::RenderError;

/// Longest text of a drawing that is taken, in bytes.
const LONGEST: usize = 8 << 20;
/// Widths that are given, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=4096;
/// Most pixels of a picture.
const MOST_PIXELS: u64 = 40_000_000;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for bytes in [
        notosans::REGULAR_TTF,
        notosans::BOLD_TTF,
        notosans::ITALIC_TTF,
        notosans::BOLD_ITALIC_TTF,
    ] {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family("Noto Sans");
    for (font, _) in typst_kit::fonts::embedded() {
        fonts.load_font_data(font.data().to_vec());
    }
    Arc::new(fonts)
});

/// A drawing, as [`crate::svg`] gives it, as PNG on a white ground; `width` is 16 to 4096 pixels and the
/// height follows from the drawing.
///
/// Only the embedded fonts are used and no file or address that the drawing names is read.
///
/// # Errors
/// [`RenderError::Picture`] when the width is out of range, the drawing or the picture would be too
/// large, or the text is not a drawing.
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, RenderError> {
    if !WIDTHS.contains(&width) {
        return refuse(format!(
            "its width must be {} to {} pixels, not {width}",
            WIDTHS.start(),
            WIDTHS.end()
        ));
    }
    if svg.len() > LONGEST {
        return refuse("the drawing is too long");
    }
    let tree = Tree::from_str(svg, &options()).or_else(|problem| refuse(problem.to_string()))?;
    let mut pixels = ground(&tree, width)?;
    let across = f32::from(u16::try_from(pixels.width()).unwrap_or(u16::MAX));
    let scale = across / tree.size().width();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .or_else(|problem| refuse(problem.to_string()))
}

/// A white ground of the drawing's shape.
fn ground(tree: &Tree, width: u32) -> Result<Pixmap, RenderError> {
    let size = tree.size().to_int_size().scale_to_width(width);
    let Some(size) =
        size.filter(|size| u64::from(size.width()) * u64::from(size.height()) <= MOST_PIXELS)
    else {
        return refuse("the picture would be too large");
    };
    let Some(mut pixels) = Pixmap::new(size.width(), size.height()) else {
        return refuse("the picture would have no pixels");
    };
    pixels.fill(Color::WHITE);
    Ok(pixels)
}

fn options() -> Options<'static> {
    Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    }
}

fn refuse<T>(reason: impl Into<String>) -> Result<T, RenderError> {
    Err(RenderError::Picture {
        reason: reason.into(),
    })
}
