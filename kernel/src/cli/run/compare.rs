//! Whether a notebook's stored outputs are what a run gives.

use serde_json::Value;

use super::notebook::joined;

/// The first difference between stored and new outputs, in words; none when they say the same.
pub(super) fn difference(stored: &[Value], new: &[Value]) -> Option<String> {
    let (stored, new) = (normal(stored), normal(new));
    for (i, (old, new)) in stored.iter().zip(&new).enumerate() {
        for ((what, old), (new_what, new)) in old.iter().zip(new) {
            if what != new_what {
                return Some(format!(
                    "output {}: stored {what}, the run gave {new_what}",
                    i + 1
                ));
            }
            if old != new {
                return Some(format!(
                    "output {}, {what}{}",
                    i + 1,
                    first_line_apart(old, new)
                ));
            }
        }
        if old.len() != new.len() {
            let media = |parts: &[(String, String)]| {
                parts
                    .iter()
                    .map(|p| p.0.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            return Some(format!(
                "output {}: stored {}; the run gave {}",
                i + 1,
                media(old),
                media(new)
            ));
        }
    }
    (stored.len() != new.len()).then(|| {
        format!(
            "{} outputs stored, the run gave {}",
            stored.len(),
            new.len()
        )
    })
}

/// An output as named texts: whole strings where files hold lines, neighbouring streams joined, no metadata.
type Parts = Vec<(String, String)>;

fn normal(outputs: &[Value]) -> Vec<Parts> {
    let mut normal: Vec<Parts> = Vec::new();
    for output in outputs {
        let kind = output["output_type"]
            .as_str()
            .unwrap_or("output")
            .to_owned();
        match kind.as_str() {
            "stream" => {
                let name = output["name"].as_str().unwrap_or("stdout").to_owned();
                let text = joined(&output["text"]);
                match normal.last_mut().map(Vec::as_mut_slice) {
                    Some([(last, before)]) if *last == name => before.push_str(&text),
                    _ => normal.push(vec![(name, text)]),
                }
            }
            "error" => normal.push(vec![
                ("error kind".into(), joined(&output["ename"])),
                ("error message".into(), joined(&output["evalue"])),
                ("traceback".into(), output["traceback"].to_string()),
            ]),
            _ => {
                let mut parts = vec![(kind, output["execution_count"].to_string())];
                let mut media: Vec<_> = output["data"].as_object().into_iter().flatten().collect();
                media.sort_by_key(|(medium, _)| medium.as_str());
                let drawn = media.iter().any(|(medium, _)| *medium == "image/svg+xml");
                for (medium, content) in media {
                    let text = match content {
                        // The same drawing again, whose pixels may differ by a shade from one processor to another.
                        _ if drawn && medium == "image/png" => String::new(),
                        Value::String(_) | Value::Array(_) if !medium.ends_with("json") => {
                            joined(content)
                        }
                        content => {
                            let mut content = content.clone();
                            content.sort_all_objects();
                            content.to_string()
                        }
                    };
                    parts.push((medium.clone(), text));
                }
                normal.push(parts);
            }
        }
    }
    normal
}

fn first_line_apart(old: &str, new: &str) -> String {
    let (mut olds, mut news) = (old.lines(), new.lines());
    let mut line = 0;
    loop {
        line += 1;
        match (olds.next(), news.next()) {
            (None, None) => return ": only the line breaks differ".into(),
            (a, b) if a == b => {}
            (a, b) => {
                let show = |text: Option<&str>| text.map_or("nothing".to_owned(), abridged);
                return format!(
                    ", line {line}:\n    stored:  {}\n    the run: {}",
                    show(a),
                    show(b)
                );
            }
        }
    }
}

fn abridged(line: &str) -> String {
    let mut text: String = line.chars().take(120).collect();
    if text.len() < line.len() {
        text.push('…');
    }
    text.replace('\x1b', "␛")
}

#[cfg(test)]
mod tests {
    use super::difference;
    use serde_json::json;

    #[test]
    fn the_same_in_another_layout_is_the_same() {
        let stored = [
            json!({"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}),
            json!({"output_type": "stream", "name": "stdout", "text": "c\n"}),
            json!({"output_type": "execute_result", "execution_count": 1, "metadata": {"x": 1},
                   "data": {"text/plain": ["1"], "image/svg+xml": ["<svg", "/>"], "image/png": "AAA="}}),
        ];
        let new = [
            json!({"output_type": "stream", "name": "stdout", "text": "a\nb\nc\n"}),
            json!({"output_type": "execute_result", "execution_count": 1, "metadata": {},
                   "data": {"image/png": "BBB=", "image/svg+xml": "<svg/>", "text/plain": "1"}}),
        ];
        assert_eq!(difference(&stored, &new), None);
    }

    #[test]
    fn differences_are_named() {
        let out = |text: &str| json!({"output_type": "stream", "name": "stdout", "text": text});
        let value = |n: u64, text: &str| json!({"output_type": "execute_result", "execution_count": n, "data": {"text/plain": text}});
        for (stored, new, words) in [
            (
                vec![out("a\nb\n")],
                vec![out("a\nc\n")],
                "output 1, stdout, line 2",
            ),
            (vec![], vec![out("a")], "0 outputs stored, the run gave 1"),
            (vec![value(1, "5")], vec![value(2, "5")], "execute_result"),
            (
                vec![value(1, "5")],
                vec![value(1, "6")],
                "text/plain, line 1",
            ),
            (
                vec![out("5")],
                vec![value(1, "5")],
                "stored stdout, the run gave execute_result",
            ),
        ] {
            let found = difference(&stored, &new).unwrap();
            assert!(found.contains(words), "{found:?} lacks {words:?}");
        }
    }
}
