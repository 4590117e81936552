//! A test of an expression: a field, an operator, a value.

use std::ops::Range;

/// How a field and a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `~`
    Contains,
}

/// A part of the expression, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Without quotes.
    pub text: String,
    /// Bytes of the expression.
    pub span: Range<usize>,
}

/// A test as it is written.
pub struct Test {
    /// The field.
    pub field: Part,
    /// The operator, and its place.
    pub operator: (Operator, Range<usize>),
    /// The value.
    pub value: Part,
}
