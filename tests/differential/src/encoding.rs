//! Values as JSON that loses no bit: floats by their bits in hexadecimal, arrays with their shape.

use rhai::Dynamic;
use rhaibook_stdlib::array::{Array, View};
use serde_json::{Value, json};

/// Numbers are `{"F": bits}`, `{"I": "7"}` and `{"B": true}`; arrays `{"f": bits…, "s": shape}`, likewise `i` and `b`; text
/// is `{"T": …}`, a list `{"L": […]}`, nothing `null`; of anything else, `{"O": what it prints as}`.
pub(crate) fn encode(value: &Dynamic) -> Value {
    if value.is_unit() {
        return Value::Null;
    }
    if let Ok(x) = value.as_float() {
        return json!({ "F": format!("{:016x}", x.to_bits()) });
    }
    if let Ok(n) = value.as_int() {
        return json!({ "I": n.to_string() });
    }
    if let Ok(b) = value.as_bool() {
        return json!({ "B": b });
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return json!({ "T": text.as_str() });
    }
    if let Ok(list) = value.as_array_ref() {
        return json!({ "L": list.iter().map(encode).collect::<Vec<_>>() });
    }
    let Some(array) = value.read_lock::<Array>() else {
        return json!({ "O": rhaibook_stdlib::value::text(value) });
    };
    let (kind, elements) = match array.view() {
        View::Floats(x) => (
            "f",
            x.iter().map(|x| format!("{:016x}", x.to_bits())).collect(),
        ),
        View::Ints(x) => ("i", x.iter().map(|n| format!("{n:016x}")).collect()),
        View::Bools(x) => (
            "b",
            x.iter()
                .map(|b| if *b { "1" } else { "0" })
                .collect::<String>(),
        ),
    };
    json!({ kind: elements, "s": array.shape() })
}

/// The value that [`encode`] would make this of.
///
/// # Panics
/// When it would make it of none.
pub(crate) fn decode(value: &Value) -> Dynamic {
    let Value::Object(parts) = value else {
        assert!(value.is_null(), "{value} is no value");
        return Dynamic::UNIT;
    };
    let text = |key: &str| parts.get(key).and_then(Value::as_str);
    if let Some(bits) = text("F") {
        return f64::from_bits(bits_of(bits)).into();
    }
    if let Some(n) = text("I") {
        return n.parse::<i64>().expect("a whole number").into();
    }
    if let Some(b) = parts.get("B").and_then(Value::as_bool) {
        return b.into();
    }
    if let Some(text) = text("T") {
        return text.into();
    }
    if let Some(Value::Array(items)) = parts.get("L") {
        return items.iter().map(decode).collect::<rhai::Array>().into();
    }
    let shape: Vec<usize> = parts["s"]
        .as_array()
        .expect("an array has a shape")
        .iter()
        .map(|n| n.as_u64().expect("a size") as usize)
        .collect();
    let words = |text: &str| -> Vec<u64> {
        let digits = text.as_bytes().chunks(16);
        digits
            .map(|word| bits_of(std::str::from_utf8(word).expect("digits")))
            .collect()
    };
    if let Some(elements) = text("f") {
        let floats = words(elements).into_iter().map(f64::from_bits).collect();
        return Array::shaped_floats(floats, &shape).into();
    }
    if let Some(elements) = text("i") {
        let ints = words(elements).into_iter().map(|n| n as i64).collect();
        return Array::shaped_ints(ints, &shape).into();
    }
    let elements = text("b").expect("an array has elements");
    Array::shaped_bools(elements.chars().map(|c| c == '1').collect(), &shape).into()
}

fn bits_of(digits: &str) -> u64 {
    u64::from_str_radix(digits, 16).expect("bits in hexadecimal")
}
