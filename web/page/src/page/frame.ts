/** Painting in the next animation frame, once for each key, however often it is asked for. */

const waiting = new Map<object, () => void>();
let asked = false;
/** When each was last painted out of turn. */
const hurried = new WeakMap<object, number>();
/** Milliseconds of a frame. */
const FRAME = 16;

export function inFrame(key: object, paint: () => void): void {
  waiting.set(key, paint);
  if (asked) return;
  asked = true;
  // A page in the background gets no frames, and would gather outputs for ever.
  if (document.hidden) setTimeout(flush, 100);
  else requestAnimationFrame(flush);
}

/** Paints without waiting for a frame, unless it was done in this one: a result that is there should be seen. */
export function atOnce(key: object, paint: () => void): void {
  const now = performance.now();
  if (now - (hurried.get(key) ?? Number.NEGATIVE_INFINITY) < FRAME) {
    inFrame(key, paint);
    return;
  }
  hurried.set(key, now);
  waiting.delete(key);
  paint();
}

function flush(): void {
  asked = false;
  const now = [...waiting.values()];
  waiting.clear();
  for (const paint of now) paint();
}
