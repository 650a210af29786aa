import { RecoveryCodes as NewCodes, type TwoFactorSetUp } from '@tydo/schemas/two-factor';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountSection } from './account-section.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { ChangeForm, ConfirmForm, StartForm } from './two-factor-forms.tsx';
import { useTwoFactor } from './use-two-factor.ts';

/** What is open in the section. */
type Step =
  | { kind: 'start' }
  | { kind: 'confirm'; made: TwoFactorSetUp }
  | { kind: 'codes'; codes: string[] }
  | { kind: 'renew' }
  | { kind: 'turn-off' };

/** Two-step sign-in: turns it on and off, and makes new recovery codes. */
export function TwoFactorSection({ email }: { email: string }) {
  const toasts = useToasts();
  const heading = useRef<HTMLHeadingElement>(null);
  const { isOn, setOn } = useTwoFactor();
  const [step, setStep] = useState<Step>();

  function close() {
    flushSync(() => setStep(undefined));
    heading.current?.focus();
  }

  const open = (kind: 'start' | 'renew' | 'turn-off', label: string) => (
    <Button kind="quiet" onClick={() => setStep({ kind })}>
      {label}
    </Button>
  );
  const form = { email, onCancel: close };
  return (
    <AccountSection
      title="Two-step sign-in"
      hint="A code of an app on your phone, after the password. API tokens work without it."
      heading={heading}
    >
      {!step && isOn === true && (
        <>
          <p>It is on.</p>
          <div className="flex flex-wrap gap-2">
            {open('renew', 'New recovery codes…')}
            {open('turn-off', 'Turn off…')}
          </div>
        </>
      )}
      {!step && isOn !== true && <div>{open('start', 'Turn on…')}</div>}
      {step?.kind === 'start' && (
        <StartForm {...form} onMade={(made) => setStep({ kind: 'confirm', made })} />
      )}
      {step?.kind === 'confirm' && (
        <ConfirmForm
          uri={step.made.totpURI}
          onCancel={close}
          onOn={() => {
            setOn(true);
            toasts.show({ message: 'Two-step sign-in is on.' });
            setStep({ kind: 'codes', codes: step.made.backupCodes });
          }}
        />
      )}
      {step?.kind === 'codes' && <RecoveryCodes codes={step.codes} onDone={close} />}
      {step?.kind === 'renew' && (
        <ChangeForm
          {...form}
          path="generate-backup-codes"
          submitLabel="Make new codes"
          onDone={(answer) => setStep({ kind: 'codes', codes: NewCodes.parse(answer).backupCodes })}
        />
      )}
      {step?.kind === 'turn-off' && (
        <ChangeForm
          {...form}
          path="disable"
          submitLabel="Turn off"
          onDone={() => {
            setOn(false);
            toasts.show({ message: 'Two-step sign-in is off.' });
            close();
          }}
        />
      )}
    </AccountSection>
  );
}
