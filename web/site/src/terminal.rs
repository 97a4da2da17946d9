//! Printed text as a terminal shows it: what a carriage return or a backspace takes back is gone, and what is coloured is
//! coloured. The live page does the same (`web/page/src/cell/terminal.ts`).

use crate::escape;

const COLOURS: [&str; 8] = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
];

/// How a character looks.
#[derive(Clone, Default, PartialEq)]
struct Look {
    bold: bool,
    italic: bool,
    underlined: bool,
    inverse: bool,
    ink: Colour,
    paper: Colour,
}

#[derive(Clone, Default, PartialEq)]
enum Colour {
    #[default]
    Own,
    /// One of sixteen, which the page's theme decides.
    Named(usize),
    Exact(u8, u8, u8),
}

/// The text as HTML.
pub(crate) fn html(text: &str) -> String {
    if !text.contains(['\r', '\u{8}', '\u{1b}']) {
        return escape(text);
    }
    let mut lines: Vec<Vec<(char, Look)>> = vec![Vec::new()];
    let (mut at, mut look) = (0, Look::default());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let line = lines.last_mut().expect("there is one from the beginning");
        match c {
            '\n' => {
                lines.push(Vec::new());
                at = 0;
            }
            '\r' => at = 0,
            '\u{8}' if at > 0 => {
                at -= 1;
                line.remove(at);
            }
            '\u{8}' => {}
            '\u{1b}' if chars.next_if_eq(&'[').is_some() => {
                let mut codes = String::new();
                let end = loop {
                    match chars.next() {
                        Some(c) if ('@'..='~').contains(&c) => break Some(c),
                        Some(c) => codes.push(c),
                        None => break None,
                    }
                };
                match end {
                    Some('m') => look.change(&codes),
                    Some('K') if codes == "2" => line.clear(),
                    Some('K') if codes.is_empty() || codes == "0" => line.truncate(at),
                    _ => {}
                }
                at = at.min(line.len());
            }
            '\u{1b}' => {}
            c => {
                match line.get_mut(at) {
                    Some(place) => *place = (c, look.clone()),
                    None => line.push((c, look.clone())),
                }
                at += 1;
            }
        }
    }
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for run in line.chunk_by(|(_, one), (_, other)| one == other) {
            let text: String = run.iter().map(|(c, _)| c).collect();
            out.push_str(&run[0].1.around(&escape(&text)));
        }
    }
    out
}

impl Look {
    fn change(&mut self, codes: &str) {
        let mut codes = codes.split(';').map(|code| match code {
            "" => Some(0),
            code => code.parse::<u8>().ok(),
        });
        while let Some(code) = codes.next() {
            let Some(code) = code else { return };
            let place = |from: u8| usize::from(code - from);
            match code {
                0 => *self = Self::default(),
                1 => self.bold = true,
                3 => self.italic = true,
                4 => self.underlined = true,
                7 => self.inverse = true,
                22 => self.bold = false,
                23 => self.italic = false,
                24 => self.underlined = false,
                27 => self.inverse = false,
                30..=37 => self.ink = Colour::Named(place(30)),
                39 => self.ink = Colour::Own,
                40..=47 => self.paper = Colour::Named(place(40)),
                49 => self.paper = Colour::Own,
                90..=97 => self.ink = Colour::Named(place(90) + 8),
                100..=107 => self.paper = Colour::Named(place(100) + 8),
                38 | 48 => {
                    let mut next = || codes.next().flatten();
                    let colour = match next() {
                        Some(5) => next().map(of_palette),
                        Some(2) => next()
                            .zip(next())
                            .zip(next())
                            .map(|((r, g), b)| Colour::Exact(r, g, b)),
                        _ => None,
                    };
                    let Some(colour) = colour else { return };
                    if code == 38 {
                        self.ink = colour;
                    } else {
                        self.paper = colour;
                    }
                }
                _ => {}
            }
        }
    }

    fn around(&self, text: &str) -> String {
        if *self == Self::default() {
            return text.to_owned();
        }
        let (mut classes, mut style) = (Vec::new(), Vec::new());
        for (is, name) in [
            (self.bold, "bold"),
            (self.italic, "italic"),
            (self.underlined, "underline"),
            (self.inverse, "inverse"),
        ] {
            if is {
                classes.push(format!("rhai-ansi-{name}"));
            }
        }
        for (colour, kind, property) in [
            (&self.ink, "", "color"),
            (&self.paper, "-paper", "background-color"),
        ] {
            match colour {
                Colour::Own => {}
                Colour::Named(place) => {
                    let bright = if *place > 7 { "bright-" } else { "" };
                    classes.push(format!("rhai-ansi-{bright}{}{kind}", COLOURS[place % 8]));
                }
                Colour::Exact(r, g, b) => style.push(format!("{property}:rgb({r},{g},{b})")),
            }
        }
        let mut attributes = String::new();
        if !classes.is_empty() {
            attributes += &format!(" class=\"{}\"", classes.join(" "));
        }
        if !style.is_empty() {
            attributes += &format!(" style=\"{}\"", style.join(";"));
        }
        format!("<span{attributes}>{text}</span>")
    }
}

/// One of the 256 colours of terminals.
fn of_palette(place: u8) -> Colour {
    let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match place {
        0..=15 => Colour::Named(usize::from(place)),
        16..=231 => {
            let cube = place - 16;
            Colour::Exact(step(cube / 36), step(cube / 6 % 6), step(cube % 6))
        }
        _ => {
            let grey = 8 + 10 * (place - 232);
            Colour::Exact(grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn text_is_as_a_terminal_shows_it() {
        let cases: Vec<(String, String)> =
            serde_json::from_str(include_str!("../tests/terminal.json")).unwrap();
        for (text, wanted) in cases {
            assert_eq!(html(&text), wanted, "{text:?}");
        }
    }
}
