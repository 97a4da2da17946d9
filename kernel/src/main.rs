//! The program `rhaibook`; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    rhaibook_kernel::main()
}
