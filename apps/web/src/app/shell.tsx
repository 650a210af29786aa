import PanelLeft from 'lucide-react/icons/panel-left';
import Search from 'lucide-react/icons/search';
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { optionalLoader, preload } from '../lib/lazy-screen.ts';
import { keepPlace, returningTo } from '../lib/scroll-places.ts';
import { useStore } from '../lib/store.ts';
import { useStoredFlag } from '../lib/stored-flag.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { useDrafts } from '../task/drafts.ts';
import { IconButton } from '../ui/button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Icon } from '../ui/icon.tsx';
import { searchFieldId } from '../ui/search-field-id.ts';
import { useMedia } from '../ui/use-media.ts';
import { Header, Logo } from './layout.tsx';
import { Sidebar } from './sidebar.tsx';

const OwnZone = lazy(optionalLoader(() => import('../dates/own-zone.tsx')));
const SyncLine = lazy(optionalLoader(() => import('../task/sync-line.tsx')));
const loadUnsaved = () => import('../task/unsaved-tasks.tsx');
const UnsavedTasks = lazy(optionalLoader(loadUnsaved));

interface ShellProps {
  /** At the end of the header. */
  aside: ReactNode;
  children: ReactNode;
}

const sidebarId = 'sidebar';

/** Around every screen of a signed-in person: the sidebar, which is a drawer on a phone, and the header. */
export function Shell({ aside, children }: ShellProps) {
  const isWide = useMedia('(width >= 56rem)');
  const [isKept, setKept] = useStoredFlag('sidebar');
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [path] = useLocation();
  const hasRefused = useSyncStatus(({ refused }) => refused > 0);
  // The task of an edit may have been deleted.
  const isEditing = useStore(useDrafts(), ({ edits }) => edits.size > 0);
  // An edit may begin without a network.
  useEffect(() => preload(loadUnsaved), []);
  const [drawerPath, setDrawerPath] = useState(path);
  // A link in it was followed.
  if (drawerPath !== path) {
    setDrawerPath(path);
    setDrawerOpen(false);
  }
  const isOpen = isWide ? isKept : isDrawerOpen;
  const toggle = (
    <IconButton
      id="toggle-sidebar"
      label={isOpen ? 'Hide the sidebar' : 'Show the sidebar'}
      aria-expanded={isOpen}
      aria-controls={isOpen ? sidebarId : undefined}
      onClick={() => {
        if (!isWide) return setDrawerOpen(true);
        setKept(!isKept);
        focusToggle();
      }}
    >
      <Icon of={PanelLeft} />
    </IconButton>
  );
  return (
    <>
      <a href="#content" className="skip-link" onClick={skip}>
        Skip navigation
      </a>
      <div>
        {isWide && isKept && (
          <aside id={sidebarId} aria-label="Sidebar" className="sidebar">
            <div className="mb-1 flex h-13 items-center justify-between pl-2">
              <Logo />
              {toggle}
            </div>
            <Sidebar />
          </aside>
        )}
        <div>
          <Header
            start={
              !(isWide && isKept) && (
                <>
                  <Logo isShort />
                  {toggle}
                </>
              )
            }
            aside={
              <>
                <SearchButton />
                {aside}
              </>
            }
          />
          <div className="column grid grid-cols-1 gap-3">
            <Suspense>
              <SyncLine />
            </Suspense>
            <Suspense>
              <OwnZone />
            </Suspense>
            {(hasRefused || isEditing) && (
              <Suspense>
                <UnsavedTasks />
              </Suspense>
            )}
          </div>
          <div id="content">{children}</div>
          <ScrollOfScreen key={path} />
        </div>
      </div>
      {!isWide && isDrawerOpen && (
        <Drawer label="Sidebar" onClose={() => setDrawerOpen(false)}>
          <div id={sidebarId}>
            <Sidebar />
          </div>
        </Drawer>
      )}
    </>
  );
}

/** The button moves from the sidebar to the header, or back: the focus goes with it. */
const focusToggle = () =>
  requestAnimationFrame(() => document.getElementById('toggle-sidebar')?.focus());

function skip(event: React.MouseEvent) {
  event.preventDefault();
  document.querySelector<HTMLElement>('h1')?.focus();
}

/** A new screen begins at its top; one that the person returns to, where they left it. */
function ScrollOfScreen() {
  useLayoutEffect(() => {
    // In newer browsers it returns a promise, which React would take for a clean-up.
    window.scrollTo(0, returningTo()?.y ?? 0);
  }, []);
  // A list has more to say: which row is in sight.
  useEffect(() => {
    function keep() {
      if (!document.querySelector('[data-index]')) keepPlace({ y: window.scrollY });
    }
    window.addEventListener('scroll', keep, { passive: true });
    return () => window.removeEventListener('scroll', keep);
  }, []);
  return null;
}

/**
 * Opens the search, also with Ctrl+F or ⌘F: the browser's own finds only the rows on the screen. In the field
 * the keys are the browser's.
 */
function SearchButton() {
  const [, navigate] = useLocation();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey);
      if (!isFind || event.shiftKey || event.altKey) return;
      const field = document.getElementById(searchFieldId);
      if (field !== null && field === document.activeElement) return;
      event.preventDefault();
      if (field) field.focus();
      else navigate('/search');
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [navigate]);
  return (
    <IconButton label="Search tasks" shortcut="Mod+F" onClick={() => navigate('/search')}>
      <Icon of={Search} />
    </IconButton>
  );
}
