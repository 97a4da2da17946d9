//! How an array holds its elements. Only this module knows; everything else asks through the accessors, so that an
//! array may later hold a recorded expression instead of elements without anyone noticing.

use std::borrow::Cow;
use std::rc::Rc;

use rhai::Dynamic;

/// The type of an array's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DType {
    /// True or false.
    Bool,
    /// Whole numbers of 64 bits.
    Int64,
    /// Floating-point numbers of 64 bits.
    Float64,
}

impl DType {
    /// numpy's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int64 => "int64",
            Self::Float64 => "float64",
        }
    }

    /// Bytes an element takes.
    pub fn width(self) -> u64 {
        if self == Self::Bool { 1 } else { 8 }
    }
}

/// An array's elements, read in row-major order.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// Floating-point numbers.
    Floats(&'a [f64]),
    /// Whole numbers.
    Ints(&'a [i64]),
    /// Truth values.
    Bools(&'a [bool]),
}

/// Elements that are somebody's own, in row-major order.
#[derive(Clone, Debug)]
pub enum Elements {
    /// Floating-point numbers.
    Floats(Vec<f64>),
    /// Whole numbers.
    Ints(Vec<i64>),
    /// Truth values.
    Bools(Vec<bool>),
}

/// Does the same to the elements whatever their type.
macro_rules! each_view {
    ($view:expr, $x:ident => $body:expr) => {
        match $view {
            $crate::array::storage::View::Floats($x) => $body,
            $crate::array::storage::View::Ints($x) => $body,
            $crate::array::storage::View::Bools($x) => $body,
        }
    };
}

impl<'a> View<'a> {
    /// The elements' type.
    pub fn dtype(self) -> DType {
        match self {
            View::Floats(_) => DType::Float64,
            View::Ints(_) => DType::Int64,
            View::Bools(_) => DType::Bool,
        }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        each_view!(self, x => x.len())
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Those in a stretch of the row-major order.
    pub fn part(self, from: usize, to: usize) -> View<'a> {
        match self {
            View::Floats(x) => View::Floats(&x[from..to]),
            View::Ints(x) => View::Ints(&x[from..to]),
            View::Bools(x) => View::Bools(&x[from..to]),
        }
    }

    /// One of them as a value of the language.
    pub fn item(self, at: usize) -> Dynamic {
        match self {
            View::Floats(x) => x[at].into(),
            View::Ints(x) => crate::division::element(x[at]),
            View::Bools(x) => x[at].into(),
        }
    }

    /// All as floats, without a copy where they are.
    pub fn floats(self) -> Cow<'a, [f64]> {
        match self {
            View::Floats(x) => Cow::Borrowed(x),
            View::Ints(x) => x.iter().map(|n| *n as f64).collect(),
            View::Bools(x) => x.iter().map(|b| f64::from(u8::from(*b))).collect(),
        }
    }

    /// All as whole numbers, truth values as 0 and 1. Floats lose their fraction.
    pub fn ints(self) -> Cow<'a, [i64]> {
        match self {
            View::Floats(x) => x.iter().map(|x| *x as i64).collect(),
            View::Ints(x) => Cow::Borrowed(x),
            View::Bools(x) => x.iter().map(|b| i64::from(*b)).collect(),
        }
    }

    /// A copy.
    pub fn to_elements(self) -> Elements {
        match self {
            View::Floats(x) => Elements::Floats(x.to_vec()),
            View::Ints(x) => Elements::Ints(x.to_vec()),
            View::Bools(x) => Elements::Bools(x.to_vec()),
        }
    }

    /// A copy of the elements at these places of the row-major order, in their order.
    pub fn pick(self, places: impl Iterator<Item = usize>) -> Elements {
        match self {
            View::Floats(x) => Elements::Floats(places.map(|i| x[i]).collect()),
            View::Ints(x) => Elements::Ints(places.map(|i| x[i]).collect()),
            View::Bools(x) => Elements::Bools(places.map(|i| x[i]).collect()),
        }
    }
}

impl Elements {
    /// To read them.
    pub fn view(&self) -> View<'_> {
        match self {
            Elements::Floats(x) => View::Floats(x),
            Elements::Ints(x) => View::Ints(x),
            Elements::Bools(x) => View::Bools(x),
        }
    }

    /// The same elements as another, wider type.
    pub fn widened(self, dtype: DType) -> Elements {
        if self.view().dtype() >= dtype {
            return self;
        }
        match dtype {
            DType::Float64 => Elements::Floats(self.view().floats().into_owned()),
            DType::Int64 => Elements::Ints(self.view().ints().into_owned()),
            DType::Bool => self,
        }
    }
}

/// How many elements axes of these sizes hold.
pub(crate) fn count(shape: &[usize]) -> usize {
    if shape.contains(&0) {
        return 0;
    }
    shape
        .iter()
        .fold(1, |elements, n| elements.saturating_mul(*n))
}

/// Sizes of the axes, without an allocation for the usual one.
#[derive(Clone, Debug)]
enum Shape {
    Line(usize),
    Other(Box<[usize]>),
}

impl Shape {
    fn new(sizes: &[usize]) -> Self {
        if let [n] = sizes {
            Self::Line(*n)
        } else {
            Self::Other(sizes.into())
        }
    }

    fn sizes(&self) -> &[usize] {
        match self {
            Self::Line(n) => std::slice::from_ref(n),
            Self::Other(sizes) => sizes,
        }
    }
}

#[derive(Clone, Debug)]
struct Node {
    shape: Shape,
    elements: Elements,
}

/// An array of floats, whole numbers or truth values: a handle that is cheap to clone. Handles share their elements
/// until one of them is changed, so an array behaves as a value.
#[derive(Clone, Debug)]
pub struct Array {
    node: Rc<Node>,
}

impl Array {
    /// An array of one axis.
    pub fn from_floats(values: Vec<f64>) -> Self {
        Self::line(Elements::Floats(values))
    }

    /// An array of one axis.
    pub fn from_ints(values: Vec<i64>) -> Self {
        Self::line(Elements::Ints(values))
    }

    /// An array of one axis.
    pub fn from_bools(values: Vec<bool>) -> Self {
        Self::line(Elements::Bools(values))
    }

    /// An array of floats with these axes, from its elements in row-major order.
    ///
    /// # Panics
    /// When the number of values is not the product of the sizes.
    pub fn shaped_floats(values: Vec<f64>, shape: &[usize]) -> Self {
        Self::shaped(Elements::Floats(values), shape)
    }

    /// An array of whole numbers with these axes; see [`Array::shaped_floats`].
    pub fn shaped_ints(values: Vec<i64>, shape: &[usize]) -> Self {
        Self::shaped(Elements::Ints(values), shape)
    }

    /// An array of truth values with these axes; see [`Array::shaped_floats`].
    pub fn shaped_bools(values: Vec<bool>, shape: &[usize]) -> Self {
        Self::shaped(Elements::Bools(values), shape)
    }

    /// An array of one axis.
    pub fn line(elements: Elements) -> Self {
        let shape = Shape::Line(elements.view().len());
        Self {
            node: Rc::new(Node { shape, elements }),
        }
    }

    /// An array with these axes, from its elements in row-major order; see [`Array::shaped_floats`].
    pub fn shaped(elements: Elements, shape: &[usize]) -> Self {
        assert_eq!(
            elements.view().len(),
            count(shape),
            "elements fill the shape {shape:?}"
        );
        Self {
            node: Rc::new(Node {
                shape: Shape::new(shape),
                elements,
            }),
        }
    }

    /// The sizes of the axes; none for a single number.
    pub fn shape(&self) -> &[usize] {
        self.node.shape.sizes()
    }

    /// How many axes there are.
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// How many elements there are in all.
    pub fn size(&self) -> usize {
        self.view().len()
    }

    /// The size of the first axis; 1 for a single number.
    pub fn len(&self) -> usize {
        self.shape().first().copied().unwrap_or(1)
    }

    /// Whether the first axis has size 0.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type of the elements.
    pub fn dtype(&self) -> DType {
        self.view().dtype()
    }

    /// The elements in row-major order.
    pub fn view(&self) -> View<'_> {
        self.node.elements.view()
    }

    /// The elements as floats in row-major order, without a copy where they are floats.
    pub fn floats(&self) -> Cow<'_, [f64]> {
        self.view().floats()
    }

    /// A copy of the elements as floats in row-major order.
    pub fn to_floats(&self) -> Vec<f64> {
        self.floats().into_owned()
    }

    /// The element at a place of the row-major order.
    ///
    /// # Panics
    /// When there are fewer.
    pub fn item(&self, flat: usize) -> Dynamic {
        self.view().item(flat)
    }

    /// The elements to change, copied first if another handle shares them.
    pub fn elements_mut(&mut self) -> &mut Elements {
        &mut Rc::make_mut(&mut self.node).elements
    }

    /// The elements, copied only if another handle shares them.
    pub fn into_elements(self) -> Elements {
        match Rc::try_unwrap(self.node) {
            Ok(node) => node.elements,
            Err(node) => node.elements.clone(),
        }
    }

    /// The same elements with other axes, which must hold as many.
    pub fn with_shape(mut self, shape: &[usize]) -> Self {
        assert_eq!(
            self.size(),
            count(shape),
            "elements fill the shape {shape:?}"
        );
        Rc::make_mut(&mut self.node).shape = Shape::new(shape);
        self
    }

    /// Makes the elements a wider type, in place.
    pub fn widen(&mut self, dtype: DType) {
        if self.dtype() < dtype {
            let shape = self.node.shape.clone();
            let elements = self.view().to_elements().widened(dtype);
            self.node = Rc::new(Node { shape, elements });
        }
    }
}
