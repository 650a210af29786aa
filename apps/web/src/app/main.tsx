import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchScroll } from '../lib/scroll-places.ts';
import { removeOldPeople } from '../sync/people.ts';
import { ignoreKeysDuringComposition } from '../ui/input-method.ts';
import { TooltipLayer } from '../ui/tooltip-layer.tsx';
import { App } from './app.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { wouldLoseWork } from './unsaved-work.ts';
import './styles.css';

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
    <TooltipLayer />
  </StrictMode>,
);
