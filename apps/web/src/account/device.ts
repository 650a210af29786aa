import Bowser from 'bowser';

/** "Firefox on Windows"; what is no browser is called what it calls itself. */
export function deviceOf(userAgent: string | null | undefined): string {
  if (!userAgent) return 'A device that does not tell what it is';
  const { browser, os } = Bowser.parse(userAgent);
  if (!browser.name || !os.name) return userAgent;
  return `${browser.name} on ${os.name}`;
}
