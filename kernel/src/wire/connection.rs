//! The connection file: where to bind and how to sign.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::transport::Endpoint;

/// A kernel's connection file.
#[derive(Debug)]
pub(crate) struct Connection {
    transport: String,
    ip: String,
    ports: [u16; 5],
    /// The key messages are signed with; empty when they are not.
    pub(crate) key: String,
}

/// The five sockets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Port {
    Shell,
    Iopub,
    Stdin,
    Control,
    Heartbeat,
}

/// The fields of the file, in the order of [`Port`].
const FIELDS: [&str; 5] = [
    "shell_port",
    "iopub_port",
    "stdin_port",
    "control_port",
    "hb_port",
];

impl Connection {
    /// Reads a connection file.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let name = path.display();
        let text = std::fs::read_to_string(path).map_err(|e| {
            io::Error::new(
                e.kind(),
                format!("cannot read the connection file {name}: {e}"),
            )
        })?;
        // It holds the key: whoever reads it can run cells. Jupyter makes it so; others may have forgotten.
        #[cfg(unix)]
        let _ = crate::transport::owner_only(path, 0o600);
        let wrong = |what: String| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{name} is not a connection file: {what}"),
            )
        };
        let value: Value =
            serde_json::from_str(&text).map_err(|e| wrong(format!("it is not JSON ({e})")))?;
        Self::from_value(&value).map_err(wrong)
    }

    fn from_value(value: &Value) -> Result<Self, String> {
        let text = |field: &str, default: &str| {
            value
                .get(field)
                .and_then(Value::as_str)
                .unwrap_or(default)
                .to_owned()
        };
        let mut ports = [0; 5];
        for (port, field) in ports.iter_mut().zip(FIELDS) {
            let found = value
                .get(field)
                .ok_or_else(|| format!("\"{field}\" is missing"))?;
            let number = found
                .as_u64()
                .and_then(|n| u16::try_from(n).ok())
                .filter(|n| *n > 0);
            *port =
                number.ok_or_else(|| format!("\"{field}\" must be a port number, not {found}"))?;
        }
        let transport = text("transport", "tcp");
        if !["tcp", "ipc"].contains(&transport.as_str()) {
            return Err(format!(
                "\"transport\" must be \"tcp\" or \"ipc\", not \"{transport}\""
            ));
        }
        let key = text("key", "");
        let scheme = text("signature_scheme", "hmac-sha256");
        if !key.is_empty() && scheme != "hmac-sha256" {
            return Err(format!(
                "\"signature_scheme\" must be \"hmac-sha256\", not \"{scheme}\""
            ));
        }
        Ok(Self {
            transport,
            ip: text("ip", "127.0.0.1"),
            ports,
            key,
        })
    }

    /// Where a socket binds.
    pub(crate) fn endpoint(&self, port: Port) -> Endpoint {
        let number = self.port(port);
        match (self.transport.as_str(), self.ip.as_str()) {
            ("ipc", ip) => Endpoint::Ipc(format!("{ip}-{number}")),
            (_, "*") => Endpoint::Tcp("0.0.0.0".into(), number),
            (_, ip) => Endpoint::Tcp(ip.into(), number),
        }
    }

    /// A socket's number in the file.
    pub(crate) fn port(&self, port: Port) -> u16 {
        self.ports[port as usize]
    }
}

impl Port {
    /// The field of the connection file it is in.
    pub(crate) fn field(self) -> &'static str {
        FIELDS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ports() -> Value {
        json!({"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5})
    }

    #[test]
    fn what_is_missing_has_a_default_but_the_ports() {
        let connection = Connection::from_value(&ports()).unwrap();
        assert_eq!(
            connection.endpoint(Port::Control),
            Endpoint::Tcp("127.0.0.1".into(), 4)
        );
        assert_eq!(
            Connection::from_value(&json!({})).unwrap_err(),
            "\"shell_port\" is missing"
        );
    }

    #[test]
    fn an_ipc_endpoint_is_a_path() {
        let mut value = ports();
        value["transport"] = "ipc".into();
        value["ip"] = "/tmp/kernel-ipc".into();
        let connection = Connection::from_value(&value).unwrap();
        assert_eq!(
            connection.endpoint(Port::Iopub),
            Endpoint::Ipc("/tmp/kernel-ipc-2".into())
        );
    }
}
