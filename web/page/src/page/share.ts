/** Edits in a link: the fragment holds them compressed, so no server ever sees them. */

const MARK = "#rhai=";
/** A link longer than this is cut by some programs on its way. */
export const LONG_LINK = 8000;
/** What a link may hold when it is unpacked. */
const MOST = 1 << 20;

export type Edits = Record<string, string>;

export function carried(fragment: string): string | null {
  return fragment.startsWith(MARK) ? fragment.slice(MARK.length) : null;
}

export async function pack(edits: Edits): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(edits));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return MARK + btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The edits of a link; null when it is damaged. */
export async function unpack(text: string): Promise<Edits | null> {
  try {
    const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const edits: unknown = JSON.parse(await limited(stream));
    return isEdits(edits) ? edits : null;
  } catch {
    return null;
  }
}

/** A few bytes can unpack to gigabytes: no further than the limit. */
async function limited(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MOST) {
      await reader.cancel();
      throw new Error("too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}

function isEdits(value: unknown): value is Edits {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.values(value).every((source) => typeof source === "string")
  );
}
