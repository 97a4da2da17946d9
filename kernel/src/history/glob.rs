//! Shell patterns, as history searches use them: `*`, `?`, `[abc]`, `[a-z]`, `[^a]`.

/// Whether the whole text matches.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last star was, and up to where it has been tried.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, t));
            p += 1;
        } else if let Some(next) = one(&pattern, p, text[t]) {
            (p, t) = (next, t + 1);
        } else if let Some((at, tried)) = star {
            star = Some((at, tried + 1));
            (p, t) = (at + 1, tried + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// Matches one character; returns where the pattern goes on.
fn one(pattern: &[char], at: usize, c: char) -> Option<usize> {
    match pattern.get(at)? {
        '?' => Some(at + 1),
        '[' => match set(pattern, at + 1, c) {
            Some((found, next)) => found.then_some(next),
            // No closing bracket: the bracket stands for itself.
            None => (c == '[').then_some(at + 1),
        },
        other => (*other == c).then_some(at + 1),
    }
}

fn set(pattern: &[char], mut at: usize, c: char) -> Option<(bool, usize)> {
    let negated = matches!(pattern.get(at)?, '^' | '!');
    at += usize::from(negated);
    let first = at;
    let mut found = false;
    loop {
        let low = *pattern.get(at)?;
        if low == ']' && at > first {
            return Some((found != negated, at + 1));
        }
        if pattern.get(at + 1) == Some(&'-') && pattern.get(at + 2).is_some_and(|c| *c != ']') {
            found |= (low..=pattern[at + 2]).contains(&c);
            at += 3;
        } else {
            found |= low == c;
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*", "let x = 1;\nx"),
            ("let ? = *", "let x = 1"),
            ("*b*b", "abab"),
            ("[a-c]x[!y]", "bxz"),
            ("[]]", "]"),
            ("a[", "a["),
            ("*é", "café"),
        ] {
            assert!(matches(pattern, text), "{pattern} should match {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("?", ""),
            ("*b", "abc"),
            ("[^a]", "a"),
            ("[a-c]", "d"),
            ("a[", "a"),
        ] {
            assert!(!matches(pattern, text), "{pattern} should not match {text}");
        }
    }

    #[test]
    fn many_stars_take_no_exponential_time() {
        assert!(!matches(
            &format!("{}b", "a*".repeat(40)),
            &"a".repeat(4000)
        ));
    }
}
