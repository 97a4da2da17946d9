//! A page around its content: head, header, table of contents, the way to the other pages, footer.
//!
//! The page's script finds its place by `id`: `rhai-toolbar` is an empty element for its buttons. `data-theme` on the
//! document's element is `light` or `dark` when the reader has chosen, and absent when the system decides.
//! `data-page` names the page among those of the site, and `link[rel=alternate]` the notebook it was made from.

use crate::escape;
use crate::site::{CONTENT_SECURITY_POLICY, Options};

/// What a page shows.
pub(crate) struct Page {
    /// The file it is written to.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) lang: String,
    /// The file of the notebook without outputs, beside the page.
    pub(crate) notebook: Option<String>,
    /// The table of contents.
    pub(crate) contents: String,
    /// What stands in `main`.
    pub(crate) body: String,
}

/// A page of the site, as other pages speak of it.
pub(crate) struct Neighbour<'a> {
    pub(crate) path: &'a str,
    pub(crate) title: &'a str,
}

/// Where a page stands among the others.
#[derive(Default)]
pub(crate) struct Place<'a> {
    /// The site's title and first page, where there are several.
    pub(crate) home: Option<Neighbour<'a>>,
    pub(crate) all: Vec<Neighbour<'a>>,
    pub(crate) before: Option<Neighbour<'a>>,
    pub(crate) after: Option<Neighbour<'a>>,
}

/// The page's text.
pub(crate) fn html(page: &Page, place: &Place<'_>, options: &Options<'_>) -> String {
    let Page {
        path,
        title,
        description,
        lang,
        ..
    } = page;
    let name = path.trim_end_matches(".html");
    let whole_title = match &place.home {
        Some(home) if home.path != path => format!("{title} · {}", home.title),
        _ => title.clone(),
    };
    let mut head = String::new();
    if !description.is_empty() {
        head += &format!(
            "<meta name=\"description\" content=\"{}\">\n",
            escape(description)
        );
    }
    if let Some(notebook) = &page.notebook {
        head += &format!(
            "<link rel=\"alternate\" type=\"application/x-ipynb+json\" href=\"{}\" title=\"The notebook\">\n",
            escape(&url(notebook))
        );
    }
    for (rel, neighbour) in [("prev", &place.before), ("next", &place.after)] {
        if let Some(neighbour) = neighbour {
            head += &format!(
                "<link rel=\"{rel}\" href=\"{}\">\n",
                escape(&url(neighbour.path))
            );
        }
    }
    let reload = if options.reload {
        "<script defer src=\"rhaibook-reload.js\"></script>\n"
    } else {
        ""
    };
    // Its engine is fetched at once.
    let live = if page.body.contains("<rhai-cell") {
        " data-live"
    } else {
        ""
    };
    let layout = if page.contents.is_empty() {
        "rhai-layout"
    } else {
        "rhai-layout rhai-with-toc"
    };
    format!(
        "<!doctype html>\n\
         <html lang=\"{lang}\" data-page=\"{name}\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n\
         {head}\
         <link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"rhaibook.css\">\n\
         <link rel=\"stylesheet\" href=\"rhaibook-page.css\">\n\
         <script defer src=\"rhaibook.js\"></script>\n\
         <script src=\"rhaibook-early.js\"{live}></script>\n\
         {reload}\
         </head>\n\
         <body>\n\
         <a class=\"rhai-skip\" href=\"#rhai-content\">Skip to the text</a>\n\
         <header class=\"rhai-header\">\n{header}<div id=\"rhai-toolbar\" class=\"rhai-toolbar\"></div>\n</header>\n\
         <div class=\"{layout}\">\n\
         {contents}\
         <main id=\"rhai-content\" class=\"rhai-main\">\n{body}</main>\n\
         </div>\n\
         {ways}\
         <footer class=\"rhai-footer\">\n<p>Made with <a href=\"https://rhai.rs\" rel=\"noopener\">Rhai</a> and Rhaibook. \
         Cells run in this page; nothing is sent anywhere.</p>\n</footer>\n\
         </body>\n\
         </html>\n",
        lang = escape(lang),
        name = escape(name),
        title = escape(&whole_title),
        header = header(page, place),
        contents = page.contents,
        body = page.body,
        ways = ways(place),
    )
}

/// The site's name, and the list of its pages.
fn header(page: &Page, place: &Place<'_>) -> String {
    let Some(home) = &place.home else {
        return format!(
            "<a class=\"rhai-home\" href=\"{}\">{}</a>\n",
            escape(&url(&page.path)),
            escape(&page.title)
        );
    };
    let mut out = format!(
        "<a class=\"rhai-home\" href=\"{}\">{}</a>\n",
        escape(&url(home.path)),
        escape(home.title)
    );
    if !place.all.is_empty() {
        out += "<nav class=\"rhai-pages\" aria-label=\"Pages\">\n<details>\n<summary>Pages</summary>\n<ul>\n";
        for neighbour in &place.all {
            let here = if neighbour.path == page.path {
                " aria-current=\"page\""
            } else {
                ""
            };
            out += &format!(
                "<li><a href=\"{}\"{here}>{}</a></li>\n",
                escape(&url(neighbour.path)),
                escape(neighbour.title)
            );
        }
        out += "</ul>\n</details>\n</nav>\n";
    }
    out
}

/// The way to the page before and to the next.
fn ways(place: &Place<'_>) -> String {
    if place.before.is_none() && place.after.is_none() {
        return String::new();
    }
    let way = |neighbour: &Option<Neighbour<'_>>, rel: &str, word: &str| {
        neighbour.as_ref().map_or_else(String::new, |neighbour| {
            format!(
                "<a class=\"rhai-{rel}\" rel=\"{rel}\" href=\"{}\"><small>{word}</small> {}</a>\n",
                escape(&url(neighbour.path)),
                escape(neighbour.title)
            )
        })
    };
    format!(
        "<nav class=\"rhai-ways\" aria-label=\"Before and after\">\n{}{}</nav>\n",
        way(&place.before, "prev", "Before"),
        way(&place.after, "next", "Next")
    )
}

/// A file's name as a relative address.
pub(crate) fn url(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '%' => out.push_str("%25"),
            '#' => out.push_str("%23"),
            '?' => out.push_str("%3F"),
            c => out.push(c),
        }
    }
    out
}
