// Several handlers as one. Express puts a layer around each, and a call of tRPC would meet ten of them:
// they cost more than what they run (docs/decisions/0014-speed.md).
import type { RequestHandler } from 'express';

/** The same as to give Express these handlers, one after the other; none may say `next('route')`. */
export const inOrder =
  (...handlers: RequestHandler[]): RequestHandler =>
  (req, res, leave) => {
    const run = (place: number): void => {
      const handler = handlers[place];
      if (!handler) return leave();
      // As Express does: whatever is falsy is no error.
      const goOn = (error?: unknown) => (error ? leave(error) : run(place + 1));
      try {
        const running: unknown = handler(req, res, goOn);
        if (running instanceof Promise) {
          running.catch((error: unknown) => leave(error || new Error('Rejected promise')));
        }
      } catch (error) {
        goOn(error);
      }
    };
    run(0);
  };
