import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { optionalLoader } from '../lib/lazy-screen.ts';
import { watchScroll } from '../lib/scroll-places.ts';
import { removeOldPeople } from '../sync/people.ts';
import { ignoreKeysDuringComposition } from '../ui/input-method.ts';
import { App } from './app.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { wouldLoseWork } from './unsaved-work.ts';
import './styles.css';

const TooltipLayer = lazy(optionalLoader(() => import('../ui/tooltip-layer.tsx')));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
// The browser asks before it closes a page whose drafts and changes are kept nowhere else.
window.addEventListener('beforeunload', (event) => wouldLoseWork() && event.preventDefault());
ignoreKeysDuringComposition(window);
watchScroll();
removeOldPeople();
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
    <Suspense>
      <TooltipLayer />
    </Suspense>
  </StrictMode>,
);
