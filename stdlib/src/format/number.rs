//! The digits of numbers as Python's `format` writes them, and how sign, prefix, digits and padding come together.

use super::spec::{Align, Spec, Subject};
use crate::fault::{Raised, bail};
use crate::value::{even_tie, float_text};

/// A number in pieces: `-` `0x` `1234` `.5e+10`.
struct Pieces {
    negative: bool,
    prefix: &'static str,
    /// The digits that separators go between.
    digits: String,
    /// What follows them: the point, decimals, exponent, `%`; or all of `inf`.
    rest: String,
}

impl Spec {
    pub(super) fn float(&self, x: f64) -> Raised<String> {
        let mut kind = self.kind;
        if let Some(code) = kind.filter(|code| !"eEfFgGn%".contains(*code)) {
            return self.unknown_kind(code, Subject::Number);
        }
        if kind == Some('n') {
            kind = Some('g');
        }
        let percent = kind == Some('%');
        let x = if percent { x * 100.0 } else { x };
        let mut text = if x.is_finite() {
            self.finite(x.abs(), kind)
        } else {
            float_text(x.abs())
        };
        if matches!(kind, Some('E' | 'F' | 'G')) {
            text.make_ascii_uppercase();
        }
        let mut negative = x.is_sign_negative() && !x.is_nan();
        if self.no_negative_zero && x.is_finite() && rounds_to_zero(&text) {
            negative = false;
        }
        let split = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let mut rest = text.split_off(split);
        if percent {
            rest.push('%');
        }
        Ok(self.join(
            Pieces {
                negative,
                prefix: "",
                digits: text,
                rest,
            },
            3,
        ))
    }

    /// The text of a finite number that is not negative.
    fn finite(&self, x: f64, kind: Option<char>) -> String {
        match kind.map(|code| code.to_ascii_lowercase()) {
            Some('e') => {
                let precision = self.precision.unwrap_or(6);
                let (digits, exponent) = scientific(x, precision);
                Layout {
                    digits: &digits,
                    point: exponent + 1,
                    exponential: true,
                    shown: precision as i64 + 1,
                }
                .text(self.alternate, false)
            }
            Some('f' | '%') => {
                let precision = self.precision.unwrap_or(6);
                let mut text = format!("{x:.precision$}");
                if precision == 0 && self.alternate {
                    text.push('.');
                }
                text
            }
            // No code and no precision: the shortest digits that read back, as `str` shows them.
            None if self.precision.is_none() => {
                let text = format!("{x:e}");
                let (digits, exponent) = text.split_once('e').expect("an exponent was asked for");
                let mut digits = digits.replace('.', "");
                let point = exponent
                    .parse::<i64>()
                    .expect("an exponent is a whole number")
                    + 1;
                if let Some(decimals) = even_tie(x) {
                    digits = format!("{x:.decimals$}").replace('.', "");
                }
                let exponential = point <= -4 || point > 16;
                Layout {
                    digits: &digits,
                    point,
                    exponential,
                    shown: digits.len() as i64,
                }
                .text(self.alternate, true)
            }
            code => {
                let precision = self.precision.unwrap_or(6).max(1);
                let plain = code.is_none();
                let (digits, exponent) = scientific(x, precision - 1);
                let digits = match digits.trim_end_matches('0') {
                    "" => "0",
                    digits => digits,
                };
                let point = exponent + 1;
                // Without a code one place is kept for the digit after the point.
                let exponential = point <= -4 || point > precision as i64 - i64::from(plain);
                let shown = if self.alternate {
                    precision
                } else {
                    digits.len()
                };
                Layout {
                    digits,
                    point,
                    exponential,
                    shown: shown as i64,
                }
                .text(self.alternate, plain)
            }
        }
    }

    pub(super) fn whole(&self, n: i64) -> Raised<String> {
        let radix = match self.kind {
            None | Some('d' | 'n') => 10,
            Some('b') => 2,
            Some('o') => 8,
            Some('x' | 'X') => 16,
            Some('c') => 0,
            Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return self.float(n as f64),
            Some(code) => return self.unknown_kind(code, Subject::Whole),
        };
        if self.precision.is_some() {
            bail!("a whole number can't be formatted with a precision"; "Use \".2f\" to show it with decimals, or leave the precision out.");
        }
        if self.no_negative_zero {
            bail!("the 'z' of a format is for numbers with a fraction"; "Leave the 'z' out.");
        }
        if radix == 0 {
            return self.character(n);
        }
        let size = n.unsigned_abs();
        let (prefix, digits) = match radix {
            2 => ("0b", format!("{size:b}")),
            8 => ("0o", format!("{size:o}")),
            16 if self.kind == Some('X') => ("0X", format!("{size:X}")),
            16 => ("0x", format!("{size:x}")),
            _ => ("", size.to_string()),
        };
        let prefix = if self.alternate { prefix } else { "" };
        let pieces = Pieces {
            negative: n < 0,
            prefix,
            digits,
            rest: String::new(),
        };
        Ok(self.join(pieces, if radix == 10 { 3 } else { 4 }))
    }

    /// The character with a code point, as `c` asks for.
    fn character(&self, n: i64) -> Raised<String> {
        if self.sign.is_some() || self.alternate {
            bail!("the format code 'c' takes neither a sign nor '#'"; "Leave it out.");
        }
        let Some(c) = u32::try_from(n).ok().and_then(char::from_u32) else {
            bail!("no character has the code {n}"; "Codes go from 0 to 1114111.");
        };
        Ok(self.join(
            Pieces {
                negative: false,
                prefix: "",
                digits: String::new(),
                rest: c.to_string(),
            },
            3,
        ))
    }

    fn join(&self, pieces: Pieces, group: usize) -> String {
        let sign = match (pieces.negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let around = sign.len() + pieces.prefix.len() + pieces.rest.chars().count();
        let zeros = self.fill == '0' && self.align == Align::AfterSign;
        let least = if zeros {
            self.width.saturating_sub(around)
        } else {
            0
        };
        let digits = grouped(&pieces.digits, self.grouping, group, least);
        let Pieces { prefix, rest, .. } = pieces;
        if self.align != Align::AfterSign {
            return self.pad(&format!("{sign}{prefix}{digits}{rest}"));
        }
        let missing = self.width.saturating_sub(around + digits.len());
        let fill: String = std::iter::repeat_n(self.fill, missing).collect();
        format!("{sign}{prefix}{fill}{digits}{rest}")
    }
}

/// Digits with separators, led by as many zeros as make it `least` wide. A separator never leads, so the result can be
/// one wider.
fn grouped(digits: &str, separator: Option<char>, group: usize, least: usize) -> String {
    if digits.is_empty() {
        return String::new();
    }
    let Some(separator) = separator else {
        return format!("{digits:0>least$}");
    };
    let mut reversed = String::new();
    let mut left = digits.chars().rev();
    let mut remaining = digits.len();
    let mut width = 0;
    loop {
        for _ in 0..group {
            if remaining == 0 && width >= least {
                break;
            }
            reversed.push(left.next().unwrap_or('0'));
            remaining = remaining.saturating_sub(1);
            width += 1;
        }
        if remaining == 0 && width >= least {
            return reversed.chars().rev().collect();
        }
        reversed.push(separator);
        width += 1;
        // A separator that reaches the width still needs a digit before it.
        if remaining == 0 && width >= least {
            reversed.push('0');
            return reversed.chars().rev().collect();
        }
    }
}

/// The digits of a number, one before the point and `precision` after, without the point; and the exponent.
fn scientific(x: f64, precision: usize) -> (String, i64) {
    let text = format!("{x:.precision$e}");
    let (digits, exponent) = text.split_once('e').expect("an exponent was asked for");
    (
        digits.replace('.', ""),
        exponent.parse().expect("an exponent is a whole number"),
    )
}

fn rounds_to_zero(text: &str) -> bool {
    let digits = text.split(['e', 'E']).next().unwrap_or_default();
    digits.chars().all(|c| matches!(c, '0' | '.'))
}

/// Significant digits, and where the point goes among them.
struct Layout<'a> {
    digits: &'a str,
    /// How many digits come before the point; zero or less puts zeros after it.
    point: i64,
    exponential: bool,
    /// How many digits to show, zeros following when there are fewer.
    shown: i64,
}

impl Layout<'_> {
    /// `keep_point` keeps a point without decimals; `fraction` adds a zero after it instead.
    fn text(&self, keep_point: bool, fraction: bool) -> String {
        let point = if self.exponential { 1 } else { self.point };
        let least = if fraction && !self.exponential {
            point + 1
        } else {
            point
        };
        let shown = self.shown.max(least);
        let digits = self.digits.as_bytes();
        let digit = |i: i64| {
            usize::try_from(i)
                .ok()
                .and_then(|i| digits.get(i))
                .map_or('0', |b| char::from(*b))
        };
        // One zero before the point when no digit is there.
        let mut out: String = (point.min(1) - 1..point).map(digit).collect();
        let decimals: String = (point..shown).map(digit).collect();
        if !decimals.is_empty() || keep_point {
            out.push('.');
            out.push_str(&decimals);
        }
        if self.exponential {
            let exponent = self.point - 1;
            let sign = if exponent < 0 { '-' } else { '+' };
            out.push_str(&format!("e{sign}{:02}", exponent.abs()));
        }
        out
    }
}
