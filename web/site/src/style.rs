//! The `style` attribute, held to what changes the look of its own element and reaches nothing else. The properties that may
//! stay, which neither move an element out of its place nor fetch anything, are in `web/shown.json`; prose, which has no box
//! of its own that would hold in more, may use fewer than outputs.

use crate::shown::list;

/// The declarations that may stay in an output, whose box clips what is in it.
pub(crate) fn of_output(style: &str) -> Option<String> {
    filtered(style, list("styles.output"))
}

/// The declarations that may stay in prose.
pub(crate) fn of_prose(style: &str) -> Option<String> {
    filtered(style, list("styles.prose"))
}

fn filtered(style: &str, properties: &[&str]) -> Option<String> {
    // A quotation mark, a backslash or a comment could make what follows mean something other than it seems.
    let plain = |c: char| c.is_ascii_alphanumeric() || " #.,()%+-:;*/!".contains(c);
    let kept: Vec<String> = style
        .split(';')
        .filter(|declaration| declaration.chars().all(plain) && !declaration.contains("/*"))
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(property, value)| (property.trim().to_ascii_lowercase(), value.trim()))
        .filter(|(property, value)| {
            properties.contains(&property.as_str())
                && is_harmless(property, &value.to_ascii_lowercase())
        })
        .map(|(property, value)| format!("{property}:{value}"))
        .collect();
    (!kept.is_empty()).then(|| kept.join(";"))
}

fn is_harmless(property: &str, value: &str) -> bool {
    !value.is_empty()
        && !value.contains(':')
        && calls(value).all(|name| list("styles.functions").contains(&name) || name.is_empty())
        && match property {
            "display" => {
                list("styles.display").contains(&value.trim_end_matches("!important").trim())
            }
            "overflow" | "overflow-x" | "overflow-y" => list("styles.overflow").contains(&value),
            // A negative margin would lay the element over its neighbours, and so might one that is computed.
            _ if property.starts_with("margin") => !value.contains(['-', '(']),
            _ => true,
        }
}

/// The names before opening brackets.
pub(crate) fn calls(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices('(').map(|(at, _)| {
        let before = &value[..at];
        let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        &before[start.map_or(0, |start| start + 1)..]
    })
}

#[cfg(test)]
mod tests {
    use super::{of_output, of_prose};

    #[test]
    fn what_is_for_the_element_alone_stays() {
        for style in [
            "text-align:left;padding:.25em .8em;white-space:pre",
            "color:var(--jp-content-font-color1,currentColor)",
            "border-bottom:1px solid var(--jp-border-color2,rgba(128,128,128,.4))",
            "display:none",
            "background:rgba(40,160,80,0.22)",
        ] {
            assert_eq!(of_output(style).as_deref(), Some(style));
        }
    }

    #[test]
    fn what_moves_covers_or_fetches_goes() {
        for style in [
            "position:fixed",
            "POSITION : fixed",
            "pos/**/ition:fixed",
            "position\\3a fixed",
            "inset:0",
            "z-index:9",
            "transform:scale(99)",
            "margin:-99em",
            "margin-top:calc(0px - 99em)",
            "background:url(//e.example)",
            "background:URL(data:x)",
            "background:image-set(1x)",
            "width:expression(alert(1))",
            "color:red\u{0}",
            "-moz-binding:url(x)",
            "behavior:url(x)",
            "font-family:\"x",
            "overflow:visible",
            "display:contents",
            "--x:1",
            "@import 'x'",
            "float:left",
            "content:attr(x)",
            "cursor:none",
            "animation:x 1s",
            "all:unset",
        ] {
            assert_eq!(of_output(style), None, "{style}");
        }
        assert_eq!(
            of_output("position:fixed;color:red;top:0").as_deref(),
            Some("color:red")
        );
    }

    #[test]
    fn prose_may_less_than_outputs() {
        assert_eq!(
            of_prose("height:0;text-align:right;font-size:99em").as_deref(),
            Some("text-align:right")
        );
    }
}
