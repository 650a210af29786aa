import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ignoreKeysDuringComposition } from '../ui/input-method.ts';
import { App } from './app.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { hasAnyUnsavedWork } from './local-states.ts';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
// The browser asks before it closes a page with drafts or unsent changes.
window.addEventListener('beforeunload', (event) => hasAnyUnsavedWork() && event.preventDefault());
ignoreKeysDuringComposition(window);
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
