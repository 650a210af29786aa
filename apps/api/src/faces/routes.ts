// The addresses of /api/v1: each procedure says its own.
import type { Procedure } from './procedures.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Route {
  method: Method;
  /** `/tasks/{id}` */
  pattern: string;
  procedure: Procedure;
  /** The HTTP status of a success. */
  status: 200 | 201;
}

/** @throws Error for an address that two procedures have, or a deprecated one that goes too soon. */
export function routesOf(procedures: Iterable<Procedure>): Route[] {
  const routes = [...procedures].flatMap((procedure): Route[] => {
    const { http } = procedure.meta;
    if (http === false) return [];
    const [method = '', pattern = ''] = http.split(' ');
    if (!isMethod(method)) throw new Error(`${procedure.path} has an unknown method in ${http}.`);
    refuseEarlySunset(procedure);
    const isCreation = /\.create(Many)?$/.test(procedure.path);
    return [{ method, pattern, procedure, status: isCreation ? 201 : 200 }];
  });
  const addresses = routes.map(({ method, pattern }) => `${method} ${pattern}`);
  const twice = addresses.find((address, at) => addresses.indexOf(address) !== at);
  if (twice !== undefined) throw new Error(`Two procedures have the address ${twice}.`);
  return routes;
}

/** What is deprecated stays for 12 months. */
function refuseEarlySunset({ path, meta: { deprecated } }: Procedure): void {
  if (!deprecated) return;
  const earliest = new Date(deprecated.since);
  earliest.setUTCFullYear(earliest.getUTCFullYear() + 1);
  if (new Date(deprecated.sunset) >= earliest) return;
  throw new Error(`${path} must stay for 12 months after ${deprecated.since}.`);
}

const isMethod = (text: string): text is Method =>
  ['GET', 'POST', 'PATCH', 'DELETE'].includes(text);
