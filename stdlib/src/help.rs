//! `help(name)`: the reference, from inside a cell.

use rhai::plugin::*;
use rhai::{Dynamic, FnPtr};

use crate::Library;
use crate::catalog;
use crate::display::{Display, HTML, MARKDOWN};
use crate::fault::{Raised, bail};
use crate::{host, value};

pub(crate) fn register(library: &mut Library) {
    library.add("Help", rhai::exported_module!(functions));
}

/// What the reference says of a name, in all media; none when it says nothing.
pub fn page(name: &str) -> Option<Display> {
    let entries = catalog::find_all(name);
    if entries.is_empty() {
        return None;
    }
    let join = |render: fn(&catalog::Entry) -> String, between: &str| {
        entries.iter().map(render).collect::<Vec<_>>().join(between)
    };
    Some(
        Display::text(join(catalog::render_text, "\n\n"))
            .with(MARKDOWN, join(catalog::render_markdown, "\n\n"))
            .with(HTML, join(catalog::render_html, "")),
    )
}

#[export_module]
mod functions {
    /// Shows what the reference says of a function: what it does, its arguments, an example.
    ///
    /// # Arguments
    /// - `name`: the function, or its name as text
    ///
    /// # Errors
    /// When nothing of that name is known.
    ///
    /// # Example
    /// ```rhai
    /// help(breakeven);
    /// help("plot_xy");
    /// ```
    #[rhai_fn(return_raw)]
    pub fn help(name: Dynamic) -> Raised<()> {
        let wanted = match name.read_lock::<FnPtr>() {
            Some(function) => function.fn_name().to_string(),
            None => value::string("name", &name)?.to_string(),
        };
        let Some(page) = page(&wanted) else {
            bail!("nothing is known of `{wanted}`"; "Tab completes names; `%who` lists the notebook's variables.")
        };
        host::current().display(&page, None);
        Ok(())
    }
}
