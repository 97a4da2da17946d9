//! Files beside the notebooks: images that pages show, data and documents that they lead to. They are taken along, or it is
//! said why not.
//!
//! A notebook may come from anybody, so what it names is read only within its project: the repository the notebooks lie in,
//! or else the folder above the one that holds them all. What a browser would run, were it opened, stays behind.

use std::fs;
use std::path::{Path, PathBuf};

use rhaibook_site::Beside;

use super::super::reason;

/// Images that hold nothing but points.
const IMAGES: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// Data and documents: what a browser shows or saves, and does not run.
const DOCUMENTS: [&str; 46] = [
    "bib", "bz2", "csv", "db", "doc", "docx", "epub", "feather", "geojson", "gz", "json", "jsonl",
    "log", "md", "mp3", "mp4", "ndjson", "npy", "npz", "odp", "ods", "odt", "ogg", "opus",
    "parquet", "pdf", "ppt", "pptx", "py", "r", "rhai", "rst", "rtf", "sqlite", "tar", "tex",
    "toml", "tsv", "txt", "wav", "webm", "xls", "xlsx", "xz", "yaml", "yml",
];

/// Where the notebooks lie.
pub(super) struct Ground {
    /// The folder that holds all of them.
    common: PathBuf,
    /// The folder that nothing is read outside of.
    project: PathBuf,
}

impl Ground {
    /// The ground of some notebooks. None where none has a file.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a Path>) -> Option<Self> {
        let folders = files.filter_map(folder);
        let common = folders.reduce(|common, folder| {
            let shared = common.ancestors().find(|above| folder.starts_with(above));
            shared.map_or_else(PathBuf::new, Path::to_owned)
        })?;
        let home = std::env::home_dir();
        let is_project =
            |above: &&Path| above.parent().is_some() && Some(*above) != home.as_deref();
        let repository = common
            .ancestors()
            .filter(is_project)
            .find(|above| above.join(".git").exists());
        let above = common.parent().filter(is_project);
        let project = repository.or(above).unwrap_or(&common).to_owned();
        Some(Self { common, project })
    }

    /// A notebook's path below the folder that holds all of them, with `/` between its parts.
    pub(super) fn name(&self, file: &Path) -> Option<String> {
        let folder = folder(file)?;
        let below = folder.strip_prefix(&self.common).ok()?;
        let parts = below.iter().chain(file.file_name());
        let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// What is in a file that a page names.
    pub(super) fn read(&self, beside: &Beside) -> Result<Vec<u8>, String> {
        let kind = Path::new(&beside.path).extension().unwrap_or_default();
        let kind = kind.to_string_lossy().to_ascii_lowercase();
        let (is_image, is_drawing) = (IMAGES.contains(&kind.as_str()), kind == "svg");
        let is_document = !beside.is_image && DOCUMENTS.contains(&kind.as_str());
        if !is_image && !is_drawing && !is_document {
            return Err(if beside.is_image {
                format!("only {} and svg files are taken along", IMAGES.join(", "))
            } else {
                "it is no page of this site, and only data, documents and images are taken along"
                    .into()
            });
        }
        let file = fs::canonicalize(self.common.join(&beside.path)).map_err(|e| reason(&e))?;
        if !file.starts_with(&self.project) {
            return Err(format!(
                "it lies outside of the notebooks' project, {}",
                self.project.display()
            ));
        }
        let bytes = fs::read(file).map_err(|e| reason(&e))?;
        if is_drawing && !is_still(&bytes) {
            return Err("the drawing holds a script, a link or a document type, which a browser would follow; save it as plain SVG".into());
        }
        Ok(bytes)
    }
}

fn folder(file: &Path) -> Option<PathBuf> {
    let folder = file.parent()?;
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    fs::canonicalize(folder).ok()
}

/// Whether a drawing in SVG would do nothing if the file itself were opened. It is not read as XML: a word that might be
/// one of those is enough.
fn is_still(bytes: &[u8]) -> bool {
    const ACTIVE: [&str; 9] = [
        "script",
        "foreignobject",
        "<!entity",
        "<?xml-stylesheet",
        "<iframe",
        "<embed",
        "<object",
        "<handler",
        "@import",
    ];
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let text = text.to_lowercase();
    let leads = text.match_indices("href").any(|(at, _)| {
        let value = text[at + 4..].trim_start().strip_prefix('=');
        let value = value.map(|value| value.trim_start().trim_start_matches(['"', '\'']));
        !value.is_some_and(|value| value.starts_with('#') || value.starts_with("data:image/"))
    });
    // An attribute such as `onload`.
    let handles = text.match_indices("on").any(|(at, _)| {
        let begins = text[..at].ends_with(|c: char| c.is_whitespace() || "\"'/".contains(c));
        let event = &text[at + 2..];
        let rest = event.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        begins && rest.len() < event.len() && rest.trim_start().starts_with('=')
    });
    !handles && !leads && !ACTIVE.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_that_do_something_are_told_from_others() {
        for still in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d='M0 0'/></svg>",
            "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg><use xlink:href=\"#a\"/></svg>",
            "<svg><image href = 'data:image/png;base64,AA'/><text>on and on = off</text></svg>",
            "<svg style=\"position: absolute\"><text>contribution=1</text></svg>",
        ] {
            assert!(is_still(still.as_bytes()), "{still}");
        }
        for active in [
            "<svg onload='alert(1)'/>",
            "<svg\nONLOAD = 'alert(1)'/>",
            "<svg/onload=alert(1)>",
            "<svg><x:script>1</x:script></svg>",
            "<svg><a href='javascript:alert(1)'/></svg>",
            "<svg><a href='&#106;avascript:alert(1)'/></svg>",
            "<svg><a xlink:href='https://e.org'/></svg>",
            "<svg><set attributeName='href' to='x'/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
            "<svg><foreignObject/></svg>",
        ] {
            assert!(!is_still(active.as_bytes()), "{active}");
        }
        assert!(!is_still(b"\xff\xfe<\0s\0"));
    }
}
