// `pnpm dev`, then `/kit`: every primitive in its states. The build starts from index.html and has none of it.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import TooltipLayer from '../ui/tooltip-layer.tsx';
import { KitPage } from './kit-page.tsx';
import '../app/styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('kit.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <KitPage />
    <TooltipLayer />
  </StrictMode>,
);
