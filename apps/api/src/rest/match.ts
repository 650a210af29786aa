// Finds what is at an address.

/** Something with an address. */
export interface Addressed {
  method: string;
  /** `/tasks/{id}`: a name in braces stands for one segment. */
  pattern: string;
}

export interface Match<T extends Addressed> {
  route: T;
  /** Segments by name, as they were sent. */
  params: Record<string, string>;
}

/** By method. All patterns are tried before a method counts as missing. @param path as it was sent. */
export function createMatcher<T extends Addressed>(routes: readonly T[]) {
  // Words first: `/tasks/move` is that before it is a task.
  const sorted = routes.toSorted((a, b) => parameters(a) - parameters(b));
  const split = sorted.map((route) => ({ route, segments: route.pattern.split('/') }));
  return (path: string): Map<string, Match<T>> => {
    const given = path.split('/');
    const found = new Map<string, Match<T>>();
    for (const { route, segments } of split) {
      const params = found.has(route.method) ? undefined : matchSegments(segments, given);
      if (params) found.set(route.method, { route, params });
    }
    return found;
  };
}

const parameters = ({ pattern }: Addressed): number => pattern.split('{').length;

function matchSegments(pattern: string[], given: string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const segment = given[at] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) params[name] = segment;
  }
  return params;
}
