import Bowser from 'bowser';

const maxLength = 60;

/** "Firefox on Windows"; for a program that is no browser its user agent, shortened if it is long. */
export function deviceOf(userAgent: string | null | undefined): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name && os.name) return `${browser.name} on ${os.name}`;
  return userAgent.length <= maxLength ? userAgent : `${userAgent.slice(0, maxLength - 1)}…`;
}
