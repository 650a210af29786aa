import {
  Component,
  type ComponentType,
  Fragment,
  type ReactNode,
  useEffect,
  useState,
} from 'react';
import { Link } from 'wouter';
import { ScreenLoadError } from '../lib/lazy-screen.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface ScreenBoundaryProps {
  /** Wraps the message that replaces the screen. */
  Wrapper?: ComponentType<{ children: ReactNode }>;
  /** Whether reloading the page now would lose something. */
  isBusy: () => boolean;
  children: ReactNode;
}

/** Around one screen: when it can't be loaded, or its rendering fails, the rest of the page stays. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { Wrapper = Fragment, isBusy, children } = this.props;
    const { error } = this.state;
    if (error === undefined) return children;
    if (error instanceof ScreenLoadError) {
      return (
        <Wrapper>
          <LoadErrorMessage isBusy={isBusy} />
        </Wrapper>
      );
    }
    const retry = (
      <Button kind="quiet" onClick={() => this.setState({ error: undefined })}>
        Try again
      </Button>
    );
    return (
      <Wrapper>
        <ErrorMessage action={retry}>
          This screen stopped working. Your saved tasks are safe.
        </ErrorMessage>
      </Wrapper>
    );
  }
}

/** Reloads the page when that loses nothing: after a deployment that is enough. */
function LoadErrorMessage({ isBusy }: { isBusy: () => boolean }) {
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    void reloadOnce(isBusy).then((isReloading) => setFailed(!isReloading));
  }, [isBusy]);
  if (!hasFailed) return null;
  if (isBusy()) {
    const links = (
      <div className="flex flex-wrap gap-2">
        <a href={location.href} target="_blank" className={buttonClass('quiet')}>
          Open it in a new tab
        </a>
        <Link href="/" className={buttonClass('quiet')}>
          Go back
        </Link>
      </div>
    );
    return (
      <ErrorMessage action={links}>
        This screen could not be loaded. Tydo can’t be reached, or it was updated. What you typed is
        kept as long as this tab stays open.
      </ErrorMessage>
    );
  }
  const reload = (
    <Button kind="quiet" onClick={() => void reloadIfReachable(isBusy)}>
      Reload
    </Button>
  );
  return (
    <ErrorMessage action={reload}>
      This screen could not be loaded. Tydo can’t be reached, or it was updated.
    </ErrorMessage>
  );
}

const reloadedFrom = 'tydo.reloaded-from';

/** Automatically only once per version of the page: a second reload would not help. */
async function reloadOnce(isBusy: () => boolean): Promise<boolean> {
  const version = import.meta.url;
  if (sessionStorage.getItem(reloadedFrom) === version) return false;
  return reloadIfReachable(isBusy, () => sessionStorage.setItem(reloadedFrom, version));
}

/** Checks first that the server answers: a page that works in part is better than none. */
async function reloadIfReachable(isBusy: () => boolean, before?: () => void): Promise<boolean> {
  const response = isBusy()
    ? undefined
    : await fetch('/', { method: 'HEAD' }).catch(() => undefined);
  // The person may have typed something in the meantime.
  if (!response?.ok || isBusy()) return false;
  before?.();
  location.reload();
  return true;
}

function ErrorMessage({ action, children }: { action: ReactNode; children: ReactNode }) {
  return (
    <main className="column screen">
      <h1>Something went wrong</h1>
      <Notice tone="danger" action={action}>
        {children}
      </Notice>
    </main>
  );
}
