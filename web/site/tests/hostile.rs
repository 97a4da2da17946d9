//! A notebook full of hostile text: whatever way it takes into a page, nothing in the page runs, fetches or covers.
//!
//! The texts are in `hostile.json`, for the browser's test too. This test reads the pages as a browser does and looks for
//! what must not be there; it knows nothing of the lists by which it was kept out.

use rhaibook_site::{Options, Source, build};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

struct Hostile {
    name: String,
    text: String,
}

fn hostile() -> Vec<Hostile> {
    let listed: Vec<Value> = serde_json::from_str(include_str!("hostile.json")).unwrap();
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap().to_owned();
    listed
        .iter()
        .map(|entry| Hostile {
            name: text(entry, "name"),
            text: text(entry, "text"),
        })
        .collect()
}

/// What must not be in a page's content: one line for each thing found.
fn found(html: &Html, inside: &str) -> Vec<String> {
    const ELEMENTS: &str = "script iframe frame frameset object embed applet form input button select textarea option dialog \
        style link meta base template slot noscript xmp plaintext marquee audio video source track picture map area portal \
        foreignObject foreignobject use image animate animateMotion animateTransform set maction mglyph annotation-xml";
    let mut found = Vec::new();
    let root = html
        .select(&Selector::parse(inside).unwrap())
        .next()
        .unwrap();
    let elements = root.descendants().skip(1).filter_map(ElementRef::wrap);
    for element in elements {
        let name = element.value().name();
        if ELEMENTS.split_whitespace().any(|unwanted| unwanted == name) {
            found.push(format!("<{name}>"));
        }
        if name.contains('-') && name != "rhai-cell" {
            found.push(format!("<{name}>"));
        }
        // A name that scripts find a thing by.
        let id = element.attr("id").unwrap_or_default().to_lowercase();
        if ["img", "form", "object", "embed"].contains(&name) && !id.is_empty()
            || id.starts_with("rhai")
        {
            found.push(format!("<{name} id=\"{id}\">"));
        }
        if name == "a" && element.attr("href").is_some() && element.attr("rel") != Some("noopener")
        {
            found.push("a link without rel=noopener".into());
        }
        for (attribute, value) in element.value().attrs() {
            let bare: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect::<String>()
                .to_lowercase();
            let foreign = bare.starts_with("//") || bare.contains('\\') || bare.starts_with("http");
            let scheme = bare.split_once(':').map(|(scheme, _)| scheme.to_owned());
            let scheme = scheme.filter(|s| {
                s.chars()
                    .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            });
            let bad = match attribute {
                _ if attribute.starts_with("on") => true,
                "href" => scheme
                    .is_some_and(|scheme| !["http", "https", "mailto"].contains(&scheme.as_str())),
                "src" => foreign || scheme.is_some_and(|_| !bare.starts_with("data:image/")),
                "style" => {
                    let moves = [
                        "position",
                        "url(",
                        "expression",
                        "\\",
                        "/*",
                        "transform",
                        "inset",
                        "margin:-",
                        "z-index",
                        "@",
                    ];
                    moves.iter().any(|word| bare.contains(word))
                }
                "fill" | "stroke" => bare.contains("url("),
                "class" => value.split_whitespace().any(|class| {
                    ["rhai-toolbar", "rhai-header", "cm-editor", "rhai-cell"].contains(&class)
                }),
                "name" | "target" | "ping" | "srcset" | "srcdoc" | "action" | "formaction"
                | "data" | "poster" | "background" | "xlink:href" | "is" | "popover"
                | "autofocus" | "contenteditable" | "usemap" | "slot" | "http-equiv" | "dynsrc"
                | "lowsrc" | "accesskey" | "nonce" => true,
                "tabindex" => value != "0",
                _ => false,
            };
            if bad {
                found.push(format!("<{name} {attribute}=\"{value}\">"));
            }
        }
    }
    found
}

fn page(cells: Vec<Value>, metadata: Value) -> String {
    let text = json!({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
        .to_string();
    let source = Source {
        name: "hostile.ipynb",
        text: &text,
    };
    let site = build(&[source], &Options::default()).unwrap();
    site.files[0].text.clone()
}

fn code(source: &str, outputs: Vec<Value>) -> Value {
    json!({"cell_type": "code", "id": "one", "metadata": {}, "source": source, "execution_count": 1, "outputs": outputs})
}

fn displayed(medium: &str, text: &str) -> Value {
    let output = json!({"output_type": "display_data", "data": {medium: text, "text/plain": text}, "metadata": {}});
    code("1", vec![output])
}

/// Every way by which a text gets from a notebook into a page.
fn ways(text: &str) -> Vec<(&'static str, Vec<Value>, Value)> {
    let none = json!({});
    let markdown = |text: &str| json!({"cell_type": "markdown", "metadata": {}, "source": text});
    let output = |output: Value| vec![code("1", vec![output])];
    vec![
        ("prose", vec![markdown(text)], none.clone()),
        (
            "prose in a paragraph",
            vec![markdown(&format!("before {text} after"))],
            none.clone(),
        ),
        (
            "prose in a list",
            vec![markdown(&format!("- {}", text.replace('\n', "\n  ")))],
            none.clone(),
        ),
        (
            "a heading",
            vec![markdown(&format!("## {}", text.replace('\n', " ")))],
            none.clone(),
        ),
        (
            "a link's words",
            vec![markdown(&format!("[{text}](https://rhai.rs)"))],
            none.clone(),
        ),
        (
            "a link's address",
            vec![markdown(&format!(
                "[x](<{}>)",
                text.replace(['<', '>', '\n'], "")
            ))],
            none.clone(),
        ),
        (
            "an image's words",
            vec![markdown(&format!("![{text}](a.png)"))],
            none.clone(),
        ),
        (
            "an equation",
            vec![markdown(&format!("${}$", text.replace('$', "")))],
            none.clone(),
        ),
        ("a source", vec![code(text, vec![])], none.clone()),
        ("HTML", vec![displayed("text/html", text)], none.clone()),
        (
            "a drawing",
            vec![displayed("image/svg+xml", text)],
            none.clone(),
        ),
        (
            "displayed Markdown",
            vec![displayed("text/markdown", text)],
            none.clone(),
        ),
        ("TeX", vec![displayed("text/latex", text)], none.clone()),
        (
            "a picture",
            vec![displayed("image/png", text)],
            none.clone(),
        ),
        (
            "an unknown medium",
            vec![displayed("application/x-unknown", text)],
            none.clone(),
        ),
        (
            "printed text",
            output(json!({"output_type": "stream", "name": "stdout", "text": text})),
            none.clone(),
        ),
        (
            "a warning",
            output(
                json!({"output_type": "stream", "name": "stderr", "text": format!("warning: {text}")}),
            ),
            none.clone(),
        ),
        (
            "an error",
            output(
                json!({"output_type": "error", "ename": text, "evalue": text, "traceback": [text]}),
            ),
            none.clone(),
        ),
        (
            "an error without a trace",
            output(json!({"output_type": "error", "ename": text, "evalue": text, "traceback": []})),
            none.clone(),
        ),
        (
            "a cell's metadata",
            vec![
                json!({"cell_type": "code", "id": text, "source": "1", "outputs": [],
                "metadata": {"tags": [text], "rhaibook": {"height": text}}}),
            ],
            none.clone(),
        ),
        (
            "an attachment",
            vec![
                json!({"cell_type": "markdown", "metadata": {}, "source": format!("![x](attachment:a.png) {text}"),
                "attachments": {"a.png": {text: text}}}),
            ],
            none.clone(),
        ),
        (
            "a raw cell",
            vec![json!({"cell_type": "raw", "metadata": {}, "source": text})],
            none.clone(),
        ),
        (
            "the title",
            vec![markdown("text")],
            json!({"title": text, "lang": text}),
        ),
    ]
}

#[test]
fn nothing_hostile_gets_into_a_page() {
    let mut wrong = Vec::new();
    for hostile in hostile() {
        for (way, cells, metadata) in ways(&hostile.text) {
            let wanted = cells
                .iter()
                .filter(|cell| cell["cell_type"] == "code")
                .count();
            let html = page(cells, metadata);
            let parsed = Html::parse_document(&html);
            for problem in found(&parsed, "main") {
                wrong.push(format!("{} as {way}: {problem}", hostile.name));
            }
            // What stands around the content is ours alone, to the last element.
            let count = |what: &str| parsed.select(&Selector::parse(what).unwrap()).count();
            let ours = (
                count("script"),
                count("link"),
                count("meta"),
                count("style"),
                count("base"),
                count("header"),
                count("footer"),
            );
            if ours.0 != 2
                || !(4..=5).contains(&ours.1)
                || !(5..=6).contains(&ours.2)
                || ours.3 + ours.4 != 0
                || ours.5 * ours.6 != 1
            {
                wrong.push(format!(
                    "{} as {way}: the page around it has {ours:?}",
                    hostile.name
                ));
            }
            let cells = count("rhai-cell");
            if cells != wanted {
                wrong.push(format!("{} as {way}: {cells} cells", hostile.name));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The test above can fail: as they are, nearly all of these texts are found out.
#[test]
fn without_a_sanitiser_they_would_be_found() {
    let all = hostile();
    assert!(all.len() >= 60, "{} texts", all.len());
    let mut names: Vec<&str> = all.iter().map(|hostile| hostile.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "each has a name of its own");
    let harmless: Vec<&str> = all
        .iter()
        .filter(|hostile| {
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&hostile.text));
            let found = |html: &str| !found(&Html::parse_document(html), "html").is_empty();
            let document = |text: &str| format!("<!doctype html><main>{text}</main>");
            // A page without anything hostile has neither head elements nor handlers on its body.
            !found(&document(&html)) && !found(&document(&hostile.text))
        })
        .map(|hostile| hostile.name.as_str())
        .collect();
    assert!(
        all.len() - harmless.len() >= 100,
        "only {} are found; not {harmless:?}",
        all.len() - harmless.len()
    );
}
