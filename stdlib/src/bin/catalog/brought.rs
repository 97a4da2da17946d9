//! What comes with Rhai, in the reader's words; Rhai's own comments speak of arrays, strings and object maps, and of
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
    "parse_json",
    "print",
    "range",
    "set_bit",
    "set_bits",
    "set_tag",
    "sign",
    "sleep",
    "tag",
    "take",
    "to_blob",
    "to_debug",
    "to_json",
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
    ("append", "Adds a value at the end of a text, in place."),
    ("clear", "Empties a map or text, in place."),
    (
        "contains",
        "Whether a map, range or text holds a value; `x in text` asks the same.",
    ),
    ("crop", "Keeps only a part of a text, in place."),
    (
        "debug",
        "Prints a value to the error stream, with quotes around texts.",
    ),
    (
        "drain",
        "Removes the entries of a map that a function is true of, and gives them.",
    ),
    ("end", "Where a range ends."),
    ("ends_with", "Whether a text ends with another."),
    (
        "fill_with",
        "Adds those keys of another map that a map has not yet, in place.",
    ),
    (
        "filter",
        "The entries of a map that a function is true of, as a new map.",
    ),
    (
        "get",
        "The value under a key of a map, or the character at an index of a text; `()` when there is none.",
    ),
    (
        "index_of",
        "Where a part of a text begins; -1 when nowhere.",
    ),
    ("is_empty", "Whether a map, range or text holds nothing."),
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
    ("len", "How many entries a map has, or characters a text."),
    ("make_lower", "Turns a text into small letters, in place."),
    ("make_upper", "Turns a text into capitals, in place."),
    (
        "map",
        "What a function gives for each value of a map, as a new map.",
    ),
    (
        "mixin",
        "Puts the keys and values of another map into a map, in place; `+=` does the same.",
    ),
    ("name", "The name of a function held in a variable."),
    ("pad", "Fills a text up to a length, in place."),
    (
        "pop",
        "Removes the last character of a text, or as many as are asked for, and gives them.",
    ),
    (
        "remove",
        "Removes a key from a map and gives its value; removes all of a part from a text.",
    ),
    (
        "replace",
        "Replaces every occurrence of a part of a text, in place.",
    ),
    (
        "retain",
        "Keeps only the entries of a map that a function is true of, and gives the others.",
    ),
    (
        "set",
        "Changes the value under a key of a map, or the character at an index of a text.",
    ),
    (
        "split",
        "Cuts a text at each separator, at blanks, or at an index, into a list.",
    ),
    ("split_rev", "As `split`, from the end."),
    ("start", "Where a range begins."),
    ("starts_with", "Whether a text begins with another."),
    ("sub_string", "A part of a text."),
    ("to_binary", "A whole number in binary digits, as text."),
    ("to_chars", "The characters of a text, as a list."),
    ("to_hex", "A whole number in hexadecimal digits, as text."),
    ("to_int", "The number of a character in Unicode."),
    ("to_lower", "A text in small letters."),
    ("to_octal", "A whole number in octal digits, as text."),
    ("to_string", "A value as text, as `print` shows it."),
    ("to_upper", "A text in capitals."),
    ("trim", "Removes blanks from both ends of a text, in place."),
    (
        "truncate",
        "Keeps only so many characters from the beginning, in place.",
    ),
    ("values", "The values of a map, as a list."),
];
