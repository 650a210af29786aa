import { ExportField } from '../exchange/export-field.tsx';
import { ImportButton } from '../exchange/import-button.tsx';
import { AuthFailure } from '../lib/auth-call.ts';
import { type RequestHeaders, useRequestHeaders } from '../lib/request-headers.ts';
import { Button } from '../ui/button.tsx';
import { AccountSection } from './account-section.tsx';
import { downloadExport } from './download.ts';
import { useSessionEnded } from './session-ended.ts';
import { useSending } from './use-sending.ts';

export function ExportSection() {
  const headers = useRequestHeaders();
  const onSessionEnded = useSessionEnded();
  const { sending, start } = useSending(() => download(headers, onSessionEnded));
  return (
    <AccountSection
      title="Your data"
      hint="Tasks of other programs, your tasks as a file, and your account with all of their history as JSON."
    >
      <div className="grid justify-items-start">
        <ImportButton />
      </div>
      <ExportField />
      <div className="grid justify-items-start gap-1">
        <Button kind="quiet" onClick={start} aria-disabled={sending.state === 'sending'}>
          Download everything
        </Button>
        <output className="text-sm text-muted">
          {sending.state === 'sending' && 'Preparing the download…'}
          {sending.state === 'failed' && <span className="text-danger">{sending.reason}</span>}
        </output>
      </div>
    </AccountSection>
  );
}

async function download(headers: RequestHeaders, onSessionEnded: () => void): Promise<void> {
  try {
    await downloadExport(headers);
  } catch (error) {
    if (error instanceof AuthFailure && error.refusal.status === 401) onSessionEnded();
    throw error;
  }
}
