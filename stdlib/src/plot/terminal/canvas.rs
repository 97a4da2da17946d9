//! A grid of characters to draw on, each cell with 2 × 4 Braille dots.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
const UPWARDS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const RIGHTWARDS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// The characters drawn so far.
pub(super) struct Canvas {
    columns: usize,
    rows: usize,
    cells: Vec<char>,
}

/// One series' dots, before they become characters. Places are shares of width and height, from below.
pub(super) struct Layer {
    columns: usize,
    rows: usize,
    dots: Vec<u8>,
    blocks: Vec<char>,
}

impl Canvas {
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        Self {
            columns,
            rows,
            cells: vec![' '; columns * rows],
        }
    }

    pub(super) fn layer(&self) -> Layer {
        let size = self.columns * self.rows;
        Layer {
            columns: self.columns,
            rows: self.rows,
            dots: vec![0; size],
            blocks: vec![' '; size],
        }
    }

    /// Adds a layer where nothing is yet: its dots, or a glyph in each cell that has some.
    pub(super) fn add(&mut self, layer: &Layer, glyph: Option<char>) {
        for (cell, (dots, block)) in self
            .cells
            .iter_mut()
            .zip(layer.dots.iter().zip(&layer.blocks))
        {
            if *cell != ' ' {
                continue;
            }
            *cell = match (*dots, *block, glyph) {
                (0, ' ', _) => ' ',
                (_, _, Some(glyph)) => glyph,
                (0, block, None) => block,
                (dots, _, None) => char::from_u32(0x2800 + u32::from(dots)).unwrap_or('•'),
            };
        }
    }

    /// A vertical line through the empty cells.
    pub(super) fn column(&mut self, share: Option<f64>, glyph: char) {
        let Some(column) = self.column_of(share) else {
            return;
        };
        for row in 0..self.rows {
            self.fill(row, column, glyph);
        }
    }

    /// A horizontal line through the empty cells.
    pub(super) fn row(&mut self, share: Option<f64>, glyph: char) {
        let Some(row) = self.row_of(share) else {
            return;
        };
        for column in 0..self.columns {
            self.fill(row, column, glyph);
        }
    }

    fn fill(&mut self, row: usize, column: usize, glyph: char) {
        let cell = &mut self.cells[row * self.columns + column];
        if *cell == ' ' {
            *cell = glyph;
        }
    }

    pub(super) fn column_of(&self, share: Option<f64>) -> Option<usize> {
        share
            .filter(|s| (-1e-6..=1.000001).contains(s))
            .map(|s| dot(s, self.columns * 2) / 2)
    }

    pub(super) fn row_of(&self, share: Option<f64>) -> Option<usize> {
        share
            .filter(|s| (-1e-6..=1.000001).contains(s))
            .map(|s| dot(1.0 - s, self.rows * 4) / 4)
    }

    pub(super) fn text(&self, row: usize) -> String {
        self.cells[row * self.columns..][..self.columns]
            .iter()
            .collect()
    }
}

impl Layer {
    pub(super) fn dot(&mut self, (x, y): (f64, f64)) {
        self.set(dot(x, self.columns * 2), dot(1.0 - y, self.rows * 4));
    }

    pub(super) fn line(&mut self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
        let (width, height) = (self.columns * 2, self.rows * 4);
        let (from, to) = (
            (dot(x0, width), dot(1.0 - y0, height)),
            (dot(x1, width), dot(1.0 - y1, height)),
        );
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        for step in 0..=steps {
            let part = if steps == 0 {
                0.0
            } else {
                step as f64 / steps as f64
            };
            let between =
                |a: usize, b: usize| (a as f64 + (b as f64 - a as f64) * part).round() as usize;
            self.set(between(from.0, to.0), between(from.1, to.1));
        }
    }

    /// A filled box that stands on `ground`, its top to an eighth of a row.
    pub(super) fn block(&mut self, from: f64, to: f64, top: f64, ground: f64) {
        let columns = self.columns as f64;
        let first = (from * columns).round().clamp(0.0, columns - 1.0) as usize;
        let last = ((to * columns).round() as usize).clamp(first + 1, self.columns);
        let eighths = ((top - ground) * self.rows as f64 * 8.0).round().max(0.0) as usize;
        let eighths = if top > ground { eighths.max(1) } else { 0 };
        for row in 0..self.rows {
            let glyph = UPWARDS[eighths.saturating_sub(row * 8).min(8)];
            let line = self.rows - 1 - row;
            for cell in &mut self.blocks[line * self.columns..][first..last] {
                if glyph != ' ' {
                    *cell = glyph;
                }
            }
        }
    }

    fn set(&mut self, x: usize, y: usize) {
        self.dots[y / 4 * self.columns + x / 2] |= DOTS[y % 4][x % 2];
    }
}

/// Which of `count` dots a share falls on.
fn dot(share: f64, count: usize) -> usize {
    (share.clamp(0.0, 1.0) * (count - 1) as f64).round() as usize
}

/// A lying bar from `zero` on, in columns; what is left of zero is drawn in whole cells.
pub(super) fn bar(zero: f64, length: f64) -> String {
    if length.is_nan() || length < 0.0 {
        let (from, to) = (
            (zero + length.max(-zero)).round() as usize,
            zero.round() as usize,
        );
        return if length.is_nan() {
            String::new()
        } else {
            format!("{}{}", " ".repeat(from), "█".repeat(to - from))
        };
    }
    let eighths = (length * 8.0).round() as usize;
    let mut out = format!(
        "{}{}",
        " ".repeat(zero.round() as usize),
        "█".repeat(eighths / 8)
    );
    if !eighths.is_multiple_of(8) {
        out.push(RIGHTWARDS[eighths % 8]);
    }
    out
}

/// How many columns a text takes.
pub(super) fn wide(text: &str) -> usize {
    text.width()
}

/// The text, cut off with an ellipsis where it takes more columns than allowed. Control characters become spaces.
pub(super) fn cut(text: &str, widest: usize) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if wide(&text) <= widest {
        return text;
    }
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used < widest
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// One line with texts centred on columns, the outer ones moved inwards where they would leave the line.
pub(super) fn across(texts: &[(usize, &str)], columns: usize) -> String {
    let mut line: Vec<char> = vec![' '; columns];
    for (column, text) in texts {
        let width = text.chars().count();
        let from = column
            .saturating_sub(width / 2)
            .min(columns.saturating_sub(width));
        for (cell, c) in line[from..].iter_mut().zip(text.chars()) {
            *cell = c;
        }
    }
    line.into_iter().collect()
}
