//! How an array holds its elements: ready, or as a recipe that is followed when somebody asks. Only this module and
//! [`recorded`](super::recorded) know; everything else asks through the accessors.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};

use rhai::Dynamic;

use super::recorded::{self, Recipe};
use crate::compute::build::{Growing, build, choose, copied, counted, mapped};
use crate::compute::parallel;
use crate::fault::Raised;

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

    /// As [`View::floats`], but a copy can be stopped.
    pub(crate) fn try_floats(self) -> Raised<Cow<'a, [f64]>> {
        Ok(match self {
            View::Floats(x) => Cow::Borrowed(x),
            View::Ints(x) => mapped(x, |n| n as f64)?.into(),
            View::Bools(x) => mapped(x, |b| f64::from(u8::from(b)))?.into(),
        })
    }

    /// As [`View::ints`], but a copy can be stopped.
    pub(crate) fn try_ints(self) -> Raised<Cow<'a, [i64]>> {
        Ok(match self {
            View::Floats(x) => mapped(x, |x| x as i64)?.into(),
            View::Ints(x) => Cow::Borrowed(x),
            View::Bools(x) => mapped(x, i64::from)?.into(),
        })
    }

    /// A copy, which can be stopped.
    pub(crate) fn copied(self) -> Raised<Elements> {
        Ok(match self {
            View::Floats(x) => Elements::Floats(copied(x)?),
            View::Ints(x) => Elements::Ints(copied(x)?),
            View::Bools(x) => Elements::Bools(copied(x)?),
        })
    }

    /// A copy of the same elements as a type that is as wide at least. It can be stopped.
    pub(crate) fn widened(self, dtype: DType) -> Raised<Elements> {
        Ok(match dtype.max(self.dtype()) {
            same if same == self.dtype() => self.copied()?,
            DType::Float64 => Elements::Floats(self.try_floats()?.into_owned()),
            _ => Elements::Ints(self.try_ints()?.into_owned()),
        })
    }

    /// A copy of the elements at these places of the row-major order, in their order; or of as many rows of several.
    pub(crate) fn rows(self, places: &[usize], across: usize) -> Raised<Elements> {
        fn rows<T: Copy + Send + Sync>(x: &[T], places: &[usize], across: usize) -> Raised<Vec<T>> {
            if across == 1 {
                // Places far apart are waited for.
                let crew = parallel::crew(places.len().saturating_mul(2));
                return build(places.len(), crew, |from, out| {
                    let to = from + out.len();
                    out.map(&places[from..to], |place| x[place])
                });
            }
            let mut out = Growing::new(places.len() * across);
            for place in places {
                out.copy(&x[place * across..(place + 1) * across])?;
            }
            Ok(out.done())
        }
        Ok(match self {
            View::Floats(x) => Elements::Floats(rows(x, places, across)?),
            View::Ints(x) => Elements::Ints(rows(x, places, across)?),
            View::Bools(x) => Elements::Bools(rows(x, places, across)?),
        })
    }

    /// A copy of the elements where the mask, which has as many, is true.
    pub(crate) fn chosen(self, mask: &[bool]) -> Raised<Elements> {
        assert_eq!(self.len(), mask.len(), "a mask for each element");
        let crew = parallel::crew(mask.len());
        Ok(match self {
            View::Floats(x) => Elements::Floats(choose(mask, crew, |i| x[i])?),
            View::Ints(x) => Elements::Ints(choose(mask, crew, |i| x[i])?),
            View::Bools(x) => Elements::Bools(choose(mask, crew, |i| x[i])?),
        })
    }

    /// A copy of the elements at these places of the row-major order, in their order.
    pub(crate) fn pick(self, places: impl Iterator<Item = usize>) -> Raised<Elements> {
        fn pick<T: Copy>(x: &[T], places: impl Iterator<Item = usize>) -> Raised<Vec<T>> {
            let mut out = Growing::new(places.size_hint().0);
            out.extend(places.map(|i| x[i]))?;
            Ok(out.done())
        }
        Ok(match self {
            View::Floats(x) => Elements::Floats(pick(x, places)?),
            View::Ints(x) => Elements::Ints(pick(x, places)?),
            View::Bools(x) => Elements::Bools(pick(x, places)?),
        })
    }

    /// A copy of the elements at `n` places, which `place` counts up.
    pub(crate) fn pick_counted(
        self,
        n: usize,
        place: impl Fn(usize) -> usize + Sync,
    ) -> Raised<Elements> {
        Ok(match self {
            View::Floats(x) => Elements::Floats(counted(n, |i| x[place(i)])?),
            View::Ints(x) => Elements::Ints(counted(n, |i| x[place(i)])?),
            View::Bools(x) => Elements::Bools(counted(n, |i| x[place(i)])?),
        })
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

    /// The same elements as a type that is as wide at least.
    pub(crate) fn widened(self, dtype: DType) -> Raised<Elements> {
        if self.view().dtype() >= dtype {
            Ok(self)
        } else {
            self.view().widened(dtype)
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

/// An array's elements, or how to get them: there is always one of the two.
#[derive(Clone, Debug)]
pub(super) struct Node {
    shape: Shape,
    dtype: DType,
    elements: OnceCell<Elements>,
    recipe: RefCell<Option<Rc<Recipe>>>,
    /// Whether the recipe has been followed once, as part of something larger, without keeping the elements.
    passed: Cell<bool>,
}

impl Node {
    fn new(shape: Shape, elements: Elements) -> Rc<Self> {
        Rc::new(Self {
            shape,
            dtype: elements.view().dtype(),
            elements: OnceCell::from(elements),
            recipe: RefCell::new(None),
            passed: Cell::new(false),
        })
    }
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
            node: Node::new(shape, elements),
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
            node: Node::new(Shape::new(shape), elements),
        }
    }

    /// An array whose elements are to be computed when somebody asks for them.
    pub(super) fn recorded(shape: &[usize], dtype: DType, recipe: Recipe) -> Self {
        Self {
            node: Rc::new(Node {
                shape: Shape::new(shape),
                dtype,
                elements: OnceCell::new(),
                recipe: RefCell::new(Some(Rc::new(recipe))),
                passed: Cell::new(false),
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
        count(self.shape())
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
        self.node.dtype
    }

    /// The elements in row-major order. Whoever expects many calls [`Array::settle`] first, which can be stopped.
    pub fn view(&self) -> View<'_> {
        if let Some(elements) = self.node.elements.get() {
            return elements.view();
        }
        if self.settle().is_err() {
            // The reader has pressed Stop, and this caller can't pass that on: it will be seen right after.
            let settled = parallel::to_the_end(|| self.settle());
            debug_assert!(settled.is_ok(), "nothing but Stop ends it");
        }
        let elements = self.node.elements.get();
        elements.expect("a recipe gives elements").view()
    }

    /// Computes the elements, if that is still to be done.
    ///
    /// # Errors
    /// When the cell was stopped; then it is still to be done.
    pub fn settle(&self) -> Raised<()> {
        if self.node.elements.get().is_none() {
            let elements = recorded::follow(self)?;
            // The recipe's own arrays are let go.
            self.node.recipe.take();
            self.node.elements.get_or_init(|| elements);
        }
        Ok(())
    }

    /// The elements, if there is but one and `one` is wanted.
    pub(super) fn view_of_one(&self, one: bool) -> Option<View<'_>> {
        one.then(|| self.view())
    }

    /// How to compute the elements, if that is still to be done.
    pub(super) fn recipe(&self) -> Option<Rc<Recipe>> {
        match self.node.elements.get() {
            Some(_) => None,
            None => self.node.recipe.borrow().clone(),
        }
    }

    /// Notes that the recipe is followed without keeping the elements. Answers whether it was before.
    pub(super) fn pass(&self) -> bool {
        self.node.passed.replace(true)
    }

    /// What tells this array's elements from those of all others.
    pub(super) fn identity(&self) -> *const Node {
        Rc::as_ptr(&self.node)
    }

    /// A handle that does not keep the array.
    pub(super) fn weak(&self) -> Weak<Node> {
        Rc::downgrade(&self.node)
    }

    /// The array behind a handle that does not keep it, if it is still there.
    pub(super) fn of_weak(weak: &Weak<Node>) -> Option<Self> {
        Some(Self {
            node: weak.upgrade()?,
        })
    }

    /// The elements to change, if they are ready and nobody else has them.
    pub(super) fn own(&mut self) -> Option<&mut Elements> {
        if Rc::strong_count(&self.node) > 1 {
            return None;
        }
        self.node.elements.get()?;
        Rc::make_mut(&mut self.node).elements.get_mut()
    }

    /// The elements as floats in row-major order, without a copy where they are floats.
    pub fn floats(&self) -> Cow<'_, [f64]> {
        self.view().floats()
    }

    /// As [`Array::floats`], but computing and converting them can be stopped.
    pub(crate) fn try_floats(&self) -> Raised<Cow<'_, [f64]>> {
        self.settle()?;
        self.view().try_floats()
    }

    /// As [`Array::to_floats`], but it can be stopped.
    pub(crate) fn try_to_floats(&self) -> Raised<Vec<f64>> {
        match self.try_floats()? {
            Cow::Borrowed(x) => copied(x),
            Cow::Owned(x) => Ok(x),
        }
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

    /// The elements to change, as a type that is as wide at least: copied first if another handle shares them.
    ///
    /// # Errors
    /// When the cell was stopped; then the array is as it was.
    pub(crate) fn elements_mut(&mut self, dtype: DType) -> Raised<&mut Elements> {
        self.settle()?;
        if Rc::strong_count(&self.node) > 1 || self.dtype() < dtype {
            let elements = self.view().widened(dtype)?;
            self.node = Node::new(self.node.shape.clone(), elements);
        }
        let elements = Rc::make_mut(&mut self.node).elements.get_mut();
        Ok(elements.expect("they were computed"))
    }

    /// Puts others, as many, in the place of the elements.
    pub(super) fn replace(&mut self, elements: Elements) {
        assert_eq!(elements.view().len(), self.size(), "as many elements");
        self.node = Node::new(self.node.shape.clone(), elements);
    }

    /// The elements, copied only if another handle shares them.
    ///
    /// # Errors
    /// When the cell was stopped.
    pub(crate) fn into_elements(self) -> Raised<Elements> {
        self.settle()?;
        match Rc::try_unwrap(self.node) {
            Ok(node) => Ok(node.elements.into_inner().expect("they were computed")),
            Err(node) => node
                .elements
                .get()
                .expect("they were computed")
                .view()
                .copied(),
        }
    }

    /// The same elements with other axes, which must hold as many.
    ///
    /// # Errors
    /// When the cell was stopped.
    pub(crate) fn with_shape(mut self, shape: &[usize]) -> Raised<Self> {
        assert_eq!(
            self.size(),
            count(shape),
            "elements fill the shape {shape:?}"
        );
        if self.shape() == shape {
            return Ok(self);
        }
        self.elements_mut(DType::Bool)?;
        Rc::make_mut(&mut self.node).shape = Shape::new(shape);
        Ok(self)
    }
}
