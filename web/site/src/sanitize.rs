//! What HTML from a notebook may hold. Prose may hold text and equations; outputs may hold text, tables and drawings.
//!
//! The work is ammonia's: it parses as browsers do, drops what no list here names and writes what is left anew. The lists
//! name no script, form, frame, animation or style sheet, and no class but those of the library's own displays.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use ammonia::{Builder, UrlRelative};

use crate::{escape, image, link, style};

/// Elements of text.
const TEXT: &str = "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption \
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table \
    tbody td tfoot th thead tr u ul var wbr";

/// Elements of equations.
const MATH: &str = "math semantics annotation mrow mi mo mn ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom \
    msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd menclose";

/// Elements of drawings; none leads out of its drawing.
const DRAWING: &str = "svg g path rect circle ellipse line polyline polygon text tspan title desc";

/// Elements of prose that links may lead to.
const PLACES: &str = "a blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section span sup \
    table td th tr ul";

/// Elements that go, and that somebody may have wanted to show.
const LOST: &str = "applet area audio button canvas dialog embed fieldset form frame frameset iframe input link map meta \
    noscript object option param picture portal script select slot source style svg template textarea track video";

/// Elements whose content is no text: it goes with them.
const NOT_TEXT: &str = "script style template noscript iframe object embed noembed noframes xmp plaintext textarea select title";

const TEXT_ATTRIBUTES: &str = "aria-hidden aria-label class colspan dir headers hidden lang open role rowspan scope span start \
    style tabindex title";
const MATH_ATTRIBUTES: &str = "accent accentunder columnalign columnspacing columnspan depth display displaystyle encoding \
    fence form height largeop linethickness lspace mathcolor mathvariant maxsize minsize movablelimits notation rowspacing \
    rowspan rspace scriptlevel separator stretchy symmetric voffset width";
const DRAWING_ATTRIBUTES: &str = "cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style \
    font-weight height opacity paint-order points preserveAspectRatio r rx ry stroke stroke-dasharray stroke-linecap \
    stroke-linejoin stroke-opacity stroke-width text-anchor transform viewBox width x x1 x2 y y1 y2";

/// HTML made from Markdown. Its ids and the addresses of its images are as they were given: `places.rs` sees to them.
pub(crate) fn prose(html: &str) -> String {
    let mut builder = builder(&[TEXT, MATH]);
    builder
        .add_tag_attributes("img", ["alt", "height", "src", "width"])
        .add_tag_attributes("ol", ["type"])
        .add_tag_attributes("a", ["name"])
        .add_url_schemes(["attachment"])
        // Long lines scroll, and not every browser lets the keys reach what scrolls.
        .set_tag_attribute_value("pre", "tabindex", "0");
    for math in MATH.split_whitespace() {
        builder.add_tag_attributes(math, words(MATH_ATTRIBUTES));
    }
    for element in words(PLACES) {
        builder.add_tag_attributes(element, ["id"]);
    }
    builder.attribute_filter(move |element, attribute, value| match attribute {
        "id" | "name" => Some(value.into()),
        "src" => (!value.contains(char::is_control)).then_some(value.into()),
        "style" => style::of_prose(value).map(Cow::from),
        _ => attribute_of(element, attribute, value),
    });
    settled(&builder, html)
}

/// MathML made from TeX.
pub(crate) fn equation(mathml: &str) -> String {
    prose(mathml)
}

/// HTML that a cell has displayed.
pub(crate) fn output(html: &str) -> String {
    let mut builder = builder(&[TEXT, DRAWING]);
    // As a drawing's own words for those who can't see it; in HTML it is not allowed to stand.
    builder.rm_clean_content_tags(["title"]);
    builder
        .add_tags(["progress", "meter"])
        .add_tag_attributes("progress", ["max", "value"])
        .add_tag_attributes("meter", ["high", "low", "max", "min", "optimum", "value"])
        .add_tag_attributes("img", ["alt", "height", "src", "width"]);
    for drawn in DRAWING.split_whitespace() {
        builder.add_tag_attributes(drawn, words(DRAWING_ATTRIBUTES));
    }
    builder.attribute_filter(|element, attribute, value| match attribute {
        "style" => style::of_output(value).map(Cow::from),
        "fill" | "stroke" if value.contains(['(', '\\']) => None,
        "d" | "points" | "transform" | "viewBox" => Some(value.into()),
        _ => attribute_of(element, attribute, value),
    });
    settled(&builder, html)
}

/// The elements in some HTML of an author's that prose does not show.
pub(crate) fn lost_in_prose(html: &str) -> BTreeSet<&'static str> {
    lost(html, &[])
}

/// The elements in the HTML of an output that it does not show. The library's drawings have style sheets for Jupyter.
pub(crate) fn lost_in_output(html: &str) -> BTreeSet<&'static str> {
    lost(html, &["svg", "style"])
}

fn lost(html: &str, shown: &[&str]) -> BTreeSet<&'static str> {
    let lower = html.to_ascii_lowercase();
    let named = |element: &&str| {
        let ends = |(at, begun): (usize, &str)| {
            let rest = &lower[at + begun.len()..];
            !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        };
        lower.match_indices(&format!("<{element}")).any(ends)
    };
    words(LOST)
        .filter(|element| !shown.contains(element))
        .filter(named)
        .collect()
}

fn builder(elements: &[&'static str]) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(elements.iter().copied().flat_map(words).collect())
        .clean_content_tags(words(NOT_TEXT).collect())
        .generic_attributes(words(TEXT_ATTRIBUTES).collect())
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "data"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .strip_comments(true);
    builder
}

fn words(list: &'static str) -> impl Iterator<Item = &'static str> + Clone {
    list.split_whitespace()
}

/// An attribute that a list allows, if its value may stay too.
fn attribute_of<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match attribute {
        "href" => link::is_harmless(value).then_some(value.into()),
        "src" => (element == "img" && image::is_harmless(value)).then_some(value.into()),
        "class" => classes(value).map(Cow::from),
        "tabindex" => (value == "0").then_some(value.into()),
        "role" => ["img", "note", "region", "presentation"]
            .contains(&value)
            .then_some(value.into()),
        "encoding" => (value == "application/x-tex").then_some(value.into()),
        _ => Some(value.into()),
    }
}

/// The classes that may stay: those of the library's displays, of equations, and those that keep other programs from
/// taking dollars for equations.
fn classes(value: &str) -> Option<String> {
    const PREFIXES: [&str; 7] = [
        "rb-",
        "rhai-table",
        "rhai-progress",
        "language-",
        "menv-",
        "mop-",
        "cell-",
    ];
    const EXACT: [&str; 4] = ["rhai-scroll", "rhai-footnotes", "rhai-back", "rhai-missing"];
    let kept: Vec<&str> = value
        .split_ascii_whitespace()
        .filter(|class| {
            PREFIXES.iter().any(|prefix| class.starts_with(prefix)) || EXACT.contains(class)
        })
        .collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// What stays the same when it is sanitised again, as text that a browser would read in another way than it was written
/// does not. Text that never comes to rest is shown as the text it is.
fn settled(builder: &Builder<'_>, html: &str) -> String {
    const PATIENCE: usize = 3;
    let mut before = builder.clean(html).to_string();
    for _ in 0..PATIENCE {
        let after = builder.clean(&before).to_string();
        if after == before {
            return after;
        }
        before = after;
    }
    format!("<pre>{}</pre>", escape(html))
}
