import Bowser from 'bowser';

const most = 60;

/** "Firefox on Windows"; what is no browser is called what it calls itself, if that is not too long. */
export function deviceOf(userAgent: string | null | undefined): string {
  if (!userAgent) return 'A device that does not tell what it is';
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name && os.name) return `${browser.name} on ${os.name}`;
  return userAgent.length <= most ? userAgent : `${userAgent.slice(0, most - 1)}…`;
}
