/**
 * What is shown of what a cell or an author made: which medium, which elements, attributes, classes and styles. The lists
 * are in `web/shown.json`, which the maker of pages reads too, so that a page shows the same before and after it wakes.
 */

import lists from "../../../shown.json";

/** The media of an output, the one to show first. */
export const MEDIA: readonly string[] = lists.media;

const set = (text: string) => new Set(text.split(" "));
const sets = <Name extends string>(texts: Record<Name, string>) =>
  Object.fromEntries(Object.entries<string>(texts).map(([name, text]) => [name, set(text)])) as Record<Name, Set<string>>;

export const ELEMENTS = sets(lists.elements);
export const ATTRIBUTES = sets(lists.attributes);
export const STYLES = sets(lists.styles);
export const ROLES = set(lists.roles);
export const TRANSFORMS = set(lists.transforms);
export const CLASSES = { beginnings: lists.classes.beginnings.split(" "), whole: set(lists.classes.whole) };
