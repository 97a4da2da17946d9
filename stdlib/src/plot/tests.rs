//! Plots through their public face: errors, descriptions, media, bounds.

use super::{Figure, Kind, Plot, Rule, Series};
use crate::display::{HTML, SVG, TEXT};
use crate::elementary;
use crate::testing::{Bench, check_examples, evaluate, run};
use crate::value::Shown;

/// A plot, with a host for its warnings.
fn plot(figure: Figure) -> Plot {
    let _bench = Bench::new();
    Plot::new(figure).expect("it can be drawn")
}

fn of(series: Vec<Series>) -> Figure {
    Figure {
        series,
        ..Figure::default()
    }
}

fn waves(count: usize) -> Series {
    let x: Vec<f64> = (0..count).map(|i| i as f64).collect();
    let y = x
        .iter()
        .map(|x| elementary::sin(x * 0.001) * 100.0 + (x * 7.3) % 5.0)
        .collect();
    Series::new(x, y)
}

/// Figures of every kind, odd ones among them.
fn gallery() -> Vec<Figure> {
    let awkward = "a & b < \"c\" 'd' > e\u{1}";
    let bars = |values: Vec<f64>, names: &[&str]| Figure {
        categories: names.iter().map(ToString::to_string).collect(),
        series: vec![
            Series::new((0..values.len()).map(|i| i as f64).collect(), values).kind(Kind::Bar),
        ],
        ..Figure::default()
    };
    let mut figures: Vec<Figure> = [Kind::Line, Kind::Scatter, Kind::Step, Kind::Area]
        .into_iter()
        .flat_map(|kind| {
            [1, 2, 30, 3000].map(|n| of(vec![waves(n).kind(kind).label(awkward), waves(5)]))
        })
        .collect();
    figures.push(Figure {
        title: awkward.into(),
        x_label: awkward.into(),
        y_label: awkward.into(),
        vlines: vec![Rule::new(3.0, awkward)],
        hlines: vec![Rule::new(-300.0, "")],
        ..of(vec![waves(50)])
    });
    figures.push(Figure {
        log_x: true,
        log_y: true,
        ..of(vec![Series::new(vec![0.0, 1.0, 1e9], vec![1.0, 1e-9, 3.0])])
    });
    figures.push(of(vec![Series::new(
        vec![1.0, f64::NAN, 3.0, 4.0],
        vec![1.0, 2.0, f64::INFINITY, 5e-324],
    )]));
    figures.push(of(vec![
        Series::new(vec![0.0, 1.0, 2.5], vec![3.0, 0.0]).kind(Kind::Histogram),
    ]));
    figures.push(bars(vec![1.0, -2.0, f64::NAN], &["one", awkward, ""]));
    figures.push(bars(
        vec![0.0; 2],
        &[
            "a label that is far too long to stand beside another one like it",
            "語",
        ],
    ));
    figures.push(bars(vec![1e9; 300], &["x"; 300]));
    figures.push(Figure {
        width: Some(120.0),
        height: Some(120.0),
        ..of(vec![waves(9)])
    });
    figures
}

#[test]
fn examples_hold() {
    assert!(check_examples(include_str!("builtins.rs")) >= 8);
}

#[test]
fn every_drawing_is_well_formed_and_tells_itself() {
    for figure in gallery() {
        let plot = plot(figure);
        let svg = plot.svg();
        let document = roxmltree::Document::parse(&svg).unwrap_or_else(|e| panic!("{e}: {svg}"));
        let root = document.root_element();
        assert_eq!(
            (root.attribute("role"), root.attribute("viewBox").is_some()),
            (Some("img"), true)
        );
        let told: Vec<_> = root
            .children()
            .map(|n| n.tag_name().name())
            .take(3)
            .collect();
        assert_eq!(told, ["title", "desc", "style"]);
        let description = root.children().nth(1).and_then(|n| n.text()).unwrap();
        assert!(
            description.contains("from") || description.contains(" is "),
            "{description}"
        );
        assert!(
            !description.contains("inf") && !description.contains("nan"),
            "{description}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("=\"inf"), "{svg}");
        roxmltree::Document::parse(&format!("<body>{}</body>", plot.html())).unwrap();
    }
}

#[test]
fn what_is_written_stays_on_the_sheet() {
    for figure in gallery() {
        let plot = plot(figure);
        let svg = plot.svg();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let size = |name| {
            document
                .root_element()
                .attribute(name)
                .unwrap()
                .parse::<f64>()
                .unwrap()
        };
        let (width, height) = (size("width"), size("height"));
        for text in document
            .descendants()
            .filter(|n| n.has_tag_name("text") && n.attribute("x").is_some())
        {
            let number = |name| text.attribute(name).unwrap().parse::<f64>().unwrap();
            let long = super::metrics::width(text.text().unwrap_or(""), number("font-size"));
            let from = match text.attribute("text-anchor") {
                None => number("x"),
                Some("middle") => number("x") - long / 2.0,
                _ => number("x") - long,
            };
            let inside =
                from >= -0.5 && from + long <= width + 0.5 && (8.0..=height).contains(&number("y"));
            assert!(inside, "{text:?} {:?} on {width} × {height}", text.text());
        }
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for (a, b) in gallery().into_iter().zip(gallery()) {
        assert_eq!(plot(a).display(), plot(b).display());
    }
}

#[test]
fn a_description_is_one_sentence_with_the_ranges() {
    let figure = Figure {
        x_label: "volume (M)".into(),
        y_label: "$ a month".into(),
        vlines: vec![Rule::new(535.714285, "breakeven")],
        ..of(vec![
            Series::new(vec![100.0, 2000.0], vec![300.0, 6000.0]).label("API"),
        ])
    };
    assert_eq!(
        super::words::description(&figure),
        "Line plot of API, 2 points: volume (M) from 100 to 2,000, $ a month from 300 to 6,000; \
         a dashed line at volume (M) 535.714, breakeven."
    );
}

#[test]
fn a_million_points_stay_small() {
    let line = plot(of(vec![waves(1_000_000)])).display();
    let dots = plot(of(vec![waves(1_000_000).kind(Kind::Scatter)])).display();
    for display in [&line, &dots] {
        assert!(
            display.get(SVG).unwrap().len() < 400_000,
            "{}",
            display.get(SVG).unwrap().len()
        );
        assert!(display.get(HTML).unwrap().len() < 800_000);
    }
    assert!(dots.get(SVG).unwrap().contains("of 1,000,000 points drawn"));
}

#[test]
fn the_text_fits_a_terminal() {
    for figure in gallery() {
        let text = plot(figure).display().get(TEXT).unwrap().to_string();
        for line in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 72, "{text}");
        }
        assert!(text.lines().count() <= 42, "{text}");
    }
}

#[test]
fn mistakes_are_explained() {
    let cases = [
        ("plot_xy([1, 2, 3], [1, 2])", "x has 3 values and y has 2"),
        ("plot_xy([], [])", "there are no points to plot"),
        (
            "plot_xy([1.0], [0.0/0.0])",
            "none of the 1 points is finite",
        ),
        ("plot_xy([\"a\"], [1])", "draw bars"),
        (
            "plot_xy([-1, 0], [1, 2], #{logx: true})",
            "no x is positive",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{logx: 1})",
            "option logx must be true or false",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{colour: \"red\"})",
            "no option colour [Its options are title, xlabel",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{title: 5})",
            "option title must be text",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{kind: \"pie\"})",
            "\"line\", \"scatter\", \"step\", \"area\"",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{vlines: [\"x\"]})",
            "option vlines must be a number",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{vlines: [#{label: \"x\"}]})",
            "a number at and a text label",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{logy: true, hlines: 0})",
            "no place for a line at 0",
        ),
        (
            "plot_xy([1, 2], [1, 2], #{width: 5})",
            "from 120 to 4000 pixels",
        ),
        ("plot_xy([1, 2], [-1e308, 1e308])", "too far for an axis"),
        ("plot_xy([[1, 2], [3, 4]], [1, 2])", "one dimension"),
        ("plot([])", "nothing to plot"),
        ("plot([[1, 2]])", "plot takes a list of series"),
        (
            "bar([\"a\"], [1, 2])",
            "labels has 1 value and values has 2",
        ),
        ("hist([], 3)", "a is empty"),
        ("hist([1, 2], [3, 2])", "rise from each to the next"),
    ];
    for (code, words) in cases {
        let error = evaluate(code).expect_err(code);
        assert!(error.contains(words), "{code}: {error}");
    }
}

#[test]
fn points_that_a_logarithmic_axis_cannot_show_are_left_out_aloud() {
    let run = run("plot_xy([0, 1, 10], [0, 2, 3], #{logx: true, logy: true})");
    assert_eq!(run.error, None);
    assert_eq!(
        run.warnings,
        ["1 point is left out: its x is zero or less, which a logarithmic axis has no place for"]
    );
}

#[test]
fn a_histogram_counts_as_numpy_does() {
    let _bench = Bench::new();
    let values: Vec<f64> = (0..=100).map(f64::from).collect();
    let series = super::histogram::of(&values, &rhai::Dynamic::from_int(4)).unwrap();
    assert_eq!(series.y[..], [25.0, 25.0, 25.0, 26.0]);
    assert_eq!(series.x[..], [0.0, 25.0, 50.0, 75.0, 100.0]);
}

#[test]
fn values_can_be_read_without_a_pointer() {
    let many = plot(of(vec![waves(10_000)])).html();
    assert!(many.contains("<summary>Values (60 of 10,000)</summary>"));
    assert_eq!(many.matches("<tr>").count(), 61);
    assert!(many.len() < 400_000, "{}", many.len());
    let x = vec![1.0, 2.0];
    let two = plot(of(vec![
        Series::new(x.clone(), vec![3.0, 4.5]).label("API"),
        Series::new(x, vec![5.0, f64::NAN]).label("own"),
    ]))
    .html();
    for cell in [">API</th>", ">own</th>", ">4.5</td>", ">nan</td>"] {
        assert!(two.contains(cell), "{cell}");
    }
    assert!(two.contains(
        "class=\"rb-tip rb-f-ink\" opacity=\"0\" aria-hidden=\"true\">API, x: 2, y: 4.5</text>"
    ));
}

#[test]
fn the_values_of_negative_bars_stand_beside_them() {
    let figure = Figure {
        categories: ["a label", "b"].map(|name| name.repeat(30)).to_vec(),
        series: vec![Series::new(vec![0.0, 1.0], vec![-1234.5, 3.0]).kind(Kind::Bar)],
        ..Figure::default()
    };
    let svg = plot(figure).svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).unwrap().parse().unwrap()
    };
    let bar = document
        .descendants()
        .find(|n| {
            n.has_tag_name("rect")
                && n.text().is_none()
                && n.attribute("fill-opacity") == Some("0.9")
        })
        .unwrap();
    let label = document
        .descendants()
        .find(|n| n.has_tag_name("text") && n.text() == Some("−1,234.5"))
        .unwrap();
    assert_eq!(label.attribute("text-anchor"), Some("end"));
    assert!(
        number(label, "x") < number(bar, "x"),
        "the value lies on its bar"
    );
}
