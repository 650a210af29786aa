import { personHeader } from '@tydo/schemas/wire';
import { createContext, useContext } from 'react';

/** The headers of every call that a signed-in page makes. */
export type RequestHeaders = Record<string, string>;

/**
 * Names the person whose page makes the call. Another tab may have signed in another person since, and
 * the browser sends that session's cookie: the server then answers UNAUTHORIZED.
 */
export const requestHeaders = (personId: string): RequestHeaders => ({ [personHeader]: personId });

const RequestHeadersContext = createContext<RequestHeaders | undefined>(undefined);

export const RequestHeadersProvider = RequestHeadersContext.Provider;

/** The headers for calls of the person whose page this is. */
export function useRequestHeaders(): RequestHeaders {
  const headers = useContext(RequestHeadersContext);
  if (!headers) throw new Error('useRequestHeaders needs a RequestHeadersProvider above it.');
  return headers;
}
