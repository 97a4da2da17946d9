//! `execute_request`: run a cell, pass on what it shows, answer.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::kernel::{Answer, Request};
use super::shell::Shell;
use super::text::data;
use crate::worker::link::{Bundle, Ending, Event, Failure, Request as Work};

/// Requests that come so soon after one that fails were sent together with it: "run all" means that an error stops it.
const TOGETHER: Duration = Duration::from_millis(10);

/// What of a request decides how its cell is run.
struct Order<'a> {
    request: &'a Request,
    number: i64,
    silent: bool,
    allow_stdin: bool,
    stop_on_error: bool,
    /// Whether the cell counts, and is remembered.
    counts: bool,
}

/// What a cell left behind.
struct Ended {
    ending: Ending,
    expressions: Vec<(String, Result<Bundle, Failure>)>,
}

impl Shell {
    /// Runs a cell.
    pub(super) async fn execute(&mut self, request: &Request) -> Answer {
        let came = Instant::now();
        let content = &request.message.content;
        let code = content.text("code");
        let silent = content.flag("silent", false);
        let counts = !silent && content.flag("store_history", true) && !code.trim().is_empty();
        let order = Order {
            request,
            number: self.kernel.count.get() + 1,
            silent,
            allow_stdin: content.flag("allow_stdin", true),
            stop_on_error: content.flag("stop_on_error", true),
            counts,
        };
        if counts {
            self.kernel.count.set(order.number);
            self.kernel.history.input(order.number, code);
        }
        self.publish(
            &order,
            "execute_input",
            &json!({"code": code, "execution_count": order.number}),
        );
        self.tell_loss(&order);
        let ended = self.run(&order, code).await;
        let reply = self.conclude(&order, ended);
        if reply["status"] == "error" && order.stop_on_error && !order.silent {
            self.abort_waiting(came + TOGETHER).await;
        }
        Answer::Reply(reply)
    }

    /// Lets the worker run the cell, and publishes what it shows.
    async fn run(&mut self, order: &Order<'_>, code: &str) -> Ended {
        let expressions = order
            .request
            .message
            .content
            .0
            .get("user_expressions")
            .and_then(Value::as_object);
        let expressions = expressions.into_iter().flatten();
        let work = Work::Execute {
            label: order.number.to_string(),
            code: code.to_owned(),
            allow_stdin: order.allow_stdin,
            expressions: expressions
                .map(|(k, v)| (k.clone(), v.as_str().unwrap_or_default().to_owned()))
                .collect(),
        };
        let mut stopping = self.begin(&work).await;
        let ended = loop {
            let event = self.event(&mut stopping).await;
            self.tell_loss(order);
            match event {
                Ok(Event::Text { error, text }) => {
                    let name = if error { "stderr" } else { "stdout" };
                    self.publish(order, "stream", &json!({"name": name, "text": text}));
                }
                Ok(Event::Display { bundle, id }) => {
                    self.publish(order, "display_data", &shown(bundle, id.as_deref()));
                }
                Ok(Event::Update { bundle, id }) => {
                    self.publish(order, "update_display_data", &shown(bundle, Some(&id)));
                }
                Ok(Event::Clear { wait }) => {
                    self.publish(order, "clear_output", &json!({"wait": wait}))
                }
                Ok(Event::Ask { prompt, secret }) => {
                    let answer = self
                        .ask(order.request, &prompt, secret, &mut stopping)
                        .await;
                    self.worker.send(&Work::Answer(answer));
                }
                Ok(Event::Ended {
                    ending,
                    expressions,
                    ..
                }) => {
                    break Ended {
                        ending,
                        expressions,
                    };
                }
                Ok(_) => {}
                Err(lost) => {
                    let ending = Ending::Failed(Self::failure(&lost, &stopping));
                    break Ended {
                        ending,
                        expressions: Vec::new(),
                    };
                }
            }
        };
        self.done();
        ended
    }

    /// Says what was lost while no cell ran.
    fn tell_loss(&mut self, order: &Order<'_>) {
        if let Some(loss) = self.loss.take() {
            let text = json!({"name": "stderr", "text": format!("{loss}\n")});
            self.publish(order, "stream", &text);
        }
    }

    /// Publishes the result or the error, and makes the reply.
    fn conclude(&self, order: &Order<'_>, ended: Ended) -> Value {
        match ended.ending {
            Ending::Done { value, page } => {
                if let Some(value) = value {
                    if let (true, Some((_, text))) =
                        (order.counts, value.iter().find(|(m, _)| m == "text/plain"))
                    {
                        self.kernel.history.output(order.number, text);
                    }
                    let mut content = shown(value, None);
                    content["execution_count"] = order.number.into();
                    self.publish(order, "execute_result", &content);
                }
                let pages =
                    page.map(|page| json!({"source": "page", "data": data(page), "start": 0}));
                let expressions = ended
                    .expressions
                    .into_iter()
                    .map(|(name, result)| (name, evaluated(result)));
                json!({
                    "status": "ok",
                    "execution_count": order.number,
                    "user_expressions": expressions.collect::<Map<_, _>>(),
                    "payload": pages.into_iter().collect::<Vec<_>>(),
                })
            }
            Ending::Failed(failure) => {
                let error = error(&failure);
                self.publish(order, "error", &error);
                let mut reply = json!({"status": "error", "execution_count": order.number});
                let fields = [("user_expressions", json!({})), ("payload", json!([]))];
                let error = error
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(k, v)| (k.as_str(), v.clone()));
                for (name, value) in error.chain(fields) {
                    reply[name] = value;
                }
                reply
            }
        }
    }

    /// Publishes for a cell; a silent one shows nothing.
    fn publish(&self, order: &Order<'_>, kind: &str, content: &Value) {
        if !order.silent {
            self.kernel
                .publish(kind, Some(&order.request.message.parent), content);
        }
    }
}

/// A failure's fields, as errors and replies have them.
pub(super) fn error(failure: &Failure) -> Value {
    json!({"ename": failure.name, "evalue": failure.message, "traceback": failure.traceback})
}

fn shown(bundle: Bundle, id: Option<&str>) -> Value {
    let mut content = json!({"data": data(bundle), "metadata": {}});
    if let Some(id) = id {
        content["transient"] = json!({"display_id": id});
    }
    content
}

fn evaluated(result: Result<Bundle, Failure>) -> Value {
    match result {
        Ok(bundle) => json!({"status": "ok", "data": data(bundle), "metadata": {}}),
        Err(failure) => {
            let mut content = error(&failure);
            content["status"] = "error".into();
            content
        }
    }
}
