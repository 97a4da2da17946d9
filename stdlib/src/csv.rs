//! `csv(text)`: a table from comma-separated values.

use rhai::Dynamic;
use rhai::plugin::*;

use crate::Library;
use crate::fault::{Raised, bail};
use crate::host;
use crate::table::{Column, Table};

pub(crate) fn register(library: &mut Library) {
    library.add("Data", rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// Reads a table from comma-separated values; the first line names the columns.
    ///
    /// A column that holds nothing but numbers becomes numbers (an empty field is then nan), one of true and false
    /// becomes truth values; everything else, dates and codes such as 007 too, stays text. Spaces around fields are
    /// dropped, a field in double quotes may hold commas and line breaks.
    ///
    /// # Arguments
    /// - `text`: the values, a row on each line
    /// - `separator`: what separates the fields; a comma when left out
    ///
    /// # Errors
    /// When there is no header, a row has more or fewer fields than it, or a quote is never closed.
    ///
    /// # Example
    /// ```rhai
    /// let t = csv("name,price\nAPI,3.0\nself-host,0.2");
    /// t["price"]              // => [3.  0.2]
    /// t[0]                    // => {'name': 'API', 'price': 3.0}
    /// csv("a,b\n1")           // error: line 2 has 1 field, but the header has 2
    /// ```
    #[rhai_fn(name = "csv", return_raw)]
    pub fn csv_separated(text: &str, separator: &str) -> Raised<Table> {
        match separator.as_bytes() {
            [byte] if !matches!(byte, b'"' | b'\n' | b'\r') => read(text, *byte),
            _ => bail!(
                "separator must be one plain character such as \";\", not {}",
                crate::value::quoted(separator)
            ),
        }
    }

    /// Reads a table from comma-separated values.
    #[rhai_fn(name = "csv", return_raw)]
    pub fn csv(text: &str) -> Raised<Table> {
        read(text, b',')
    }
}

/// Rows that are read between two looks at whether the cell was stopped.
const ROWS: usize = 1 << 12;

fn read(text: &str, separator: u8) -> Raised<Table> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        bail!("the text has no lines"; "Its first line names the columns: csv(\"name,price\\nAPI,3.0\").");
    }
    if let Some(line) = unclosed_quote(text, char::from(separator)) {
        bail!("the quote that opens in line {line} is never closed"; "Close it, or write a quote inside a field twice: \"\".");
    }
    let blank = text
        .lines()
        .take_while(|line| line.trim().is_empty())
        .count();
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(::csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_string).collect(),
        Err(error) => bail!("the text can't be read: {error}"),
    };
    if let Some(at) = header.iter().position(String::is_empty) {
        bail!("column {} has no name in line {}", at + 1, blank + 1; "The first line names every column.");
    }
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); header.len()];
    for (row, record) in reader.records().enumerate() {
        if row % ROWS == 0 {
            host::check_interrupt()?;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => bail!("the text can't be read: {error}"),
        };
        if record.len() != header.len() {
            let line = line_of(&record, text);
            let fields = if record.len() == 1 { "field" } else { "fields" };
            bail!(
                "line {line} has {} {fields}, but the header has {}", record.len(), header.len();
                "Put a field that holds a separator in quotes: \"1,500\"."
            );
        }
        for (column, field) in columns.iter_mut().zip(&record) {
            column.push(field.to_string());
        }
    }
    let columns = columns
        .into_iter()
        .map(|fields| Column::from(typed(fields)));
    Table::new(header.into_iter().zip(columns).collect())
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

/// A column's fields as the values they all are.
fn typed(fields: Vec<String>) -> Vec<Dynamic> {
    let some = fields.iter().any(|field| !field.is_empty());
    let all = |test: &dyn Fn(&str) -> bool| some && fields.iter().all(|field| test(field));
    if all(&|field| !is_code(field) && field.parse::<i64>().is_ok()) {
        return fields
            .iter()
            .map(|field| Dynamic::from(field.parse::<i64>().unwrap_or_default()))
            .collect();
    }
    if all(&|field| field.is_empty() || !is_code(field) && field.parse::<f64>().is_ok()) {
        return fields
            .iter()
            .map(|field| Dynamic::from(field.parse::<f64>().unwrap_or(f64::NAN)))
            .collect();
    }
    if all(&|field| matches!(field, "true" | "false")) {
        return fields
            .iter()
            .map(|field| Dynamic::from(field == "true"))
            .collect();
    }
    fields.into_iter().map(Dynamic::from).collect()
}

/// Whether digits are a code rather than a number: 007 is not 7.
fn is_code(field: &str) -> bool {
    let digits = field.trim_start_matches(['+', '-']).as_bytes();
    matches!(digits, [b'0', next, ..] if next.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_examples, evaluate};

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("csv.rs")), 3);
    }

    #[test]
    fn columns_become_what_all_their_fields_are() {
        let code = r#"let t = csv("n,x,gap,day,code,big,flag,mixed,none\r\n1,0.5,,2026-01-02,007,9223372036854775808,true,1,\r\n-2, 1e3 ,2,2026-01-03,12,1,false,a,\r\n");
            t[1].values()"#;
        assert_eq!(
            evaluate(code).unwrap(),
            r#"[-2, 1000.0, 2.0, "2026-01-03", "12", 1.0, false, "a", ""]"#
        );
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
            evaluate(r#"csv("a;b\n1,5;2", ";")[0]"#).unwrap(),
            "{'a': '1,5', 'b': 2}"
        );
        assert_eq!(evaluate("csv(\"a,b\\n\").len()").unwrap(), "0");
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
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
        }
    }
}
