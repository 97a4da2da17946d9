//! Notebooks to static pages: texts in, a list of files out. Nothing is read, run or written here.
//!
//! A notebook's text is not trusted. What comes out holds no script, event handler, style that reaches beyond its place,
//! or request to another host, whatever stood in the notebook: see `sanitize.rs`.

mod bare;
mod cell;
mod contents;
mod dollars;
mod footnotes;
mod image;
mod link;
mod markdown;
mod math;
mod notebook;
mod notes;
mod output;
mod page;
mod places;
mod sanitize;
mod shown;
mod site;
mod style;
mod tags;
mod terminal;

pub use notebook::Unreadable;
pub use site::{
    Beside, CONTENT_SECURITY_POLICY, File, Options, RELOAD_SCRIPT, Site, Source, build,
};

/// Text made safe for HTML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    pulldown_cmark_escape::escape_html(&mut out, text).expect("a string takes all text");
    out
}
