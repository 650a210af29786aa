// Rows of the sidebar are moved by the mouse, and by Alt with an arrow key. Loaded after the rows are shown.
import type { Place } from './ordered.ts';

/** Of the data of a drag: Firefox begins none without data, and no field takes text of this type. */
const rowType = 'application/x-tydo-row';

interface Spot {
  row: HTMLElement;
  place: Place;
}

/** @param list whose items have the id of their row in `data-id` @returns what ends it */
export function arrangeRows(
  list: HTMLElement,
  move: (id: string, place: Place) => void,
): () => void {
  const ending = new AbortController();
  let dragged: HTMLElement | undefined;
  let spot: Spot | undefined;

  function show(next: Spot | undefined): void {
    spot?.row.removeAttribute('data-drop-at');
    spot = next;
    spot?.row.setAttribute('data-drop-at', 'before' in spot.place ? 'before' : 'after');
  }

  function spotAt({ target, clientY }: DragEvent): Spot | undefined {
    const row = rowAt(target);
    const id = row?.dataset['id'];
    if (!row || row === dragged || id === undefined) return undefined;
    const { top, height } = row.getBoundingClientRect();
    return { row, place: clientY < top + height / 2 ? { before: id } : { after: id } };
  }

  function onDragStart(event: DragEvent): void {
    dragged = rowAt(event.target);
    const id = dragged?.dataset['id'];
    if (id === undefined || !event.dataTransfer) return;
    event.dataTransfer.setData(rowType, id);
    event.dataTransfer.effectAllowed = 'move';
  }
  function onDragOver(event: DragEvent): void {
    if (!dragged) return;
    show(spotAt(event));
    if (spot) event.preventDefault();
  }
  function onDrop(event: DragEvent): void {
    const id = dragged?.dataset['id'];
    if (id === undefined || !spot) return;
    event.preventDefault();
    move(id, spot.place);
  }
  function end(): void {
    show(undefined);
    dragged = undefined;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    const isUp = key === 'ArrowUp';
    if (!altKey || ctrlKey || metaKey || (!isUp && key !== 'ArrowDown')) return;
    const row = rowAt(target);
    const id = row?.dataset['id'];
    const beside = isUp ? row?.previousElementSibling : row?.nextElementSibling;
    if (id === undefined) return;
    event.preventDefault();
    const other = beside instanceof HTMLElement ? beside.dataset['id'] : undefined;
    if (other === undefined) return;
    move(id, isUp ? { before: other } : { after: other });
    // It has moved in the document, and may have lost the focus.
    requestAnimationFrame(() => target instanceof HTMLElement && target.focus());
  }

  const { signal } = ending;
  list.addEventListener('dragstart', onDragStart, { signal });
  list.addEventListener('dragover', onDragOver, { signal });
  list.addEventListener('dragleave', () => show(undefined), { signal });
  list.addEventListener('drop', onDrop, { signal });
  list.addEventListener('dragend', end, { signal });
  list.addEventListener('keydown', onKeyDown, { signal });
  return () => ending.abort();
}

const rowAt = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element && target.closest<HTMLElement>('[data-id]')) || undefined;
