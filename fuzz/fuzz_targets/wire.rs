//! What a peer sends: frames of the transport, and messages that are signed rightly.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| rhaibook_kernel::fuzzing::wire(bytes));
