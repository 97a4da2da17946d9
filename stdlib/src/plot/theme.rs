//! The colours of plots: what each is for, its light form, and the style sheet that follows the reader's theme.
//!
//! Attributes hold the light colours, for readers of SVG that know no style sheets. Where they are known, JupyterLab's own
//! colours are used if they are there, else light or dark ones as the page says, else as the system prefers. The colours
//! of series have a contrast of 3 or more with both papers, texts of 4.5 or more.

use std::fmt::Write;

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The background.
    Paper,
    /// Titles and labels of lines.
    Ink,
    /// Labels of ticks and axes.
    Muted,
    /// The lines behind the data.
    Grid,
    /// The axes.
    Axis,
    /// Dashed lines across the plot.
    Rule,
    /// The data.
    Series(usize),
}

struct Colour {
    role: Role,
    name: &'static str,
    light: u32,
    dark: u32,
    /// JupyterLab's variable, where it has a fitting one.
    lab: Option<&'static str>,
}

const fn colour(
    role: Role,
    name: &'static str,
    light: u32,
    dark: u32,
    lab: Option<&'static str>,
) -> Colour {
    Colour {
        role,
        name,
        light,
        dark,
        lab,
    }
}

const COLOURS: [Colour; 14] = [
    colour(
        Role::Paper,
        "paper",
        0xffffff,
        0x111111,
        Some("--jp-layout-color0"),
    ),
    colour(
        Role::Ink,
        "ink",
        0x1f2328,
        0xe6e6e6,
        Some("--jp-content-font-color1"),
    ),
    colour(Role::Muted, "muted", 0x57606a, 0xb3b8be, None),
    colour(Role::Grid, "grid", 0xe1e4e8, 0x33373b, None),
    colour(Role::Axis, "axis", 0x8c959f, 0x80868c, None),
    colour(Role::Rule, "rule", 0x4a5158, 0xc4c9ce, None),
    colour(Role::Series(0), "0", 0x1f6fb5, 0x6cb2f0, None),
    colour(Role::Series(1), "1", 0xc8501e, 0xf2936a, None),
    colour(Role::Series(2), "2", 0x1a8754, 0x58c48f, None),
    colour(Role::Series(3), "3", 0x8250a8, 0xc39be6, None),
    colour(Role::Series(4), "4", 0x946800, 0xe0b04c, None),
    colour(Role::Series(5), "5", 0x0e7c86, 0x4fc4cf, None),
    colour(Role::Series(6), "6", 0xb8336a, 0xf08ab4, None),
    colour(Role::Series(7), "7", 0x5f6b76, 0xaab4be, None),
];
const SERIES: usize = 8;

impl Role {
    /// The role of the series with this index; colours come round again.
    pub(super) fn series(index: usize) -> Self {
        Self::Series(index % SERIES)
    }

    /// Red, green and blue on light paper. Each role has its own.
    pub(super) fn light(self) -> (u8, u8, u8) {
        let [_, r, g, b] = self.colour().light.to_be_bytes();
        (r, g, b)
    }

    /// The role whose light colour this is.
    pub(super) fn of((r, g, b): (u8, u8, u8)) -> Self {
        let light = u32::from_be_bytes([0, r, g, b]);
        COLOURS
            .iter()
            .find(|c| c.light == light)
            .map_or(Self::Ink, |c| c.role)
    }

    /// Attributes that fill a shape.
    pub(super) fn fill(self) -> String {
        let Colour { name, light, .. } = self.colour();
        format!("class=\"rb-f-{name}\" fill=\"#{light:06x}\"")
    }

    /// Attributes that draw a line.
    pub(super) fn line(self) -> String {
        let Colour { name, light, .. } = self.colour();
        format!("class=\"rb-l-{name}\" fill=\"none\" stroke=\"#{light:06x}\"")
    }

    fn colour(self) -> &'static Colour {
        COLOURS
            .iter()
            .find(|c| c.role == self)
            .unwrap_or(&COLOURS[1])
    }
}

/// The style sheet of one or more drawings.
pub(super) fn style() -> String {
    let (mut light, mut dark, mut classes) = (String::new(), String::new(), String::new());
    for Colour {
        name,
        light: on_white,
        dark: on_black,
        lab,
        ..
    } in &COLOURS
    {
        for (out, value) in [(&mut light, on_white), (&mut dark, on_black)] {
            let _ = match lab {
                Some(lab) => write!(out, "--rb-{name}:var({lab},#{value:06x});"),
                None => write!(out, "--rb-{name}:#{value:06x};"),
            };
        }
        let _ = write!(
            classes,
            ".rb-f-{name}{{fill:var(--rb-{name})}}.rb-l-{name}{{stroke:var(--rb-{name})}}"
        );
    }
    format!(
        "<style>.rb-plot{{{light}}}\
         @media (prefers-color-scheme:dark){{.rb-plot{{{dark}}}}}\
         :is([data-jp-theme-light=true],[data-theme=light],.vscode-light) .rb-plot{{{light}}}\
         :is([data-jp-theme-light=false],[data-theme=dark],.vscode-dark) .rb-plot{{{dark}}}\
         .rb-plot{{max-width:100%;height:auto}}{classes}\
         .rb-halo{{stroke:var(--rb-paper)}}.rb-hover:hover{{fill-opacity:.3}}\
         .rb-tip{{pointer-events:none;paint-order:stroke;stroke:var(--rb-paper);stroke-width:5px}}.rb-hover:hover+.rb-tip{{opacity:1}}\
         .rb-values{{font-size:.85em}}\
         .rb-still{{display:none!important}}.rb-box{{display:block!important;container-type:inline-size}}\
         @container (max-width:480px){{.rb-wide{{display:none}}.rb-narrow{{display:block!important}}}}</style>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elementary;

    fn luminance(colour: u32) -> f64 {
        let [_, r, g, b] = colour.to_be_bytes();
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                elementary::pow((c + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn everything_stands_out_from_either_paper() {
        for c in &COLOURS {
            let least = match c.role {
                Role::Paper | Role::Grid => 1.0,
                Role::Axis => 2.9,
                Role::Series(_) => 3.0,
                Role::Ink | Role::Muted | Role::Rule => 4.5,
            };
            assert!(
                contrast(c.light, COLOURS[0].light) >= least,
                "{} on light paper",
                c.name
            );
            assert!(
                contrast(c.dark, COLOURS[0].dark) >= least,
                "{} on dark paper",
                c.name
            );
        }
    }

    #[test]
    fn a_light_colour_says_its_role() {
        for c in &COLOURS {
            assert_eq!(Role::of(c.role.light()), c.role);
        }
    }
}
