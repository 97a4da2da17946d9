//! SVG drawings as PNG, for PDF export and for front ends that show no other images.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, fontdb};

/// DejaVu Sans in Latin, Greek and common symbols; the same font that plots measure their text with.
const FONT: &[u8] = include_bytes!("../../stdlib/fonts/RhaibookSans.ttf");

/// Pixels of the image for one of the drawing, for sharp text on screens of high resolution and in print.
const SCALE: f32 = 2.0;

/// The longest side of an image, in pixels.
const LONGEST: f32 = 8000.0;

/// The drawing on white paper, in its light colours; nothing for what is not SVG or has no size.
pub(crate) fn png_of(svg: &str) -> Option<Vec<u8>> {
    let options = usvg::Options {
        font_family: "Rhaibook Sans".into(),
        fontdb: fonts(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&without_themes(svg), &options).ok()?;
    let size = tree.size();
    let scale = SCALE.min(LONGEST / size.width().max(size.height()));
    let side = |length: f32| (length * scale).ceil() as u32;
    let mut image = Pixmap::new(side(size.width()), side(size.height()))?;
    image.fill(Color::WHITE);
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut image.as_mut(),
    );
    image.encode_png().ok()
}

fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(FONT.to_vec());
        fonts.set_sans_serif_family("Rhaibook Sans");
        fonts.set_serif_family("Rhaibook Sans");
        fonts.set_monospace_family("Rhaibook Sans");
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

/// The drawing without the style sheets that make colours follow a theme: they speak in variables, which resvg doesn't
/// know. The light colours stand in the attributes.
fn without_themes(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once("<style") {
        let Some((sheet, after)) = after.split_once("</style>") else {
            break;
        };
        out.push_str(before);
        if !sheet.contains("var(") {
            out.push_str("<style");
            out.push_str(sheet);
            out.push_str("</style>");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
        <style>.a{fill:var(--x)}</style><rect class='a' width='20' height='20' fill='#ff0000'/></svg>";

    fn pixels(svg: &str) -> Pixmap {
        Pixmap::decode_png(&png_of(svg).expect("an image")).expect("a PNG")
    }

    #[test]
    fn light_colours_on_white_at_twice_the_size() {
        let image = pixels(DRAWING);
        assert_eq!((image.width(), image.height()), (80, 40));
        let at = |x, y| {
            image
                .pixel(x, y)
                .map(|p| (p.red(), p.green(), p.blue(), p.alpha()))
        };
        assert_eq!(at(10, 20), Some((255, 0, 0, 255)));
        assert_eq!(at(70, 20), Some((255, 255, 255, 255)));
    }

    #[test]
    fn text_is_drawn_by_the_embedded_font() {
        let text = |words: &str| {
            let svg = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='30'>\
                 <text x='5' y='20' font-family='Segoe UI,sans-serif'>{words}</text></svg>"
            );
            pixels(&svg)
                .pixels()
                .iter()
                .filter(|p| p.red() < 128)
                .count()
        };
        assert_eq!(text(""), 0);
        assert!(text("cost ≥ €535.7 × 10⁶") > 2 * text("cost"));
    }

    #[test]
    fn what_is_no_drawing_gives_nothing() {
        assert_eq!(png_of("not a drawing"), None);
        assert_eq!(
            png_of("<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>"),
            None
        );
        assert_eq!(
            png_of("<svg xmlns='http://www.w3.org/2000/svg'><style>"),
            None
        );
    }
}
