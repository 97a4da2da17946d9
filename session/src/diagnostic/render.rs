//! The text of a diagnostic: message, the lines of source with a caret under the culprit, the calls that led there, hints.

use unicode_width::UnicodeWidthStr;

use super::{Explanation, Frame};
use rhaibook_stdlib::ordering::put_in_order;

/// How the parts of a diagnostic are set off.
pub(crate) trait Style {
    fn paint(&self, part: Part, text: &str) -> String;
}

/// The parts that are set off.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Kind,
    Message,
    Place,
    Gutter,
    Caret,
    Hint,
}

/// No colours.
pub(crate) struct Plain;

/// Colours for terminals and notebooks; the sixteen that every theme sets for itself. Few of them can be read on the red that
/// JupyterLab puts behind an error, light and dark, so that what must be read keeps the colour of text.
pub(crate) struct Ansi;

impl Style for Plain {
    fn paint(&self, _: Part, text: &str) -> String {
        text.to_string()
    }
}

impl Style for Ansi {
    fn paint(&self, part: Part, text: &str) -> String {
        let code = match part {
            Part::Kind => "31",
            Part::Message | Part::Caret => "1",
            Part::Gutter => "2",
            Part::Place | Part::Hint => return text.to_string(),
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// How many of a deep recursion's calls are shown at either end.
const FRAMES_AT_EITHER_END: usize = 4;

/// How wide a line of source may be before it is cut around the culprit.
const WIDEST: usize = 100;

pub(crate) fn render(explanation: &Explanation, frames: &[Frame], style: &impl Style) -> String {
    let mut out = format!(
        "{}: {}",
        style.paint(Part::Kind, explanation.kind.family),
        style.paint(Part::Message, &explanation.message)
    );
    let frames = collapsed(frames);
    let cut = frames.len() > 2 * FRAMES_AT_EITHER_END + 1;
    for (i, (frame, times)) in frames.iter().enumerate() {
        if cut && i == FRAMES_AT_EITHER_END {
            let left_out = frames.len() - 2 * FRAMES_AT_EITHER_END;
            out.push_str(&format!("\n… {left_out} more calls …"));
        }
        if cut && (FRAMES_AT_EITHER_END..frames.len() - FRAMES_AT_EITHER_END).contains(&i) {
            continue;
        }
        out.push('\n');
        let mut text = place(frame, i > 0);
        if *times > 1 {
            text.push_str(&format!(" ({times} times)"));
        }
        out.push_str(&style.paint(Part::Place, &text));
        // What explains the fault stands in the cell itself, which is the last of the frames.
        let labels = match i + 1 == frames.len() {
            true => explanation.labels.as_slice(),
            false => &[],
        };
        let mut marks: Vec<Mark> = Vec::new();
        marks.extend(frame.span.map(|span| (span, "")));
        marks.extend(labels.iter().map(|l| (l.span, l.text.as_str())));
        for lines in snippets(&frame.source.code, &marks, style) {
            out.push('\n');
            out.push_str(&lines);
        }
    }
    for hint in &explanation.hints {
        out.push('\n');
        out.push_str(&style.paint(Part::Hint, &format!("hint: {hint}")));
    }
    if let Some(report) = &explanation.report {
        out.push('\n');
        out.push_str(&style.paint(Part::Hint, report));
    }
    // What the reader stopped, or threw, needs no explanation.
    if !matches!(explanation.kind.family, "Interrupted" | "Thrown") {
        out.push('\n');
        let code = explanation.kind.code;
        out.push_str(&style.paint(Part::Gutter, &format!("more: ?{code}")));
    }
    out
}

/// A recursion calls from the same place over and over: such calls are told once, with their number.
fn collapsed(frames: &[Frame]) -> Vec<(&Frame, usize)> {
    let mut out: Vec<(&Frame, usize)> = Vec::new();
    for frame in frames {
        match out.last_mut() {
            Some((last, times))
                if last.source.id == frame.source.id
                    && last.span == frame.span
                    && last.function == frame.function =>
            {
                *times += 1;
            }
            _ => out.push((frame, 1)),
        }
    }
    out
}

/// `in cost, cell [3] line 2`.
fn place(frame: &Frame, caller: bool) -> String {
    let mut text = String::from(if caller { "called from " } else { "in " });
    if let Some(function) = &frame.function {
        text.push_str(function);
        text.push_str(", ");
    }
    text.push_str(&format!("cell [{}]", frame.source.label));
    if let Some((start, _)) = frame.span {
        text.push_str(&format!(" line {}", frame.source.line_of(start)));
    }
    text
}

/// A place to mark, and what to write beside it; nothing beside the culprit itself.
type Mark<'a> = ((usize, usize), &'a str);

/// The lines of source with their numbers, and marks under them, in the order of the text: carets under the culprit, dashes
/// under what explains it.
fn snippets(code: &str, marks: &[Mark<'_>], style: &impl Style) -> Vec<String> {
    let Some((culprit, _)) = marks.first() else {
        return Vec::new();
    };
    let line_of = |at: usize| code[..floor_boundary(code, at)].matches('\n').count();
    let mut lines: Vec<(usize, Vec<&Mark<'_>>)> = Vec::new();
    for mark in marks {
        let line = line_of(mark.0.0);
        match lines.iter_mut().find(|(l, _)| *l == line) {
            Some((_, on_line)) => on_line.push(mark),
            None => lines.push((line, vec![mark])),
        }
    }
    put_in_order(&mut lines, |a, b| a.0.cmp(&b.0));
    let shown = lines.iter().filter_map(|(_, marks)| {
        let mut out = String::new();
        for (i, (span, text)) in marks.iter().enumerate() {
            let sign = if span == culprit { "^" } else { "-" };
            let (source, under) = snippet(code, *span, sign, text, style)?;
            // A long line is cut around its first mark; the other marks would not fit under it.
            if i == 0 {
                out = source;
            } else if code_line(code, span.0).len() > WIDEST {
                continue;
            }
            out.push('\n');
            out.push_str(&under);
        }
        Some(out)
    });
    shown.collect()
}

fn code_line(code: &str, at: usize) -> &str {
    let at = floor_boundary(code, at);
    let start = code[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = code[at..].find('\n').map_or(code.len(), |i| at + i);
    &code[start..end]
}

/// The line of source with its number, and the line with the mark under it.
fn snippet(
    code: &str,
    (start, end): (usize, usize),
    sign: &str,
    text: &str,
    style: &impl Style,
) -> Option<(String, String)> {
    let start = floor_boundary(code, start);
    let line_start = code[..start].rfind('\n').map_or(0, |i| i + 1);
    let line = code_line(code, start);
    if line.trim().is_empty() {
        return None;
    }
    let column = start - line_start;
    let end = floor_boundary(code, end.min(line_start + line.len())).max(start);
    let (line, column) = cut_line(line, column);
    let marked = &line[column..floor_boundary(&line, column + (end - start)).max(column)];
    let number = (code[..start].matches('\n').count() + 1).to_string();
    let gutter = |text: &str| style.paint(Part::Gutter, &format!("{text:>5} | "));
    let lead: String = line[..column]
        .chars()
        .map(|c| {
            if c == '\t' {
                "    ".into()
            } else {
                " ".repeat(width(c))
            }
        })
        .collect();
    let signs = sign.repeat(marked.width().max(1));
    let beside = if text.is_empty() {
        String::new()
    } else {
        format!(" {text}")
    };
    Some((
        format!(
            "{}{}",
            gutter(&number),
            line.replace('\t', "    ").trim_end()
        ),
        format!(
            "{}{lead}{}{beside}",
            gutter(""),
            style.paint(Part::Caret, &signs)
        ),
    ))
}

fn width(c: char) -> usize {
    c.to_string().width()
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A long line is cut to what surrounds the culprit.
fn cut_line(line: &str, column: usize) -> (String, usize) {
    if line.len() <= WIDEST {
        return (line.to_string(), column);
    }
    let from = if column < WIDEST / 2 {
        0
    } else {
        floor_boundary(line, column - WIDEST / 2)
    };
    let to = floor_boundary(line, from + WIDEST).max(column);
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < line.len() { "…" } else { "" };
    (
        format!("{lead}{}{tail}", &line[from..to]),
        column - from + lead.len(),
    )
}
