//! A notebook file: read, emptied, filled and written; what was written reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| rhaibook_kernel::fuzzing::notebook(text));
