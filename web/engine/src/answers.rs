//! What the session answers, as the page reads it: `web/page/src/engine/engine.ts` has the types.

use rhaibook_session::{
    Completeness, Completions, Control, Diagnostic, Display, Names, Outcome, Record, Setting,
    Stream, Variable,
};

use crate::json::{Json, Members};
use crate::units::from_bytes;

/// How a cell ended, what it was warned of, and what it did with names.
pub(crate) fn ran(
    json: &mut Json,
    code: &str,
    outcome: &Outcome,
    warnings: &[Diagnostic],
    record: &Record,
) {
    json.object(|o| {
        match outcome {
            Outcome::Done { value, page } => {
                o.text("outcome", "done");
                optional(o, "value", value.as_ref());
                optional(o, "page", page.as_ref());
            }
            Outcome::Failed(found) => {
                o.text("outcome", "failed");
                diagnostic(o.member("error"), code, found, "error");
            }
            Outcome::Interrupted(found) => {
                o.text("outcome", "interrupted");
                diagnostic(o.member("error"), code, found, "error");
            }
        }
        o.member("warnings").list(warnings, |json, found| {
            diagnostic(json, code, found, "warning")
        });
        o.member("reads")
            .list(&record.reads, |json, name| json.text(name));
        o.member("makes")
            .list(&record.makes, |json, name| json.text(name));
        o.member("wanted")
            .list(&record.wanted, |json, name| json.text(name));
        o.member("whole").truth(record.whole);
        o.member("values").object(|values| {
            for (name, value) in &record.values {
                match value {
                    Some(value) => values.member(name).text(value),
                    None => values.member(name).null(),
                }
            }
        });
    });
}

fn optional(o: &mut Members<'_>, name: &str, shown: Option<&Display>) {
    if let Some(shown) = shown {
        display(o.member(name), shown);
    }
}

/// A display: media types and contents.
pub(crate) fn display(json: &mut Json, display: &Display) {
    json.object(|o| {
        for (medium, content) in &display.data {
            o.text(medium, content);
        }
    });
}

fn span(json: &mut Json, code: &str, (start, end): (usize, usize)) {
    json.object(|o| {
        o.member("from").whole(from_bytes(code, start));
        o.member("to").whole(from_bytes(code, end));
    });
}

/// A mistake, or a warning, in the cell `code`.
pub(crate) fn diagnostic(json: &mut Json, code: &str, found: &Diagnostic, severity: &str) {
    let start = found.span.map_or(0, |(start, _)| start.min(code.len()));
    let line_start = code[..start].rfind('\n').map_or(0, |at| at + 1);
    json.object(|o| {
        o.text("code", found.code)
            .text("kind", found.kind)
            .text("message", &found.message);
        o.member("hints")
            .list(&found.hints, |json, hint| json.text(hint));
        match found.span {
            Some(place) => span(o.member("span"), code, place),
            None => o.member("span").null(),
        }
        o.member("line")
            .whole(code[..start].matches('\n').count() + 1);
        o.member("column")
            .whole(from_bytes(&code[line_start..], start - line_start) + 1);
        o.member("labels").list(&found.labels, |json, label| {
            json.object(|o| {
                span(o.member("span"), code, label.span);
                o.text("text", &label.text);
            });
        });
        o.text("text", &found.plain).text("severity", severity);
    });
}

/// Whether a text is a whole cell, and what is wrong with it, or still open in it.
pub(crate) fn completeness(
    json: &mut Json,
    code: &str,
    found: &Completeness,
    open: Option<&Diagnostic>,
) {
    json.object(|o| {
        match found {
            Completeness::Complete => o.text("state", "complete"),
            Completeness::Incomplete { indent } => {
                o.text("state", "incomplete").text("indent", indent)
            }
            Completeness::Invalid(_) => o.text("state", "invalid"),
        };
        let problems = match found {
            Completeness::Invalid(problems) => problems.as_slice(),
            _ => &[],
        };
        o.member("diagnostics").list(problems, |json, found| {
            diagnostic(json, code, found, "error")
        });
        if let Some(found) = open {
            diagnostic(o.member("open"), code, found, "warning");
        }
    });
}

/// What could go at the cursor.
pub(crate) fn completions(json: &mut Json, code: &str, found: &Completions) {
    let (from, to) = (from_bytes(code, found.start), from_bytes(code, found.end));
    json.list(&found.matches, |json, candidate| {
        json.object(|o| {
            o.member("from").whole(from);
            o.member("to").whole(to);
            o.text("label", &candidate.text)
                .text("kind", candidate.kind)
                .text("detail", &candidate.signature);
        });
    });
}

/// The names that a cell's text reads and writes.
pub(crate) fn names(json: &mut Json, names: &Names) {
    json.object(|o| {
        o.member("reads")
            .list(&names.reads, |json, name| json.text(name));
        o.member("writes")
            .list(&names.writes, |json, name| json.text(name));
    });
}

/// The notebook's variables.
pub(crate) fn variables(json: &mut Json, variables: &[Variable]) {
    json.list(variables, |json, variable| {
        json.object(|o| {
            o.text("name", &variable.name)
                .text("kind", &variable.kind)
                .text("summary", &variable.summary);
            o.member("constant").truth(variable.constant);
        });
    });
}

/// Text that a cell wrote.
pub(crate) fn text(json: &mut Json, stream: Stream, text: &str) {
    json.object(|o| {
        let stream = match stream {
            Stream::Out => "out",
            Stream::Err => "err",
        };
        o.text("type", "text")
            .text("stream", stream)
            .text("text", text);
    });
}

/// Something a cell shows, or (`kind` is `update`) shows instead of something older.
pub(crate) fn shown(json: &mut Json, kind: &str, shown: &Display, id: Option<&str>) {
    json.object(|o| {
        o.text("type", kind);
        match id {
            Some(id) => o.member("id").text(id),
            None => o.member("id").null(),
        }
        display(o.member("data"), shown);
    });
}

/// A control, under its key, and what it is set to.
pub(crate) fn control(json: &mut Json, key: &str, control: &Control, set: &Setting) {
    json.object(|o| {
        o.text("type", "control");
        o.member("control").object(|o| {
            o.text("key", key);
            let kind = match control {
                Control::Slider { .. } => "slider",
                Control::Toggle { .. } => "toggle",
                Control::Choice { .. } => "choice",
            };
            o.text("kind", kind).text("label", control.label());
            match set {
                Setting::Number(x) => o.member("value").number(*x),
                Setting::Truth(x) => o.member("value").truth(*x),
                Setting::Text(text) => o.member("value").text(text),
            }
            match control {
                Control::Slider { range, .. } => {
                    o.member("low").number(range.low);
                    o.member("high").number(range.high);
                    if let Some(step) = range.step {
                        o.member("step").number(step);
                    }
                    o.member("log").truth(range.log);
                    o.member("integer").truth(range.whole);
                }
                Control::Toggle { .. } => {}
                Control::Choice { options, .. } => {
                    o.member("options")
                        .list(options, |json, option| json.text(option));
                }
            }
        });
    });
}
