import type { TokenCreated } from '@tydo/schemas/token';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { TextField } from '../ui/text-field.tsx';

/** The text of a new token, the only time that it is shown. */
export function NewToken({ made, onDone }: { made: TokenCreated; onDone: () => void }) {
  const [isCopied, setCopied] = useState<boolean>();
  const text = made.feed ?? made.token;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="grid grid-cols-1 gap-3">
      <TextField
        label={made.feed === null ? 'Your new token' : 'The address of your calendar feed'}
        hint="Copy it now. You will not see it again."
        readOnly
        dir="ltr"
        value={text}
        ref={focusOnMount}
        onFocus={({ target }) => target.select()}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="quiet" onClick={() => void copy()}>
          Copy
        </Button>
        <Button kind="plain" onClick={onDone}>
          Done
        </Button>
        <output className="text-sm text-muted">
          {isCopied === true && 'Copied.'}
          {isCopied === false &&
            'It could not be copied: select it, and copy it with the keyboard.'}
        </output>
      </div>
    </div>
  );
}
