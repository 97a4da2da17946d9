//! What the kernel says of itself.

use serde_json::{Value, json};

use crate::wire::{Author, Connection, PROTOCOL_VERSION, Port};

/// The version of the language, as the workspace pins it.
const RHAI: &str = "1.27.0";

/// The content of a `kernel_info_reply`.
pub(super) fn kernel_info() -> Value {
    let version = env!("CARGO_PKG_VERSION");
    json!({
        "status": "ok",
        "protocol_version": PROTOCOL_VERSION,
        "implementation": "rhaibook",
        "implementation_version": version,
        "language_info": language_info(),
        "banner": format!("Rhaibook {version}: Rhai {RHAI} with arrays, costs, rubrics and plots. help() lists what there is."),
        "debugger": false,
        "supported_features": [],
        "help_links": [{"text": "The Rhai Book", "url": "https://rhai.rs/book"}],
    })
}

/// What notebooks record of the language, and front ends highlight by.
pub(crate) fn language_info() -> Value {
    json!({
        "name": "rhai",
        "version": RHAI,
        "mimetype": "text/x-rhai",
        "file_extension": ".rhai",
        // To an editor Rhai looks like JavaScript: text in back-ticks with `${…}` in it, and maps. (As Rust, the text after
        // `#{` turns inside out.) The object form of a mode breaks front ends.
        "codemirror_mode": "javascript",
        "pygments_lexer": "rust",
    })
}

/// The content of a `connect_reply`.
pub(super) fn ports(connection: &Connection) -> Value {
    let mut ports = json!({"status": "ok"});
    for port in [
        Port::Shell,
        Port::Iopub,
        Port::Stdin,
        Port::Control,
        Port::Heartbeat,
    ] {
        ports[port.field()] = connection.port(port).into();
    }
    ports
}

/// The message that greets a new subscription on IOPub.
pub(super) fn welcome(author: &Author, topic: &[u8]) -> Vec<Vec<u8>> {
    let content = json!({"subscription": String::from_utf8_lossy(topic)});
    let (mut frames, _) = author.write(Some(""), "iopub_welcome", None, &content);
    frames[0] = topic.to_vec();
    frames
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_language_version_is_the_pinned_one() {
        let manifest =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml")).unwrap();
        assert!(
            manifest.contains(&format!("rhai = {{ version = \"={}\"", super::RHAI)),
            "update RHAI here"
        );
    }
}
