import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { ExplainedFinding, ExplainedFlow } from '../../api/own/users.ts';
import { href } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { useAnswer, useLoaded } from '../../ui/use-answer.ts';
import { type ActionName, UserAction } from './actions.tsx';
import { named, type PartProps } from './place.ts';

const signs = { BLOCKS: 'error', BLOCKS_LATER: 'warning', ASKS: 'info', NOTE: 'info' } as const;
const words = {
  BLOCKS: 'In the way',
  BLOCKS_LATER: 'In the way after that',
  ASKS: 'Asked',
  NOTE: 'To know',
} as const;

// Where else on the console an operation is at hand.
const tabs: Readonly<Record<string, string>> = {
  AdminUpdateUserAttributes: 'attributes',
  AdminSetUserMFAPreference: 'means',
  AdminForgetDevice: 'means',
  AdminDisableProviderForUser: 'means',
  AdminUpdateAuthEventFeedback: 'events',
};
const screens: Readonly<Record<string, string>> = {
  CreateUserPoolClient: 'clients',
  UpdateUserPoolClient: 'clients',
  UpdateUserPool: 'settings',
  SetUserPoolMfaConfig: 'settings',
  SetUserPoolPasswordBlocklist: 'settings',
  SetRiskConfiguration: 'risk',
};

interface MendProps extends PartProps {
  readonly finding: ExplainedFinding;
  readonly show: (tab: string) => void;
}

const actions: readonly ActionName[] = ['AdminEnableUser', 'AdminConfirmSignUp', 'AdminSetUserPassword'];

const Mend = ({ finding: { Operation: operation = '' }, show, ...user }: MendProps) => {
  const [open, setOpen] = useState(false);
  const action = actions.find((name) => name === operation);
  const [tab, screen] = [tabs[operation], screens[operation]];
  if (action) {
    return (
      <>
        <Button onClick={() => setOpen(true)}>Mend: {operation}</Button>
        {open && <UserAction {...user} name={action} onDismiss={() => setOpen(false)} />}
      </>
    );
  }
  if (tab) return <Button onClick={() => show(tab)}>Go to {operation}</Button>;
  if (screen) return <Button href={href('pools', user.pool, screen)}>Go to {operation}</Button>;
  return operation === '' ? null : operation;
};

const leadsTo = (flow: ExplainedFlow): string => {
  const ends = {
    TOKENS: 'tokens',
    REFUSED: `${flow.Exception}: ${flow.Message}`,
    CHOICE: `a choice of ${(flow.AvailableChallenges ?? []).join(', ') || 'nothing'}`,
    TRIGGER: `${flow.Trigger} decides`,
  };
  return [...flow.Challenges, ends[flow.Outcome]].join(' → ');
};

const FlowTable = ({ flows }: { readonly flows: readonly ExplainedFlow[] }) => (
  <Table
    variant="embedded"
    items={flows}
    trackBy={({ AuthFlow, PreferredChallenge = '' }) => `${AuthFlow} ${PreferredChallenge}`}
    wrapLines
    columnDefinitions={[
      {
        id: 'flow',
        header: 'Flow',
        cell: ({ AuthFlow, PreferredChallenge = '' }) => `${AuthFlow} ${PreferredChallenge}`,
        isRowHeader: true,
      },
      { id: 'leads', header: 'Leads to', cell: leadsTo },
      { id: 'triggers', header: 'Triggers', cell: ({ Triggers }) => Triggers.join(', ') || '-' },
    ]}
  />
);

const anyClient = { value: '', label: 'Any app client' };

/** Why a sign-in of the user would fail now, by the rules of sign-ins, and what mends it. */
export const Explanation = ({ show, ...part }: PartProps & { readonly show: (tab: string) => void }) => {
  const { pool, version } = part;
  const [client, setClient] = useState('');
  const clients = useAnswer('ListUserPoolClients', { UserPoolId: pool, MaxResults: 60 });
  const options = [
    anyClient,
    ...(clients.answer?.UserPoolClients ?? []).map(({ ClientId = '', ClientName }) => ({
      value: ClientId,
      label: `${ClientName} (${ClientId})`,
    })),
  ];
  const request = { ...named(part), ...(client !== '' && { ClientId: client }) };
  const explained = useLoaded((call) => call('AdminExplainSignIn', request), `${JSON.stringify(request)} ${version}`);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What the next sign-in would meet. Nothing is sent, and no password is compared."
          actions={
            <Select
              ariaLabel="App client"
              selectedOption={options.find(({ value }) => value === client) ?? anyClient}
              options={options}
              onChange={({ detail }) => setClient(detail.selectedOption.value ?? '')}
            />
          }
        >
          Why a sign-in would fail
        </Header>
      }
    >
      <Answered of={explained}>
        {({ CanSignIn, Findings, Flows }) => (
          <SpaceBetween size="m">
            <Alert type={CanSignIn ? 'success' : 'error'} statusIconAriaLabel={CanSignIn ? 'Success' : 'Error'}>
              {CanSignIn ? 'A sign-in can succeed.' : 'No sign-in can succeed now.'}
            </Alert>
            {Findings.length > 0 && (
              <Table
                variant="embedded"
                items={Findings}
                trackBy="Code"
                wrapLines
                columnDefinitions={[
                  {
                    id: 'severity',
                    header: 'What it is',
                    minWidth: 150,
                    cell: ({ Severity }) => <StatusIndicator type={signs[Severity]}>{words[Severity]}</StatusIndicator>,
                  },
                  {
                    id: 'finding',
                    header: 'Finding',
                    minWidth: 220,
                    isRowHeader: true,
                    cell: ({ Code, Message, AuthFlows }) => (
                      <span className="gh-break">
                        {Message} ({[Code, ...(AuthFlows ?? [])].join(', ')})
                      </span>
                    ),
                  },
                  {
                    id: 'mend',
                    header: 'Mended by',
                    minWidth: 240,
                    cell: (finding) => <Mend {...part} finding={finding} show={show} />,
                  },
                ]}
              />
            )}
            <ExpandableSection headerText="Where each flow leads">
              <FlowTable flows={Flows} />
            </ExpandableSection>
          </SpaceBetween>
        )}
      </Answered>
    </Container>
  );
};
