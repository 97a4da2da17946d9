//! TCP and Unix-domain connections behind one face.

use std::io;

use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

/// Where a socket binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// `tcp`: host and port.
    Tcp(String, u16),
    /// `ipc`: the path of a Unix-domain socket.
    Ipc(String),
}

/// A bound endpoint.
pub(crate) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Ipc {
        listener: UnixListener,
        _file: SocketFile,
    },
}

pub(crate) type Reader = BufReader<Box<dyn AsyncRead + Unpin>>;
pub(crate) type Writer = Box<dyn AsyncWrite + Unpin>;

impl Listener {
    /// Binds an endpoint. Needs a running tokio reactor.
    pub(crate) fn bind(endpoint: &Endpoint) -> io::Result<Self> {
        match endpoint {
            Endpoint::Tcp(host, port) => {
                let listener = std::net::TcpListener::bind((host.as_str(), *port))?;
                listener.set_nonblocking(true)?;
                Ok(Self::Tcp(TcpListener::from_std(listener)?))
            }
            #[cfg(unix)]
            Endpoint::Ipc(path) => {
                remove_stale(path)?;
                let listener = UnixListener::bind(path)?;
                owner_only(path, 0o600)?;
                Ok(Self::Ipc {
                    listener,
                    _file: SocketFile(path.clone()),
                })
            }
            #[cfg(not(unix))]
            Endpoint::Ipc(_) => Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "this platform has no ipc transport",
            )),
        }
    }

    /// Waits for the next connection.
    pub(crate) async fn accept(&self) -> (Reader, Writer) {
        loop {
            let accepted = match self {
                Self::Tcp(listener) => listener
                    .accept()
                    .await
                    .and_then(|(stream, _)| halves_of_tcp(stream)),
                #[cfg(unix)]
                Self::Ipc { listener, .. } => listener
                    .accept()
                    .await
                    .map(|(stream, _)| halves_of_unix(stream)),
            };
            match accepted {
                Ok((reader, writer)) => return (BufReader::with_capacity(4096, reader), writer),
                // Out of file descriptors, or a peer that left in the middle: neither may spin or end the socket.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            }
        }
    }
}

type Halves = (Box<dyn AsyncRead + Unpin>, Writer);

fn halves_of_tcp(stream: TcpStream) -> io::Result<Halves> {
    stream.set_nodelay(true)?;
    let (reader, writer) = stream.into_split();
    Ok((Box::new(reader), Box::new(writer)))
}

#[cfg(unix)]
fn halves_of_unix(stream: UnixStream) -> Halves {
    let (reader, writer) = stream.into_split();
    (Box::new(reader), Box::new(writer))
}

/// Lets nobody but its owner at a file.
#[cfg(unix)]
pub(crate) fn owner_only(path: impl AsRef<std::path::Path>, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// A kernel that was killed leaves its socket's file behind, which would make `bind` fail for ever.
#[cfg(unix)]
fn remove_stale(path: &str) -> io::Result<()> {
    use std::os::unix::fs::FileTypeExt;
    let Ok(found) = std::fs::symlink_metadata(path) else {
        return Ok(());
    };
    if found.file_type().is_socket() && std::os::unix::net::UnixStream::connect(path).is_err() {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// Removes the file of a Unix-domain socket when the socket goes.
#[cfg(unix)]
pub(crate) struct SocketFile(String);

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
