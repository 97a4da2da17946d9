//! What the front process and the worker say to each other: frames of JSON, each with its length before it.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A value in several media types, as `rhaibook_session::Display` has it; an `image/png` is in base64.
pub(crate) type Bundle = Vec<(String, String)>;

/// What the front asks of the worker. Positions are byte offsets.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// Run a cell, then evaluate the named expressions. Ends with [`Event::Ended`].
    Execute {
        label: String,
        code: String,
        allow_stdin: bool,
        expressions: Vec<(String, String)>,
    },
    /// Ends with [`Event::Completions`].
    Complete { code: String, at: usize },
    /// Ends with [`Event::Inspected`].
    Inspect { code: String, at: usize, detail: u8 },
    /// Ends with [`Event::Checked`].
    Check { code: String },
    /// The answer to [`Event::Ask`].
    Answer(Answer),
    /// Stop the running cell: where there are no signals.
    Interrupt,
}

/// What became of a question to the reader.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The reader's line.
    Line(String),
    /// Nobody can be asked.
    NotAllowed,
    /// The reader pressed Stop.
    Interrupted,
}

/// What the worker tells the front.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Event {
    /// The session is made.
    Ready,
    /// What the last cell left is safe: a standby holds it, or there can be none.
    Settled,
    /// A cell begins; an interrupt from now on is for it.
    Started,
    /// The running cell has to be stopped, by force if need be, in so many seconds.
    Limited { seconds: f64 },
    /// Text for standard output, or for standard error.
    Text { error: bool, text: String },
    /// Something to show.
    Display { bundle: Bundle, id: Option<String> },
    /// A replacement for what was shown under an id.
    Update { bundle: Bundle, id: String },
    /// Remove the cell's output so far.
    Clear { wait: bool },
    /// A question; the worker waits for [`Request::Answer`].
    Ask { prompt: String, secret: bool },
    /// A cell has ended.
    Ended {
        ending: Ending,
        expressions: Evaluated,
        /// Whether a variable or a function may have changed.
        changed: bool,
    },
    /// What could go at the cursor.
    Completions {
        start: usize,
        end: usize,
        matches: Vec<Candidate>,
    },
    /// What is known of a name.
    Inspected(Option<Bundle>),
    /// Whether a text is a whole cell: `complete`, `incomplete` or `invalid`.
    Checked { status: String, indent: String },
}

/// Expressions by name, and what came of them.
pub(crate) type Evaluated = Vec<(String, Result<Bundle, Failure>)>;

/// How a cell ended.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Ending {
    /// It ran to its end.
    Done {
        value: Option<Bundle>,
        page: Option<Bundle>,
    },
    /// It failed, or was interrupted.
    Failed(Failure),
}

/// An error as Jupyter wants it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// `TypeError`, `Interrupted`, …
    pub(crate) name: String,
    /// What was wrong, in a sentence.
    pub(crate) message: String,
    /// The whole explanation, with ANSI colours.
    pub(crate) traceback: Vec<String>,
}

/// One completion.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) signature: String,
}

impl Failure {
    /// A failure that is told in one sentence.
    pub(crate) fn plain(name: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            name: name.to_owned(),
            traceback: vec![format!("\u{1b}[31m{name}\u{1b}[0m: {message}")],
            message,
        }
    }

    /// The same with another sentence below.
    pub(crate) fn with(mut self, sentence: &str) -> Self {
        self.traceback.push(sentence.to_owned());
        self
    }
}

/// A frame for the pipe.
pub(crate) fn encode(value: &impl Serialize) -> Vec<u8> {
    let mut frame = vec![0; 4];
    serde_json::to_writer(&mut frame, value).expect("link messages are plain data");
    let size = u32::try_from(frame.len() - 4).expect("a frame is far below 4 GiB");
    frame[..4].copy_from_slice(&size.to_le_bytes());
    frame
}

/// A frame's content.
pub(crate) fn decode<T: DeserializeOwned>(frame: &[u8]) -> io::Result<T> {
    serde_json::from_slice(frame).map_err(io::Error::from)
}

/// Writes a frame and flushes it.
pub(crate) fn write(pipe: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    pipe.write_all(&encode(value))?;
    pipe.flush()
}

/// Reads a frame; nothing when the pipe has been closed.
pub(crate) fn read<T: DeserializeOwned>(pipe: &mut impl Read) -> io::Result<Option<T>> {
    let mut size = [0; 4];
    match pipe.read_exact(&mut size) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut frame = vec![0; u32::from_le_bytes(size) as usize];
    pipe.read_exact(&mut frame)?;
    decode(&frame).map(Some)
}

/// Stands in a pipe where a standby takes over; a number follows that tells one time from the next. It is in no frame:
/// JSON has no such bytes, and a length fewer of them.
pub(crate) const MARK: [u8; 9] = [255, 255, 255, 255, 255, 255, 255, 255, 254];

/// The mark for the front to write.
pub(crate) fn mark(generation: u32) -> Vec<u8> {
    [&MARK[..], &generation.to_le_bytes()].concat()
}

/// The mark for the standby to write back: its process id comes last.
#[cfg(target_os = "linux")]
pub(crate) fn echo(generation: u32, process: u32) -> Vec<u8> {
    [mark(generation), process.to_le_bytes().to_vec()].concat()
}

/// Where in the bytes the mark stands, and the number after it; nothing while that has not come whole.
#[cfg(target_os = "linux")]
pub(crate) fn find_mark(bytes: &[u8]) -> Option<(usize, u32)> {
    let at = bytes.windows(MARK.len()).position(|w| w == MARK)?;
    let number = bytes.get(at + MARK.len()..)?.first_chunk::<4>()?;
    Some((at, u32::from_le_bytes(*number)))
}
