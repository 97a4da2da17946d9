"""What all suites share: a Jupyter of their own, that neither reads nor writes the user's settings, history or trust."""

import os
import pathlib
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Before any test module imports Jupyter, which reads these once.
_home = tempfile.TemporaryDirectory(prefix="rhaibook-tests-")
for variable, folder in {
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter-config",
    "JUPYTER_DATA_DIR": "jupyter-data",
    "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
    "JUPYTERLAB_SETTINGS_DIR": "lab-settings",
    "JUPYTERLAB_WORKSPACES_DIR": "lab-workspaces",
    "XDG_DATA_HOME": "data",
}.items():
    path = pathlib.Path(_home.name, folder)
    path.mkdir()
    os.environ[variable] = str(path)


def target() -> pathlib.Path:
    """Cargo's target folder."""
    return pathlib.Path(os.environ.get("RHAIBOOK_TARGET", ROOT / "target"))
