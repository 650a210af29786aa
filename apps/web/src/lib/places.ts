import type { LucideIcon } from 'lucide-react';
import Archive from 'lucide-react/icons/archive';
import BookCheck from 'lucide-react/icons/book-check';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import CalendarDays from 'lucide-react/icons/calendar-days';
import History from 'lucide-react/icons/history';
import Inbox from 'lucide-react/icons/inbox';
import Search from 'lucide-react/icons/search';
import User from 'lucide-react/icons/user';

export interface Place {
  href: string;
  name: string;
  icon: LucideIcon;
  /** After `g`, it leads there. */
  key: string;
}

/** The screens that everybody has. */
export const places = {
  inbox: { href: '/', name: 'Inbox', icon: Inbox, key: 'i' },
  today: { href: '/today', name: 'Today', icon: CalendarCheck, key: 't' },
  upcoming: { href: '/upcoming', name: 'Upcoming', icon: CalendarDays, key: 'u' },
  logbook: { href: '/logbook', name: 'Logbook', icon: BookCheck, key: 'l' },
  history: { href: '/history', name: 'History', icon: History, key: 'h' },
  search: { href: '/search', name: 'Search', icon: Search, key: 's' },
  archive: { href: '/archive', name: 'Archived lists', icon: Archive, key: 'r' },
  account: { href: '/account', name: 'Your account', icon: User, key: 'a' },
} as const satisfies Record<string, Place>;

export const allPlaces: readonly Place[] = Object.values(places);
