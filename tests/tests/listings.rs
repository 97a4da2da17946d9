//! The chapter's two listings print, byte for byte, what Python prints for them.

use std::fs;
use std::path::Path;

use rhaibook_tests::listings::{self, Listing};
use rhaibook_tests::{Notebook, on_big_stack};

#[test]
fn listings_with_np_array() {
    for listing in listings::all() {
        prints(&listing, &listing.text);
    }
}

#[test]
fn listings_with_the_chapter_functions() {
    for listing in listings::all() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("listings")
            .join(listing.name);
        let text =
            fs::read_to_string(file.with_extension("rhai")).expect("the listing with functions");
        prints(&listing, &text);
    }
}

#[test]
fn listings_edited_and_put_back() {
    for listing in listings::all() {
        on_big_stack(|| {
            // A reader who edits one number and runs the whole again, then puts it back.
            let edited = listing
                .text
                .replace("3.0 / 1e6", "5.0 / 1e6")
                .replace("0.30, 0.25", "0.25, 0.30");
            assert_ne!(edited, listing.text, "{} has neither number", listing.name);
            let mut notebook = Notebook::new();
            let other = notebook.run("1", &edited);
            assert!(
                other.diagnostic().is_none(),
                "{}",
                other.diagnostic().expect("it failed").plain
            );
            assert_ne!(
                other.printed(),
                listing.prints,
                "another number prints something else"
            );
            let again = notebook.run("2", &listing.text);
            assert_eq!(again.printed(), listing.prints);
        });
    }
}

#[test]
fn the_first_listing_shows_its_plot() {
    let listing = listings::all().swap_remove(0);
    on_big_stack(|| {
        let mut notebook = Notebook::new();
        let text = listing.text.trim_end().trim_end_matches(';');
        let ran = notebook.run("1", text);
        let shown = ran
            .value()
            .map(str::to_string)
            .into_iter()
            .chain(ran.displays().into_iter().map(str::to_string));
        let shown: Vec<String> = shown.collect();
        assert_eq!(shown.len(), 1, "one plot, once: {shown:?}");
        assert!(
            shown[0].lines().count() > 5,
            "a drawing in text:\n{}",
            shown[0]
        );
    });
}

/// The listing in Python says `self-host` in the row of the breakeven by the last bit of a float; `cheaper` knows better.
#[test]
fn cheaper_calls_the_breakeven_a_tie() {
    let listing = listings::all().swap_remove(0);
    on_big_stack(|| {
        let mut notebook = Notebook::new();
        notebook.run("1", &listing.text);
        let ran = notebook.run("2", "vols.to_list().map(|n| cheaper(p, F, m, n))");
        assert_eq!(
            ran.value(),
            Some(r#"["API", "API", "TIE", "self-host", "self-host"]"#)
        );
    });
}

fn prints(listing: &Listing, text: &str) {
    on_big_stack(|| {
        let ran = Notebook::new().run("1", text);
        if let Some(diagnostic) = ran.diagnostic() {
            panic!(
                "{} failed:\n{}\nafter printing\n{}",
                listing.name,
                diagnostic.plain,
                ran.printed()
            );
        }
        assert_eq!(
            ran.printed(),
            listing.prints,
            "{} prints something else",
            listing.name
        );
        assert_eq!(
            ran.complained(),
            "",
            "{} writes to standard error",
            listing.name
        );
        assert!(
            ran.warnings().is_empty(),
            "{} warns: {:?}",
            listing.name,
            ran.warnings()
        );
    });
}
