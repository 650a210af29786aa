import { createContext, useContext } from 'react';

const SessionEndedContext = createContext<() => void>(() => undefined);

export const SessionEndedProvider = SessionEndedContext.Provider;

/** What to call when the server says that the session has ended or belongs to another person. */
export const useSessionEnded = (): (() => void) => useContext(SessionEndedContext);
