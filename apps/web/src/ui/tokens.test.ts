import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { listColors } from './list-colors.ts';

const css = await readFile(new URL('tokens.css', import.meta.url), 'utf8');
const oklch = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
const token = new RegExp(String.raw`--color-([\w-]+): light-dark\(${oklch}, ${oklch}\)`, 'g');

/** Of each colour, the relative luminance in light and in dark. */
const luminances = new Map(
  [...css.matchAll(token)].map(([, name, ...numbers]) => {
    const [l = 0, c = 0, h = 0, darkL = 0, darkC = 0, darkH = 0] = numbers.map(Number);
    return [name, [luminance(l, c, h), luminance(darkL, darkC, darkH)]];
  }),
);

/** WCAG's relative luminance of an OKLCH colour, which has to be in sRGB. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const [red = 0, green = 0, blue = 0] = rgb;
  for (const part of rgb) expect(part).toBeCloseTo(clamp(part), 2);
  return 0.2126 * clamp(red) + 0.7152 * clamp(green) + 0.0722 * clamp(blue);
}

function clamp(part: number): number {
  return Math.min(Math.max(part, 0), 1);
}

/** The lower contrast of two colours in light and dark. */
function contrast(one: string, other: string): number {
  const [first, second] = [luminances.get(one) ?? [], luminances.get(other) ?? []];
  return Math.min(
    ...[0, 1].map((theme) => {
      const [x = Number.NaN, y = Number.NaN] = [first[theme], second[theme]];
      return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }),
  );
}

const backgrounds = ['surface', 'sunken', 'raised', 'hover', 'selected'];
const texts = ['text', 'muted', 'accent-text', 'danger', 'warning', 'success'];
const listTexts = listColors.map((color) => `list-${color}`);

/** The pairs whose contrast is lower than `least`. */
function tooLow(pairs: readonly (readonly [string, string])[], least: number) {
  // A colour that does not exist has the contrast NaN.
  return pairs.filter(([one, other]) => !(contrast(one, other) >= least));
}

const crossed = (ones: readonly string[], others: readonly string[]) =>
  ones.flatMap((one) => others.map((other) => [one, other] as const));

test('every text is legible on every background', () => {
  expect(tooLow(crossed([...texts, ...listTexts], backgrounds), 4.5)).toEqual([]);
});

test('texts are legible on the colours that stand behind them only', () => {
  const onTones = ['danger', 'warning', 'success'].flatMap((tone) =>
    crossed(['text', tone], [`${tone}-wash`]),
  );
  const pairs = [...crossed(['on-accent'], ['accent', 'accent-strong']), ...onTones];
  expect(tooLow(pairs, 4.5)).toEqual([]);
});

test('borders of controls, the focus and marks stand out on every background', () => {
  expect(tooLow(crossed(['edge', 'focus', 'accent'], backgrounds), 3)).toEqual([]);
  // The check in a checkbox of a priority.
  expect(tooLow(crossed(['on-accent'], listTexts), 3)).toEqual([]);
});
