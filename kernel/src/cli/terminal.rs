//! The command line as a cell's world: text to stdout and stderr as it comes, questions to whoever is at stdin.

use std::cell::{Cell, RefCell};
use std::io::{self, IsTerminal, Stdout, Write};
use std::process::exit;
use std::thread;
use std::time::{Duration, Instant};

use rhaibook_session::display::{Display, TEXT};
use rhaibook_session::{Diagnostic, Stream, Unanswered};
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::interrupt;
use super::progress::Progress;

/// How long printed text may wait before it is written, when more keeps coming.
const FLUSH_EVERY: Duration = Duration::from_millis(40);

/// What a program exits with that wrote to a pipe nobody reads: 128 and the number of SIGPIPE.
const BROKEN_PIPE: i32 = 141;

/// Where a command's cells print.
pub(super) struct Terminal {
    out: RefCell<io::BufWriter<Stdout>>,
    flushed: Cell<Instant>,
    /// Whether stdout stands at the beginning of a line.
    fresh_line: Cell<bool>,
    /// Nothing is shown: the outputs are only compared.
    quiet: bool,
    /// The run goes on when nobody reads stdout any more.
    must_finish: bool,
    deaf: Cell<bool>,
    live: bool,
    colours: bool,
    progress: Option<Progress>,
    may_ask: bool,
    warned: RefCell<Vec<String>>,
    /// Displays with an id, as last written and as they are now: an update is written once, at the end of its cell.
    displays: RefCell<Vec<Shown>>,
}

/// What a command wants of its terminal.
#[derive(Clone, Copy, Default)]
pub(super) struct Options {
    /// Show nothing.
    pub(super) quiet: bool,
    /// Go on when nobody reads stdout any more.
    pub(super) must_finish: bool,
    /// Stdin is there for answers.
    pub(super) may_ask: bool,
}

struct Shown {
    id: String,
    written: String,
    now: String,
}

impl Terminal {
    /// A terminal for a command.
    pub(super) fn new(options: Options, progress: Option<Progress>) -> Self {
        Self {
            out: RefCell::new(io::BufWriter::with_capacity(1 << 16, io::stdout())),
            flushed: Cell::new(Instant::now()),
            fresh_line: Cell::new(true),
            quiet: options.quiet,
            must_finish: options.must_finish,
            deaf: Cell::new(false),
            live: io::stdout().is_terminal(),
            colours: io::stderr().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
            progress,
            may_ask: options.may_ask,
            warned: RefCell::new(Vec::new()),
            displays: RefCell::new(Vec::new()),
        }
    }

    /// A cell begins.
    pub(super) fn begin(&self, number: usize) {
        if let Some(progress) = &self.progress {
            progress.begin(number);
        }
        self.warned.borrow_mut().clear();
    }

    /// A cell has ended: its output is all written, its last updates too.
    pub(super) fn end(&self) {
        let mut late = Vec::new();
        for shown in self
            .displays
            .borrow_mut()
            .iter_mut()
            .filter(|shown| shown.now != shown.written)
        {
            shown.written.clone_from(&shown.now);
            late.push(shown.now.clone());
        }
        late.iter().for_each(|text| self.line(text));
        if let Some(progress) = &self.progress {
            progress.end();
        }
        self.flush();
    }

    /// Text to one of the streams.
    pub(super) fn text(&self, stream: Stream, text: &str) {
        if self.quiet || text.is_empty() {
            return;
        }
        if let Some(progress) = &self.progress {
            progress.make_way(text.ends_with('\n'));
        }
        match stream {
            Stream::Out => {
                let written = self.out.borrow_mut().write_all(text.as_bytes());
                self.heed(written);
                self.fresh_line.set(text.ends_with('\n'));
                self.tick();
            }
            Stream::Err => {
                self.flush();
                let _ = io::stderr().write_all(text.as_bytes());
            }
        }
    }

    /// A text of its own lines on stdout.
    pub(super) fn line(&self, text: &str) {
        if !self.fresh_line.get() {
            self.text(Stream::Out, "\n");
        }
        self.text(Stream::Out, text);
        if !text.ends_with('\n') {
            self.text(Stream::Out, "\n");
        }
    }

    /// A value in its plain text.
    pub(super) fn display(&self, display: &Display, id: Option<&str>) {
        let text = display.get(TEXT).unwrap_or_default();
        self.line(text);
        let Some(id) = id else { return };
        let mut displays = self.displays.borrow_mut();
        displays.retain(|shown| shown.id != id);
        displays.push(Shown {
            id: id.to_owned(),
            written: text.to_owned(),
            now: text.to_owned(),
        });
    }

    /// What was displayed under an id is now this.
    pub(super) fn update(&self, display: &Display, id: &str) {
        let text = display.get(TEXT).unwrap_or_default();
        if let Some(shown) = self
            .displays
            .borrow_mut()
            .iter_mut()
            .find(|shown| shown.id == id)
        {
            text.clone_into(&mut shown.now);
        }
    }

    /// Why a cell failed, on stderr.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) {
        self.error_line(if self.colours {
            &diagnostic.ansi
        } else {
            &diagnostic.plain
        });
    }

    /// A line on stderr, after all that was printed.
    pub(super) fn error_line(&self, text: &str) {
        if !self.quiet && !self.fresh_line.get() && self.live {
            self.text(Stream::Out, "\n");
        }
        if let Some(progress) = &self.progress {
            progress.make_way(true);
        }
        self.flush();
        let _ = writeln!(io::stderr(), "{}", text.trim_end_matches('\n'));
    }

    /// Whether a warning has not come before in this cell.
    pub(super) fn is_new_warning(&self, message: &str) -> bool {
        let mut warned = self.warned.borrow_mut();
        let new = !warned.iter().any(|before| before == message);
        if new {
            warned.push(message.to_owned());
        }
        new
    }

    /// Asks at stdin, and gives up when Ctrl-C is pressed there.
    pub(super) fn ask(&self, prompt: &str) -> Result<String, Unanswered> {
        if !self.may_ask {
            return Err(Unanswered::NotAllowed);
        }
        if let Some(progress) = &self.progress {
            progress.make_way(false);
        }
        self.flush();
        if self.live && io::stdin().is_terminal() {
            self.fresh_line.set(true);
            let mut editor = DefaultEditor::new().map_err(|_| Unanswered::NotAllowed)?;
            return editor.readline(prompt).map_err(|error| match error {
                ReadlineError::Interrupted => {
                    interrupt::ask();
                    Unanswered::Interrupted
                }
                _ => Unanswered::NotAllowed,
            });
        }
        self.text(Stream::Out, prompt);
        self.flush();
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) | Err(_) => Err(Unanswered::NotAllowed),
            Ok(_) => Ok(line.trim_end_matches(['\n', '\r']).to_owned()),
        }
    }

    /// Waits, and returns early on Ctrl-C.
    pub(super) fn sleep(&self, seconds: f64) {
        self.flush();
        let Ok(length) = Duration::try_from_secs_f64(seconds) else {
            return;
        };
        let start = Instant::now();
        while !interrupt::asked() {
            let left = length.saturating_sub(start.elapsed());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(Duration::from_millis(10)));
        }
    }

    /// Writes out what has waited long enough.
    pub(super) fn tick(&self) {
        if self.flushed.get().elapsed() >= FLUSH_EVERY {
            self.flush();
        }
    }

    fn flush(&self) {
        let written = self.out.borrow_mut().flush();
        self.heed(written);
        self.flushed.set(Instant::now());
    }

    /// When nobody reads stdout any more, as after `| head`, there is nothing left to do but what `--save` asked for.
    fn heed(&self, written: io::Result<()>) {
        let Err(error) = written else { return };
        if self.deaf.get() {
            return;
        }
        if error.kind() != io::ErrorKind::BrokenPipe {
            eprintln!(
                "rhaibook: can't write the output: {}",
                super::reason(&error)
            );
            exit(1);
        }
        if !self.must_finish {
            exit(BROKEN_PIPE);
        }
        self.deaf.set(true);
    }
}
