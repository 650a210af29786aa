/** What is dragged, beside the pointer. */
export function createDragImage(title: string, count: number) {
  const image = document.createElement('div');
  image.className = 'drag-image';
  image.ariaHidden = 'true';
  const text = document.createElement('bdi');
  text.textContent = title;
  image.append(text);
  if (count > 1) {
    const number = document.createElement('span');
    number.className = 'drag-count';
    number.textContent = String(count);
    image.append(number);
  }
  document.body.append(image);
  document.documentElement.dataset['dragging'] = 'true';
  return {
    moveTo(x: number, y: number) {
      image.style.translate = `${x + 12}px ${y + 8}px`;
    },
    remove() {
      image.remove();
      delete document.documentElement.dataset['dragging'];
    },
  };
}
