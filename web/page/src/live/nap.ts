/** Waits in a worker, which has nothing else to do meanwhile. */
export function nap(seconds: number): void {
  const milliseconds = seconds * 1000;
  if (room === undefined) room = shared();
  const lock = room;
  if (lock) Atomics.wait(lock, 0, 0, milliseconds);
  else for (const end = performance.now() + milliseconds; performance.now() < end; );
}

let room: Int32Array | null | undefined;

/** A place that nobody ever changes: where a page is not isolated, only WebAssembly may have shared memory. */
function shared(): Int32Array | null {
  try {
    return new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
  } catch {
    return null;
  }
}
