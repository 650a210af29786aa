import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { leaveKeysToInputMethod } from '../ui/input-method.ts';
import { App } from './app.tsx';
import { isAnyDeskInUse } from './desks.ts';
import { Mishap } from './mishap.tsx';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
// Asks before the page is closed over what is typed or not sent yet.
window.addEventListener('beforeunload', (event) => isAnyDeskInUse() && event.preventDefault());
leaveKeysToInputMethod(window);
createRoot(root).render(
  <StrictMode>
    <Mishap>
      <App />
    </Mishap>
  </StrictMode>,
);
