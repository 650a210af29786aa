/**
 * Makes `element` the anchor of what has `position-anchor: NAME`, beside other names that it may have.
 *
 * @returns what takes the name away.
 */
export function addAnchorName({ style }: HTMLElement, name: string): () => void {
  const before = style.getPropertyValue('anchor-name');
  style.setProperty('anchor-name', before ? `${before}, ${name}` : name);
  return () => style.setProperty('anchor-name', before);
}
