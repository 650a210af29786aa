import { useState } from 'react';
import { saveFile } from '../lib/save-file.ts';
import { Button } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { TextArea } from '../ui/text-field.tsx';

/** New recovery codes, the only time that they are shown. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const [isCopied, setCopied] = useState<boolean>();
  const text = codes.join('\n');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const save = () =>
    saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), 'tydo-recovery-codes.txt');
  return (
    <div className="grid grid-cols-1 gap-3">
      <TextArea
        label="Your recovery codes"
        hint="Each works once, in place of the app. Keep them where you find them without your phone: you will not see them again."
        readOnly
        dir="ltr"
        rows={codes.length}
        value={text}
        ref={focusOnMount}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="quiet" onClick={() => void copy()}>
          Copy
        </Button>
        <Button kind="quiet" onClick={save}>
          Download codes
        </Button>
        <Button kind="plain" onClick={onDone}>
          Done
        </Button>
        <output className="text-sm text-muted">
          {isCopied === true && 'Copied.'}
          {isCopied === false && 'It could not be copied: download them.'}
        </output>
      </div>
    </div>
  );
}
