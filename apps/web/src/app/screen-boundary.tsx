import {
  Component,
  type ComponentType,
  Fragment,
  type ReactNode,
  useEffect,
  useState,
} from 'react';
import { Link } from 'wouter';
import { Button, buttonLook } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { LoadFailure } from './fetched-screen.ts';

interface ScreenBoundaryProps {
  /** What stands around it when it does not come. */
  Around?: ComponentType<{ children: ReactNode }>;
  /** Whether something would be lost if the page were reloaded now. */
  isBusy: () => boolean;
  children: ReactNode;
}

/** Around one screen: when it can't be fetched, or breaks, the rest of the page stays. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { Around = Fragment, isBusy, children } = this.props;
    const { error } = this.state;
    if (error === undefined) return children;
    if (error instanceof LoadFailure) {
      return (
        <Around>
          <Missing isBusy={isBusy} />
        </Around>
      );
    }
    const retry = (
      <Button kind="quiet" onClick={() => this.setState({ error: undefined })}>
        Try again
      </Button>
    );
    return (
      <Around>
        <Trouble action={retry}>This screen stopped working. What was saved is safe.</Trouble>
      </Around>
    );
  }
}

/** Reloads the page where nothing is lost with it: after a deployment that is all it takes. */
function Missing({ isBusy }: { isBusy: () => boolean }) {
  const [isStuck, setStuck] = useState(false);
  useEffect(() => {
    void reloadOnce(isBusy).then((isReloading) => setStuck(!isReloading));
  }, [isBusy]);
  if (!isStuck) return null;
  if (isBusy()) {
    const elsewhere = (
      <div className="flex flex-wrap gap-2">
        <a href={location.href} target="_blank" className={buttonLook('quiet')}>
          Open it in a new tab
        </a>
        <Link href="/" className={buttonLook('quiet')}>
          Go back
        </Link>
      </div>
    );
    return (
      <Trouble action={elsewhere}>
        This screen could not be loaded: Tydo can’t be reached, or was updated. What you typed is
        kept while this tab stays open.
      </Trouble>
    );
  }
  const reload = (
    <Button kind="quiet" onClick={() => void reloadIfThere(isBusy)}>
      Reload
    </Button>
  );
  return (
    <Trouble action={reload}>
      This screen could not be loaded: Tydo can’t be reached, or was updated.
    </Trouble>
  );
}

const reloadedFrom = 'tydo.reloaded-from';

/** By itself once for each version of the page: a second time it would not help either. */
async function reloadOnce(isBusy: () => boolean): Promise<boolean> {
  const version = import.meta.url;
  if (sessionStorage.getItem(reloadedFrom) === version) return false;
  return reloadIfThere(isBusy, () => sessionStorage.setItem(reloadedFrom, version));
}

/** Without a network the page that is there is better than none. */
async function reloadIfThere(isBusy: () => boolean, before?: () => void): Promise<boolean> {
  const answer = isBusy() ? undefined : await fetch('/', { method: 'HEAD' }).catch(() => undefined);
  // Something may have been typed in the meantime.
  if (!answer?.ok || isBusy()) return false;
  before?.();
  location.reload();
  return true;
}

function Trouble({ action, children }: { action: ReactNode; children: ReactNode }) {
  return (
    <main className="column grid grid-cols-1 gap-4 pt-6 sm:pt-10">
      <h1>Something went wrong</h1>
      <Notice tone="danger" action={action}>
        {children}
      </Notice>
    </main>
  );
}
