//! What a cell may take, as a reader writes it: `seconds=5 memory=200MB`.

/// Limits on time and memory; none where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Seconds that a cell may run.
    pub seconds: Option<f64>,
    /// Bytes.
    pub bytes: Option<u64>,
}

impl Limits {
    /// Reads `seconds=5 memory=200MB`, either or both. An error says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut limits = Self::default();
        for word in text.split_whitespace() {
            match word.split_once('=') {
                Some(("seconds", value)) => limits.seconds = Some(seconds(value)?),
                Some(("memory", value)) => limits.bytes = Some(bytes(value)?),
                _ => return Err(format!("`{word}` is not a limit")),
            }
        }
        if limits == Self::default() {
            return Err("no limit is given".into());
        }
        Ok(limits)
    }
}

/// Reads a time: `5`, `0.5`. An error says what is wrong.
pub fn seconds(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('s').parse::<f64>();
    number
        .ok()
        .filter(|n| n.is_finite() && *n > 0.0)
        .ok_or_else(|| format!("`{text}` is not a number of seconds above 0"))
}

/// Reads a size: `200MB`, `1.5GB`, `64KiB`, `1000000`. An error says what is wrong.
pub fn bytes(text: &str) -> Result<u64, String> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        _ => 0.0,
    };
    let size = number.parse::<f64>().unwrap_or(0.0) * unit;
    if size >= 1.0 {
        Ok(size as u64)
    } else {
        Err(format!("`{text}` is not a size such as 200MB or 1.5GB"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_in_any_order() {
        let both = Limits {
            seconds: Some(5.0),
            bytes: Some(200_000_000),
        };
        assert_eq!(Limits::read("seconds=5 memory=200MB"), Ok(both));
        assert_eq!(Limits::read("memory=200mb  seconds=5s"), Ok(both));
        assert_eq!(bytes("1.5GB"), Ok(1_500_000_000));
        assert_eq!(bytes("64KiB"), Ok(65536));
        for wrong in [
            "",
            "memory",
            "memory=",
            "memory=MB",
            "memory=0",
            "memory=-1MB",
            "memory=2TBx",
            "seconds=no",
            "seconds=0",
            "seconds=inf",
            "time=5",
        ] {
            assert!(Limits::read(wrong).is_err(), "{wrong}");
        }
    }
}
