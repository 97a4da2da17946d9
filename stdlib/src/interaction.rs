//! What a cell says to its reader and asks of them: `print`, `display`, `input`, `clear_output`, `sleep`.

use rhai::plugin::*;
use rhai::{Dynamic, FuncRegistration};

use crate::Library;
use crate::fault::bail;
use crate::value;

pub(crate) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    // Rhai hands what `print` returns to the engine's print callback, which the session points at its host.
    macro_rules! print_of {
        ($($arg:ident)*) => {
            FuncRegistration::new("print").set_into_module(&mut module, |$($arg: Dynamic),*| {
                let parts: Vec<String> = vec![$(value::text(&$arg)),*];
                parts.join(" ")
            });
        };
    }
    print_of!(a1 a2);
    print_of!(a1 a2 a3);
    print_of!(a1 a2 a3 a4);
    print_of!(a1 a2 a3 a4 a5);
    print_of!(a1 a2 a3 a4 a5 a6);
    print_of!(a1 a2 a3 a4 a5 a6 a7);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15);
    print_of!(a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16);
    library.add("Output and input", module);
}

#[export_module]
mod functions {
    use crate::fault::Raised;
    use crate::host;

    /// Prints values as text, with spaces between them, and ends the line.
    ///
    /// # Arguments
    /// - `value`: anything; up to 16 values, separated by commas
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// print("volume:", 800, "M"); // prints volume: 800 M
    /// ```
    #[rhai_fn(name = "print")]
    pub fn print(value: Dynamic) -> String {
        value::text(&value)
    }

    /// Prints an empty line.
    #[rhai_fn(name = "print")]
    pub fn print_nothing() -> String {
        String::new()
    }

    /// Waits for a number of seconds; Stop ends the wait at once.
    ///
    /// # Arguments
    /// - `seconds`: how long, as a number, zero or more
    ///
    /// # Errors
    /// When `seconds` is negative, infinite or not a number.
    ///
    /// # Example
    /// ```rhai
    /// sleep(0.01);
    /// ```
    #[rhai_fn(return_raw)]
    pub fn sleep(seconds: Dynamic) -> Raised<()> {
        let seconds = crate::fault::not_negative("seconds", value::number("seconds", &seconds)?)?;
        host::current().sleep(seconds);
        host::check_interrupt()
    }

    /// As for any number: without these, Rhai's own `sleep`, which can't be stopped, would be the closer match.
    #[rhai_fn(name = "sleep", return_raw)]
    pub fn sleep_whole(seconds: i64) -> Raised<()> {
        sleep(seconds.into())
    }

    /// As for any number.
    #[rhai_fn(name = "sleep", return_raw)]
    pub fn sleep_fraction(seconds: f64) -> Raised<()> {
        sleep(seconds.into())
    }

    /// Asks the reader for a line of text and returns it.
    ///
    /// # Arguments
    /// - `prompt`: what to ask
    ///
    /// # Errors
    /// When nobody is there to answer, as in a notebook that is run as a whole from the command line.
    ///
    /// # Example
    /// ```rhai,no_run
    /// let price = parse_float(input("price per million tokens: "));
    /// ```
    #[rhai_fn(return_raw)]
    pub fn input(prompt: &str) -> Raised<String> {
        match host::current().ask(prompt, false) {
            Ok(line) => Ok(line),
            Err(host::Unanswered::Interrupted) => Err(host::interruption()),
            Err(host::Unanswered::NotAllowed) => {
                bail!("input() can't ask here: nobody is there to answer"; "Give the value in the cell instead, or run it in a notebook.")
            }
        }
    }

    /// Asks without a prompt.
    #[rhai_fn(return_raw, name = "input")]
    pub fn input_unprompted() -> Raised<String> {
        input("")
    }

    /// Clears what the cell has shown so far.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// clear_output();
    /// ```
    pub fn clear_output() {
        host::current().clear(false);
    }

    /// Shows a value as a cell shows its last one: tables as tables, plots as plots.
    ///
    /// # Arguments
    /// - `value`: anything
    /// - `id`: a text by which `update_display` can replace what is shown; may be left out
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// display([1, 2, 3]); // displays [1, 2, 3]
    /// ```
    pub fn display(value: Dynamic) {
        if let Some(display) = value::display(&value) {
            host::current().display(&display, None);
        }
    }

    /// Shows a value under an id, by which `update_display` replaces it.
    #[rhai_fn(name = "display")]
    pub fn display_as(value: Dynamic, id: &str) {
        if let Some(display) = value::display(&value) {
            host::current().display(&display, Some(id));
        }
    }

    /// Replaces what `display(value, id)` showed under an id.
    ///
    /// # Arguments
    /// - `value`: anything
    /// - `id`: the text that was given to `display`
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// display("counting", "state");
    /// update_display("done", "state");
    /// ```
    pub fn update_display(value: Dynamic, id: &str) {
        if let Some(display) = value::display(&value) {
            host::current().update(&display, id);
        }
    }
}
