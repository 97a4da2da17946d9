//! plotters' drawing backend over a [`Sheet`]: colours become roles, text is measured by the embedded metrics.
//!
//! plotters counts in whole pixels, so it is given a sheet [`UNITS`] times as large.

use std::convert::Infallible;

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontTransform,
};

use super::metrics;
use super::sheet::{Anchor, Sheet, Text};
use super::theme::Role;

/// plotters' pixels in one of ours.
pub(super) const UNITS: f64 = 20.0;

/// A length in plotters' pixels.
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// A role as a colour for plotters.
pub(super) fn ink(role: Role) -> RGBColor {
    let (r, g, b) = role.light();
    RGBColor(r, g, b)
}

/// Draws on a sheet what plotters asks for.
pub(super) struct Pen<'a>(pub(super) &'a Sheet);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (units(self.0.width) as u32, units(self.0.height) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.0.dot(
            pixels(point),
            0.5,
            Role::of(color.rgb),
            &opacity("fill-", color.alpha),
            "",
        );
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if fill {
            let color = style.color();
            self.0.rectangle(
                pixels(a),
                pixels(b),
                Role::of(color.rgb),
                &opacity("fill-", color.alpha),
                "",
            );
            return Ok(());
        }
        self.draw_path([a, (b.0, a.1), b, (a.0, b.1), a], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let color = style.color();
        let points: Vec<_> = path.into_iter().map(pixels).collect();
        if color.alpha > 0.0 && points.len() > 1 {
            let width = super::sheet::place(f64::from(style.stroke_width()) / UNITS);
            let more = format!(
                " stroke-width=\"{width}\" stroke-linejoin=\"round\"{}",
                opacity("stroke-", color.alpha)
            );
            self.0.line(&points, Role::of(color.rgb), &more, "");
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let color = style.color();
        let radius = f64::from(radius) / UNITS;
        self.0.dot(
            pixels(center),
            radius,
            Role::of(color.rgb),
            &opacity("fill-", color.alpha),
            "",
        );
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let color = style.color();
        let points: Vec<_> = corners.into_iter().map(pixels).collect();
        self.0
            .polygon(&points, Role::of(color.rgb), &opacity("fill-", color.alpha));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = style.size() / UNITS;
        let (x, y) = pixels(at);
        let upwards = matches!(style.transform(), FontTransform::Rotate270);
        let down = match style.anchor().v_pos {
            VPos::Top => 0.8 * size,
            VPos::Center => 0.35 * size,
            VPos::Bottom => -0.25 * size,
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let line = Text {
            anchor,
            upwards,
            ..Text::new(text, size, Role::of(style.color().rgb))
        };
        if upwards {
            self.0.text(x + down, y, &line)
        } else {
            self.0.text(x, y + down, &line)
        }
        Ok(())
    }

    // plotters would ask the platform for a font, in WebAssembly the page's window.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((
            metrics::width(text, style.size()).ceil() as u32,
            (style.size() * 1.2).ceil() as u32,
        ))
    }
}

fn pixels((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

fn opacity(of: &str, alpha: f64) -> String {
    if alpha < 1.0 {
        format!(" {of}opacity=\"{}\"", super::sheet::place(alpha))
    } else {
        String::new()
    }
}
