import Button from '@cloudscape-design/components/button';
import type { Finding } from '#shared/domain/doctor/finding.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import type { SettingsDocument } from '../settings/documents.ts';
import { withValue } from '../settings/paths.ts';
import { useSaving } from '../settings/saving.tsx';

interface Props {
  readonly poolId: string;
  readonly finding: Finding;
  readonly document: SettingsDocument;
  readonly onMended: () => void;
}

const MendButton = ({ poolId, finding, document, onMended }: Props) => {
  const { action, review, dialog } = useSaving({
    poolId,
    document,
    title: finding.check,
    next: (now) => (finding.changes ?? []).reduce((next, [path, value]) => withValue(next, { path, value }), now),
    onSaved: onMended,
  });
  return (
    <>
      <Button loading={action.busy} ariaLabel={`Mend ${finding.check}`} onClick={() => void review()}>
        Mend
      </Button>
      {!dialog && <ErrorAlert error={action.error} />}
      {dialog}
    </>
  );
};

/** How to mend a finding: by a button where values are enough, and always in words. */
export const Mend = (props: Props) => (
  <>
    <div>
      <CopyButton text={props.finding.mend} what={`how to mend ${props.finding.check}`} /> {props.finding.mend}
    </div>
    {props.finding.changes && <MendButton {...props} />}
  </>
);
