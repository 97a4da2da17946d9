//! The process behind the worker: one that was started, or a standby that has taken over.

use std::process::ExitStatus;

use tokio::process::Child;

use crate::worker::signals::{GAVE_WAY, OUT_OF_MEMORY};

/// A process that runs cells. Dropping it ends it.
pub(super) enum Process {
    /// Started by this one.
    Started(Child),
    /// Forked by a worker that has gone since.
    #[cfg(target_os = "linux")]
    Adopted(Adopted),
}

/// How a worker's process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// By a signal.
    #[cfg_attr(not(unix), allow(dead_code))]
    Signal(i32),
    /// By itself.
    Exit(i32),
    /// Nobody knows how.
    Unknown,
}

impl Process {
    /// Takes on a standby that has taken over.
    #[cfg(target_os = "linux")]
    pub(super) fn adopt(id: u32) -> Option<(u32, Self)> {
        Adopted::new(id)
            .ok()
            .map(|adopted| (id, Self::Adopted(adopted)))
    }

    /// There are no standbys.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn adopt(_: u32) -> Option<(u32, Self)> {
        None
    }

    /// Waits for the process's end. Can be cancelled.
    pub(super) async fn ended(&mut self) -> Death {
        match self {
            Self::Started(child) => child.wait().await.map_or(Death::Unknown, Death::of),
            #[cfg(target_os = "linux")]
            Self::Adopted(adopted) => adopted.ended().await,
        }
    }

    /// Ends it.
    pub(super) fn kill(&mut self) {
        match self {
            Self::Started(child) => drop(child.start_kill()),
            #[cfg(target_os = "linux")]
            Self::Adopted(adopted) => adopted.kill(),
        }
    }
}

impl Death {
    /// What happened, as the beginning of a sentence.
    pub(super) fn in_words(self) -> String {
        match self {
            Self::Signal(signal) => format!("the worker process was killed (signal {signal})"),
            Self::Exit(OUT_OF_MEMORY) => {
                "the cell needed more memory than the kernel may use".to_owned()
            }
            Self::Exit(code) => format!("the worker process ended (exit code {code})"),
            Self::Unknown => "the worker process ended".to_owned(),
        }
    }

    /// The kind of error it is to the reader.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Exit(OUT_OF_MEMORY) => "LimitError",
            _ => "WorkerLost",
        }
    }

    /// Whether the worker has given way to its standby, and has said why.
    pub(super) fn is_planned(self) -> bool {
        self == Self::Exit(GAVE_WAY)
    }

    fn of(status: ExitStatus) -> Self {
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return Self::Signal(signal);
        }
        status.code().map_or(Self::Unknown, Self::Exit)
    }
}

#[cfg(target_os = "linux")]
pub(super) use adopted::Adopted;

#[cfg(target_os = "linux")]
mod adopted {
    use std::io;
    use std::os::fd::OwnedFd;

    use tokio::io::unix::AsyncFd;

    use super::Death;
    use crate::worker::{fork, signals};

    /// A child that somebody else made.
    pub(in crate::front) struct Adopted {
        id: u32,
        end: AsyncFd<OwnedFd>,
        death: Option<Death>,
    }

    impl Adopted {
        /// Takes on a process that has become this one's child.
        pub(in crate::front) fn new(id: u32) -> io::Result<Self> {
            let end = fork::watch(id)?;
            Ok(Self {
                id,
                end,
                death: None,
            })
        }

        pub(super) async fn ended(&mut self) -> Death {
            loop {
                if let Some(death) = self.death {
                    return death;
                }
                let readable = self.end.readable().await;
                self.death = fork::ended(self.id).map(Death::of);
                match readable {
                    Ok(mut ready) => ready.clear_ready(),
                    Err(_) => return Death::Unknown,
                }
            }
        }

        pub(super) fn kill(&mut self) {
            if self.death.is_none() {
                signals::kill(self.id);
            }
        }
    }

    impl Drop for Adopted {
        fn drop(&mut self) {
            self.kill();
        }
    }
}
