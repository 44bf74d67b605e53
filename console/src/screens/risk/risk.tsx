import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { ChoiceField, LinesField, SwitchField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useAnswer } from '../../ui/use-answer.ts';
import { ClientChoice } from '../parts/client-choice.tsx';
import { JsonField } from '../parts/settings.tsx';

type Risk = NonNullable<AnswerOf<'DescribeRiskConfiguration'>['RiskConfiguration']>;
type Takeover = NonNullable<Risk['AccountTakeoverRiskConfiguration']>;
type Actions = NonNullable<Takeover['Actions']>;
type Level = keyof Actions;

const levels: readonly { readonly level: Level; readonly label: string }[] = [
  { level: 'LowAction', label: 'Low risk' },
  { level: 'MediumAction', label: 'Medium risk' },
  { level: 'HighAction', label: 'High risk' },
];

const takeoverActions = [
  { value: 'NO_ACTION', label: 'Let in', description: 'The sign-in goes on as ever.' },
  {
    value: 'MFA_IF_CONFIGURED',
    label: 'Second factor, if the user has one',
    description: 'Users without one are let in.',
  },
  { value: 'MFA_REQUIRED', label: 'Second factor', description: 'Users without one are refused.' },
  { value: 'BLOCK', label: 'Refuse', description: 'Nobody gets in so.' },
] as const;

const credentialActions = [
  { value: 'NO_ACTION', label: 'Let in' },
  { value: 'BLOCK', label: 'Refuse', description: 'The user has to set another password.' },
] as const;

interface EditProps {
  readonly of: { readonly UserPoolId: string; readonly ClientId?: string };
  readonly read: Risk;
}

// What the API answers beside the settings is not sent back.
const toRequest = ({ UserPoolId: _, ClientId: __, LastModifiedDate: ___, ...risk }: Risk) => risk;

const Edit = ({ of, read }: EditProps) => {
  const action = useAction();
  const flashes = useFlashes();
  const [risk, setRisk] = useState(() => toRequest(read));
  const takeover = risk.AccountTakeoverRiskConfiguration;
  const exceptions = risk.RiskExceptionConfiguration;
  const credentials = risk.CompromisedCredentialsRiskConfiguration?.Actions?.EventAction ?? 'NO_ACTION';
  const setActions = (
    level: Level,
    change: { readonly EventAction?: (typeof takeoverActions)[number]['value']; readonly Notify?: boolean },
  ): void => {
    const before = takeover?.Actions?.[level] ?? { EventAction: 'NO_ACTION' as const, Notify: false };
    const Actions = { ...takeover?.Actions, [level]: { ...before, ...change } };
    setRisk({ ...risk, AccountTakeoverRiskConfiguration: { ...takeover, Actions } });
  };
  const save = async (): Promise<void> => {
    await action.run(async (call) => {
      await call('SetRiskConfiguration', { ...of, ...risk });
      flashes.done('The risk settings were saved.');
    });
  };
  return (
    <CallForm action={action} submit="Save" onSubmit={save}>
      {levels.map(({ level, label }) => {
        const set = takeover?.Actions?.[level];
        return (
          <Container key={level} header={<Header variant="h2">{label}</Header>}>
            <SpaceBetween size="m">
              <ChoiceField
                label={`At ${label.toLowerCase()}`}
                description="What becomes of a sign-in that looks like somebody else's."
                value={set?.EventAction ?? 'NO_ACTION'}
                choices={takeoverActions}
                onChange={(EventAction) => setActions(level, { EventAction })}
              />
              <SwitchField
                label={`The user is told at ${label.toLowerCase()}`}
                description="By an e-mail, with links that say whether it was the user. It needs the texts below."
                value={set?.Notify ?? false}
                onChange={(Notify) => setActions(level, { Notify })}
              />
            </SpaceBetween>
          </Container>
        );
      })}
      <JsonField
        label="Mails"
        description="The sender and the texts of these e-mails, as NotifyConfiguration of the API."
        value={takeover?.NotifyConfiguration}
        onChange={(value) => {
          const { NotifyConfiguration: _, ...rest } = takeover ?? { Actions: {} };
          const notify = value === undefined ? {} : { NotifyConfiguration: JSON.parse(JSON.stringify(value)) };
          setRisk({ ...risk, AccountTakeoverRiskConfiguration: { ...rest, ...notify } });
        }}
      />
      <ChoiceField
        label="A password that has leaked"
        description="What becomes of a sign-in with one. Usual: the user is let in."
        value={credentials}
        choices={credentialActions}
        onChange={(EventAction) =>
          setRisk({
            ...risk,
            CompromisedCredentialsRiskConfiguration: {
              ...risk.CompromisedCredentialsRiskConfiguration,
              Actions: { EventAction },
            },
          })
        }
      />
      <LinesField
        label="Networks that are always refused"
        description="One a line, such as 192.0.2.0/24."
        value={exceptions?.BlockedIPRangeList ?? []}
        onChange={(lines) =>
          setRisk({ ...risk, RiskExceptionConfiguration: { ...exceptions, BlockedIPRangeList: [...lines] } })
        }
      />
      <LinesField
        label="Networks that are never judged"
        description="One a line, such as that of your office."
        value={exceptions?.SkippedIPRangeList ?? []}
        onChange={(lines) =>
          setRisk({ ...risk, RiskExceptionConfiguration: { ...exceptions, SkippedIPRangeList: [...lines] } })
        }
      />
    </CallForm>
  );
};

const ofAll = 'ALL';

const Loaded = ({ pool, client }: { readonly pool: string; readonly client: string }) => {
  const of = { UserPoolId: pool, ...(client !== ofAll && { ClientId: client }) };
  const read = useAnswer('DescribeRiskConfiguration', of);
  return (
    <Answered of={read}>
      {({ RiskConfiguration: risk = {} }) => <Edit key={String(risk.LastModifiedDate)} of={of} read={risk} />}
    </Answered>
  );
};

/** What threat protection does, for the pool and for single app clients. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/risk'>) => (
  <Page
    title="Risk"
    description="What becomes of sign-ins that look like somebody else's. Threat protection has to be on in the pool."
  >
    <ClientChoice
      pool={pool}
      label="For"
      description="A client without settings of its own has those of the pool."
      beside={{ value: ofAll, label: 'The whole pool' }}
    >
      {(client) => <Loaded key={client} pool={pool} client={client} />}
    </ClientChoice>
  </Page>
);
