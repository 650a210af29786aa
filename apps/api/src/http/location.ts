// The second guard against open redirects (the first is redirects.ts): whatever a library makes of an
// address, a response that redirects to a foreign origin becomes a logged error.
import type { Express } from 'express';

/**
 * Makes setting a `Location` header throw an Error when its origin is none of `origins`. Relative addresses
 * are resolved against the first of them.
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

/** @throws Error when the origin of `location` is none of `origins`. */
export function checkLocation(location: unknown, origins: readonly string[]): void {
  const origin = URL.parse(String(location), origins[0])?.origin;
  if (origin !== undefined && origins.includes(origin)) return;
  throw new Error(
    `A response would have led to ${origin ?? 'no origin at all'}, which is not ours.`,
  );
}
