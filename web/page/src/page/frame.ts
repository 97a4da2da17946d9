/** Painting in the next animation frame, once for each key, however often it is asked for. */

const waiting = new Map<object, () => void>();
let asked = false;

export function inFrame(key: object, paint: () => void): void {
  waiting.set(key, paint);
  if (asked) return;
  asked = true;
  // A page in the background gets no frames, and would gather outputs for ever.
  if (document.hidden) setTimeout(flush, 100);
  else requestAnimationFrame(flush);
}

function flush(): void {
  asked = false;
  const now = [...waiting.values()];
  waiting.clear();
  for (const paint of now) paint();
}
