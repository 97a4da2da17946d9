//! `csv(text)`: a table from comma-separated values.

use rhai::Dynamic;
use rhai::plugin::*;

use crate::Library;
use crate::fault::{Raised, bail};
use crate::table::{Column, Table};
use crate::{host, value};
use typed::{Comma, typed};

mod typed;

pub(crate) fn register(library: &mut Library) {
    library.add("Data", rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// Reads a table from comma-separated values; the first line names the columns.
    ///
    /// A column that holds nothing but numbers becomes numbers, one of true and false becomes truth values; everything
    /// else, dates and codes such as 007 too, stays text. Numbers may have a currency (`$900`), separated thousands
    /// (`"1,200"`) or a percent sign (`3%` is 0.03). Where one is missing, as an empty field or NA, n/a, null or nan, it
    /// is nan. If most of a column are numbers and some are not, a warning names the first that is none. Spaces around
    /// fields are dropped, a field in double quotes may hold commas and line breaks.
    ///
    /// # Arguments
    /// - `text`: the values, a row on each line
    /// - `separator`: what separates the fields; found out from the text when left out. Or a map such as
    ///   `#{separator: ";", decimal: ","}`, where `decimal` says that 1,5 is one and a half
    ///
    /// # Errors
    /// When there is no header, a row has more or fewer fields than it, or a quote is never closed.
    ///
    /// # Example
    /// ```rhai
    /// let t = csv("name,price\nAPI,3.0\nself-host,0.2");
    /// t["price"]              // => [3.  0.2]
    /// t[0]                    // => {'name': 'API', 'price': 3.0}
    /// csv("name;price\nAPI;3,5")["price"] // => [3.5]
    /// csv("a,b\n1")           // error: line 2 has 1 field, but the header has 2
    /// ```
    #[rhai_fn(name = "csv", return_raw)]
    pub fn csv_with(text: &str, separator: Dynamic) -> Raised<Table> {
        super::read(text, super::options(&separator)?)
    }

    /// Reads a table from comma-separated values.
    #[rhai_fn(name = "csv", return_raw)]
    pub fn csv(text: &str) -> Raised<Table> {
        super::read(text, super::Options::default())
    }
}

/// How a text is to be read; what is left open is found out from it.
#[derive(Default)]
struct Options {
    separator: Option<u8>,
    comma: Option<Comma>,
}

fn options(given: &Dynamic) -> Raised<Options> {
    let mut options = Options::default();
    if !given.is_map() {
        options.separator = Some(separator(given)?);
        return Ok(options);
    }
    for (name, option) in value::map("options", given)? {
        match name.as_str() {
            "separator" | "sep" => options.separator = Some(separator(&option)?),
            "decimal" => {
                options.comma = match value::text(&option).as_str() {
                    "," => Some(Comma::Decimal),
                    "." => Some(Comma::Thousands),
                    _ => bail!(
                        "option decimal must be \",\" or \".\", not {}",
                        value::repr(&option)
                    ),
                }
            }
            name => bail!("csv has no option {name}"; "Its options are separator, decimal."),
        }
    }
    Ok(options)
}

fn separator(given: &Dynamic) -> Raised<u8> {
    let text = value::text(given);
    match text.as_bytes() {
        [byte]
            if (given.is_string() || given.is_char()) && !matches!(byte, b'"' | b'\n' | b'\r') =>
        {
            Ok(*byte)
        }
        _ => bail!(
            "separator must be one plain character such as \";\", not {}",
            value::repr(given)
        ),
    }
}

/// What is between the fields of a text: a comma, or what parts its first lines into as many fields each.
fn found_separator(text: &str) -> u8 {
    const OTHERS: [u8; 3] = [b';', b'\t', b'|'];
    const LINES: usize = 20;
    let widths = |separator: u8| -> Vec<usize> {
        let records = reader(text, separator).into_records().take(LINES);
        records
            .filter_map(|record| Some(record.ok()?.len()))
            .collect()
    };
    let fits = |separator: u8| {
        let widths = widths(separator);
        widths[..]
            .first()
            .is_some_and(|first| *first > 1 && widths.iter().all(|n| n == first))
    };
    let head = text.trim_start().lines().next().unwrap_or_default();
    let other = OTHERS
        .into_iter()
        .find(|other| head.contains(char::from(*other)) && fits(*other));
    match other {
        // "a, b;c" is parted by what its lines agree on, and by the comma if by both.
        Some(other) if !head.contains(',') || !fits(b',') => other,
        _ => b',',
    }
}

/// A reader of lines of fields, the first line among them.
fn reader(text: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(::csv::Trim::All)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// Rows that are read between two checks whether the cell was stopped.
const ROWS: usize = 1 << 12;

fn read(text: &str, options: Options) -> Raised<Table> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        bail!("the text has no lines"; "Its first line names the columns: csv(\"name,price\\nAPI,3.0\").");
    }
    let separator = options.separator.unwrap_or_else(|| found_separator(text));
    let text = &quotes_at_the_separator(text, separator);
    if let Some(line) = unclosed_quote(text, char::from(separator)) {
        bail!("the quote that opens in line {line} is never closed"; "Close it, or write a quote inside a field twice: \"\".");
    }
    let mut header: Option<Vec<String>> = None;
    let mut columns: Vec<Vec<String>> = Vec::new();
    let mut lines = Vec::new();
    for (row, record) in reader(text, separator).records().enumerate() {
        if row % ROWS == 0 {
            host::check_interrupt()?;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => bail!("the text can't be read: {error}"),
        };
        // A line of nothing but blanks is an empty one.
        if record.len() == 1 && record[0].is_empty() && header.as_ref().is_none_or(|h| h.len() > 1)
        {
            continue;
        }
        let line = line_of(&record, text);
        let Some(header) = &header else {
            let names: Vec<String> = record.iter().map(str::to_string).collect();
            if let Some(at) = names.iter().position(String::is_empty) {
                bail!("column {} has no name in line {line}", at + 1; "The first line names every column.");
            }
            columns.resize(names.len(), Vec::new());
            header = Some(names);
            continue;
        };
        if record.len() != header.len() {
            let fields = if record.len() == 1 { "field" } else { "fields" };
            let advice = if record.len() < header.len() {
                "Every line has a field for each column; one that is missing stays empty: 1,,3"
            } else {
                "Put a field that holds a separator in quotes: \"1,500\"."
            };
            bail!(
                "line {line} has {} {fields}, but the header has {}", record.len(), header.len();
                "{advice}"
            );
        }
        lines.push(line);
        for (column, field) in columns.iter_mut().zip(&record) {
            column.push(field.to_string());
        }
    }
    let comma = options
        .comma
        .unwrap_or_else(|| Comma::of(columns.iter().flatten(), separator != b','));
    let header = header.unwrap_or_default();
    let columns: Vec<Column> = header
        .iter()
        .zip(columns)
        .map(|(name, fields)| Column::from(typed(name, fields, comma, &lines)))
        .collect();
    Table::new(header.into_iter().zip(columns).collect())
}

/// The text without the blanks between a separator and the quote that follows it.
fn quotes_at_the_separator(text: &str, separator: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut starts) = (false, true);
    let mut blanks = 0;
    for c in text.chars() {
        if !quoted && starts && c == ' ' {
            blanks += 1;
            continue;
        }
        match c {
            '"' if quoted => quoted = false,
            // A quote right after a closing one stands for itself.
            '"' if starts || out.ends_with('"') => (quoted, blanks) = (true, 0),
            _ => {}
        }
        out.extend(std::iter::repeat_n(' ', std::mem::take(&mut blanks)));
        starts = !quoted && (c == char::from(separator) || c == '\n' || c == '\r');
        out.push(c);
    }
    out.extend(std::iter::repeat_n(' ', blanks));
    out
}

/// The line in which a field opens with a quote that is never closed.
fn unclosed_quote(text: &str, separator: char) -> Option<usize> {
    let mut line = 1;
    let mut opened = None;
    let mut field_starts = true;
    for c in text.chars() {
        match (opened, c) {
            (Some(_), '"') => opened = None,
            // A quote right after a closing one stands for itself, and the field goes on.
            (None, '"') if field_starts => opened = Some(line),
            _ => {}
        }
        field_starts = opened.is_none() && (c == separator || c == '\n' || c == '\r' || c == '"');
        line += usize::from(c == '\n');
    }
    opened
}

/// The line on which a record begins; it is told from the blank lines before it.
fn line_of(record: &::csv::StringRecord, text: &str) -> usize {
    let byte = record
        .position()
        .map_or(0, |position| position.byte() as usize)
        .min(text.len());
    let blank = text[byte..].len() - text[byte..].trim_start_matches(['\n', '\r']).len();
    text[..byte + blank].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_examples, evaluate, run};

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("csv.rs")), 4);
    }

    #[test]
    fn columns_become_what_all_their_fields_are() {
        let code = r#"let t = csv("n,x,gap,day,code,big,flag,mixed,none\r\n1,0.5,,2026-01-02,007,9223372036854775808,true,1,\r\n-2, 1e3 ,2,2026-01-03,12,1,false,a,\r\n");
            t[1].values()"#;
        assert_eq!(
            evaluate(code).unwrap(),
            r#"[-2, 1000.0, 2.0, "2026-01-03", "12", 1.0, false, "a", ""]"#
        );
        assert_eq!(run(code).warnings.len(), 1, "{:?}", run(code).warnings);
        assert_eq!(
            evaluate("csv(\"a,b\\n1,\\n2,3\\n\")[\"b\"]").unwrap(),
            "[nan  3.]"
        );
    }

    #[test]
    fn quotes_hold_commas_breaks_and_quotes() {
        let code = r#"csv("\u{feff}name,note\n\"Llama, Qwen\",\"say \"\"hi\"\"\"\n\"two\nlines\",5\" disk").rows"#.replace("\\u{feff}", "\u{feff}");
        assert_eq!(
            evaluate(&code).unwrap(),
            r#"[{'name': 'Llama, Qwen', 'note': 'say "hi"'}, {'name': 'two\nlines', 'note': '5" disk'}]"#
        );
        assert_eq!(
            evaluate(r#"csv("a;b\nx,5;2", ";")[0]"#).unwrap(),
            "{'a': 'x,5', 'b': 2}"
        );
        assert_eq!(evaluate("csv(\"a,b\\n\").len()").unwrap(), "0");
    }

    #[test]
    fn separators_are_found() {
        for (code, expected) in [
            (
                r#"csv("a;b\n1,5;2,25\n3;4")"#,
                "[{'a': 1.5, 'b': 2.25}, {'a': 3.0, 'b': 4.0}]",
            ),
            (r#"csv("a\tb\n1\t2")"#, "[{'a': 1, 'b': 2}]"),
            (r#"csv("a|b\nx|2")"#, "[{'a': 'x', 'b': 2}]"),
            (r#"csv("a,b\nx;y,2")"#, "[{'a': 'x;y', 'b': 2}]"),
            (r#"csv("a;b\n1.200,5;2")"#, "[{'a': 1200.5, 'b': 2}]"),
            (r#"csv("a;b\n1.5;1,200.5")"#, "[{'a': 1.5, 'b': 1200.5}]"),
            (r#"csv("a;b\n1,5;2", ";")"#, "[{'a': 1.5, 'b': 2}]"),
            (r#"csv("a\n\"1,5\"", #{decimal: ","})"#, "[{'a': 1.5}]"),
            (
                r#"csv("a;b\n1,200;2", #{decimal: "."})"#,
                "[{'a': 1200, 'b': 2}]",
            ),
            (r#"csv("a, b\n \"x, y\" , 2\n")"#, "[{'a': 'x, y', 'b': 2}]"),
            (r#"csv("a\nx\ny\n")"#, "[{'a': 'x'}, {'a': 'y'}]"),
            (
                r#"csv("\n\na,b\r\n\r\n1,2\r\n   \r\n3,4\r\n\r\n")"#,
                "[{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]",
            ),
        ] {
            assert_eq!(
                evaluate(&format!("{code}.rows")).as_deref(),
                Ok(expected),
                "{code}"
            );
        }
    }

    #[test]
    fn mistakes_name_the_line() {
        for (code, words) in [
            (
                r#"csv("a,b\n1,2\n\n1,2,3\n")"#,
                ["line 4 has 3 fields, but the header has 2", "quotes"],
            ),
            (
                r#"csv("a,b\n1,\"2\n3,4\n5,6\n")"#,
                ["opens in line 2 is never closed", "Close it"],
            ),
            (r#"csv("  \n")"#, ["no lines", "names the columns"]),
            (
                r#"csv("a,,c\n1,2,3")"#,
                ["column 2 has no name", "every column"],
            ),
            (
                r#"csv("a,a\n1,2")"#,
                ["two columns are named \"a\"", "of its own"],
            ),
            (r#"csv("a", "::")"#, ["separator must be one", "::"]),
            (
                r#"csv("a,b\n1,2,3", #{decimals: ","})"#,
                ["no option decimals", "separator, decimal"],
            ),
            (
                r#"csv("a,b,c\n1,3")"#,
                ["line 2 has 2 fields, but the header has 3", "stays empty"],
            ),
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
        }
    }
}
