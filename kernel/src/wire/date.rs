//! The time as message headers want it.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in ISO 8601, UTC, with microseconds.
pub(super) fn now() -> String {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    iso(since.as_secs(), since.subsec_micros())
}

/// Days to civil date: <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
fn iso(seconds: u64, micros: u32) -> String {
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(iso(0, 0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(iso(951_782_400, 5), "2000-02-29T00:00:00.000005Z");
        assert_eq!(iso(1_704_067_199, 999_999), "2023-12-31T23:59:59.999999Z");
    }
}
