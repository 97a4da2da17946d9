//! The specifications of `fmt`, with numbers of all sizes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rhai::Dynamic;
use rhaibook_stdlib::format::format_value;

fuzz_target!(|input: (f64, i64, &str)| {
    let (float, whole, spec) = input;
    let values: [Dynamic; 4] = [
        Dynamic::from_float(float),
        Dynamic::from_int(whole),
        Dynamic::from(spec.to_string()),
        Dynamic::from_bool(whole > 0),
    ];
    for value in &values {
        if let Ok(text) = format_value(value, spec) {
            // A width is what a reader might want to see on a line, not a way to use up memory.
            assert!(text.len() < 1 << 20, "{} bytes for {spec:?}", text.len());
        }
    }
});
