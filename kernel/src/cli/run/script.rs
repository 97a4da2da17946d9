//! A `.rhai` file as cells, in the percent form that Jupytext has for other languages: a line `// %%` begins a cell,
//! `// %% [markdown]` one of prose in comments, `// %% tags=["raises-exception"]` one with tags.
//!
//! Files that mark their cells in other ways are read too: `// [1]`, as pages used to, and `// In[1]:`, as templates
//! of nbconvert do. What nbconvert writes without a template has no marks at all ([`without_marks`]).

use std::rc::Rc;

use rhaibook_session::{Cell, Completeness, Nobody, Session};

use super::notebook::{Notebook, Piece};

/// The file's cells as a notebook, and a remark for who runs it, if there is one.
pub(super) fn parse(text: &str) -> (Notebook, Option<String>) {
    let text = text.trim_start_matches('\u{feff}');
    // So that a script can begin with `#!/usr/bin/env -S rhaibook run`; its lines keep their numbers.
    let text = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with("#!") => format!("\n{rest}"),
        _ if text.starts_with("#!") => String::new(),
        _ => text.to_owned(),
    };
    let mut cells = divided(&text, marks(&text));
    let mut remark = None;
    if let [only] = &cells[..]
        && let Some((parts, line)) = without_marks(&only.source)
    {
        remark = Some(format!(
            "no line `// %%` says where its cells begin, so I guessed: the first ends at line {line}"
        ));
        cells = parts.into_iter().map(Piece::code).collect();
    }
    let single = cells.len() == 1;
    for cell in &mut cells {
        cell.source.truncate(cell.source.trim_end().len());
    }
    // What comes before the first mark is a cell only if there is something.
    if !single && cells[0].source.trim().is_empty() {
        cells.remove(0);
    }
    (Notebook::from_cells(cells), remark)
}

/// How a file marks the beginnings of its cells: what follows the mark on its line, or none where a line is not a mark.
type Mark = fn(&str) -> Option<&str>;

fn marks(text: &str) -> Mark {
    if text.lines().any(|line| percent(line).is_some()) {
        return percent;
    }
    if text.lines().any(|line| prompt(line).is_some()) {
        return prompt;
    }
    let first = text.lines().find(|line| !line.trim().is_empty());
    if first.is_some_and(|line| label(line).is_some()) {
        return label;
    }
    |_| None
}

fn divided(text: &str, mark: Mark) -> Vec<Piece> {
    let mut cells = vec![Piece::code("")];
    for line in text.split_inclusive('\n') {
        if let Some(title) = mark(line.trim_end()) {
            cells.push(Piece::titled(title));
        } else if let Some(cell) = cells.last_mut() {
            cell.source.push_str(match cell.kind {
                "code" => line,
                _ => uncommented(line),
            });
        }
    }
    cells
}

fn percent(line: &str) -> Option<&str> {
    let rest = comment(line)?.strip_prefix("%%")?;
    // `// %%timeit` speaks of a magic; a mark ends or goes on after a blank.
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(rest)
}

/// `// In[1]:`, with a blank or without, and `// In[ ]:` where the cell had not been run.
fn prompt(line: &str) -> Option<&str> {
    let rest = comment(line)?.strip_prefix("In")?.trim_start();
    let (number, rest) = rest.strip_prefix('[')?.split_once(']')?;
    let numbered = number.chars().all(|c| c.is_ascii_digit() || c == ' ');
    (numbered && matches!(rest, ":" | "")).then_some("")
}

/// `// [1]`, alone on its line.
fn label(line: &str) -> Option<&str> {
    let label = comment(line)?.strip_prefix('[')?.strip_suffix(']')?;
    (!label.contains(['[', ']'])).then_some("")
}

fn comment(line: &str) -> Option<&str> {
    Some(line.strip_prefix("//")?.trim_start_matches(' '))
}

fn uncommented(line: &str) -> &str {
    let Some(rest) = line.strip_prefix("//") else {
        return line;
    };
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// Divides a text that is not a cell as it is, but would be several: where a `;` is missing, or a magic stands, an empty
/// line is taken to separate two cells. Also the line after which the first of these begins.
fn without_marks(text: &str) -> Option<(Vec<String>, usize)> {
    let session = Session::new(Rc::new(Nobody));
    let check = |code: &str| session.check(Cell { label: "", code });
    let mut parts = Vec::new();
    let mut rest = text;
    let mut first = 0;
    // What no division repairs stays as it is: the last part says what is wrong with it when it is run.
    while let Completeness::Invalid(found) = check(rest)
        && let Some((start, end)) = found.first().and_then(|first| first.span)
        && let Some(at) = parting(rest, start, end)
        && let (part, after) = rest.split_at(at)
        && matches!(check(part), Completeness::Complete)
    {
        if parts.is_empty() {
            first = part.trim_end().matches('\n').count() + 1;
        }
        parts.push(part.to_owned());
        rest = after;
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(rest.to_owned());
    // Where cells end in values, an `if` that comes before an empty line may have been the last of a cell.
    let whole = |code: &str| matches!(check(code), Completeness::Complete);
    let parts = parts.iter().flat_map(|part| blocks(part, whole));
    Some((parts.collect(), first))
}

/// Divides a text after every block that an empty line follows, where what comes before and what comes after are whole.
fn blocks(text: &str, whole: impl Fn(&str) -> bool) -> Vec<String> {
    const END: &str = "}\n\n";
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(END) {
        let end = at + END.len();
        if whole(&text[start..end]) && whole(&text[end..]) {
            parts.push(text[start..end].to_owned());
            start = end;
        }
    }
    parts.push(text[start..].to_owned());
    parts
}

/// Where the line after the empty one begins that parts what is wrong between two bytes from what follows or comes before.
fn parting(text: &str, start: usize, end: usize) -> Option<usize> {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if text[line..].starts_with(['%', '?']) {
        return (line > 1 && text[..line - 1].ends_with('\n')).then_some(line);
    }
    let after = &text[end..];
    let gap = after.find("\n\n")?;
    let rest_of_line = after[..gap].trim();
    (rest_of_line.is_empty() || rest_of_line.starts_with("//")).then_some(end + gap + 2)
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn sources(text: &str) -> Vec<String> {
        parse(text)
            .0
            .code_cells()
            .into_iter()
            .map(|cell| cell.source)
            .collect()
    }

    #[test]
    fn marks_divide_and_prose_is_not_run() {
        assert_eq!(sources("let a = 1;\na\n"), ["let a = 1;\na"]);
        assert_eq!(
            sources("// %%\n1\n// %% second\n2\n//%%\n3"),
            ["1", "2", "3"]
        );
        assert_eq!(sources("// %% [markdown]\n// # Title\n// %%\n1"), ["1"]);
        assert_eq!(sources("// %% [raw]\n// words\n// %%\n1"), ["1"]);
        assert_eq!(
            sources("// %%timeit is a magic\n1"),
            ["// %%timeit is a magic\n1"]
        );
        assert_eq!(sources("#!/usr/bin/env -S rhaibook run\n1"), ["\n1"]);
    }

    #[test]
    fn marks_of_older_downloads_and_of_templates_divide_too() {
        assert_eq!(sources("// [1]\n1\n\n// [2]\n2\n"), ["1", "2"]);
        assert_eq!(
            sources("\n// In[1]:\n\n1\n\n// In[ ]:\n\n2"),
            ["\n1", "\n2"]
        );
        assert_eq!(sources("// In [12]:\n1\n// In [13]:\n2"), ["1", "2"]);
        // A remark in brackets is none where the file does not begin with one, or has other marks.
        assert_eq!(sources("let a = 1;\n// [1]\na"), ["let a = 1;\n// [1]\na"]);
        assert_eq!(sources("// %%\n// [1]\n1"), ["// [1]\n1"]);
        assert_eq!(sources("// [1] a note\n1"), ["// [1] a note\n1"]);
    }

    #[test]
    fn tags_are_read() {
        let cells = parse(
            "// %% tags=[\"raises-exception\"]\nnope\n// %% tags=[\"a\", \"skip-execution\"]\n1\n// %% tags=[oops\n2",
        );
        let cells = cells.0.code_cells();
        let found: Vec<_> = cells
            .iter()
            .map(|c| (c.source.as_str(), c.may_fail))
            .collect();
        assert_eq!(found, [("nope", true), ("2", false)]);
    }

    #[test]
    fn cells_without_marks_are_told_apart_where_they_must_be() {
        for (text, cells, line) in [
            ("let a = 1;\n\nlet b = 2;\n", 1, None),
            ("let a = 1;\na\n\na + 1\n\nlet b = 2;", 3, Some(2)),
            ("1 // one\n\n// two\n2", 2, Some(1)),
            (
                "1\n\nif true {\n  2\n}\n\nfn f() {\n  3\n}\n\nf()",
                4,
                Some(1),
            ),
            ("let a = 1;\n\n%who\n\nlet b = a;\nb", 2, Some(1)),
            // No empty line, or within brackets: what is missing is a `;`.
            ("let a = 1\nlet b = 2", 1, None),
            ("fn f() {\n  1\n\n  2\n}", 1, None),
            ("let a = 1\n\nlet b = (2", 1, None),
            ("let a = 1\nlet b = (2\n\n3", 1, None),
        ] {
            let (notebook, remark) = parse(text);
            assert_eq!(notebook.code_cells().len(), cells, "{text}");
            let told = line.map(|line| format!("the first ends at line {line}"));
            let ending = remark.and_then(|remark| remark.split(": ").last().map(str::to_owned));
            assert_eq!(ending, told, "{text}");
        }
    }

    #[test]
    fn prose_loses_its_comment_signs() {
        let text = parse("// %% [markdown]\n// # Title\n//\n// words\n")
            .0
            .to_text();
        assert!(
            text.contains("\"# Title\\n\",\n    \"\\n\",\n    \"words\""),
            "{text}"
        );
    }
}
