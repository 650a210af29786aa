// Registers the service worker, and leads the page from one version to the next without losing anything.
import { createStore } from '../lib/store.ts';
import type { WorkerMessage } from './worker-rules.ts';

const checkIntervalMs = 3_600_000;
// A tab that was left for a moment only is found as it was.
const unseenDelayMs = 60_000;

/**
 * Loads a newer version of the page; undefined while there is none. Returns false, and does nothing, when
 * that would lose something.
 */
export const loadUpdate = createStore<(() => boolean) | undefined>(undefined);

let isRegistered = false;

/**
 * Registers the worker, once. Where there is none (plain http, some private windows) the page works without.
 *
 * @param isBusy whether reloading the page now would lose something.
 */
export function registerWorker(isBusy: () => boolean): void {
  if (isRegistered || !('serviceWorker' in navigator)) return;
  isRegistered = true;
  navigator.serviceWorker
    .register('/sw.js', { updateViaCache: 'none' })
    .then((registration) => followUpdates(registration, isBusy))
    .catch(() => undefined);
}

function followUpdates(registration: ServiceWorkerRegistration, isBusy: () => boolean): void {
  const { serviceWorker } = navigator;
  // The worker of the version that this page is of.
  const own = registration.active ?? registration.waiting ?? registration.installing;
  let isRequested = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isHidden = () => document.visibilityState === 'hidden';
  // Only windows have a target origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const tell = (worker: ServiceWorker, message: WorkerMessage) => worker.postMessage(message);

  function update(): boolean {
    if (isBusy()) return false;
    isRequested = true;
    if (registration.waiting) tell(registration.waiting, 'take-over');
    else location.reload();
    return true;
  }

  function updateUnseen() {
    // The worker knows whether another tab is visible.
    if (registration.waiting) tell(registration.waiting, 'take-over-unseen');
    else if (!isBusy()) location.reload();
  }

  function scheduleUnseen() {
    clearTimeout(timer);
    if (isHidden() && loadUpdate.get()) timer = setTimeout(updateUnseen, unseenDelayMs);
  }

  function onReady() {
    loadUpdate.set(() => update);
    scheduleUnseen();
  }

  function followInstalling() {
    const { installing } = registration;
    if (installing === null || installing === own) return;
    installing.addEventListener('statechange', () => installing.state === 'installed' && onReady());
  }

  function onTakeOver() {
    if (serviceWorker.controller === own) return;
    if ((isRequested || isHidden()) && !isBusy()) location.reload();
    else onReady();
  }

  serviceWorker.addEventListener('controllerchange', onTakeOver);
  registration.addEventListener('updatefound', followInstalling);
  document.addEventListener('visibilitychange', scheduleUnseen);
  setInterval(() => void registration.update().catch(() => undefined), checkIntervalMs);
  followInstalling();
  if (registration.waiting !== null && registration.waiting !== own) onReady();
}
