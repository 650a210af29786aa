import { personHeader } from '@tydo/schemas/wire';
import { createContext, useContext } from 'react';

/** What every call of a person's page carries. */
export type PersonHeaders = Record<string, string>;

/**
 * Says whose page it is that calls. Another tab may have signed in somebody else since, and the browser
 * sends that session: then the server refuses with UNAUTHORIZED.
 */
export const personHeaders = (personId: string): PersonHeaders => ({ [personHeader]: personId });

const PersonHeadersContext = createContext<PersonHeaders | undefined>(undefined);

export const PersonHeadersProvider = PersonHeadersContext.Provider;

/** The headers of the person whose page this is. */
export function usePersonHeaders(): PersonHeaders {
  const headers = useContext(PersonHeadersContext);
  if (!headers) throw new Error('usePersonHeaders needs a PersonHeadersProvider above it.');
  return headers;
}
