//! The logos in `assets/*.png` are `assets/logo.svg`, rendered. After a change to the SVG, make them again with
//! `RHAIBOOK_REGENERATE=1 cargo test -p rhaibook --test logo`.

use std::path::{Path, PathBuf};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

#[test]
fn the_pngs_are_the_svg() {
    let svg = std::fs::read_to_string(asset("logo.svg")).unwrap();
    let tree = Tree::from_str(&svg, &Options::default()).unwrap();
    for size in [32, 64] {
        let path = asset(&format!("logo-{size}x{size}.png"));
        let rendered = render(&tree, size);
        if std::env::var_os("RHAIBOOK_REGENERATE").is_some() {
            std::fs::write(&path, rendered.encode_png().unwrap()).unwrap();
        }
        let committed = Pixmap::decode_png(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!((committed.width(), committed.height()), (size, size));
        // Rounding may differ by a shade from one processor to another.
        let apart = rendered
            .data()
            .iter()
            .zip(committed.data())
            .map(|(a, b)| a.abs_diff(*b))
            .max()
            .unwrap();
        assert!(
            apart <= 2,
            "{} is not what logo.svg renders to ({apart} shades apart)",
            path.display()
        );
    }
}

fn render(tree: &Tree, size: u32) -> Pixmap {
    let mut pixmap = Pixmap::new(size, size).unwrap();
    let scale = size as f32 / tree.size().width();
    resvg::render(
        tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
}

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join(name)
}
