//! Numbers as plots write them: thousands separated, a true minus, powers of ten when they grow long.

/// A value for a sentence or a tooltip, to six digits: `1,607.14`.
pub(super) fn short(x: f64) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return if x > 0.0 {
            "inf".into()
        } else {
            "−inf".into()
        };
    }
    let size = x.abs();
    if size == 0.0 {
        return "0".into();
    }
    if !(1e-4..1e15).contains(&size) {
        return powers(x, 5);
    }
    if size >= 99_999.95 {
        return grouped(x, 0);
    }
    // The exponent form rounds to six digits exactly; its exponent says how many of them are decimals.
    let text = format!("{size:.5e}");
    let exponent: i32 = text
        .split_once('e')
        .map_or(0, |(_, e)| e.parse().unwrap_or(0));
    let decimals = (5 - exponent).clamp(0, 9) as usize;
    trimmed(grouped(x, decimals))
}

/// A value with so many decimals and its thousands separated.
pub(super) fn grouped(x: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", x.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if x < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A value as a power of ten with up to so many decimals: `2.5×10⁹`.
pub(super) fn powers(x: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$e}", x.abs());
    let (digits, exponent) = text.split_once('e').expect("an exponent was asked for");
    let sign = if x < 0.0 { "−" } else { "" };
    format!(
        "{sign}{}×{}",
        trimmed(digits.to_string()),
        ten_to(exponent.parse().unwrap_or(0))
    )
}

/// `10⁹`.
pub(super) fn ten_to(exponent: i32) -> String {
    let mut out = String::from("10");
    for c in exponent.to_string().chars() {
        out.push(match c.to_digit(10) {
            Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
            None => '⁻',
        });
    }
    out
}

fn trimmed(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_six_digits() {
        let cases = [
            (535.714285714, "535.714"),
            (1607.142857, "1,607.14"),
            (1e6, "1,000,000"),
            (123456.7, "123,457"),
            (99_999.97, "100,000"),
            (-0.25, "−0.25"),
            (1.5e-7, "1.5×10⁻⁷"),
            (-2e20, "−2×10²⁰"),
            (0.1 + 0.2, "0.3"),
            (0.0001, "0.0001"),
            (-0.0, "0"),
        ];
        for (x, text) in cases {
            assert_eq!(short(x), text, "{x}");
        }
    }
}
