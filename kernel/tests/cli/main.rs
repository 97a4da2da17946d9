//! The command line, as someone who types it sees it: what it prints, where it writes, what it exits with.

mod bad_input;
mod install;
mod pages;
mod reference;
mod run;
mod save;
#[cfg(unix)]
mod stop;
mod typed;
