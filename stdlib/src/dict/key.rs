//! What a dict tells its keys apart by.

use std::hash::{Hash, Hasher};

use rhai::{Dynamic, ImmutableString};

use crate::fault::{Raised, bail};
use crate::value;

/// A key as it was given, and what tells it from others: as in Python 1, 1.0 and true are one key.
#[derive(Clone, Debug)]
pub(super) struct Key {
    id: Id,
    pub(super) shown: Dynamic,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Id {
    Text(ImmutableString),
    Whole(i64),
    Number(u64),
}

impl Key {
    pub(super) fn new(key: &Dynamic) -> Raised<Self> {
        let id = if let Ok(text) = key.as_immutable_string_ref() {
            return Ok(Self::text(text.clone()));
        } else if let Ok(c) = key.as_char() {
            return Ok(Self::text(c.to_string().into()));
        } else if let Ok(n) = key.as_int() {
            Id::Whole(n)
        } else if let Ok(truth) = key.as_bool() {
            Id::Whole(i64::from(truth))
        } else if let Ok(x) = key.as_float() {
            // Floats that are whole numbers within range are those keys.
            let whole = x as i64;
            if whole as f64 == x && whole != i64::MAX {
                Id::Whole(whole)
            } else {
                Id::Number(x.to_bits())
            }
        } else {
            bail!(
                "a key must be text or a number, not {}", value::with_value(key);
                "Turn it into text first: d[str(key)]."
            );
        };
        Ok(Self {
            id,
            shown: key.clone().flatten(),
        })
    }

    pub(super) fn text(text: ImmutableString) -> Self {
        Self {
            id: Id::Text(text.clone()),
            shown: text.into(),
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}
