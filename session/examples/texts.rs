//! Prints the long texts, which an engine for browsers is built without: `cargo xtask page` puts them beside it.

fn main() {
    print!("{}", rhaibook_session::kinds::long_texts());
}
