/** Which section of the page the reader is in, in the list of them. */

/** A heading counts as reached from this part of the window up. */
const REACHED = 0.35;

export function sections(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.rhai-toc a[href^="#"]')];
  if (links.length === 0) return;
  let asked = false;
  let current: HTMLAnchorElement | null = null;
  const look = () => {
    asked = false;
    let reached: HTMLAnchorElement | null = null;
    for (const link of links) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!heading) continue;
      if (heading.getBoundingClientRect().top > innerHeight * REACHED) break;
      reached = link;
    }
    // The last one may be too short ever to come so far up.
    if (scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2) reached = links.at(-1) ?? reached;
    if (reached === current) return;
    current?.removeAttribute("aria-current");
    reached?.setAttribute("aria-current", "location");
    current = reached;
  };
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(look);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  look();
}
