import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Answered } from '../../ui/answered.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useLoaded } from '../../ui/use-answer.ts';
import { documents } from './documents.ts';
import type { Section } from './field.ts';
import { type Difference, differences, rebased, type Settings, valueAt, withValue } from './paths.ts';
import { Review } from './review.tsx';
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

interface Reviewed {
  /** The settings when they were read last, with what the form changes in them. */
  readonly now: Settings;
  readonly next: Settings;
  readonly meanwhile: readonly Difference[];
}

const SettingsForm = ({ poolId, section, from, onSaved }: FormProps) => {
  const document = documents[section.document];
  const { done, failed } = useFlashes();
  // The settings as the form was opened, and as somebody writes them.
  const [opened, setOpened] = useState(from);
  const [draft, setDraft] = useState(from);
  const [problems, setProblems] = useState<Readonly<Record<string, string | undefined>>>({});
  const [reviewed, setReviewed] = useState<Reviewed>();
  const action = useAction();
  // Another form of this screen saved: that is not somebody else's change.
  if (from !== opened) {
    setOpened(from);
    setDraft(rebased(opened, draft, from));
  }
  const changed = differences(opened, draft).length;
  const problem = Object.values(problems).find((text) => text !== undefined);

  const toReview = (now: Settings): Reviewed => ({
    now,
    next: rebased(opened, draft, now),
    meanwhile: differences(opened, now),
  });

  const review = () => action.run(async (call) => setReviewed(toReview(await document.read(call, poolId))));

  const save = ({ now, next }: Reviewed) =>
    action.run(async (call) => {
      // It may have taken a while to read. UpdateUserPool replaces all, so what came meanwhile would be lost.
      const latest = await document.read(call, poolId);
      if (differences(now, latest).length > 0) return setReviewed(toReview(latest));
      await document.write(call, document.request(poolId, next, now));
      const settings = await document.read(call, poolId);
      const asked = differences(now, next);
      const kept = differences(next, settings).filter(({ path }) => asked.some((change) => change.path === path));
      setReviewed(undefined);
      if (kept.length === 0) done(`${section.title}: saved.`);
      else
        failed(new Error(`The deployment keeps ${kept.map(({ path }) => path).join(', ')} as it says, not as asked.`));
      onSaved(settings);
    });

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
      {!reviewed && <ErrorAlert error={action.error} />}
      <Button
        variant="primary"
        ariaLabel={`Review the changes of ${section.title}`}
        loading={action.busy}
        disabled={changed === 0 || problem !== undefined}
        onClick={() => void review()}
      >
        {changed === 0 ? 'Nothing is changed' : `Review ${changed} change${changed === 1 ? '' : 's'}`}
      </Button>
      {reviewed && (
        <Review
          operation={document.operation}
          request={document.request(poolId, reviewed.next, reviewed.now)}
          changes={differences(reviewed.now, reviewed.next)}
          meanwhile={reviewed.meanwhile}
          action={action}
          onSave={() => void save(reviewed)}
          onDismiss={() => {
            action.forget();
            setReviewed(undefined);
          }}
        />
      )}
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
