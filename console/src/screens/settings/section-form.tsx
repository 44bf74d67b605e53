import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Answered } from '../../ui/answered.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { useLoaded } from '../../ui/use-answer.ts';
import { documents } from './documents.ts';
import type { Section } from './field.ts';
import { differences, rebased, type Settings, valueAt, withValue } from './paths.ts';
import { useSaving } from './saving.tsx';
import { SettingsField } from './settings-field.tsx';

interface Props {
  readonly poolId: string;
  readonly section: Section;
  /** The settings after the last save on this screen, by whichever form. */
  readonly known: Settings | undefined;
  readonly onSaved: (settings: Settings) => void;
}

interface FormProps extends Omit<Props, 'known'> {
  readonly from: Settings;
}

const SettingsForm = ({ poolId, section, from, onSaved }: FormProps) => {
  // The settings as the form was opened, and as somebody writes them.
  const [opened, setOpened] = useState(from);
  const [draft, setDraft] = useState(from);
  const [problems, setProblems] = useState<Readonly<Record<string, string | undefined>>>({});
  const { action, review, dialog } = useSaving({
    poolId,
    document: documents[section.document],
    title: section.title,
    opened,
    next: (now) => rebased(opened, draft, now),
    onSaved,
  });
  // Another form of this screen saved: that is not somebody else's change.
  if (from !== opened) {
    setOpened(from);
    setDraft(rebased(opened, draft, from));
  }
  const isChanged = differences(opened, draft).length > 0;
  const problem = Object.values(problems).find((text) => text !== undefined);

  return (
    <SpaceBetween size="l">
      {section.fields.map((field) => (
        <SettingsField
          key={field.path}
          field={field}
          value={valueAt(draft, field.path)}
          onChange={(value) => setDraft((last) => withValue(last, { path: field.path, value }))}
          onProblem={(text) => setProblems((last) => ({ ...last, [field.path]: text }))}
        />
      ))}
      {problem !== undefined && <Alert type="error">{problem}</Alert>}
      {!dialog && <ErrorAlert error={action.error} />}
      <Button
        variant="primary"
        loading={action.busy}
        disabled={!isChanged || problem !== undefined}
        onClick={() => void review()}
      >
        Review the changes of {section.title}
      </Button>
      {dialog}
    </SpaceBetween>
  );
};

/** Some settings of a pool: read as it opens, shown before they are saved, and saved with all that others set. */
export const SectionForm = ({ poolId, section, known, onSaved }: Props) => {
  const [saved, setSaved] = useState(0);
  const document = documents[section.document];
  const loaded = useLoaded((call) => document.read(call, poolId), `${section.document} ${poolId}`);
  return (
    <Container
      header={
        <Header variant="h2" description={section.about}>
          {section.title}
        </Header>
      }
    >
      <Answered of={loaded}>
        {(opened) => (
          <SettingsForm
            key={saved}
            poolId={poolId}
            section={section}
            from={known ?? opened}
            onSaved={(settings) => {
              onSaved(settings);
              setSaved((count) => count + 1);
            }}
          />
        )}
      </Answered>
    </Container>
  );
};
