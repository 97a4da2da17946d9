//! A `.rhai` file as cells: a line `// %%` begins a new one, `// %% [markdown]` begins one of prose in comments.

use super::notebook::Notebook;

/// The file's cells as a notebook.
pub(super) fn parse(text: &str) -> Notebook {
    let text = text.trim_start_matches('\u{feff}');
    let mut cells = vec![("code", String::new())];
    for (i, line) in text.split_inclusive('\n').enumerate() {
        // So that a script can begin with `#!/usr/bin/env -S rhaibook run`; its lines keep their numbers.
        let line = if i == 0 && line.starts_with("#!") {
            "\n"
        } else {
            line
        };
        if let Some(title) = marker(line) {
            let kind = if title.contains("[markdown]") || title.contains("[md]") {
                "markdown"
            } else {
                "code"
            };
            cells.push((kind, String::new()));
        } else if let Some((kind, source)) = cells.last_mut() {
            source.push_str(if *kind == "markdown" {
                uncommented(line)
            } else {
                line
            });
        }
    }
    let single = cells.len() == 1;
    for (_, source) in &mut cells {
        source.truncate(source.trim_end().len());
    }
    // What stands before the first marker is a cell only if there is something.
    if !single && cells[0].1.trim().is_empty() {
        cells.remove(0);
    }
    Notebook::from_cells(cells)
}

fn marker(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("//")?
        .trim_start_matches(' ')
        .strip_prefix("%%")?;
    // `// %%timeit` speaks of a magic; a marker ends or goes on after a blank.
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(rest)
}

fn uncommented(line: &str) -> &str {
    let Some(rest) = line.strip_prefix("//") else {
        return line;
    };
    rest.strip_prefix(' ').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn sources(text: &str) -> Vec<String> {
        parse(text)
            .code_cells()
            .into_iter()
            .map(|cell| cell.source)
            .collect()
    }

    #[test]
    fn markers_divide_and_prose_is_not_run() {
        assert_eq!(sources("let a = 1;\na\n"), ["let a = 1;\na"]);
        assert_eq!(
            sources("// %%\n1\n// %% second\n2\n//%%\n3"),
            ["1", "2", "3"]
        );
        assert_eq!(sources("// %% [markdown]\n// # Title\n// %%\n1"), ["1"]);
        assert_eq!(
            sources("// %%timeit is a magic\n1"),
            ["// %%timeit is a magic\n1"]
        );
        assert_eq!(sources("#!/usr/bin/env -S rhaibook run\n1"), ["\n1"]);
    }

    #[test]
    fn prose_loses_its_comment_signs() {
        let text = parse("// %% [markdown]\n// # Title\n//\n// words\n").to_text();
        assert!(
            text.contains("\"# Title\\n\",\n    \"\\n\",\n    \"words\""),
            "{text}"
        );
    }
}
