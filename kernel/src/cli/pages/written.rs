//! Writing a site into a folder that may hold other things: a list in it says which files are ours, as we wrote them.
//! Nothing else is ever written over or removed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use sha2::{Digest, Sha256};

use super::super::{Failure, reason, run::shown};

/// The list of the files an earlier build wrote: a line each, the file's SHA-256 and its path.
const LIST: &str = ".rhaibook-files";

/// What writing a site came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Files that are new or have changed.
    pub(super) changed: usize,
    /// Files that are as they were.
    pub(super) same: usize,
    /// Files of an earlier build that the site no longer has.
    pub(super) removed: Vec<String>,
}

/// Writes a site's files; all or, where something of somebody else's is in the way, none.
pub(super) fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<Written, Failure> {
    let before = list(folder);
    let mut written = Written::default();
    let mut changed = Vec::new();
    for (path, bytes) in files {
        match fs::read(folder.join(path)) {
            Ok(found) if found == *bytes => written.same += 1,
            Ok(found) if before.get(path) == Some(&hash(&found)) => changed.push(path),
            Ok(_) => return Err(in_the_way(folder, path)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => changed.push(path),
            Err(_) => return Err(in_the_way(folder, path)),
        }
    }
    for path in &changed {
        put(&folder.join(path), &files[*path]).map_err(|e| unwritable(&folder.join(path), &e))?;
    }
    written.changed = changed.len();
    for (path, known) in before.iter().filter(|(path, _)| !files.contains_key(*path)) {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|found| hash(&found) == *known)
            && fs::remove_file(&file).is_ok()
        {
            written.removed.push(path.clone());
        }
    }
    let mut text = String::new();
    for (path, bytes) in files {
        let _ = writeln!(text, "{}  {path}", hash(bytes));
    }
    put(&folder.join(LIST), text.as_bytes()).map_err(|e| unwritable(&folder.join(LIST), &e))?;
    Ok(written)
}

/// Writes beside the file and renames, so that nobody is ever served half of one.
fn put(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.{}", std::process::id()));
    let done = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, file));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

fn list(folder: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .filter(|(_, path)| is_below(path))
        .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
        .collect()
}

/// Whether a path stays below the folder it is joined to.
fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    !path.is_empty() && parts.all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn in_the_way(folder: &Path, path: &str) -> Failure {
    Failure::failed(format!(
        "{} is there, and no earlier build wrote it as it is; nothing was written: choose another folder, or move it away",
        shown(&folder.join(path))
    ))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::failed(format!("can't write {}: {}", shown(path), reason(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn what_others_wrote_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, theirs) = (folder.path().join("mine.txt"), folder.path().join("a.html"));
        fs::write(&mine, "mine").unwrap();
        fs::write(&theirs, "theirs").unwrap();
        let refused = write(folder.path(), &site(&[("a.html", "a"), ("b.html", "b")])).unwrap_err();
        assert!(
            refused.message.contains("a.html is there"),
            "{}",
            refused.message
        );
        assert!(!folder.path().join("b.html").exists(), "none or all");
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "theirs");

        fs::remove_file(&theirs).unwrap();
        let first = write(
            folder.path(),
            &site(&[("a.html", "a"), ("in/b.png", "b"), ("c", "c")]),
        )
        .unwrap();
        assert_eq!((first.changed, first.same), (3, 0));
        let second = write(folder.path(), &site(&[("a.html", "A"), ("in/b.png", "b")])).unwrap();
        assert_eq!(
            (second.changed, second.same, second.removed),
            (1, 1, vec!["c".to_owned()])
        );

        fs::write(&theirs, "edited").unwrap();
        assert!(write(folder.path(), &site(&[("a.html", "again")])).is_err());
        // A file that was edited is no longer ours to remove.
        let third = write(folder.path(), &site(&[("in/b.png", "b")])).unwrap();
        assert_eq!(third.removed, Vec::<String>::new());
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "edited");
        assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    }

    #[test]
    fn a_list_cannot_name_what_is_elsewhere() {
        for path in ["../a", "/a", "", "a/../../b"] {
            assert!(!is_below(path), "{path}");
        }
        assert!(is_below("a/b"));
    }
}
