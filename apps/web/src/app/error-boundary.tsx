import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Layout } from './layout.tsx';

/** Replaces a page whose rendering failed. React has error boundaries only as classes. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasError: boolean }> {
  override state = { hasError: false };

  static getDerivedStateFromError() {
    return { hasError: true };
  }

  override render() {
    if (!this.state.hasError) return this.props.children;
    const buttons = (
      <div className="flex flex-wrap gap-2 py-1">
        {/* Drafts are kept outside React, so they survive this. */}
        <Button kind="quiet" onClick={() => this.setState({ hasError: false })}>
          Try again
        </Button>
        <Button kind="quiet" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
    return (
      <Layout>
        <main className="column screen">
          <h1>Something went wrong</h1>
          <Notice tone="danger" action={buttons}>
            This page stopped working. Your saved tasks are safe.
          </Notice>
        </main>
      </Layout>
    );
  }
}
