/** The code of a screen could not be fetched: there is no network, or a newer version was deployed. */
export class LoadFailure extends Error {}

/** For React's `lazy`: `load`, which fails with a LoadFailure. The browser and React keep the failure. */
export function fetched<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () =>
    load().catch((cause: unknown) => {
      throw new LoadFailure('The code of a screen could not be fetched.', { cause });
    });
}

/** Fetches it ahead. If this fails it is told when the screen is wanted. */
export const fetchAhead = (load: () => Promise<unknown>) => void load().catch(() => undefined);
