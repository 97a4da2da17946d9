//! What Rhai brings along, in the reader's words; Rhai's own comments speak of arrays, strings and object maps, and of
//! one overload each.

/// The summary of a function of Rhai's; none leaves the first sentence of Rhai's own comment.
pub(crate) fn summary(name: &str) -> Option<&'static str> {
    SUMMARIES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, summary)| *summary)
}

/// The name of a parameter in the reader's words.
pub(crate) fn parameter(name: &str) -> &str {
    PARAMETERS
        .iter()
        .find(|(theirs, _)| *theirs == name)
        .map_or(name, |(_, ours)| ours)
}

/// What notebooks have better, or no use for.
pub(crate) const HIDDEN: &[&str] = &[
    "abs",
    "bits",
    "blob",
    "bytes",
    "chars",
    "exit",
    "get_bit",
    "get_bits",
    "get_fn_metadata_list",
    "is_anonymous",
    "max",
    "min",
    "order",
    "order_by",
    "order_desc",
    "print",
    "range",
    "set_bit",
    "set_bits",
    "set_tag",
    "sign",
    "sleep",
    "sort",
    "sort_by",
    "sort_desc",
    "tag",
    "take",
    "to_blob",
    "to_debug",
];

const PARAMETERS: &[(&str, &str)] = &[
    ("array", "list"),
    ("array1", "a"),
    ("array2", "b"),
    ("ch", "character"),
    ("char1", "a"),
    ("char2", "b"),
    ("delimiter", "separator"),
    ("find_string", "old"),
    ("len", "length"),
    ("map2", "other"),
    ("match_string", "part"),
    ("new_array", "other"),
    ("property", "key"),
    ("string", "text"),
    ("string1", "a"),
    ("string2", "b"),
    ("sub_string", "part"),
    ("substitute_string", "new"),
];

const SUMMARIES: &[(&str, &str)] = &[
    ("all", "Whether a function is true of every item of a list."),
    (
        "append",
        "Adds the items of another list, or a text, at the end, in place.",
    ),
    (
        "chop",
        "Keeps only so many items from the end of a list, in place.",
    ),
    ("clear", "Empties a list, map or text, in place."),
    (
        "contains",
        "Whether a list, map, range or text holds a value; `x in list` asks the same.",
    ),
    ("crop", "Keeps only a part of a text, in place."),
    (
        "debug",
        "Prints a value to the error stream, with quotes around texts.",
    ),
    (
        "dedup",
        "Removes items that repeat the one before, in place.",
    ),
    (
        "drain",
        "Removes the items of a range, or those a function is true of, and gives them.",
    ),
    ("end", "Where a range ends."),
    ("ends_with", "Whether a text ends with another."),
    ("extract", "A part of a list, as a new list."),
    (
        "fill_with",
        "Adds those keys of another map that a map has not yet, in place.",
    ),
    (
        "filter",
        "The items that a function is true of, as a new list or map.",
    ),
    (
        "find",
        "The first item that a function is true of; `()` when there is none.",
    ),
    (
        "find_map",
        "The first value other than `()` that a function gives for an item.",
    ),
    (
        "for_each",
        "Calls a function for each item, which is `this` in it.",
    ),
    (
        "get",
        "The item at an index or key; `()` when there is none.",
    ),
    (
        "index_of",
        "Where a value stands, or the first item that a function is true of; -1 when nowhere.",
    ),
    ("insert", "Puts an item into a list at an index, in place."),
    (
        "is_empty",
        "Whether a list, map, range or text holds nothing.",
    ),
    ("is_even", "Whether a whole number is even."),
    (
        "is_exclusive",
        "Whether a range leaves its end out, as `0..3` does.",
    ),
    (
        "is_inclusive",
        "Whether a range includes its end, as `0..=3` does.",
    ),
    ("is_odd", "Whether a whole number is odd."),
    ("is_zero", "Whether a number is zero."),
    ("keys", "The keys of a map, as a list."),
    (
        "len",
        "How many items a list or map holds, or characters a text.",
    ),
    ("make_lower", "Turns a text into small letters, in place."),
    ("make_upper", "Turns a text into capitals, in place."),
    ("map", "What a function gives for each item, as a new list."),
    (
        "mixin",
        "Puts the keys and values of another map into a map, in place; `+=` does the same.",
    ),
    ("name", "The name of a function held in a variable."),
    ("pad", "Fills a list or text up to a length, in place."),
    (
        "parse_json",
        "Reads JSON text into maps, lists and numbers.",
    ),
    ("pop", "Removes the last item of a list and gives it."),
    ("push", "Adds an item at the end of a list, in place."),
    (
        "reduce",
        "Goes through a list with a function of what has come so far and the next item.",
    ),
    ("reduce_rev", "As `reduce`, from the end."),
    (
        "remove",
        "Removes an item by index, a key, or all of a part of a text; of a list and map, gives what it was.",
    ),
    (
        "replace",
        "Replaces every occurrence of a part of a text, in place.",
    ),
    (
        "retain",
        "Keeps only the items of a range, or those a function is true of, and gives the others.",
    ),
    ("reverse", "Turns a list round, in place."),
    ("set", "Changes the item at an index or key."),
    ("shift", "Removes the first item of a list and gives it."),
    ("some", "Whether a function is true of any item of a list."),
    (
        "splice",
        "Replaces a part of a list by another list, in place.",
    ),
    (
        "split",
        "Cuts a text at each separator, at blanks, or at an index, into a list; cuts off a list what follows an index, and gives it.",
    ),
    ("split_rev", "As `split`, from the end."),
    ("start", "Where a range begins."),
    ("starts_with", "Whether a text begins with another."),
    ("sub_string", "A part of a text."),
    ("to_binary", "A whole number in binary digits, as text."),
    ("to_chars", "The characters of a text, as a list."),
    ("to_hex", "A whole number in hexadecimal digits, as text."),
    ("to_int", "The number of a character in Unicode."),
    ("to_json", "A map as JSON text."),
    ("to_lower", "A text in small letters."),
    ("to_octal", "A whole number in octal digits, as text."),
    ("to_string", "A value as text, as `print` shows it."),
    ("to_upper", "A text in capitals."),
    ("trim", "Removes blanks from both ends of a text, in place."),
    (
        "truncate",
        "Keeps only so many items or characters from the beginning, in place.",
    ),
    ("values", "The values of a map, as a list."),
    (
        "zip",
        "Goes through two lists at once with a function of two items.",
    ),
];
