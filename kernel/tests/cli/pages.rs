//! `build` and `live`: what is written, what is served, and what is left alone.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::typed::{Folder, code, err, one_line, out, rhaibook};

/// A bundle with the right names and nothing in it.
fn bundle(folder: &Folder) -> String {
    let bundle = folder.path("bundle");
    fs::create_dir_all(&bundle).unwrap();
    for name in [
        "rhaibook.js",
        "rhaibook-early.js",
        "rhaibook-worker.js",
        "rhaibook.css",
        "rhaibook.wasm",
        "sw.js",
    ] {
        fs::write(bundle.join(name), format!("/* {name} */")).unwrap();
    }
    fs::write(bundle.join("rhaibook.js.map"), "{}").unwrap();
    bundle.to_str().unwrap().to_owned()
}

/// `rhaibook build` of one notebook.
fn build(book: &str, site: &Path, bundle: &str) -> Output {
    let site = site.to_str().unwrap();
    let command = ["build", book, "--out", site, "--bundle", bundle];
    rhaibook(command).output().unwrap()
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn a_page_shows_what_a_run_gives_and_the_scripts_lie_beside_it() {
    let folder = Folder::new();
    let book = folder.notebook(&[
        ("print(\"printed\"); 6 * 7", &[]),
        ("", &[]),
        ("nope", &["raises-exception"]),
        ("let x = 1;", &[]),
    ]);
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let built = build(&book, &site, &bundle);
    assert_eq!((code(&built), err(&built)), (0, String::new()));
    assert!(
        out(&built).contains("index.html\n1 page, 9 files: 9 written"),
        "{}",
        out(&built)
    );
    let page = text(site.join("index.html"));
    for part in [
        "<title>Title</title>",
        "<h1 id=\"title\">Title</h1>",
        "<pre class=\"rhai-text\">printed\n</pre>\n<div class=\"rhai-value\"><pre class=\"rhai-text\">42</pre></div>",
        "cell=\"c3\" label=\"3\"",
        // Cells are numbered as they are, the empty one too, and messages call them so.
        "cell [3]",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert_eq!(text(site.join("rhaibook.js")), "/* rhaibook.js */");
    assert!(!site.join("rhaibook.js.map").exists());
    let stored = text(PathBuf::from(&book));
    assert!(
        !stored.contains("printed\\n"),
        "the notebook itself is left alone"
    );
}

#[test]
fn a_folder_stands_for_the_notebooks_in_it() {
    let folder = Folder::new();
    let book = folder.path("book");
    fs::create_dir(&book).unwrap();
    for name in ["chapter-10.ipynb", "chapter-9.ipynb", "notes.txt"] {
        fs::rename(folder.notebook(&[("1", &[])]), book.join(name)).unwrap();
    }
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let built = build(book.to_str().unwrap(), &site, &bundle);
    assert_eq!((code(&built), err(&built)), (0, String::new()));
    let index = text(site.join("index.html"));
    let at = |words: &str| {
        index
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {index}"))
    };
    assert!(at("chapter-9.html") < at("chapter-10.html"));
}

#[test]
fn building_again_leaves_alone_what_it_did_not_write() {
    let folder = Folder::new();
    let book = folder.notebook(&[("1", &[])]);
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let build = |books: &[&str]| {
        rhaibook(["build"].into_iter().chain(books.iter().copied()))
            .args(["--out", site.to_str().unwrap(), "--bundle", &bundle])
            .output()
            .unwrap()
    };
    fs::create_dir_all(&site).unwrap();
    fs::write(site.join("CNAME"), "example.org").unwrap();
    fs::write(site.join("index.html"), "somebody's own").unwrap();
    one_line(
        &build(&[&book]),
        1,
        "index.html is there, and no earlier build wrote it",
    );
    assert!(!site.join("rhaibook.js").exists(), "none or all");

    fs::remove_file(site.join("index.html")).unwrap();
    let other = folder.path("other.ipynb");
    fs::copy(&book, &other).unwrap();
    assert_eq!(code(&build(&[&book, other.to_str().unwrap()])), 0);
    assert!(site.join("other.html").exists() && site.join("book.html").exists());
    let again = build(&[&book]);
    assert_eq!(code(&again), 0, "{}", err(&again));
    assert!(out(&again).contains("removed"), "{}", out(&again));
    assert!(
        !site.join("other.html").exists(),
        "an earlier build's page goes"
    );
    assert_eq!(text(site.join("CNAME")), "example.org");
    assert!(
        out(&build(&[&book])).contains(": 0 written"),
        "the same again changes nothing"
    );
}

#[test]
fn what_can_not_be_built_is_said() {
    let folder = Folder::new();
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let build = |file: &str, more: &[&str]| {
        rhaibook([
            "build",
            file,
            "--out",
            site.to_str().unwrap(),
            "--bundle",
            &bundle,
        ])
        .args(more)
        .output()
        .unwrap()
    };
    one_line(
        &build("nothing.ipynb", &[]),
        2,
        "there is no file nothing.ipynb",
    );
    let book = folder.notebook(&[("nope", &[]), ("1", &[])]);
    let failed = build(&book, &[]);
    assert_eq!((code(&failed), out(&failed)), (1, String::new()));
    assert!(
        err(&failed).contains("code cell 1 of 2 failed") && err(&failed).contains("--allow-errors"),
        "{}",
        err(&failed)
    );
    assert!(!site.exists());
    let allowed = build(&book, &["--allow-errors"]);
    assert_eq!(code(&allowed), 0);
    assert!(
        err(&allowed).contains("failed, going on"),
        "{}",
        err(&allowed)
    );
    assert!(text(site.join("index.html")).contains("class=\"rhai-error\""));
    let empty = folder.path("empty");
    fs::create_dir_all(&empty).unwrap();
    let without = rhaibook([
        "build",
        &book,
        "--out",
        "x",
        "--bundle",
        empty.to_str().unwrap(),
    ])
    .output()
    .unwrap();
    one_line(
        &without,
        1,
        "has no rhaibook.js: it is not the live page's bundle",
    );
}

/// A notebook of one cell of prose.
fn prose(source: &str) -> String {
    let cell = serde_json::json!({"cell_type": "markdown", "metadata": {}, "source": source});
    serde_json::json!({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        .to_string()
}

#[test]
fn files_beside_a_notebook_are_taken_along_and_what_browsers_run_is_not() {
    let folder = Folder::new();
    let below = folder.path("book");
    fs::create_dir_all(below.join("in")).unwrap();
    fs::create_dir_all(folder.path("images")).unwrap();
    for (path, content) in [
        ("book/in/a b.png", "png"),
        ("book/sized.png", "sized"),
        ("book/drawing.svg", "<svg onload='alert(1)'/>"),
        ("book/plain.svg", "<svg/>"),
        ("book/data.csv", "a,b"),
        ("book/paper.PDF", "pdf"),
        ("book/own.html", "<script>"),
        ("book/secret.txt", "secret"),
        ("book/.hidden.csv", "hidden"),
        ("images/up.png", "up"),
    ] {
        fs::write(folder.path(path), content).unwrap();
    }
    let source = "![a](in/a%20b.png) <img src=\"sized.png\" width=\"40\" height=\"30\"> ![b](gone.png) ![c](secret.txt)\n\
        ![d](../images/up.png) ![e](drawing.svg) ![f](plain.svg) [g](data.csv) [h](paper.PDF) [i](own.html)\n\
        [j](.hidden.csv) [k](/etc/hosts.txt) [l](../../../../../../../../etc/hosts.csv) [m](none.ipynb)";
    fs::write(below.join("book.ipynb"), prose(source)).unwrap();
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let book = below.join("book.ipynb");
    let built = build(book.to_str().unwrap(), &site, &bundle);
    assert_eq!(code(&built), 0);
    for (path, content) in [
        ("in/a b.png", "png"),
        ("sized.png", "sized"),
        ("plain.svg", "<svg/>"),
        ("data.csv", "a,b"),
        ("paper.PDF", "pdf"),
        ("_up/images/up.png", "up"),
    ] {
        assert_eq!(text(site.join(path)), content, "{path}");
    }
    for left in ["secret.txt", "drawing.svg", "own.html", ".hidden.csv"] {
        assert!(!site.join(left).exists(), "{left}");
    }
    let page = text(site.join("index.html"));
    for part in [
        "<img src=\"sized.png\" width=\"40\" height=\"30\">",
        "<img src=\"_up/images/up.png\" alt=\"d\">",
        "<a href=\"data.csv\"",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let said = err(&built);
    for words in [
        "cell 1: the image gone.png will be missing: no such file",
        "the image secret.txt will be missing: only avif",
        "the image drawing.svg will be missing: the drawing holds",
        "the link own.html will lead nowhere: it is no page",
        "etc/hosts.csv will lead nowhere: ",
        "the link none.ipynb is shown as text",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn links_to_files_elsewhere_are_not_followed() {
    let folder = Folder::new();
    let below = folder.path("project/book");
    fs::create_dir_all(&below).unwrap();
    fs::create_dir_all(folder.path("project/.git")).unwrap();
    fs::write(folder.path("private.png"), "private").unwrap();
    std::os::unix::fs::symlink(folder.path("private.png"), below.join("a.png")).unwrap();
    fs::write(
        below.join("book.ipynb"),
        prose("![a](a.png) ![b](../../private.png)"),
    )
    .unwrap();
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let built = build(below.join("book.ipynb").to_str().unwrap(), &site, &bundle);
    assert_eq!(code(&built), 0);
    assert_eq!(
        err(&built)
            .matches("outside of the notebooks' project")
            .count(),
        2,
        "{}",
        err(&built)
    );
    assert!(!site.join("a.png").exists() && !site.join("_up").exists());
}

#[test]
fn notebooks_in_several_folders_lead_to_each_other_and_keep_their_files_apart() {
    let folder = Folder::new();
    let files = [
        (
            "one/my notes #1.ipynb",
            prose(
                "# My Heading\n\n![a](a.png) [two](../two/book.ipynb#The%20End) [x](#My-Heading)",
            ),
        ),
        (
            "two/book.ipynb",
            prose(
                "# Two\n\n![a](a.png) [one](../one/my%20notes%20%231.ipynb#My-Heading) [no](../one/my%20notes%20%231.ipynb#no)\n\n## The End",
            ),
        ),
        ("one/a.png", "first".into()),
        ("two/a.png", "second".into()),
    ];
    for (path, content) in &files {
        let path = folder.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let built = rhaibook([
        "build",
        "--bundle",
        &bundle,
        "--out",
        site.to_str().unwrap(),
    ])
    .args([
        folder.path("one/my notes #1.ipynb"),
        folder.path("two/book.ipynb"),
    ])
    .output()
    .unwrap();
    assert_eq!(code(&built), 0, "{}", err(&built));
    assert_eq!(
        (text(site.join("one/a.png")), text(site.join("two/a.png"))),
        ("first".into(), "second".into())
    );
    let (one, two) = (
        text(site.join("my-notes--1.html")),
        text(site.join("book.html")),
    );
    for (page, part) in [
        (&one, "<img src=\"one/a.png\""),
        (&one, "href=\"book.html#the-end\""),
        (&one, "href=\"#my-heading\""),
        (&two, "href=\"my-notes--1.html#my-heading\""),
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(
        err(&built).contains("leads to no heading or anchor of ../one/my%20notes%20%231.ipynb"),
        "{}",
        err(&built)
    );
}

#[test]
fn a_question_is_left_for_the_reader_and_so_is_what_needs_its_answer() {
    let folder = Folder::new();
    let book = folder.notebook(&[
        ("print(\"before\");\nlet name = input(\"Name? \");", &[]),
        ("print(\"Hello\", name);", &[]),
        ("print(\"without\");", &[]),
    ]);
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let built = build(&book, &site, &bundle);
    assert_eq!(code(&built), 0, "{}", err(&built));
    for words in [
        "code cell 1 of 3 asks a question",
        "code cell 2 of 3 needs the answer that cell 1 asks for",
    ] {
        assert!(
            err(&built).contains(words),
            "{words} is not in\n{}",
            err(&built)
        );
    }
    let page = text(site.join("index.html"));
    for part in [
        "Not run yet: this cell asks a question.",
        "Not run yet: this cell needs the answer to the question of cell 1.",
        "<pre class=\"rhai-text\">without\n</pre>",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains("rhai-error") && !page.contains(">before"));
    let other = folder.notebook(&[("let name = input(\"Name? \");", &[]), ("nope", &[])]);
    assert_eq!(
        code(&build(&other, &site, &bundle)),
        1,
        "what fails for another reason fails"
    );
}

#[test]
fn pages_come_in_the_order_of_the_order_file_or_as_they_are_given() {
    let folder = Folder::new();
    for name in ["b", "a", "10 c", "2 d", "intro"] {
        let file = folder.path("book").join(format!("{name}.ipynb"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, prose(&format!("# {name}"))).unwrap();
    }
    let (bundle, site) = (bundle(&folder), folder.path("site"));
    let order = |files: &[&str]| {
        let files = files.iter().map(|file| folder.path(file));
        let built = rhaibook([
            "build",
            "--bundle",
            &bundle,
            "--out",
            site.to_str().unwrap(),
        ])
        .args(files)
        .output()
        .unwrap();
        assert_eq!(code(&built), 0, "{}", err(&built));
        let list = text(site.join("index.html"));
        let entries = list.split("<li><a href=").skip(1);
        let titles = entries.map(|entry| entry.split(['>', '<']).nth(1).unwrap().to_owned());
        let titles: Vec<String> = titles.collect();
        titles[titles.len() - files_in(&titles)..].join(", ")
    };
    assert_eq!(order(&["book"]), "intro, 2 d, 10 c, a, b");
    assert_eq!(order(&["book/b.ipynb", "book/a.ipynb"]), "b, a");
    assert_eq!(order(&["book/a.ipynb", "book/b.ipynb"]), "a, b");
    fs::write(
        folder.path("book/_toc.yml"),
        "root: b\nchapters:\n- file: intro\n- file: a.ipynb\n",
    )
    .unwrap();
    assert_eq!(order(&["book"]), "b, intro, a, 2 d, 10 c");
    assert_eq!(
        order(&["book/a.ipynb", "book/b.ipynb"]),
        "b, a",
        "as a shell lists them"
    );
    assert_eq!(
        order(&["book/intro.ipynb", "book/b.ipynb"]),
        "intro, b",
        "as somebody has given them"
    );
}

/// How many pages a list of pages has, in which each may stand twice.
fn files_in(titles: &[String]) -> usize {
    let mut known = titles.to_vec();
    known.sort();
    known.dedup();
    known.len()
}

/// A page being served.
struct Served {
    child: Child,
    port: u16,
    said: BufReader<std::process::ChildStdout>,
    temporary: PathBuf,
}

impl Served {
    fn start(folder: &Folder, book: Option<&str>, port: u16) -> Self {
        let temporary = folder.path("tmp");
        fs::create_dir_all(&temporary).unwrap();
        let mut child = rhaibook([
            "live",
            "--no-browser",
            "--port",
            &port.to_string(),
            "--bundle",
            &bundle(folder),
        ])
        .args(book)
        .env("TMPDIR", &temporary)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("http://") {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended");
        }
        let port = line["http://127.0.0.1:".len()..].split('/').next().unwrap();
        Self {
            child,
            port: port.parse().unwrap(),
            said,
            temporary,
        }
    }

    /// Sends a request as it is written here; the answer, head and body.
    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .write_all(request.replace('\n', "\r\n").as_bytes())
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        let port = self.port;
        self.send(&format!(
            "GET {path} HTTP/1.1\nHost: 127.0.0.1:{port}\nConnection: close\n\n"
        ))
    }

    /// What the child has left in its temporary folder.
    fn left(&self) -> usize {
        fs::read_dir(&self.temporary).unwrap().count()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_page_is_served_and_nothing_else() {
    let folder = Folder::new();
    let book = folder.notebook(&[("6 * 7", &[])]);
    let served = Served::start(&folder, Some(&book), 0);
    for (path, medium, part) in [
        (
            "/book.html",
            "text/html; charset=utf-8",
            "rhaibook-reload.js",
        ),
        ("/book.html", "text/html; charset=utf-8", ">42</pre>"),
        (
            "/rhaibook.js?v=1",
            "text/javascript; charset=utf-8",
            "/* rhaibook.js */",
        ),
        ("/rhaibook.wasm", "application/wasm", "/* rhaibook.wasm */"),
        (
            "/rhaibook.css",
            "text/css; charset=utf-8",
            "/* rhaibook.css */",
        ),
        ("/book.ipynb", "application/json", "\"cells\""),
    ] {
        let answer = served.get(path);
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        assert!(
            head.contains(&format!("content-type: {medium}\r\n")),
            "{path}: {head}"
        );
        assert!(
            head.contains("x-content-type-options: nosniff"),
            "{path}: {head}"
        );
        assert!(answer.contains(part), "{path}: {answer}");
    }
    let outside = folder.path("tmp").join("outside.txt");
    fs::write(&outside, "outside").unwrap();
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/x/../../outside.txt",
        "/..\\outside.txt",
        "/%5c..%5coutside.txt",
        "//etc/passwd",
        "/%00",
        "/%zz",
        "/.rhaibook-files",
        "/nothing.html",
        "/book.html/",
    ] {
        let answer = served.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"),
            "{path}: {answer}"
        );
    }
    fs::remove_file(outside).unwrap();
    let home = served.get("/").to_lowercase();
    assert!(
        home.starts_with("http/1.1 302") && home.contains("location: /book.html\r\n"),
        "{home}"
    );
    let port = served.port;
    let head = served.send(&format!(
        "HEAD /book.html HTTP/1.1\nHost: localhost:{port}\nConnection: close\n\n"
    ));
    assert!(
        head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    let posted = served.send(&format!(
        "POST / HTTP/1.1\nHost: localhost:{port}\nContent-Length: 0\nConnection: close\n\n"
    ));
    assert!(posted.starts_with("HTTP/1.1 405"), "{posted}");
    // A name that somebody else's page has pointed at this machine.
    for host in ["evil.example", "evil.example:80", ""] {
        let other = served.send(&format!(
            "GET /book.html HTTP/1.1\nHost: {host}\nConnection: close\n\n"
        ));
        assert!(other.starts_with("HTTP/1.1 421"), "{host}: {other}");
    }
}

#[test]
fn another_port_is_taken_when_the_wanted_one_is_not_free() {
    let folder = Folder::new();
    let book = folder.notebook(&[("1", &[])]);
    let first = Served::start(&folder, Some(&book), 0);
    let second = Served::start(&folder, Some(&book), first.port);
    assert_ne!(first.port, second.port);
    assert!(second.get("/book.html").starts_with("HTTP/1.1 200"));
}

#[test]
fn the_chapter_is_there_without_a_file() {
    let folder = Folder::new();
    let served = Served::start(&folder, None, 0);
    assert!(
        served
            .get("/open-vs-closed.html")
            .contains("<title>Rent the model, or hold the weights?</title>")
    );
}

#[test]
fn a_changed_notebook_is_made_again_and_pages_hear_of_it() {
    let folder = Folder::new();
    let book = folder.notebook(&[("let a = 1; a + 1000", &[])]);
    let mut served = Served::start(&folder, Some(&book), 0);
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    let request = format!(
        "GET /rhaibook-changes HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
        served.port
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let mut events = BufReader::new(stream);
    let mut next = || {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert_ne!(events.read_line(&mut line).unwrap(), 0, "the stream ended");
        }
        line
    };
    let first = next();
    assert!(served.get("/book.html").contains(">1001</pre>"));
    // A notebook that is half written is told of, and the page stays.
    fs::write(&book, "{\"cells\":").unwrap();
    std::thread::sleep(Duration::from_millis(600));
    assert!(served.get("/book.html").contains(">1001</pre>"));
    folder.notebook(&[("let a = 2; a + 1000", &[])]);
    assert_ne!(next(), first);
    assert!(served.get("/book.html").contains(">1002</pre>"));
    let mut line = String::new();
    served.said.read_line(&mut line).unwrap();
    assert!(line.ends_with("book.ipynb: made again\n"), "{line}");
}

#[cfg(unix)]
#[test]
fn being_ended_leaves_nothing_behind() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let folder = Folder::new();
        let book = folder.notebook(&[("1", &[])]);
        let mut served = Served::start(&folder, Some(&book), 0);
        assert_eq!(served.left(), 1);
        let id = served.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        let started = Instant::now();
        let ended = loop {
            if let Some(ended) = served.child.try_wait().unwrap() {
                break ended;
            }
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "{signal}: it goes on"
            );
            std::thread::sleep(Duration::from_millis(20));
        };
        assert_eq!((ended.code(), served.left()), (Some(0), 0), "{signal}");
    }
}
