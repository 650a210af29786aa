import ClipboardCopy from 'lucide-react/icons/clipboard-copy';
import CopyPlus from 'lucide-react/icons/copy-plus';
import FileText from 'lucide-react/icons/file-text';
import LinkIcon from 'lucide-react/icons/link';
import { useMemo } from 'react';
import { useSync } from '../../sync/use-sync.ts';
import { MenuItem } from '../../ui/menu.tsx';
import { useToasts } from '../../ui/toasts.ts';
import { createCopies } from './copies.ts';

/** The commands of a menu that copy tasks. */
export function CopyItems({ uids }: { uids: readonly string[] }) {
  const { replica, acts } = useSync();
  const toasts = useToasts();
  const copies = useMemo(() => createCopies({ replica, acts, toasts }), [replica, acts, toasts]);
  const [first] = uids;
  return (
    <>
      <MenuItem icon={CopyPlus} onSelect={() => copies.duplicate(uids)}>
        Duplicate
      </MenuItem>
      {uids.length === 1 && first !== undefined && (
        <MenuItem icon={LinkIcon} onSelect={() => copies.copyLink(first)}>
          Copy link
        </MenuItem>
      )}
      <MenuItem
        icon={ClipboardCopy}
        shortcut="Mod+c"
        onSelect={() => copies.copyText(uids, 'text')}
      >
        Copy as text
      </MenuItem>
      <MenuItem icon={FileText} onSelect={() => copies.copyText(uids, 'Markdown')}>
        Copy as Markdown
      </MenuItem>
    </>
  );
}
