// What makes a component of an icon's drawing: in the build it takes the place of lucide's own, which is larger
// (1 KB in the first load) and slower (a row has four icons).
import { createElement, type FunctionComponent, type SVGProps } from 'react';

interface IconDrawing {
  /** Elements and their attributes, with a `key` each. */
  node: readonly [element: string, attributes: Record<string, string>][];
}

const attributes: SVGProps<SVGSVGElement> = {
  xmlns: 'http://www.w3.org/2000/svg',
  width: 24,
  height: 24,
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
};

/** Takes the attributes of an `<svg>`. */
export default function createIcon({ node }: IconDrawing): FunctionComponent<typeof attributes> {
  const drawing = node.map((one) => createElement(...one));
  return (props) => createElement('svg', { ...attributes, ...props }, drawing);
}
