/** The colours that people give to lists, labels and filters, in the order in which they are offered. */
export const listColors = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'gray',
] as const;

export type ListColor = (typeof listColors)[number];

/** The class for an icon or text in a colour: legible on every background of the page. */
export const listColorText: Record<ListColor, string> = {
  red: 'text-list-red',
  orange: 'text-list-orange',
  yellow: 'text-list-yellow',
  green: 'text-list-green',
  teal: 'text-list-teal',
  blue: 'text-list-blue',
  purple: 'text-list-purple',
  gray: 'text-list-gray',
};
