/** How near to an edge the pointer scrolls, in pixels, and how fast at most, in pixels a frame. */
const edge = 64;
const maxStep = 18;

/**
 * Scrolls what the list stands in while the pointer is near its upper or lower edge.
 *
 * @param onScroll called after each step.
 */
export function autoScroll(list: HTMLElement | null, onScroll: () => void) {
  const box = scrollParent(list);
  let y: number | undefined;
  let frame = requestAnimationFrame(step);

  function step(): void {
    frame = requestAnimationFrame(step);
    if (y === undefined) return;
    const { top, bottom } = boundsOf(box);
    const pull = Math.max(0, top + edge - y) - Math.max(0, y - (bottom - edge));
    if (pull === 0) return;
    const before = box.scrollTop;
    box.scrollTop -= Math.sign(pull) * Math.min(maxStep, Math.ceil(Math.abs(pull) / 4));
    if (box.scrollTop !== before) onScroll();
  }

  return {
    at(nextY: number) {
      y = nextY;
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

/** The nearest element around it that scrolls, else the page. */
function scrollParent(element: HTMLElement | null): Element {
  for (let parent = element?.parentElement; parent; parent = parent.parentElement) {
    const { overflowY } = getComputedStyle(parent);
    if (overflowY === 'auto' || overflowY === 'scroll') return parent;
  }
  return document.scrollingElement ?? document.documentElement;
}

function boundsOf(box: Element): { top: number; bottom: number } {
  if (box === document.scrollingElement) return { top: 0, bottom: window.innerHeight };
  return box.getBoundingClientRect();
}
