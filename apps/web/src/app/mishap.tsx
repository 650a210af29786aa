import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Frame } from './frame.tsx';

/** Stands in for a page that broke; React wants a class for it. */
export class Mishap extends Component<{ children: ReactNode }, { hasHappened: boolean }> {
  override state = { hasHappened: false };

  static getDerivedStateFromError() {
    return { hasHappened: true };
  }

  override render() {
    if (!this.state.hasHappened) return this.props.children;
    const buttons = (
      <div className="flex flex-wrap gap-2 py-1">
        {/* What was typed is kept outside of React: it is there again. */}
        <Button kind="quiet" onClick={() => this.setState({ hasHappened: false })}>
          Try again
        </Button>
        <Button kind="quiet" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
    return (
      <Frame>
        <main className="column grid grid-cols-1 gap-4 pt-6 sm:pt-10">
          <h1>Something went wrong</h1>
          <Notice tone="danger" action={buttons}>
            This page stopped working. What was saved is safe.
          </Notice>
        </main>
      </Frame>
    );
  }
}
