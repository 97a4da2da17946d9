//! A format specification, as Python reads one:
//! `[[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision][type]`.

use crate::fault::{Raised, bail};
use crate::kind;

/// The three ways a value is formatted; they read the same specification by different defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Text,
    Whole,
    Number,
}

impl Subject {
    pub(super) fn name(self) -> &'static str {
        let kind = match self {
            Subject::Text => kind::of_type::<str>(),
            Subject::Whole => kind::of_type::<i64>(),
            Subject::Number => kind::of_type::<f64>(),
        };
        kind.kind
    }
}

/// Where a value stands in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    Center,
    /// Padding goes between the sign and the digits.
    AfterSign,
}

/// A specification, read. `kind` is the type letter, if there was one.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    pub(super) fill: char,
    pub(super) align: Align,
    pub(super) sign: Option<char>,
    pub(super) no_negative_zero: bool,
    pub(super) alternate: bool,
    pub(super) width: usize,
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) kind: Option<char>,
}

/// Wider or more precise than this is a slip of the pen. (And Rust writes no more than 65,535 digits.)
const LARGEST: usize = 50_000;

const HINT: &str = "A format reads [[fill]align][sign][#][0][width][,][.digits][type], such as \",.2f\", \">10\" or \"+.1%\".";

impl Spec {
    pub(super) fn parse(text: &str, subject: Subject) -> Raised<Self> {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        let eat = |at: &mut usize, wanted: &[char]| {
            let found = chars.get(*at).copied().filter(|c| wanted.contains(c));
            *at += usize::from(found.is_some());
            found
        };
        let mut spec = Spec {
            fill: ' ',
            align: if subject == Subject::Text {
                Align::Left
            } else {
                Align::Right
            },
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        let mut aligned = true;
        let mut filled = false;
        if let Some(align) = chars.get(1).and_then(|c| alignment(*c)) {
            spec.fill = chars[0];
            spec.align = align;
            filled = true;
            at = 2;
        } else if let Some(align) = chars.first().and_then(|c| alignment(*c)) {
            spec.align = align;
            at = 1;
        } else {
            aligned = false;
        }
        spec.sign = eat(&mut at, &['+', '-', ' ']);
        spec.no_negative_zero = eat(&mut at, &['z']).is_some();
        spec.alternate = eat(&mut at, &['#']).is_some();
        if !filled && eat(&mut at, &['0']).is_some() {
            spec.fill = '0';
            if !aligned && spec.align == Align::Right {
                spec.align = Align::AfterSign;
            }
        }
        spec.width = digits(&chars, &mut at, text, "width")?.unwrap_or(0);
        spec.grouping = eat(&mut at, &[',']).or_else(|| eat(&mut at, &['_']));
        if let Some(second) = eat(&mut at, &[',', '_']) {
            let first = spec.grouping.expect("a second separator follows a first");
            bail!("the format \"{text}\" asks for thousands separators twice, '{first}' and '{second}'"; "Keep one of them.");
        }
        if eat(&mut at, &['.']).is_some() {
            spec.precision = digits(&chars, &mut at, text, "precision")?;
            if spec.precision.is_none() {
                bail!("the format \"{text}\" has no digits after its point"; "Say how many: \".2f\" shows two decimals.");
            }
        }
        spec.kind = chars.get(at).copied();
        if chars.len() > at + 1 {
            bail!("\"{text}\" is not a format for {}", subject.name(); "{HINT}");
        }
        spec.check_grouping(text, subject)?;
        Ok(spec)
    }

    fn check_grouping(&self, text: &str, subject: Subject) -> Raised<()> {
        let Some(separator) = self.grouping else {
            return Ok(());
        };
        match self.kind {
            None if subject != Subject::Text => Ok(()),
            Some('d' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if separator == '_' => Ok(()),
            Some('b' | 'o' | 'x' | 'X') => {
                bail!("the format \"{text}\" can't group these digits by commas"; "Use '_' as the separator.")
            }
            None | Some('s') => {
                bail!("the format \"{text}\" can't group text by '{separator}'"; "Leave the '{separator}' out, or give a number.")
            }
            Some('c' | 'n') => {
                let kind = self.kind.expect("it was matched");
                bail!("the format \"{text}\" can't use '{separator}' with '{kind}'"; "Leave the '{separator}' out.")
            }
            // What is no type of a format is spoken of before its separator.
            Some(kind) => self.unknown_kind(kind, subject),
        }
    }

    /// Refuses a type letter that does not fit the value.
    pub(super) fn unknown_kind<T>(&self, kind: char, subject: Subject) -> Raised<T> {
        const FLOATS: &str = "efgEFG%n";
        let hint = match subject {
            Subject::Text if "bcdoxXn".contains(kind) || FLOATS.contains(kind) => {
                "That code is for numbers: turn the text into one with parse_float(…) first.".to_string()
            }
            Subject::Text => "Text takes 's' or no code: \">10\", \"34s\".".to_string(),
            Subject::Number if "bcdoxX".contains(kind) => {
                "That code is for whole numbers: use \".0f\" to show none of the fraction, or int(x) to drop it.".to_string()
            }
            _ if kind == 's' => "That code is for text: leave the 's' out, or give str(x).".to_string(),
            Subject::Number => "Numbers take e, f, g, E, F, G, n, % or no code.".to_string(),
            Subject::Whole => "Whole numbers take b, c, d, o, x, X, n, e, f, g, E, F, G, % or no code.".to_string(),
        };
        Err(crate::fault::Fault::new(format!(
            "unknown format code '{kind}' for {}",
            subject.name()
        ))
        .hint(hint)
        .into())
    }

    /// A text in its width.
    pub(super) fn pad(&self, text: &str) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        let (left, right) = match self.align {
            Align::Left => (0, missing),
            Align::Center => (missing / 2, missing - missing / 2),
            Align::Right | Align::AfterSign => (missing, 0),
        };
        let fill = |n: usize| std::iter::repeat_n(self.fill, n);
        fill(left).chain(text.chars()).chain(fill(right)).collect()
    }
}

fn alignment(c: char) -> Option<Align> {
    Some(match c {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

fn digits(chars: &[char], at: &mut usize, text: &str, what: &str) -> Raised<Option<usize>> {
    let start = *at;
    let mut n: usize = 0;
    while let Some(digit) = chars.get(*at).and_then(|c| c.to_digit(10)) {
        n = n.saturating_mul(10).saturating_add(digit as usize);
        *at += 1;
    }
    if n > LARGEST {
        bail!("the format \"{text}\" asks for a {what} of more than {LARGEST}"; "Use a smaller {what}.");
    }
    Ok((*at > start).then_some(n))
}
