// Text and links that are dragged onto the page from elsewhere.
import { isTyping } from '../../ui/is-typing.ts';

/** @param take is called with the text @returns what ends it */
export function takeDroppedText(field: HTMLElement, take: (text: string) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  /** Links and texts of the page itself. */
  let isOwn = false;
  const isForUs = ({ dataTransfer, target }: DragEvent): boolean =>
    !isOwn && !isTyping(target) && (dataTransfer?.types.some(isText) ?? false);
  const show = (isShown: boolean) =>
    void field.closest('form')?.toggleAttribute('data-drop', isShown);

  const on =
    (type: 'dragstart' | 'dragend' | 'dragover' | 'dragleave' | 'drop') =>
    (act: (event: DragEvent) => void) =>
      document.addEventListener(type, act, { signal });
  on('dragstart')(() => {
    isOwn = true;
  });
  on('dragend')(() => {
    isOwn = false;
  });
  on('dragover')((event) => {
    if (!isForUs(event)) return;
    event.preventDefault();
    show(true);
  });
  on('dragleave')((event) => event.relatedTarget === null && show(false));
  on('drop')((event) => {
    show(false);
    if (!isForUs(event) || !event.dataTransfer) return;
    event.preventDefault();
    take(textOf(event.dataTransfer));
  });
  return () => ending.abort();
}

const isText = (type: string): boolean => type === 'text/plain' || type === 'text/uri-list';

/** Of a link its words and its address. */
function textOf(data: DataTransfer): string {
  const lines = data.getData('text/uri-list').split('\n');
  const address = lines.find((line) => line.trim() !== '' && !line.startsWith('#'));
  if (address === undefined) return data.getData('text/plain');
  const page = new DOMParser().parseFromString(data.getData('text/html'), 'text/html');
  const words = page.querySelector('a')?.textContent.trim() ?? '';
  return words === '' || words === address.trim() ? address.trim() : `${words} ${address.trim()}`;
}
