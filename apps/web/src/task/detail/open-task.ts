// The task whose details are open is in the address: `?task=…` on any screen.
import { useLocation, useSearch } from 'wouter';

const param = 'task';

interface OpenState {
  /** Opened from a list: going back closes it. */
  isOpenedHere: true;
  /** What gets the focus. */
  field?: 'subtask' | undefined;
}

/** The task whose details are open. */
export const useOpenUid = (): string | undefined => {
  const search = useSearch();
  return new URLSearchParams(search).get(param) ?? undefined;
};

const stateOf = (field?: 'subtask'): OpenState => ({ isOpenedHere: true, field });

/** Opens and closes the details of a task. */
export function useOpenTask() {
  const [path, navigate] = useLocation();
  const search = useSearch();

  function hrefOf(uid: string | undefined): string {
    const params = new URLSearchParams(search);
    if (uid === undefined) params.delete(param);
    else params.set(param, uid);
    const query = params.toString();
    return query === '' ? path : `${path}?${query}`;
  }
  const openUid = new URLSearchParams(search).get(param) ?? undefined;
  const isOpen = openUid !== undefined;

  return {
    openUid,
    hrefOf,
    /** For a link: from one task to another, going back closes the details. */
    linkProps: (uid: string) => ({
      href: hrefOf(uid),
      replace: isOpen,
      state: isOpen ? window.history.state : stateOf(),
    }),
    open: (uid: string, field?: 'subtask') =>
      navigate(hrefOf(uid), { replace: isOpen, state: stateOf(field) }),
    close: () => {
      if (isOpenedHere()) return goBackOnce();
      navigate(hrefOf(undefined), { replace: true });
    },
  };
}

let isGoingBack = false;

function endGoingBack(): void {
  isGoingBack = false;
}

/** A second Escape, before the browser is back, must not leave the page. */
function goBackOnce(): void {
  if (isGoingBack) return;
  isGoingBack = true;
  window.addEventListener('popstate', endGoingBack, { once: true });
  window.history.back();
}

const stateNow = (): Partial<OpenState> => {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null ? state : {};
};

const isOpenedHere = (): boolean => stateNow().isOpenedHere === true;

/** What should get the focus in the details. */
export const requestedField = (): 'subtask' | undefined => stateNow().field;
