/** A script for the head of a page: the reader's choice of light or dark, before anything is painted. */

import { setting } from "./storage.ts";

const kept = setting("theme");
if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
