//! Asking the reader on the stdin socket, while a cell waits.

use serde_json::json;

use super::kernel::Request;
use super::shell::{Shell, Stopping};
use crate::worker::link::Answer;

impl Shell {
    /// Asks whoever sent the request, and waits for the line, for an interrupt, or for the worker's end.
    pub(super) async fn ask(
        &mut self,
        request: &Request,
        prompt: &str,
        secret: bool,
        stopping: &mut Stopping,
    ) -> Answer {
        // Answers to questions that nobody waits for any more are not answers to this one.
        while self.replies.try_recv().is_ok() {}
        let kernel = self.kernel.clone();
        let Some(route) = kernel.stdin.find(&request.route.identity).await else {
            return Answer::NotAllowed;
        };
        let content = json!({"prompt": prompt, "password": secret});
        let (frames, id) = kernel.author.write(
            None,
            "input_request",
            Some(&request.message.parent),
            &content,
        );
        if !kernel.stdin.send(&route, &frames) {
            return Answer::NotAllowed;
        }
        // The reader's time is not the cell's; the worker says again how long that may run.
        stopping.limit = None;
        loop {
            tokio::select! {
                biased;
                () = kernel.interrupt.notified() => {
                    self.stop(stopping);
                    return Answer::Interrupted;
                }
                news = self.worker.news() => {
                    self.worker.unread(news);
                    return Answer::Interrupted;
                }
                Some(received) = self.replies.recv() => {
                    let Some((_, message)) = kernel.read("stdin", received) else { continue };
                    // Some front ends say which question they answer, and some do not.
                    if message.kind == "input_reply" && message.answers.is_none_or(|answers| answers == id) {
                        return Answer::Line(message.content.text("value").to_owned());
                    }
                }
            }
        }
    }
}
