// The last look at where an answer sends its reader. Whatever a library makes of an address, no answer
// leads to an origin that is not ours: it ends in the error handler instead, which logs it.
import type { Express } from 'express';

/**
 * Makes every answer of `app` refuse a `Location` whose resolved origin is none of `origins`: setting it
 * throws an Error. The first of them is where relative addresses are resolved.
 */
export function guardLocation(app: Express, origins: readonly string[]): void {
  const { response } = app;
  for (const method of ['setHeader', 'appendHeader'] as const) {
    const original = response[method];
    response[method] = function (this: typeof response, name: string, value: never) {
      if (name.length === 8 && name.toLowerCase() === 'location') checkLocation(value, origins);
      return original.call(this, name, value);
    };
  }
}

/** @throws Error where `location` leads to none of `origins`. */
export function checkLocation(location: unknown, origins: readonly string[]): void {
  const origin = URL.parse(String(location), origins[0])?.origin;
  if (origin !== undefined && origins.includes(origin)) return;
  throw new Error(
    `An answer would have led to ${origin ?? 'no origin at all'}, which is not ours.`,
  );
}
