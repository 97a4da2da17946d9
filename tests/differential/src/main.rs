//! Answers the cases on the standard input, a line each: `rhaibook-differential [ELEMENTS THREADS]`. With arguments, operations
//! are recorded from so many elements on, and done by so many threads.

use std::io::{Read, Write};

use rhaibook_stdlib::{array, compute};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|number| number.parse().ok());
    array::record_from(arguments.next().flatten());
    compute::parallel::set_threads(arguments.next().flatten());
    // A panic is an answer; its message would only be noise.
    std::panic::set_hook(Box::new(|_| {}));
    let mut cases = String::new();
    std::io::stdin().read_to_string(&mut cases)?;
    std::io::stdout().write_all(rhaibook_differential::answers(&cases).as_bytes())
}
