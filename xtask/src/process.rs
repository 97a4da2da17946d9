//! Running other programs.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Output, Stdio};

use crate::Outcome;

/// Runs a command, its output ours; an exit code other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Outcome {
    announce(command);
    succeeded(command.stdin(Stdio::null()))
}

/// Runs a command and returns what it wrote to stdout; an exit code other than 0 is an error with its stderr.
pub(crate) fn capture(command: &mut Command) -> Outcome<String> {
    let output = output(command)?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "`{}` failed ({})\n{}",
            line(command),
            output.status,
            stderr.trim_end()
        ));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| format!("`{}` wrote text that is not UTF-8", line(command)))
}

/// Runs a command quietly and returns all of what came of it.
pub(crate) fn output(command: &mut Command) -> Outcome<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .map_err(|problem| unstartable(command, &problem))
}

/// Runs a command, passing its stdout on line by line and keeping a copy: whether it succeeded, and the copy.
pub(crate) fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    announce(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|problem| unstartable(command, &problem))?;
    let mut copy = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("stdout is piped"));
    let mut bytes = Vec::new();
    while reader
        .read_until(b'\n', &mut bytes)
        .is_ok_and(|count| count > 0)
    {
        let _ = std::io::stdout().write_all(&bytes);
        copy.push_str(&String::from_utf8_lossy(&bytes));
        bytes.clear();
    }
    let status = child.wait().map_err(|problem| problem.to_string())?;
    Ok((status.success(), copy))
}

/// Runs a command in our place: Ctrl-C is then its own affair.
pub(crate) fn become_program(command: &mut Command) -> Outcome {
    announce(command);
    #[cfg(unix)]
    {
        let problem = std::os::unix::process::CommandExt::exec(command);
        Err(unstartable(command, &problem))
    }
    #[cfg(not(unix))]
    succeeded(command)
}

fn succeeded(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|problem| unstartable(command, &problem))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", line(command)))
    }
}

/// The command as one would type it, without the folders of programs.
pub(crate) fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    std::iter::once(program)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

fn announce(command: &Command) {
    println!("$ {}", line(command));
}

fn unstartable(command: &Command, problem: &std::io::Error) -> String {
    format!("`{}` could not be started: {problem}", line(command))
}
