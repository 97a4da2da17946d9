// A JupyterLite REPL with Python for `live.mjs`, made of what PyPI and npm hold: it asks no other host for anything.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the kernel loads before it runs anything; what these need comes with them. */
const PACKAGES = ["micropip", "ipython", "jedi"];

/** Builds the site in a folder, once. */
export function jupyterlite(folder) {
  const [site, out, bin] = [join(folder, "site"), join(folder, "out"), join(folder, "venv/bin")];
  const run = (program, args, cwd) => execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const versionOf = (name) => run(join(bin, "python"), ["-c", `import importlib.metadata as m; print(m.version("${name}"))`]).trim();
  if (!existsSync(join(out, "done"))) {
    mkdirSync(folder, { recursive: true });
    run("python3", ["-m", "venv", "venv"], folder);
    run(join(bin, "pip"), ["install", "--quiet", "jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyter_server"]);

    // The Pyodide that this kernel is made for. npm has its core; the packages in pure Python are on PyPI.
    const constants = "from jupyterlite_pyodide_kernel.constants import *; print(PYODIDE_VERSION, PYODIDE_PYTHON_VERSION)";
    const [pyodide, python] = run(join(bin, "python"), ["-c", constants]).trim().split(" ");
    run("npm", ["install", "--silent", "--no-save", "--prefix", folder, `pyodide@${pyodide}`], folder);
    const core = join(folder, "node_modules/pyodide");
    const kept = join(site, "static/pyodide");
    mkdirSync(kept, { recursive: true });
    for (const name of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]) copyFileSync(join(core, name), join(kept, name));
    const lock = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));
    const wanted = new Set(PACKAGES.map((name) => lock.packages[name]));
    for (const { depends } of wanted) for (const name of depends) wanted.add(lock.packages[name.replaceAll("_", "-")]);
    const wheels = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", python, "--platform", "any"];
    run(join(bin, "pip"), [...wheels, "--dest", kept, ...[...wanted].map(({ name, version }) => `${name}==${version}`)]);
    // Pyodide builds its wheels anew, so that those of PyPI have other hashes.
    for (const one of wanted) one.sha256 = createHash("sha256").update(readFileSync(join(kept, one.file_name))).digest("hex");
    writeFileSync(join(kept, "pyodide-lock.json"), JSON.stringify(lock));
    run(join(bin, "pip"), [...wheels, "--dest", join(site, "pypi"), "comm"]);

    run(join(bin, "jupyter"), ["lite", "build", "--apps", "repl", "--output-dir", out], site);
    writeFileSync(join(out, "done"), "");
  }
  return { out, version: versionOf("jupyterlite-core") };
}
