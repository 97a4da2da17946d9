//! What a cell calls to make plots: `plot_xy`, `plot`, `series`, `bar`, `hist`.

use rhai::plugin::*;
use rhai::{Dynamic, Map, Module};

use super::options::{AXES, FRAME, Options, SERIES};
use super::{Figure, Kind, Plot, Series, histogram};
use crate::Library;
use crate::array::Array;
use crate::fault::{Raised, bail, same_length};
use crate::library::add_type;
use crate::value;

pub(super) fn register(library: &mut Library) {
    let mut module: Module = rhai::exported_module!(functions);
    add_type::<Plot>(&mut module);
    add_type::<Series>(&mut module);
    library.add("Plots", module);
}

#[export_module]
mod functions {
    /// Plots y against x as a line; the plot is a value, shown when it is the last of its cell.
    ///
    /// A plot in the middle of a cell is shown by `display(plot_xy(x, y))`. The options are a map with any of
    /// `title`, `xlabel`, `ylabel`, `label` (a name in the legend), `kind` (`"line"`, `"scatter"`, `"step"`, in which each
    /// value holds until the next point, or `"area"`), `logx` and `logy` (`true` for a logarithmic axis), `vlines` and
    /// `hlines` (lists of numbers, or of maps such as `#{at: 535.7, label: "breakeven"}`, drawn as dashed lines), `width`
    /// and `height` in pixels. Points that are not finite leave a gap.
    ///
    /// # Arguments
    /// - `x`: where the points are from left to right, array-like; 0, 1, 2, … if left out
    /// - `y`: how high they are, as many as `x` has
    /// - `options`: a map, as above; may be left out
    ///
    /// # Errors
    /// When `x` and `y` differ in length, when there are no points or no finite one, when an option is unknown or of the
    /// wrong kind, and when a logarithmic axis gets no positive value.
    ///
    /// # Example
    /// ```rhai
    /// plot_xy([100, 300, 800], [300, 900, 2400]) // => plot of 3 points
    /// plot_xy([300, 900, 2400], #{title: "Cost"}) // => plot "Cost" of 3 points
    /// plot_xy([1, 2], [1]) // error: x has 2 values and y has 1
    /// let costs = plot_xy([0, 2000], [0, 6000], #{
    ///     title: "API cost", xlabel: "volume (M tokens)", vlines: [#{at: 535.7, label: "breakeven"}]
    /// });
    /// costs // => plot "API cost" of 2 points
    /// ```
    #[rhai_fn(name = "plot_xy", return_raw)]
    pub fn plot_xy_with(x: Dynamic, y: Dynamic, options: Dynamic) -> Raised<Plot> {
        let options = Options::read("plot_xy", &options, &[&FRAME, &AXES, &SERIES])?;
        let mut series = points(&x, &y)?;
        options.series(&mut series)?;
        let mut figure = Figure {
            series: vec![series],
            ..Figure::default()
        };
        options.frame(&mut figure)?;
        Plot::new(figure)
    }

    /// Plots y against x as a line, without a title or labels.
    #[rhai_fn(name = "plot_xy", return_raw)]
    pub fn plot_xy(x: Dynamic, y: Dynamic) -> Raised<Plot> {
        match y.is_map() {
            true => plot_xy_with(places(&x)?, x, y),
            false => plot_xy_with(x, y, Map::new().into()),
        }
    }

    /// Plots values one after the other, at 0, 1, 2, ….
    #[rhai_fn(name = "plot_xy", return_raw)]
    pub fn plot_y(y: Dynamic) -> Raised<Plot> {
        plot_xy(places(&y)?, y)
    }

    /// Makes a series of points, to be drawn with others by `plot`.
    ///
    /// # Arguments
    /// - `x`: where the points are from left to right, array-like; 0, 1, 2, … if left out
    /// - `y`: how high they are, as many as `x` has
    /// - `options`: a map with `label`, the name in the legend, and `kind`, one of `"line"`, `"scatter"`, `"step"` and
    ///   `"area"`; may be left out
    ///
    /// # Errors
    /// When `x` and `y` differ in length, and when an option is unknown or of the wrong kind.
    ///
    /// # Example
    /// ```rhai
    /// series([1, 2, 3], [3, 6, 9], #{label: "API"}) // => series "API" of 3 points
    /// ```
    #[rhai_fn(name = "series", return_raw)]
    pub fn series_with(x: Dynamic, y: Dynamic, options: Dynamic) -> Raised<Series> {
        let options = Options::read("series", &options, &[&SERIES])?;
        let mut series = points(&x, &y)?;
        options.series(&mut series)?;
        Ok(series)
    }

    /// Makes a series of points without a name, drawn as a line.
    #[rhai_fn(name = "series", return_raw)]
    pub fn series(x: Dynamic, y: Dynamic) -> Raised<Series> {
        match y.is_map() {
            true => series_with(places(&x)?, x, y),
            false => points(&x, &y),
        }
    }

    /// Makes a series of values one after the other, at 0, 1, 2, ….
    #[rhai_fn(name = "series", return_raw)]
    pub fn series_of(y: Dynamic) -> Raised<Series> {
        points(&places(&y)?, &y)
    }

    /// Plots several series over the same axes; the plot is shown when it is the last value of its cell.
    ///
    /// # Arguments
    /// - `series`: a list of what `series(x, y)` makes; plots may be among them, with all their series
    /// - `options`: a map as in `plot_xy`, without `label` and `kind`, which belong to the series; may be left out
    ///
    /// # Errors
    /// When the list is empty or holds something else, and as `plot_xy`.
    ///
    /// # Example
    /// ```rhai
    /// let n = [0, 500, 1000];
    /// let api = series(n, [0, 1500, 3000], #{label: "API"});
    /// let own = series(n, [1500, 1600, 1700], #{label: "self-host"});
    /// plot([api, own], #{xlabel: "M tokens", ylabel: "$ per month"}) // => plot of 2 series (API, self-host)
    /// ```
    #[rhai_fn(name = "plot", return_raw)]
    pub fn plot_with(series: Dynamic, options: Dynamic) -> Raised<Plot> {
        let options = Options::read("plot", &options, &[&FRAME, &AXES])?;
        let mut figure = gathered(&series)?;
        options.frame(&mut figure)?;
        Plot::new(figure)
    }

    /// Plots several series over the same axes, without a title or labels.
    #[rhai_fn(name = "plot", return_raw)]
    pub fn plot(series: Dynamic) -> Raised<Plot> {
        Plot::new(gathered(&series)?)
    }

    /// Draws a bar for each label; the plot is shown when it is the last value of its cell.
    ///
    /// Where the labels are too long to fit side by side, the bars are horizontal.
    ///
    /// # Arguments
    /// - `labels`: the bars' labels, a list of texts or numbers
    /// - `values`: how long the bars are, as many as there are labels
    /// - `options`: a map with any of `title`, `xlabel`, `ylabel` (which labels the values), `hlines`, `width`, `height`;
    ///   may be left out
    ///
    /// # Errors
    /// When there are no labels, when labels and values differ in number, when no value is finite, and when an option is
    /// unknown or of the wrong kind.
    ///
    /// # Example
    /// ```rhai
    /// bar(["open", "closed"], [7.6, 6.9], #{title: "Score"}) // => plot "Score" of 2 bars
    /// ```
    #[rhai_fn(name = "bar", return_raw)]
    pub fn bar_with(labels: Dynamic, values: Dynamic, options: Dynamic) -> Raised<Plot> {
        let options = Options::read("bar", &options, &[&FRAME, &["hlines"]])?;
        let mut figure = bars(&labels, &values)?;
        options.frame(&mut figure)?;
        Plot::new(figure)
    }

    /// Draws a bar for each label, without a title.
    #[rhai_fn(name = "bar", return_raw)]
    pub fn bar(labels: Dynamic, values: Dynamic) -> Raised<Plot> {
        Plot::new(bars(&labels, &values)?)
    }

    /// Draws a histogram: how many of the values fall into each of several bins.
    ///
    /// Each bin includes its lower edge, and the last one its upper edge too, as in numpy. Values that are not finite are left
    /// out, with a warning.
    ///
    /// # Arguments
    /// - `a`: the values, array-like
    /// - `bins`: how many bins, 1 to 2000, or a list of their edges in order; 20 bins if left out, also before options
    /// - `options`: a map with any of `title`, `xlabel`, `ylabel`, `label`, `vlines`, `hlines`, `logy`, `width`, `height`;
    ///   may be left out
    ///
    /// # Errors
    /// When there is no finite value, when `bins` is neither a whole number from 1 to 2000 nor a list of rising edges, and
    /// when an option is unknown or of the wrong kind.
    ///
    /// # Example
    /// ```rhai
    /// hist([1, 2, 2, 3, 3, 3], 3, #{xlabel: "score"}) // => plot of 3 bars
    /// hist([1, 2, 2, 3, 3, 3], #{title: "Scores"}) // => plot "Scores" of 20 bars
    /// hist([1, 2], 0) // error: bins must be a whole number from 1 to 2000, not 0
    /// ```
    #[rhai_fn(name = "hist", return_raw)]
    pub fn hist_with(a: Dynamic, bins: Dynamic, options: Dynamic) -> Raised<Plot> {
        let options = Options::read(
            "hist",
            &options,
            &[&FRAME, &["label", "vlines", "hlines", "logy"]],
        )?;
        let bins = match bins.is_unit() {
            true => BINS.into(),
            false => bins,
        };
        let mut series = histogram::of(&numbers("a", &a)?, &bins)?;
        options.series(&mut series)?;
        let mut figure = Figure {
            y_label: "count".into(),
            series: vec![series],
            ..Figure::default()
        };
        options.frame(&mut figure)?;
        Plot::new(figure)
    }

    /// Draws a histogram, without a title or labels.
    #[rhai_fn(name = "hist", return_raw)]
    pub fn hist(a: Dynamic, bins: Dynamic) -> Raised<Plot> {
        match bins.is_map() {
            true => hist_with(a, Dynamic::UNIT, bins),
            false => hist_with(a, bins, Map::new().into()),
        }
    }

    /// Draws a histogram with 20 bins.
    #[rhai_fn(name = "hist", return_raw)]
    pub fn hist_of(a: Dynamic) -> Raised<Plot> {
        hist(a, Dynamic::UNIT)
    }
}

/// How many bins a histogram has that is not told how many.
const BINS: i64 = 20;

/// Array-like numbers in one dimension.
pub(super) fn numbers(argument: &str, given: &Dynamic) -> Raised<Vec<f64>> {
    let array = Array::from_values(argument, given)?;
    if array.ndim() > 1 {
        bail!("{argument} must have one dimension, not the shape {:?}", array.shape(); "Plot a row or a column of it.")
    }
    array.try_to_floats()
}

/// Where values stand that are given without places: 0, 1, 2, ….
fn places(y: &Dynamic) -> Raised<Dynamic> {
    Ok((0..numbers("y", y)?.len() as i64).into())
}

fn points(x: &Dynamic, y: &Dynamic) -> Raised<Series> {
    if x.as_array_ref()
        .is_ok_and(|list| list.first().is_some_and(Dynamic::is_string))
    {
        bail!("x must hold numbers, not text"; "For values with names, draw bars: bar(labels, values).")
    }
    let series = Series::new(numbers("x", x)?, numbers("y", y)?);
    same_length("x", series.x.len(), "y", series.y.len())?;
    Ok(series)
}

fn gathered(given: &Dynamic) -> Raised<Figure> {
    let list = match given.as_array_ref() {
        Ok(list) => list.to_vec(),
        Err(_) => vec![given.clone()],
    };
    let mut figure = Figure::default();
    for item in list {
        if let Some(series) = item.read_lock::<Series>() {
            figure.series.push(series.clone());
        } else if let Some(plot) = item
            .read_lock::<Plot>()
            .filter(|plot| plot.figure().categories.is_empty())
        {
            figure.series.extend(plot.figure().series.iter().cloned());
        } else {
            let found = value::with_value(&item);
            bail!("plot takes a list of series, and this is {found}"; "Write plot([series(x, y)]), or plot_xy(x, y).")
        }
    }
    Ok(figure)
}

fn bars(labels: &Dynamic, values: &Dynamic) -> Raised<Figure> {
    let categories: Vec<String> = match labels.as_array_ref() {
        Ok(list) => list.iter().map(value::text).collect(),
        Err(_) => numbers("labels", labels)?
            .into_iter()
            .map(super::numbers::short)
            .collect(),
    };
    let values = numbers("values", values)?;
    same_length("labels", categories.len(), "values", values.len())?;
    if categories.len() > 2000 {
        bail!("{} bars are more than a plot can show; it takes up to 2000", categories.len(); "For many numbers, use hist(values).")
    }
    let places = (0..values.len()).map(|i| i as f64).collect();
    let series = Series::new(places, values).kind(Kind::Bar);
    Ok(Figure {
        categories,
        series: vec![series],
        ..Figure::default()
    })
}
