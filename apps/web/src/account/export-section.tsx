import { buttonLook } from '../ui/button.tsx';
import { AccountSection } from './account-section.tsx';

export function ExportSection() {
  return (
    <AccountSection title="Your data" hint="Your account, your tasks and their history, as JSON.">
      <a
        href="/api/account/export"
        download
        className={`${buttonLook('quiet')} justify-self-start`}
      >
        Download everything
      </a>
    </AccountSection>
  );
}
