import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { PoolChangeAsked, PoolPlan } from '../../api/own/pools.ts';
import { ChoiceField, LinesField, SwitchField } from '../../ui/fields.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import { type ChangeForm, commandFor, emptyForm, toAsked } from './asked-change.ts';

/** A plan with what was asked. Of the users in the way, it has those of the pages that were asked for. */
export interface Planned {
  readonly asked: PoolChangeAsked;
  readonly plan: PoolPlan;
}

interface Props {
  readonly poolId: string;
  readonly onPlanned: (planned: Planned) => void;
}

/** What is to be another in the pool. A plan changes nothing. */
export const PlanForm = ({ poolId, onPlanned }: Props) => {
  const [form, setForm] = useState<ChangeForm>(emptyForm);
  const action = useAction();
  const asked = toAsked(form);
  const set =
    <Name extends keyof ChangeForm>(name: Name) =>
    (value: ChangeForm[Name]): void =>
      setForm((last) => ({ ...last, [name]: value }));

  const plan = () =>
    action.run(async (call) => {
      const request = { UserPoolId: poolId, Change: asked };
      const command = commandFor('plan', poolId, asked);
      onPlanned({ asked, plan: await call('PlanUserPoolChange', request, { command }) });
    });

  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What is left as it is here stays as it is in the pool. To plan changes nothing."
        >
          Plan a change
        </Header>
      }
    >
      <CallForm action={action} submit="Plan" disabled={Object.keys(asked).length === 0} onSubmit={() => void plan()}>
        <ChoiceField
          label="Users sign up with"
          description="A username, or addresses in place of one."
          value={form.names}
          onChange={set('names')}
          choices={[
            { value: '', label: 'As it is' },
            { value: 'username', label: 'A username' },
            { value: 'email', label: 'An e-mail' },
            { value: 'phone_number', label: 'A phone number' },
            { value: 'email,phone_number', label: 'An e-mail or a phone number' },
          ]}
        />
        <ChoiceField
          label="Case of names"
          description="Whether Ada and ada are two users."
          value={form.caseSensitive}
          onChange={set('caseSensitive')}
          choices={[
            { value: '', label: 'As it is' },
            { value: 'false', label: 'One user: case does not matter' },
            { value: 'true', label: 'Two users: case matters' },
          ]}
        />
        <SpaceBetween size="s">
          <SwitchField
            label="Change the aliases"
            description="What users may sign in with beside their username."
            value={form.changesAliases}
            onChange={set('changesAliases')}
          />
          {form.changesAliases && (
            <LinesField
              label="Aliases"
              description="email, phone_number, preferred_username; one a line. Empty for none."
              value={form.aliases}
              onChange={set('aliases')}
            />
          )}
          <SwitchField
            label="Change what is required"
            description="Attributes that every user has to have."
            value={form.changesRequired}
            onChange={set('changesRequired')}
          />
          {form.changesRequired && (
            <LinesField
              label="Required attributes"
              description="Names of standard attributes, one a line. Empty for none."
              value={form.required}
              onChange={set('required')}
            />
          )}
        </SpaceBetween>
        <LinesField
          label="Rename custom attributes"
          description="custom:tier=custom:level, one a line."
          value={form.renames}
          onChange={set('renames')}
        />
        <LinesField
          label="Delete custom attributes"
          description="With the values that users have in them. Names such as custom:old, one a line."
          value={form.deletions}
          onChange={set('deletions')}
        />
      </CallForm>
    </Container>
  );
};
