import ChevronDown from 'lucide-react/icons/chevron-down';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import User from 'lucide-react/icons/user';
import { useLocation } from 'wouter';
import { useSignOut } from '../account/use-sign-out.tsx';
import { openShortcutSheet } from '../keys/page-keys.tsx';
import { places } from '../lib/places.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';

type PersonMenuProps = Parameters<typeof useSignOut>[0] & {
  name: string;
  preloadAccount: () => void;
};

/** What there is for the person: their account, the keys, and the way out. */
export function PersonMenu({ name, preloadAccount, ...options }: PersonMenuProps) {
  const [, navigate] = useLocation();
  const { start, progress, question } = useSignOut(options);
  return (
    <>
      <Menu
        label={name}
        renderTrigger={(trigger) => (
          <button
            type="button"
            {...trigger}
            // The code is small: loading it on hover or focus is early enough.
            onPointerEnter={preloadAccount}
            onFocus={preloadAccount}
            className="-mr-2 flex min-h-control min-w-0 cursor-pointer items-center gap-1 rounded-md px-2 text-muted transition-colors hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text"
          >
            <bdi className="max-w-48 truncate">{progress ?? name}</bdi>
            <Icon of={ChevronDown} size="sm" />
          </button>
        )}
      >
        <MenuItem icon={User} onSelect={() => navigate(places.account.href)}>
          {places.account.name}
        </MenuItem>
        <MenuItem icon={Keyboard} shortcut="?" onSelect={openShortcutSheet}>
          Keyboard shortcuts
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={LogOut} onSelect={start}>
          Sign out
        </MenuItem>
      </Menu>
      {question}
    </>
  );
}
