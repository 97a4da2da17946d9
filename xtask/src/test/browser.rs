//! The browser that drives JupyterLab in the tests.

use std::path::{Path, PathBuf};

/// A Chromium of this machine: the one CHROMIUM names, or the first that is installed.
pub(super) fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome.exe",
    ];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let on_path =
        std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name)));
    let elsewhere = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];
    on_path
        .chain(elsewhere.map(PathBuf::from))
        .find(|path: &PathBuf| Path::is_file(path))
}
