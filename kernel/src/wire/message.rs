//! One message: frames to fields and back.

use std::cell::Cell;

use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{PROTOCOL_VERSION, Signer, date};

const DELIMITER: &[u8] = b"<IDS|MSG>";

/// A message that came in, its signature checked.
#[derive(Debug)]
pub(crate) struct Message {
    /// What answers refer to.
    pub(crate) parent: Parent,
    /// `execute_request`, `kernel_info_request`, …
    pub(crate) kind: String,
    /// The parent's message id, when it answers one of ours.
    pub(crate) answers: Option<String>,
    /// What it says.
    pub(crate) content: Content,
}

/// The request an outgoing message refers to: its header, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Parent {
    header: Box<RawValue>,
    /// Frames before the delimiter (a proxy's, say), which an answer carries too.
    prefix: Vec<Vec<u8>>,
}

/// A message's content, read leniently.
#[derive(Debug)]
pub(crate) struct Content(pub(crate) Value);

/// Why a message was dropped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Frames are missing, or are not JSON.
    Malformed(&'static str),
    /// The signature is not that of the content.
    Signature,
    /// It is a copy of one that came before.
    Replay,
}

impl Message {
    /// Reads a message's frames, those after the socket's own identity frame.
    pub(crate) fn parse(mut frames: Vec<Vec<u8>>, signer: &Signer) -> Result<Self, Flaw> {
        let Some(delimiter) = frames.iter().position(|f| f == DELIMITER) else {
            return Err(Flaw::Malformed("no delimiter"));
        };
        let rest = frames.split_off(delimiter);
        // What follows the content are buffers, which nothing here has a use for.
        let [_, signature, header, parent, metadata, content, ..] = rest.as_slice() else {
            return Err(Flaw::Malformed("frames are missing"));
        };
        if !signer.verifies(signature, &[header, parent, metadata, content]) {
            return Err(Flaw::Signature);
        }
        if !signer.is_new(signature) {
            return Err(Flaw::Replay);
        }
        let raw: Box<RawValue> = serde_json::from_slice(header)
            .map_err(|_| Flaw::Malformed("the header is not JSON"))?;
        let header: Value = serde_json::from_str(raw.get())
            .map_err(|_| Flaw::Malformed("the header is not JSON"))?;
        let Some(kind) = header.get("msg_type").and_then(Value::as_str) else {
            return Err(Flaw::Malformed("the header has no msg_type"));
        };
        let content = match serde_json::from_slice(content) {
            Ok(content) => Content(content),
            Err(_) if content.is_empty() => Content(Value::Null),
            Err(_) => return Err(Flaw::Malformed("the content is not JSON")),
        };
        let parent: Value = serde_json::from_slice(parent).unwrap_or_default();
        let answers = parent
            .get("msg_id")
            .and_then(Value::as_str)
            .map(str::to_owned);
        Ok(Self {
            kind: kind.to_owned(),
            answers,
            content,
            parent: Parent {
                header: raw,
                prefix: frames,
            },
        })
    }
}

impl Content {
    /// A text field; empty when missing.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.0
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A yes or no field.
    pub(crate) fn flag(&self, field: &str, default: bool) -> bool {
        self.0
            .get(field)
            .and_then(Value::as_bool)
            .unwrap_or(default)
    }

    /// A whole number; some front ends send it as a float.
    pub(crate) fn number(&self, field: &str) -> Option<i64> {
        let value = self.0.get(field)?;
        value
            .as_i64()
            .or_else(|| value.as_f64().filter(|n| n.is_finite()).map(|n| n as i64))
    }
}

/// Writes messages in this kernel's name.
pub(crate) struct Author {
    signer: Signer,
    session: String,
    sent: Cell<u64>,
}

impl Author {
    /// An author that signs so.
    pub(crate) fn new(signer: Signer) -> Self {
        Self {
            signer,
            session: Uuid::new_v4().to_string(),
            sent: Cell::new(0),
        }
    }

    /// How this kernel's messages are signed, and those of others checked.
    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// A message as frames; `first` is the topic on IOPub, nothing elsewhere. Also the id it was given.
    pub(crate) fn write(
        &self,
        first: Option<&str>,
        kind: &str,
        parent: Option<&Parent>,
        content: &Value,
    ) -> (Vec<Vec<u8>>, String) {
        let number = self.sent.get();
        self.sent.set(number + 1);
        let id = format!("{}_{number}", self.session);
        let header = serde_json::json!({
            "msg_id": id,
            "msg_type": kind,
            "username": "kernel",
            "session": self.session,
            "date": date::now(),
            "version": PROTOCOL_VERSION,
        });
        let parent_header = parent.map_or("{}", |p| p.header.get());
        let parts = [
            header.to_string(),
            parent_header.to_owned(),
            "{}".to_owned(),
            content.to_string(),
        ];
        let mut frames: Vec<Vec<u8>> = match (first, parent) {
            (Some(topic), _) => vec![topic.as_bytes().to_vec()],
            (None, Some(parent)) => parent.prefix.clone(),
            (None, None) => Vec::new(),
        };
        frames.push(DELIMITER.to_vec());
        frames.push(self.signer.sign(&parts).into_bytes());
        frames.extend(parts.map(String::into_bytes));
        (frames, id)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn frames(header: &str, content: &str) -> Vec<Vec<u8>> {
        let parts = [header, "{}", "{}", content];
        let signature = Signer::new("key").sign(&parts);
        let mut frames = vec![
            b"proxy".to_vec(),
            DELIMITER.to_vec(),
            signature.into_bytes(),
        ];
        frames.extend(parts.map(|p| p.as_bytes().to_vec()));
        frames
    }

    #[test]
    fn an_answer_carries_the_header_and_the_prefix_as_they_came() {
        let header = r#"{ "msg_type":"x",  "subshell_id": null, "odd": 1.50 }"#;
        let message = Message::parse(frames(header, "{}"), &Signer::new("key")).unwrap();
        let author = Author::new(Signer::new("key"));
        let (sent, id) = author.write(None, "y", Some(&message.parent), &json!({"a": 1}));
        assert_eq!(sent[0], b"proxy");
        assert_eq!(sent[4], header.as_bytes());
        let read = Message::parse(sent, &Signer::new("key")).unwrap();
        assert_eq!(
            (read.kind.as_str(), read.content.number("a")),
            ("y", Some(1))
        );
        assert!(id.ends_with("_0"));
    }

    #[test]
    fn flawed_messages_are_told_apart() {
        let signer = Signer::new("key");
        let flaw = |frames| Message::parse(frames, &signer).unwrap_err();
        assert_eq!(flaw(vec![]), Flaw::Malformed("no delimiter"));
        assert_eq!(
            flaw(frames("{}", "{}")),
            Flaw::Malformed("the header has no msg_type")
        );
        assert_eq!(
            flaw(frames(r#"{"msg_type":"x"}"#, "{")),
            Flaw::Malformed("the content is not JSON")
        );
        assert_eq!(
            flaw(frames("{}", "{ }")[..4].to_vec()),
            Flaw::Malformed("frames are missing")
        );
        let mut forged = frames(r#"{"msg_type":"x"}"#, "{}");
        forged[6] = b"{\"code\":1}".to_vec();
        assert_eq!(flaw(forged), Flaw::Signature);
        let sent = frames(r#"{"msg_type":"x"}"#, "{}");
        assert!(Message::parse(sent.clone(), &signer).is_ok());
        assert_eq!(flaw(sent.clone()), Flaw::Replay);
        let mut shouted = sent;
        let signature = shouted.iter().position(|f| f.len() == 64).unwrap();
        shouted[signature].make_ascii_uppercase();
        assert_eq!(flaw(shouted), Flaw::Replay);
    }

    #[test]
    fn fields_of_another_type_count_as_missing() {
        let content = Content(json!({"silent": "yes", "code": 3, "cursor_pos": 4.0}));
        assert!(!content.flag("silent", false));
        assert_eq!(content.text("code"), "");
        assert_eq!(content.number("cursor_pos"), Some(4));
        assert_eq!(Content(Value::Null).number("n"), None);
    }
}
