//! What a front end asks about a cell without running it: completion, inspection, completeness.

use serde_json::{Value, json};

use super::execute::error;
use super::kernel::{Answer, Request};
use super::shell::Shell;
use super::text::{byte_offset, code_points, data};
use crate::worker::link::{Candidate, Event, Request as Work};

impl Shell {
    pub(super) async fn complete(&mut self, request: &Request) -> Answer {
        let (code, at) = cursor(request);
        let work = Work::Complete {
            code: code.to_owned(),
            at,
        };
        Answer::Reply(match self.question(&work).await {
            Ok(Event::Completions {
                start,
                end,
                matches,
            }) => completions(code_points(code, start), code_points(code, end), &matches),
            Ok(_) => completions(0, 0, &[]),
            Err(failed) => failed,
        })
    }

    pub(super) async fn inspect(&mut self, request: &Request) -> Answer {
        let (code, at) = cursor(request);
        let detail = u8::from(request.message.content.number("detail_level").unwrap_or(0) > 0);
        let work = Work::Inspect {
            code: code.to_owned(),
            at,
            detail,
        };
        Answer::Reply(match self.question(&work).await {
            Ok(Event::Inspected(Some(found))) => {
                json!({"status": "ok", "found": true, "data": data(found), "metadata": {}})
            }
            Ok(_) => json!({"status": "ok", "found": false, "data": {}, "metadata": {}}),
            Err(failed) => failed,
        })
    }

    pub(super) async fn is_complete(&mut self, request: &Request) -> Answer {
        let work = Work::Check {
            code: request.message.content.text("code").to_owned(),
        };
        Answer::Reply(match self.question(&work).await {
            Ok(Event::Checked { status, indent }) if status == "incomplete" => {
                json!({"status": status, "indent": indent})
            }
            Ok(Event::Checked { status, .. }) => json!({"status": status}),
            // This reply has no error form.
            Ok(_) | Err(_) => json!({"status": "unknown"}),
        })
    }

    /// The worker's answer, or an error reply's content.
    async fn question(&mut self, work: &Work) -> Result<Event, Value> {
        let mut stopping = self.begin(work).await;
        let answer = self.event(&mut stopping).await;
        self.done();
        answer.map_err(|lost| {
            self.loss = lost.note().or(self.loss.take());
            let mut reply = error(&Self::failure(&lost, &stopping));
            reply["status"] = "error".into();
            reply
        })
    }
}

/// The code of a request and the cursor in it, in bytes. No cursor means the end.
fn cursor(request: &Request) -> (&str, usize) {
    let code = request.message.content.text("code");
    let at = request
        .message
        .content
        .number("cursor_pos")
        .and_then(|n| usize::try_from(n).ok());
    (code, at.map_or(code.len(), |at| byte_offset(code, at)))
}

fn completions(start: usize, end: usize, matches: &[Candidate]) -> Value {
    let typed = matches.iter().map(
        |m| json!({"text": m.text, "type": m.kind, "signature": m.signature, "start": start, "end": end}),
    );
    json!({
        "status": "ok",
        "matches": matches.iter().map(|m| &m.text).collect::<Vec<_>>(),
        "cursor_start": start,
        "cursor_end": end,
        "metadata": {"_jupyter_types_experimental": typed.collect::<Vec<_>>()},
    })
}
