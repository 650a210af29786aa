import { lazy, type ReactNode, Suspense, use, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { SessionEndedProvider } from '../account/session-ended.ts';
import { PageKeys } from '../keys/page-keys.tsx';
import { useAppearance } from '../lib/appearance.ts';
import { optionalLoader, preload, screenLoader } from '../lib/lazy-screen.ts';
import { RequestHeadersProvider } from '../lib/request-headers.ts';
import { rememberLeaving } from '../sync/leaving.ts';
import { forgetPerson, type Person } from '../sync/people.ts';
import { SyncProvider, useSyncStatus } from '../sync/use-sync.ts';
import { countRefused } from '../task/count-refused.ts';
import { TaskPanelSlot } from '../task/detail/task-panel-slot.tsx';
import { ListScreen } from '../task/list-screen.tsx';
import { loadListHandlers } from '../task/rows/use-list-handlers.ts';
import { TaskScreen } from '../task/task-screen.tsx';
import { useLostEdits } from '../task/use-lost-edits.ts';
import { useRefusedMessages } from '../task/use-refused-messages.ts';
import { useUndoKeys } from '../task/use-undo-keys.ts';
import { preloadForms } from '../ui/late-form.tsx';
import { ToastRegion } from '../ui/toast-region.tsx';
import { type Toasts, ToastsProvider } from '../ui/toasts.ts';
import { NotFoundScreen } from './not-found-screen.tsx';
import { signedOutPaths } from './paths.ts';
import { PersonMenu } from './person-menu.tsx';
import { type PersonServices, servicesOf } from './person-services.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { Shell } from './shell.tsx';
import { hasAnyDrafts } from './unsaved-work.ts';

const loadAccount = () => import('../account/account-screen.tsx');
const AccountScreen = lazy(screenLoader(loadAccount));
const preloadAccount = () => preload(loadAccount);
const TodayCount = lazy(optionalLoader(() => import('./today-count.tsx')));
const VerifyReminder = lazy(optionalLoader(() => import('../account/verify-reminder.tsx')));
const ExamplesNotice = lazy(
  optionalLoader(() => import('../task/first-minute/examples-notice.tsx')),
);
const HistoryScreen = lazy(screenLoader(() => import('../task/history-screen.tsx')));
const LabelScreen = lazy(screenLoader(() => import('../task/label-screen.tsx')));
const FilterScreen = lazy(screenLoader(() => import('../task/filter-screen.tsx')));
const TodayScreen = lazy(screenLoader(() => import('../task/today-screen.tsx')));
const UpcomingScreen = lazy(screenLoader(() => import('../task/upcoming-screen.tsx')));
const loadSearch = () => import('../task/search-screen.tsx');
const SearchScreen = lazy(screenLoader(loadSearch));
const LogbookScreen = lazy(screenLoader(() => import('../task/logbook-screen.tsx')));
const ArchiveScreen = lazy(screenLoader(() => import('../list/archive-screen.tsx')));

interface SignedInPageProps {
  person: Person;
  /** The person has signed out or deleted the account; `notice` is shown on the sign-in screen. */
  onSignedOut: (notice: string | undefined) => void;
  /** The session has ended or belongs to another person. */
  onUnauthorized: () => void;
}

/** Opens the tasks of a person, so that their page need not wait; meanwhile loads what its first acts need. */
export async function openPerson(id: string): Promise<void> {
  loadListHandlers().catch(() => undefined);
  await servicesOf(id);
}

/** The page of one signed-in person, with their own tasks, drafts and messages. */
export default function SignedInPage({ person, onSignedOut, onUnauthorized }: SignedInPageProps) {
  const services = use(servicesOf(person.id));
  const { sync, headers, toasts } = services;
  const { density } = useAppearance();
  useServices(services, onUnauthorized);

  async function leave(notice?: string) {
    onSignedOut(notice);
    await services.remove();
    forgetPerson(person.id);
  }

  const menu = (
    <PersonMenu
      name={person.name}
      countRefused={() => countRefused(sync.replica)}
      onSignedOut={() => void leave()}
      onRemove={() => {
        rememberLeaving(person.id);
        void leave('Your tasks were removed from this device.');
      }}
      preloadAccount={preloadAccount}
    />
  );
  return (
    <SyncProvider value={sync}>
      <RequestHeadersProvider value={headers}>
        <SessionEndedProvider value={onUnauthorized}>
          <ToastsProvider value={toasts}>
            <WhileOpen toasts={toasts} />
            <Shell aside={menu}>
              <SignedInRoutes
                // A list computes the heights of rows that it has not rendered.
                key={density}
                person={person}
                onDeleted={() => void leave('Your account has been deleted.')}
              />
            </Shell>
            <TaskPanelSlot
              renderBoundary={(panel) => (
                <ScreenBoundary isBusy={hasAnyDrafts}>{panel}</ScreenBoundary>
              )}
            />
            <PageKeys />
            <ToastRegion toasts={toasts} />
          </ToastsProvider>
        </SessionEndedProvider>
      </RequestHeadersProvider>
    </SyncProvider>
  );
}

/** Keeps `services` open while the page is mounted. */
function useServices(services: PersonServices, onUnauthorized: () => void): void {
  useEffect(() => services.use(), [services]);
  useEffect(() => services.onUnauthorized(onUnauthorized), [services, onUnauthorized]);
}

/** What goes on as long as the page is open, whichever screen is shown. */
function WhileOpen({ toasts }: { toasts: Toasts }) {
  useRefusedMessages(toasts);
  useLostEdits(toasts);
  useUndoKeys(toasts);
  // Ctrl+F opens it, and the next key belongs into its field.
  useEffect(() => preload(loadSearch), []);
  // Those of the first rows go first.
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  useEffect(() => {
    if (isLoaded) preloadForms();
  }, [isLoaded]);
  return isLoaded ? (
    <Suspense>
      <TodayCount />
    </Suspense>
  ) : null;
}

interface SignedInRoutesProps {
  person: Person;
  onDeleted: () => void;
}

function SignedInRoutes({ person, onDeleted }: SignedInRoutesProps) {
  return (
    <Switch>
      <Route path="/">
        <TaskScreen
          key="inbox"
          notice={
            <Suspense>
              <VerifyReminder person={person} />
              <ExamplesNotice />
            </Suspense>
          }
        />
      </Route>
      <Route path="/list/:id">{({ id }) => <ListScreen key={id} id={decoded(id)} />}</Route>
      <Route path="/label/:id">
        {({ id }) => lazily(<LabelScreen key={id} id={decoded(id)} />)}
      </Route>
      <Route path="/filter/:id">
        {({ id }) => lazily(<FilterScreen key={id} id={decoded(id)} />)}
      </Route>
      <Route path="/today">{lazily(<TodayScreen />)}</Route>
      <Route path="/upcoming">{lazily(<UpcomingScreen />)}</Route>
      <Route path="/logbook">{lazily(<LogbookScreen />)}</Route>
      <Route path="/archive">{lazily(<ArchiveScreen />)}</Route>
      <Route path="/search">{lazily(<SearchScreen />)}</Route>
      <Route path="/account">
        {lazily(<AccountScreen person={person} onDeleted={onDeleted} />)}
      </Route>
      <Route path="/history/:uid?">
        {({ uid }) => lazily(<HistoryScreen key={uid} uid={uid} />)}
      </Route>
      <Route path={signedOutPaths}>
        <Redirect to="/" replace />
      </Route>
      <Route>
        <NotFoundScreen />
      </Route>
    </Switch>
  );
}

/** A screen whose code is loaded when it is opened. */
const lazily = (screen: ReactNode) => (
  <ScreenBoundary isBusy={hasAnyDrafts}>
    <Suspense>{screen}</Suspense>
  </ScreenBoundary>
);

/** An id in the address. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
