//! Whole pages, as they are written. `UPDATE=1 cargo test -p rhaibook-site --test golden` writes them again; read the
//! difference before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use rhaibook_site::{CONTENT_SECURITY_POLICY, File, Options, RELOAD_SCRIPT, Source, build};
use scraper::{Html, Selector};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

fn compare(folder_name: &str, files: &[File]) {
    let folder = folder().join(folder_name);
    let update = std::env::var_os("UPDATE").is_some();
    let pages = files.iter().filter(|file| file.path.ends_with(".html"));
    for file in pages {
        let path = folder.join(&file.path);
        if update {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &file.text).unwrap();
        }
        let wanted = fs::read_to_string(&path).unwrap_or_default();
        let differs = wanted
            .lines()
            .zip(file.text.lines())
            .position(|(a, b)| a != b);
        assert!(
            wanted == file.text,
            "{folder_name}/{} differs in line {}; `UPDATE=1 cargo test -p rhaibook-site --test golden` writes it anew",
            file.path,
            differs.map_or(wanted.lines().count(), |line| line) + 1
        );
    }
}

#[test]
fn one_notebook() {
    let notebook = text("parts.ipynb");
    let source = Source {
        name: "parts.ipynb",
        text: &notebook,
    };
    let site = build(&[source], &Options::default()).unwrap();
    let paths: Vec<&str> = site.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["index.html", "index.ipynb", "rhaibook-page.css"]);
    let beside: Vec<_> = site
        .beside
        .iter()
        .map(|file| (file.to.as_str(), file.is_image))
        .collect();
    assert_eq!(beside, [("data/x.csv", false), ("plots/a b.png", true)]);
    compare("one", &site.files);
}

#[test]
fn several_notebooks() {
    let (parts, other) = (text("parts.ipynb"), text("other.ipynb"));
    let sources = [
        Source {
            name: "parts.ipynb",
            text: &parts,
        },
        Source {
            name: "other.ipynb",
            text: &other,
        },
    ];
    let options = Options {
        title: "Two notebooks",
        named: false,
        reload: true,
    };
    let site = build(&sources, &options).unwrap();
    let paths: Vec<&str> = site.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "index.html",
            "parts.html",
            "other.html",
            "parts.ipynb",
            "other.ipynb",
            "rhaibook-page.css",
            "rhaibook-reload.js"
        ]
    );
    assert_eq!(site.files[6].text, RELOAD_SCRIPT);
    compare("several", &site.files);
}

#[test]
fn a_single_page_may_be_called_after_its_notebook() {
    let source = Source {
        name: "A book.ipynb",
        text: "{\"cells\": []}",
    };
    let options = Options {
        named: true,
        ..Options::default()
    };
    let site = build(&[source], &options).unwrap();
    assert_eq!(site.files[0].path, "A-book.html");
    assert!(site.files[0].text.contains("data-page=\"A-book\""));
}

#[test]
fn the_notebook_beside_the_page_has_no_outputs() {
    let notebook = text("parts.ipynb");
    let site = build(
        &[Source {
            name: "parts.ipynb",
            text: &notebook,
        }],
        &Options::default(),
    )
    .unwrap();
    let kept: serde_json::Value = serde_json::from_str(&site.files[1].text).unwrap();
    let mut wanted: serde_json::Value = serde_json::from_str(&notebook).unwrap();
    for cell in wanted["cells"].as_array_mut().unwrap() {
        if cell["cell_type"] == "code" {
            cell["outputs"] = serde_json::json!([]);
            cell["execution_count"] = serde_json::Value::Null;
        }
    }
    assert_eq!(kept, wanted);
}

/// What is in a cell and in an output is, once a browser has read it, what the notebook holds.
#[test]
fn sources_and_texts_are_as_the_notebook_has_them() {
    let source = "\n\nlet a = 1 < 2 && \"</code>\";\n  a &amp;\t\n";
    let printed = "\n <b>\n\n";
    let notebook = serde_json::json!({"cells": [{"cell_type": "code", "source": source, "metadata": {}, "outputs": [
        {"output_type": "stream", "name": "stdout", "text": printed}]}]})
    .to_string();
    let site = build(
        &[Source {
            name: "x.ipynb",
            text: &notebook,
        }],
        &Options::default(),
    )
    .unwrap();
    let page = Html::parse_document(&site.files[0].text);
    let of = |what: &str| {
        let found = page.select(&Selector::parse(what).unwrap()).next().unwrap();
        found.text().collect::<String>()
    };
    assert_eq!(of("rhai-cell > pre.rhai-source > code"), source);
    assert_eq!(of("rhai-cell > .rhai-output > pre.rhai-text"), printed);
}

/// What may scroll sideways can be reached by the keyboard, without scripts too.
#[test]
fn code_in_prose_is_reached_by_the_keyboard() {
    let prose = "```rhai\nlet a = 1;\n```\n\n    indented\n\n<pre>written</pre>\n";
    let notebook =
        serde_json::json!({"cells": [{"cell_type": "markdown", "source": prose, "metadata": {}}]})
            .to_string();
    let source = Source {
        name: "x.ipynb",
        text: &notebook,
    };
    let site = build(&[source], &Options::default()).unwrap();
    let page = Html::parse_document(&site.files[0].text);
    let code: Vec<_> = page
        .select(&Selector::parse(".rhai-main pre").unwrap())
        .map(|pre| pre.attr("tabindex"))
        .collect();
    assert_eq!(code, [Some("0"); 3]);
}

#[test]
fn a_page_says_what_it_may_do_before_anything_else() {
    let site = build(
        &[Source {
            name: "x.ipynb",
            text: "{\"cells\": []}",
        }],
        &Options::default(),
    )
    .unwrap();
    let text = &site.files[0].text;
    let policy = text.find("Content-Security-Policy").unwrap();
    for later in ["<link", "<script", "<title"] {
        assert!(text.find(later).unwrap() > policy, "{later}");
    }
    for word in ["unsafe-eval'", "'unsafe-inline'", "http", " *"] {
        let scripts = CONTENT_SECURITY_POLICY
            .split("; ")
            .find(|part| part.starts_with("script-src"))
            .unwrap();
        assert!(
            !scripts.replace("'wasm-unsafe-eval'", "").contains(word),
            "{scripts}"
        );
    }
    assert!(CONTENT_SECURITY_POLICY.starts_with("default-src 'none'"));
}

#[test]
fn what_is_no_notebook_is_named() {
    let good = Source {
        name: "a.ipynb",
        text: "{\"cells\": []}",
    };
    let bad = Source {
        name: "b.ipynb",
        text: "{",
    };
    let (which, why) = build(&[good, bad], &Options::default()).unwrap_err();
    assert_eq!(which, 1);
    assert!(why.to_string().contains("JSON"), "{why}");
}

fn notebook(cells: &[&str]) -> String {
    let cell = |source: &&str| serde_json::json!({"cell_type": "markdown", "source": source, "metadata": {}});
    serde_json::json!({"cells": cells.iter().map(cell).collect::<Vec<_>>()}).to_string()
}

/// What a page can't show as its notebook has it is said, once for each kind and with the first cell of that kind.
#[test]
fn what_a_page_can_not_show_is_said() {
    let text = notebook(&[
        "# One\n\n<iframe src=\"https://e.org\"></iframe>\n\n[a](#nowhere) [b](#One)",
        "<iframe></iframe>\n\n<video src=\"x.mp4\"></video>\n\n![c](attachment:none.png) `<script>`",
        "[d](other.ipynb#There) [e](other.ipynb#Nowhere) [f](gone.ipynb) ![g](https://e.org/g.png)",
    ]);
    let other = notebook(&["## There"]);
    let sources = [
        Source {
            name: "one.ipynb",
            text: &text,
        },
        Source {
            name: "other.ipynb",
            text: &other,
        },
    ];
    let site = build(&sources, &Options::default()).unwrap();
    let notes: Vec<&str> = site.notes.iter().map(|(_, note)| note.as_str()).collect();
    assert_eq!(
        notes,
        [
            "cell 1: a page can't show <iframe>, so it is left out",
            "cell 2: a page can't show <video>, so it is left out",
            "cell 2: there is no attachment `none.png`, so its words are shown instead",
            "cell 3: the image https://e.org/g.png is neither in the notebook nor beside it, so its words are shown instead",
            "cell 1: the link #nowhere leads to no heading or anchor of this notebook",
            "cell 3: the link other.ipynb#Nowhere leads to no heading or anchor of other.ipynb",
            "cell 3: the link gone.ipynb is shown as text: gone.ipynb is not among the notebooks of this site",
        ]
    );
    let page = &site.files[1].text;
    for part in [
        "<em class=\"rhai-missing\">c</em>",
        "<a href=\"#one\" rel=\"noopener\">b</a>",
        "<a href=\"other.html#there\" rel=\"noopener\">d</a>",
        "<a rel=\"noopener\">f</a>",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

/// Footnotes stand below the cell that calls for them, whichever cell defines them, and lead there and back.
#[test]
fn footnotes_are_found_in_other_cells_and_lead_there_and_back() {
    let text = notebook(&[
        "# One\n\nText[^a] and more[^b], again[^a], none[^c].\n\n[^b]: Beside.",
        "Later[^a].\n\n[^a]: At the *end*.\n[^unused]: Nobody calls.",
    ]);
    let source = Source {
        name: "x.ipynb",
        text: &text,
    };
    let site = build(&[source], &Options::default()).unwrap();
    let page = Html::parse_document(&site.files[0].text);
    let notes: Vec<String> = page
        .select(&Selector::parse(".rhai-footnotes li > p:first-child").unwrap())
        .map(|note| note.text().collect())
        .collect();
    assert_eq!(notes, ["At the end.", "Beside.", "At the end."]);
    let ids: Vec<&str> = page
        .select(&Selector::parse("main [id]").unwrap())
        .filter_map(|element| element.attr("id"))
        .collect();
    let selector = Selector::parse("main a[href^='#']").unwrap();
    let links = page.select(&selector);
    let links: Vec<&str> = links.filter_map(|link| link.attr("href")).collect();
    assert_eq!(links.len(), 7);
    for link in links {
        assert!(ids.contains(&&link[1..]), "{link} leads to none of {ids:?}");
    }
    assert!(site.files[0].text.contains("none[^c]"));
    assert!(site.notes.is_empty(), "{:?}", site.notes);
}
