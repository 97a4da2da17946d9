//! The licence matrix (INSTRUMENT OM1.1): what each kind of licence permits.

use rhai::plugin::*;
use rhai::{Array as List, ImmutableString};

use crate::Library;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
use crate::value::{Shown, quoted};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<LicenseMatrix>(&mut module);
    library.add("Licences", module);
}

/// Licence postures against the uses each permits, permits on a condition, or forbids.
#[derive(Clone, Copy, Debug)]
pub struct LicenseMatrix;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    Yes,
    If(&'static str),
    No(&'static str),
}
use Permission::{If, No, Yes};

struct Posture {
    name: &'static str,
    example: &'static str,
    permissions: [Permission; USES.len()],
}

const USES: [&str; 6] = [
    "hold the weights",
    "fine-tune the base",
    "sell a product",
    "pass it on",
    "train a model on its outputs",
    "serve at any scale",
];

/// What comes before the number of uses that a posture permits.
const TOTAL: &str = "permits, of 6";

/// From the chapter's section 1.4, which simplifies: the real licence file governs.
const POSTURES: [Posture; 4] = [
    Posture {
        name: "closed API",
        example: "GPT, Claude, Gemini",
        permissions: [
            No("the weights stay with the provider"),
            No("only the adapters that the provider offers"),
            Yes,
            If("access may be resold inside a product; there is no file to pass on"),
            If("the provider's terms usually bar training a competitor"),
            If("within the provider's rate limits, at a price for every token"),
        ],
    },
    Posture {
        name: "community",
        example: "Llama",
        permissions: [
            Yes,
            Yes,
            If("within the acceptable-use policy"),
            If("with the licence, its notices and the model's name"),
            If("with the model's name; some versions bar it"),
            If("a separate agreement above 700 million monthly users"),
        ],
    },
    Posture {
        name: "permissive",
        example: "Apache-2.0, MIT: DeepSeek, most of Qwen, Mistral's open releases",
        permissions: [
            Yes,
            Yes,
            Yes,
            If("with the licence and its notices"),
            Yes,
            Yes,
        ],
    },
    Posture {
        name: "non-commercial",
        example: "CC-BY-NC, research-only releases",
        permissions: [
            Yes,
            If("for research"),
            No("no paid use"),
            If("free of charge, with attribution"),
            If("for research"),
            No("no paid use at any scale"),
        ],
    },
];

#[export_module]
mod functions {
    /// What each kind of licence permits: four postures against six uses.
    ///
    /// Each use is permitted (✓), permitted on a condition (~) or forbidden (✗). It simplifies: the licence file that
    /// comes with a model governs. It gives `.postures`, `.uses`, `.permits(posture)`, `.permits(posture, use)` and
    /// `.condition(posture, use)`.
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// license_matrix().postures                       // => ["closed API", "community", "permissive", "non-commercial"]
    /// license_matrix().permits("permissive").len()    // => 6
    /// ```
    pub fn license_matrix() -> LicenseMatrix {
        LicenseMatrix
    }

    /// The uses that a kind of licence permits, outright or on a condition.
    ///
    /// # Arguments
    /// - `matrix`: `license_matrix()`
    /// - `posture`: one of its `.postures`
    /// - `usage`: one of its `.uses`; with it the answer is `"yes"`, `"conditional"` or `"no"`
    ///
    /// # Errors
    /// When there is no such posture or use.
    ///
    /// # Example
    /// ```rhai
    /// license_matrix().permits("non-commercial", "sell a product") // => "no"
    /// license_matrix().permits("non-commercial").contains("sell a product") // => false
    /// license_matrix().permits("closed API").len()    // => 4
    /// license_matrix().permits("shareware")           // error: no posture "shareware"
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn permits(_matrix: &mut LicenseMatrix, posture: &str) -> Raised<List> {
        let permissions = find(posture)?.permissions;
        Ok(USES
            .iter()
            .zip(permissions)
            .filter(|(_, p)| !matches!(p, No(_)))
            .map(|(u, _)| (*u).into())
            .collect())
    }

    /// Whether a kind of licence permits a use: `"yes"`, `"conditional"` or `"no"`.
    #[rhai_fn(name = "permits", return_raw, pure)]
    pub fn permits_use(
        _matrix: &mut LicenseMatrix,
        posture: &str,
        usage: &str,
    ) -> Raised<ImmutableString> {
        Ok(permission(posture, usage)?.answer().into())
    }

    /// On which condition a kind of licence permits a use, or why it forbids it; empty when it simply permits it.
    ///
    /// # Arguments
    /// - `matrix`: `license_matrix()`
    /// - `posture`: one of its `.postures`
    /// - `usage`: one of its `.uses`
    ///
    /// # Errors
    /// When there is no such posture or use.
    ///
    /// # Example
    /// ```rhai
    /// license_matrix().condition("community", "serve at any scale") // => "a separate agreement above 700 million monthly users"
    /// license_matrix().condition("permissive", "sell a product") // => ""
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn condition(
        _matrix: &mut LicenseMatrix,
        posture: &str,
        usage: &str,
    ) -> Raised<ImmutableString> {
        Ok(permission(posture, usage)?.condition().into())
    }

    /// The kinds of licence, from closed to open.
    #[rhai_fn(get = "postures", pure)]
    pub fn postures(_matrix: &mut LicenseMatrix) -> List {
        POSTURES.iter().map(|posture| posture.name.into()).collect()
    }

    /// The uses that the matrix covers.
    #[rhai_fn(get = "uses", pure)]
    pub fn uses(_matrix: &mut LicenseMatrix) -> List {
        USES.iter().map(|usage| (*usage).into()).collect()
    }
}

fn find(posture: &str) -> Raised<&'static Posture> {
    if let Some(found) = POSTURES
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(posture.trim()))
    {
        return Ok(found);
    }
    let known = POSTURES
        .iter()
        .map(|known| quoted(known.name))
        .collect::<Vec<_>>()
        .join(", ");
    bail!(
        "there is no posture {}; the postures are {known}",
        quoted(posture)
    )
}

fn permission(posture: &str, usage: &str) -> Raised<Permission> {
    let posture = find(posture)?;
    if let Some(i) = USES
        .iter()
        .position(|known| known.eq_ignore_ascii_case(usage.trim()))
    {
        return Ok(posture.permissions[i]);
    }
    let known = USES
        .iter()
        .map(|known| quoted(known))
        .collect::<Vec<_>>()
        .join(", ");
    bail!("there is no use {}; the uses are {known}", quoted(usage))
}

impl Posture {
    /// How many of the uses it permits, outright or on a condition.
    fn permits(&self) -> usize {
        let permitted = |permission: &&Permission| !matches!(permission, No(_));
        self.permissions.iter().filter(permitted).count()
    }
}

impl Permission {
    fn answer(self) -> &'static str {
        match self {
            Yes => "yes",
            If(_) => "conditional",
            No(_) => "no",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Yes => "✓",
            If(_) => "~",
            No(_) => "✗",
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Yes => "",
            If(why) | No(why) => why,
        }
    }

    /// A tint that the text stays readable on, in a light and in a dark theme.
    fn tint(self) -> &'static str {
        match self {
            Yes => "rgba(40,160,80,0.22)",
            If(_) => "rgba(215,150,20,0.22)",
            No(_) => "rgba(215,60,60,0.22)",
        }
    }
}

impl Shown for LicenseMatrix {
    fn text(&self) -> String {
        let first = USES.iter().map(|usage| usage.len()).max().unwrap_or(0);
        let wide = |posture: &Posture| posture.name.len().max("~ conditional".len());
        let mut lines = vec![" ".repeat(first)];
        for posture in &POSTURES {
            lines[0] += &format!("  {:1$}", posture.name, wide(posture));
        }
        for (i, usage) in USES.iter().enumerate() {
            let mut line = format!("{usage:first$}");
            for posture in &POSTURES {
                let permission = posture.permissions[i];
                let cell = format!("{} {}", permission.mark(), permission.answer());
                line += &format!("  {cell:0$}", wide(posture));
            }
            lines.push(line);
        }
        let mut total = format!("{TOTAL:first$}");
        for posture in &POSTURES {
            total += &format!("  {:<1$}", posture.permits(), wide(posture));
        }
        lines.push(total);
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        let mut out = lines.join("\n");
        for posture in &POSTURES {
            out += &format!("\n\n{} ({})", posture.name, posture.example);
            for (usage, permission) in USES.iter().zip(posture.permissions) {
                if permission != Yes {
                    out += &format!(
                        "\n  {} {usage}: {}",
                        permission.mark(),
                        permission.condition()
                    );
                }
            }
        }
        out + "\n\nThis simplifies: the licence file that comes with a model governs."
    }

    fn repr(&self) -> String {
        "license_matrix()".into()
    }

    fn display(&self) -> Display {
        const CELL: &str = "text-align:left;vertical-align:top;padding:0.4em 0.6em;border:1px solid rgba(128,128,128,0.4)";
        let mut html = String::from(
            "<table class=\"mathjax_ignore tex2jax_ignore\" style=\"border-collapse:collapse;color:var(--jp-content-font-color1,currentColor)\">\
             <caption style=\"text-align:left;caption-side:top;color:inherit\">What each kind of licence permits. \
             It simplifies: the licence file that comes with a model governs.</caption><thead><tr><td></td>",
        );
        for Posture { name, example, .. } in &POSTURES {
            html += &format!(
                "<th scope=\"col\" style=\"{CELL}\">{}<br><small style=\"font-weight:normal\">{}</small></th>",
                escape_html(name),
                escape_html(example)
            );
        }
        html += "</tr></thead><tbody>";
        for (i, usage) in USES.iter().enumerate() {
            html += &format!(
                "<tr><th scope=\"row\" style=\"{CELL}\">{}</th>",
                escape_html(usage)
            );
            for posture in &POSTURES {
                let permission = posture.permissions[i];
                html += &format!(
                    "<td style=\"{CELL};background:{}\"><strong>{} {}</strong><br><small>{}</small></td>",
                    permission.tint(),
                    permission.mark(),
                    permission.answer(),
                    escape_html(permission.condition())
                );
            }
            html += "</tr>";
        }
        html += &format!("</tbody><tfoot><tr><th scope=\"row\" style=\"{CELL}\">{TOTAL}</th>");
        for posture in &POSTURES {
            html += &format!(
                "<td style=\"{CELL}\"><strong>{}</strong></td>",
                posture.permits()
            );
        }
        html += "</tr></tfoot></table>";
        Display::text(self.text()).with(HTML, html)
    }
}
