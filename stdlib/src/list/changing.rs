//! Functions that change a list item by item.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, Module};

use super::{gap, length, no_item, place};
use crate::fault::Raised;
use crate::host;

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// Adds an item at the end of a list, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `item`: what is added
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [3.0];
    /// bids.push(2.5);
    /// bids // => [3.0, 2.5]
    /// ```
    pub fn push(list: &mut List, item: Dynamic) {
        list.push(item);
    }

    /// Adds the items of another list at the end of a list, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `other`: the list whose items are added
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [3.0];
    /// bids.append([2.5, 2.0]);
    /// bids // => [3.0, 2.5, 2.0]
    /// ```
    pub fn append(list: &mut List, other: List) {
        list.extend(other);
    }

    /// Puts an item into a list before a place, in place; past the end, it is added there.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `index`: the place, from 0; negative from the end
    /// - `item`: what is put in
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let steps = ["build", "ship"];
    /// steps.insert(1, "test");
    /// steps // => ["build", "test", "ship"]
    /// ```
    pub fn insert(list: &mut List, index: i64, item: Dynamic) {
        list.insert(gap(list, index), item);
    }

    /// Changes the item at a place in a list, as `list[index] = value` does.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `index`: the place, from 0; negative from the end
    /// - `value`: the new item
    ///
    /// # Errors
    /// When there is no such item.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [3.0, 2.5];
    /// bids.set(-1, 2.0);
    /// bids           // => [3.0, 2.0]
    /// bids.set(5, 0) // error: index 5 is out of range
    /// ```
    #[rhai_fn(return_raw)]
    pub fn set(list: &mut List, index: i64, value: Dynamic) -> Raised<()> {
        match place(list, index) {
            Some(i) => list[i] = value,
            None => return no_item(list, index).raise(),
        }
        Ok(())
    }

    /// Removes the last item of a list and gives it; `()` where the list is empty.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [3.0, 2.5];
    /// bids.pop() // => 2.5
    /// bids       // => [3.0]
    /// ```
    pub fn pop(context: NativeCallContext, list: &mut List) -> Dynamic {
        list.pop().unwrap_or_else(|| nothing_left(&context, "pop"))
    }

    /// Removes the first item of a list and gives it; `()` where the list is empty.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let queue = ["a", "b"];
    /// queue.shift() // => "a"
    /// queue         // => ["b"]
    /// ```
    pub fn shift(context: NativeCallContext, list: &mut List) -> Dynamic {
        if list.is_empty() {
            nothing_left(&context, "shift")
        } else {
            list.remove(0)
        }
    }

    /// Removes the item at a place of a list and gives it.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `index`: the place, from 0; negative from the end
    ///
    /// # Errors
    /// When there is no such item.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [10, 20, 30];
    /// bids.remove(0)             // => 10
    /// bids.retain(|x| x != 30);  // takes a value out
    /// bids                       // => [20]
    /// bids.remove(20)            // error: index 20 is out of range
    /// ```
    #[rhai_fn(return_raw)]
    pub fn remove(list: &mut List, index: i64) -> Raised<Dynamic> {
        match place(list, index) {
            Some(i) => Ok(list.remove(i)),
            None => no_item(list, index)
                .hint(format!(
                    "`remove` takes a place. To take out a value, write `retain(|x| x != {index})`."
                ))
                .raise(),
        }
    }

    /// Takes all items out of a list, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let bids = [3.0, 2.5];
    /// bids.clear();
    /// bids // => []
    /// ```
    pub fn clear(list: &mut List) {
        list.clear();
    }

    /// Reverses a list in place; `flip(list)` gives a turned copy.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// let steps = ["build", "test", "ship"];
    /// steps.reverse();
    /// steps // => ["ship", "test", "build"]
    /// ```
    pub fn reverse(list: &mut List) {
        list.reverse();
    }

    /// Makes a list longer by adding the same item until it has so many, in place.
    ///
    /// # Arguments
    /// - `list`: a list, a variable
    /// - `length`: how many items it is to have; a list that has more stays as it is
    /// - `item`: what is added
    ///
    /// # Errors
    /// When `length` is negative, or the list would take more memory than the notebook may use.
    ///
    /// # Example
    /// ```rhai
    /// let row = [1];
    /// row.pad(3, 0);
    /// row // => [1, 0, 0]
    /// ```
    #[rhai_fn(name = "pad", return_raw)]
    pub fn pad(list: &mut List, length: i64, item: Dynamic) -> Raised<()> {
        let wanted = super::length("length", length)?;
        if wanted > list.len() {
            let bytes = (wanted as u64).saturating_mul(size_of::<Dynamic>() as u64);
            host::check_budget("a list of that length", bytes)?;
            list.resize(wanted, item);
        }
        Ok(())
    }
}

/// Warns that a list was empty when an item was to be taken out.
fn nothing_left(context: &NativeCallContext, method: &str) -> Dynamic {
    host::warn_of_call(
        context,
        "R122",
        &format!(
            "`{method}` found the list empty, and gives nothing, (); `xs.len() > 0` asks before"
        ),
    );
    Dynamic::UNIT
}
