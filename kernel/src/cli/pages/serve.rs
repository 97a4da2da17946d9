//! A folder's files to browsers on this machine, and word of its changes.

use std::convert::Infallible;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io, thread};

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::watch;

#[cfg(unix)]
use super::super::interrupt;

/// Where pages hear of changes.
const CHANGES: &str = "/rhaibook-changes";

/// How long a client may take to ask.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that runs until the program ends.
pub(super) struct Server {
    pub(super) port: u16,
    version: watch::Sender<u64>,
}

impl Server {
    /// The folder has changed: pages that are open load themselves again.
    pub(super) fn changed(&self) {
        self.version.send_modify(|version| *version += 1);
    }
}

/// Serves a folder on the loopback interface, on this port or, if it is taken, on another. The server's own address leads
/// to one of its pages.
pub(super) fn start(folder: PathBuf, page: &str, port: u16) -> io::Result<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    // A server that is restarted must not seem to have the version of the one before.
    let first = std::process::id().into();
    let (version, versions) = watch::channel(first);
    let home = HeaderValue::try_from(format!("/{}", encoded(page))).map_err(io::Error::other)?;
    let site = Arc::new(Site {
        home,
        folder: fs::canonicalize(folder)?,
        hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        versions,
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let told = {
        let _inside = runtime.enter();
        end_when_told()?
    };
    thread::spawn(move || {
        runtime.block_on(async {
            tokio::spawn(told);
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                return;
            };
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                let site = site.clone();
                tokio::spawn(async move {
                    let service = service_fn(move |request| {
                        let answer = site.answer(&request);
                        async move { Ok::<_, Infallible>(answer) }
                    });
                    // A browser that goes away in the middle is no concern of ours.
                    let _ = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .header_read_timeout(PATIENCE)
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
    });
    Ok(Server { port, version })
}

/// Being told to end, or the closing of the terminal, ends the program as Ctrl-C does: its folder goes with it.
#[cfg(unix)]
fn end_when_told() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
        interrupt::ask();
    })
}

#[cfg(not(unix))]
fn end_when_told() -> io::Result<impl Future<Output = ()> + Send> {
    Ok(std::future::ready(()))
}

type Answer = Response<Either<Full<Bytes>, Channel<Bytes>>>;

struct Site {
    folder: PathBuf,
    /// The address of the page.
    home: HeaderValue,
    /// What a browser calls us. Another name leads here only where somebody has pointed theirs at this machine.
    hosts: [String; 2],
    versions: watch::Receiver<u64>,
}

impl Site {
    fn answer<B>(&self, request: &Request<B>) -> Answer {
        let host = request
            .headers()
            .get(HOST)
            .and_then(|host| host.to_str().ok());
        if host.is_none_or(|host| {
            !self
                .hosts
                .iter()
                .any(|ours| ours.eq_ignore_ascii_case(host))
        }) {
            return words(
                StatusCode::MISDIRECTED_REQUEST,
                "not the name of this server",
            );
        }
        if request.method() != Method::GET && request.method() != Method::HEAD {
            let mut answer = words(StatusCode::METHOD_NOT_ALLOWED, "files can only be read");
            answer
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        if request.uri().path() == CHANGES {
            return self.changes();
        }
        if request.uri().path() == "/" {
            let mut answer = words(StatusCode::FOUND, "the page is elsewhere");
            answer.headers_mut().insert(LOCATION, self.home.clone());
            return answer;
        }
        let Some((bytes, medium)) = self.file(request.uri().path()) else {
            return words(StatusCode::NOT_FOUND, "there is no such page");
        };
        with_headers(Either::Left(Full::new(bytes.into())), medium)
    }

    /// A file of the folder, and its media type.
    fn file(&self, path: &str) -> Option<(Vec<u8>, &'static str)> {
        let mut file = self.folder.clone();
        let decoded = decoded(path)?;
        for part in decoded.strip_prefix('/')?.split('/') {
            let odd = part.starts_with('.') || part.contains(['\\', ':', '\0']);
            if odd {
                return None;
            }
            file.push(part);
        }
        // Nothing in the folder is a link; were one, it would lead nowhere.
        let file = fs::canonicalize(file).ok()?;
        if !file.starts_with(&self.folder) || !file.is_file() {
            return None;
        }
        let medium = medium(&file);
        Some((fs::read(file).ok()?, medium))
    }

    /// An event for each version of the folder.
    fn changes(&self) -> Answer {
        let (mut events, body) = Channel::new(1);
        let mut versions = self.versions.clone();
        tokio::spawn(async move {
            loop {
                let version = *versions.borrow_and_update();
                let event = format!("data: {version}\n\n");
                if events.send_data(event.into()).await.is_err() {
                    return;
                }
                // The same again now and then, or we would never learn that the page has been closed.
                let wait = tokio::time::timeout(Duration::from_secs(15), versions.changed());
                if matches!(wait.await, Ok(Err(_))) {
                    return;
                }
            }
        });
        with_headers(Either::Right(body), "text/event-stream")
    }
}

fn with_headers(body: Either<Full<Bytes>, Channel<Bytes>>, medium: &'static str) -> Answer {
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(medium));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

fn words(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = with_headers(
        Either::Left(Full::new(text.into())),
        "text/plain; charset=utf-8",
    );
    *answer.status_mut() = status;
    answer
}

/// A path without its percent signs, if it is UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// A file's name as part of an address.
pub(super) fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn medium(file: &Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" | "ipynb" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
