//! What `catch (e)` gives the reader: the sentence that the cell would have shown.

use rhai::{Dynamic, EvalAltResult, Map, Position};
use rhaibook_stdlib::fault::Fault;

use super::runtime;

/// An error as Rhai hands it to `catch`, as text; what a `throw` threw stays as it is.
pub(crate) fn caught(error: Dynamic) -> Dynamic {
    if let Some(fault) = error.read_lock::<Fault>() {
        return fault.message.clone().into();
    }
    let rebuilt = error.read_lock::<Map>().and_then(|map| rebuild(&map));
    match rebuilt {
        Some(error) => runtime::words_of(&error).message.into(),
        None => error,
    }
}

/// Rhai describes its errors in a map; this is the way back for those that have words of ours.
fn rebuild(map: &Map) -> Option<EvalAltResult> {
    use EvalAltResult as E;
    let text = |key: &str| {
        map.get(key)
            .and_then(|v| v.clone().into_string().ok())
            .unwrap_or_default()
    };
    let whole = |key: &str| {
        map.get(key)
            .and_then(|v| v.as_int().ok())
            .unwrap_or_default()
    };
    let length = || usize::try_from(whole("length")).unwrap_or_default();
    let at = Position::NONE;
    let message = text("message");
    Some(match text("error").as_str() {
        "ErrorVariableNotFound" => E::ErrorVariableNotFound(text("variable"), at),
        "ErrorPropertyNotFound" => E::ErrorPropertyNotFound(text("variable"), at),
        "ErrorFunctionNotFound" => E::ErrorFunctionNotFound(text("function"), at),
        "ErrorMismatchDataType" | "ErrorMismatchOutputType" => {
            E::ErrorMismatchDataType(text("requested"), text("actual"), at)
        }
        "ErrorArrayBounds" => E::ErrorArrayBounds(length(), whole("index"), at),
        "ErrorStringBounds" => E::ErrorStringBounds(length(), whole("index"), at),
        "ErrorBitFieldBounds" => E::ErrorBitFieldBounds(length(), whole("index"), at),
        "ErrorAssignmentToConstant" => E::ErrorAssignmentToConstant(text("variable"), at),
        "ErrorDataRace" => E::ErrorDataRace(text("variable"), at),
        "ErrorIndexNotFound" => E::ErrorIndexNotFound(map.get("index")?.clone(), at),
        "ErrorIndexingType" => E::ErrorIndexingType(text("type"), at),
        "ErrorDotExpr" => E::ErrorDotExpr(text("property"), at),
        "ErrorDataTooLarge" => E::ErrorDataTooLarge(text("type"), at),
        "ErrorModuleNotFound" => E::ErrorModuleNotFound(text("module"), at),
        "ErrorArithmetic" => E::ErrorArithmetic(message, at),
        "ErrorFor" => E::ErrorFor(at),
        "ErrorStackOverflow" => E::ErrorStackOverflow(at),
        "ErrorUnboundThis" => E::ErrorUnboundThis(at),
        "ErrorInFunctionCall" => within(&message),
        name if name.starts_with("Error") => E::ErrorRuntime(message.into(), at),
        _ => return None,
    })
}

/// An error inside a function, of which Rhai keeps only the text: `Variable not found: b @ '#3' (line 1, position 33)`, and
/// a line for each call that led there. The places are of Rhai's own numbering.
fn within(message: &str) -> EvalAltResult {
    use EvalAltResult as E;
    let at = Position::NONE;
    let first = message.lines().next().unwrap_or_default();
    let words = first.split(" @ '#").next().unwrap_or_default();
    let words = words.split(" (line ").next().unwrap_or_default();
    match words.split_once(": ") {
        Some(("Variable not found", name)) => E::ErrorVariableNotFound(name.into(), at),
        Some(("Property not found", name)) => E::ErrorPropertyNotFound(name.into(), at),
        Some(("Function not found", signature)) => E::ErrorFunctionNotFound(signature.into(), at),
        _ => E::ErrorRuntime(words.into(), at),
    }
}
