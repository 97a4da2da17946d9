//! Magics: lines that begin with `%`, and questions with `?`, in the manner of IPython.

use std::fmt::Write;

use crate::diagnostic::{Advice, Explanation, kinds, words};
use crate::limits::Limits;
use crate::outcome::Variable;
use crate::scan::BYTE_ORDER_MARK;

/// What a line asks for beside Rhai.
#[derive(Debug, PartialEq)]
pub(crate) enum Magic {
    Who,
    List,
    Reset,
    /// `?name`, `name?`; `??name` for the whole documentation.
    Explain {
        name: String,
        whole: bool,
    },
    Time {
        code: String,
    },
    TimeIt {
        code: String,
    },
    Limit {
        limits: Limits,
        code: String,
    },
    Csv {
        name: String,
        body: String,
    },
}

/// Every magic with what it does, for `%lsmagic`, completion and messages.
pub(crate) const MAGICS: [(&str, &str); 10] = [
    ("%who", "lists the notebook's variables"),
    (
        "%time",
        "runs the rest of the line and says how long it took; %%time times the whole cell",
    ),
    (
        "%timeit",
        "runs the rest of the line many times and says how long one run takes; %%timeit the whole cell",
    ),
    ("%reset", "forgets all variables and functions"),
    ("%lsmagic", "lists these"),
    (
        "%%csv",
        "reads the cell's body as a table into a variable: %%csv prices",
    ),
    (
        "%%limit",
        "runs the cell with limits on its time and memory: %%limit seconds=5 memory=200MB",
    ),
    ("?name", "explains a function or a variable; name? does too"),
    (
        "?R020",
        "explains a kind of error by its code; explain R020 does too",
    ),
    ("%%time", "runs the cell and says how long it took"),
];

type Refusal = Box<(Explanation, Option<(usize, usize)>)>;

/// The magics at the top of a cell, and the cell with their lines made blank, so that line numbers stay.
pub(crate) fn split(code: &str) -> Result<(Vec<Magic>, String), Refusal> {
    let mut magics = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let begins = if at == 0 {
            line.trim_start_matches(BYTE_ORDER_MARK)
        } else {
            line
        }
        .trim_start();
        let text = begins.trim_end();
        let start = at + (line.len() - begins.len());
        let rest_at = at + line.len();
        if text.is_empty() || text.starts_with("//") {
            at = rest_at;
            continue;
        }
        if let Some(whole) = text.strip_prefix("%%") {
            magics.push(whole_cell(
                whole,
                &code[rest_at..],
                blanked(code, rest_at),
                (start, start + text.len()),
            )?);
            return Ok((magics, String::new()));
        }
        let magic = if let Some(line_magic) = text.strip_prefix('%') {
            one_line(line_magic, code, at, (start, start + text.len()))?
        } else if let Some(question) = question(text) {
            question
        } else {
            break;
        };
        magics.push(magic);
        at = rest_at;
    }
    if magics.is_empty() {
        return Ok((magics, code.to_string()));
    }
    Ok((magics, blanked(code, at)))
}

/// The text with what comes before `at` made blank, byte for byte, so that every place in it is the cell's own.
fn blanked(code: &str, at: usize) -> String {
    let blank = |c: char| {
        if c == '\n' {
            "\n".into()
        } else {
            " ".repeat(c.len_utf8())
        }
    };
    let mut out: String = code[..at].chars().map(blank).collect();
    out.push_str(&code[at..]);
    out
}

fn question(text: &str) -> Option<Magic> {
    let is_name = |s: &str| {
        !s.is_empty()
            && s.chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '%' | '.'))
            && !s.starts_with(|c: char| c.is_ascii_digit())
    };
    if let Some(code) = text.strip_prefix("explain ").map(str::trim)
        && kinds::is_code(code)
    {
        return Some(Magic::Explain {
            name: code.to_string(),
            whole: false,
        });
    }
    let (name, marks) = match text.trim_start_matches('?') {
        rest if rest.len() < text.len() => (rest.trim(), text.len() - rest.len()),
        rest => {
            let name = rest.trim_end_matches('?');
            (name.trim(), rest.len() - name.len())
        }
    };
    (marks > 0 && is_name(name)).then(|| Magic::Explain {
        name: name.to_string(),
        whole: marks > 1,
    })
}

fn one_line(
    text: &str,
    code: &str,
    line_at: usize,
    span: (usize, usize),
) -> Result<Magic, Refusal> {
    let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    // The code of `%time` keeps its line, for messages.
    let code = || {
        let line = code[line_at..]
            .find('\n')
            .map_or(code.len(), |i| line_at + i);
        let from = line_at + code[line_at..line].rfind(argument).unwrap_or(0);
        blanked(&code[..line], from)
    };
    match name {
        "who" | "whos" => Ok(Magic::Who),
        "reset" => Ok(Magic::Reset),
        "lsmagic" => Ok(Magic::List),
        "time" if !argument.trim().is_empty() => Ok(Magic::Time { code: code() }),
        "timeit" if !argument.trim().is_empty() => Ok(Magic::TimeIt { code: code() }),
        "time" | "timeit" => Err(refusal(
            Explanation::new(&kinds::NO_MAGIC, format!("%{name} needs code behind it")).hint(
                format!(
                    "As in `%{name} breakeven(3.0, 1500.0, 0.2)`, or `%%{name}` above a whole cell."
                ),
            ),
            span,
        )),
        name => Err(unknown(&format!("%{name}"), span)),
    }
}

fn whole_cell(
    text: &str,
    body: &str,
    blanked: String,
    span: (usize, usize),
) -> Result<Magic, Refusal> {
    let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let argument = argument.trim();
    match name {
        "time" => Ok(Magic::Time { code: blanked }),
        "timeit" => Ok(Magic::TimeIt { code: blanked }),
        "limit" => match Limits::read(argument) {
            Ok(limits) => Ok(Magic::Limit {
                limits,
                code: blanked,
            }),
            Err(wrong) => Err(refusal(
                Explanation::new(&kinds::NO_MAGIC, wrong)
                    .hint("As in `%%limit seconds=5 memory=200MB`, or one of the two."),
                span,
            )),
        },
        "csv" if is_variable(argument) => Ok(Magic::Csv {
            name: argument.into(),
            body: body.into(),
        }),
        "csv" => Err(refusal(
            Explanation::new(&kinds::NO_MAGIC, "%%csv needs the name of a variable")
                .hint("As in `%%csv prices`, and the table's lines below it."),
            span,
        )),
        name => Err(unknown(&format!("%%{name}"), span)),
    }
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn refusal(explanation: Explanation, span: (usize, usize)) -> Refusal {
    Box::new((explanation, Some(span)))
}

fn unknown(name: &str, span: (usize, usize)) -> Refusal {
    let known: Vec<&str> = MAGICS.iter().map(|(name, _)| *name).collect();
    let explanation = Explanation::new(&kinds::NO_MAGIC, format!("there is no magic `{name}`"));
    let explanation = match words::near(
        name.trim_start_matches('%'),
        known.iter().map(|n| n.trim_start_matches('%')),
    ) {
        Some(near) => {
            let whole = known
                .iter()
                .find(|name| name.trim_start_matches('%') == near);
            let named = (span.0, span.0 + name.len());
            explanation.hint(Advice::mean(Some(named), whole.unwrap_or(&near)))
        }
        None => explanation,
    };
    refusal(
        explanation.hint(format!("There are {}.", words::and(&known))),
        span,
    )
}

/// What `%lsmagic` prints.
pub(crate) fn list() -> String {
    let mut out = String::new();
    for (name, meaning) in MAGICS {
        let _ = writeln!(out, "{name:<10} {meaning}");
    }
    out
}

/// What `%who` prints.
pub(crate) fn who(variables: &[Variable]) -> String {
    if variables.is_empty() {
        return "no variables yet\n".into();
    }
    let widest = |f: fn(&Variable) -> &str| {
        variables
            .iter()
            .map(|v| f(v).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (names, kinds) = (widest(|v| &v.name), widest(|v| &v.kind));
    let mut out = String::new();
    for v in variables {
        let constant = if v.constant { " (constant)" } else { "" };
        let _ = writeln!(
            out,
            "{:<names$}  {:<kinds$}  {}{constant}",
            v.name, v.kind, v.summary
        );
    }
    out
}

/// A time for people: `1.25 ms`.
pub(crate) fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    if seconds >= 1.0 {
        format!("{seconds:.2} s")
    } else if seconds >= 1e-3 {
        format!("{:.2} ms", seconds * 1e3)
    } else if seconds >= 1e-6 {
        format!("{:.2} µs", seconds * 1e6)
    } else {
        format!("{:.0} ns", seconds * 1e9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn magics(code: &str) -> (Vec<Magic>, String) {
        split(code).unwrap_or_else(|refusal| panic!("{}", refusal.0.message))
    }

    #[test]
    fn magics_at_the_top_leave_the_rest_where_it_was() {
        let (found, rest) = magics("%who\n1 + 1");
        assert_eq!((found, rest.as_str()), (vec![Magic::Who], "    \n1 + 1"));
        let (found, _) = magics("%time 1+1");
        assert_eq!(
            found,
            [Magic::Time {
                code: "      1+1".into()
            }]
        );
        let (found, _) = magics("%%time\nlet a = 1;\na");
        assert_eq!(
            found,
            [Magic::Time {
                code: "      \nlet a = 1;\na".into()
            }]
        );
        assert_eq!(magics("let a = 5 % 3;").0, []);
        assert_eq!(magics("\u{feff}%who\n1").0, [Magic::Who]);
    }

    #[test]
    fn questions_take_either_side() {
        let explain = |name: &str, whole| Magic::Explain {
            name: name.into(),
            whole,
        };
        assert_eq!(magics("?cost").0, [explain("cost", false)]);
        assert_eq!(magics("cost??").0, [explain("cost", true)]);
        assert_eq!(magics("np::array?").0, [explain("np::array", false)]);
        assert_eq!(magics("let x = a?.b").0, []);
    }

    #[test]
    fn an_unknown_magic_lists_what_there_is() {
        let explanation = split("%tim 1").unwrap_err().0;
        assert!(explanation.message.contains("%tim"));
        assert!(explanation.hints.iter().any(|h| h.contains("%lsmagic")));
    }
}
