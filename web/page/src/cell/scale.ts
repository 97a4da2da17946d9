/** Where a slider stands for a value, and back. */

export interface Range {
  low: number;
  high: number;
  step: number | null;
  log: boolean;
  integer: boolean;
}

/** How many places a slider has whose step is not given, or whose scale is logarithmic. */
const PLACES = 400;

/** The places of the slider, as its least, greatest and step. */
export function places(range: Range): { min: number; max: number; step: number } {
  if (range.log) return { min: 0, max: PLACES, step: 1 };
  const step = range.step ?? (range.integer ? 1 : round((range.high - range.low) / PLACES));
  return { min: range.low, max: range.high, step };
}

export function place(value: number, range: Range): number {
  if (!range.log) return value;
  return (PLACES * Math.log(value / range.low)) / Math.log(range.high / range.low);
}

export function value(place: number, range: Range): number {
  if (!range.log) return range.integer ? Math.round(place) : place;
  if (place <= 0) return range.low;
  if (place >= PLACES) return range.high;
  const exact = range.low * (range.high / range.low) ** (place / PLACES);
  const { step } = range;
  const rounded = step ? range.low + Math.round((exact - range.low) / step) * step : round(exact);
  const whole = range.integer ? Math.round(rounded) : Number(rounded.toPrecision(12));
  return Math.min(range.high, Math.max(range.low, whole));
}

/** Three significant digits: what a reader wants to see of a place between two others. */
function round(x: number): number {
  return Number(x.toPrecision(3));
}

/** Made when the first number is written: it takes as long as a page's whole script. */
let digits: Intl.NumberFormat | undefined;

/** A number as it stands beside a slider: groups of three, and no more digits than say something. */
export function written(x: number): string {
  if (x !== 0 && (Math.abs(x) < 1e-4 || Math.abs(x) >= 1e15)) return String(Number(x.toPrecision(6)));
  digits ??= new Intl.NumberFormat("en-US", { maximumSignificantDigits: 8 });
  return digits.format(x);
}
