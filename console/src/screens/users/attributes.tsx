import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { Answered } from '../../ui/answered.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { TextField } from '../../ui/fields.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useAnswer, useLoaded } from '../../ui/use-answer.ts';
import { named, type PartProps } from './place.ts';

interface Attribute {
  readonly Name: string;
  readonly Value: string;
}

const Edit = ({
  of,
  onDismiss,
  changed,
  ...user
}: PartProps & { readonly of: Attribute; readonly onDismiss: () => void }) => {
  const action = useAction();
  const described = useAnswer('DescribeUserPool', { UserPoolId: user.pool });
  const [name, setName] = useState(of.Name);
  const [value, setValue] = useState(of.Value);
  const names = (described.answer?.UserPool?.SchemaAttributes ?? [])
    .flatMap(({ Name }) => Name ?? [])
    .filter((one) => one !== 'sub' && one !== 'identities');
  const save = async (): Promise<void> => {
    const saved = await action.run((call) =>
      call('AdminUpdateUserAttributes', { ...named(user), UserAttributes: [{ Name: name, Value: value }] }),
    );
    if (!saved) return;
    onDismiss();
    changed(`${name} is set.`);
  };
  return (
    <Modal visible header={of.Name === '' ? 'Set an attribute' : of.Name} closeAriaLabel="Close" onDismiss={onDismiss}>
      <CallForm action={action} submit="Save" onSubmit={save} onCancel={onDismiss} disabled={name === ''}>
        {of.Name === '' && (
          <Select
            ariaLabel="Attribute"
            placeholder="Attribute"
            filteringType="auto"
            selectedOption={name === '' ? null : { value: name }}
            options={names.map((one) => ({ value: one }))}
            onChange={({ detail }) => setName(detail.selectedOption.value ?? '')}
          />
        )}
        <TextField
          label="Value"
          description="An address that is changed here counts as verified only where that is set, too."
          value={value}
          onChange={setValue}
        />
      </CallForm>
    </Modal>
  );
};

const contact = ['email', 'phone_number'];

/** The user's attributes, and whether addresses are verified. */
export const Attributes = (part: PartProps) => {
  const { version } = part;
  const [edited, setEdited] = useState<Attribute>();
  const [removed, setRemoved] = useState<string>();
  const [verified, setVerified] = useState<Attribute>();
  const found = useLoaded((call) => call('AdminGetUser', named(part)), `${JSON.stringify(named(part))} ${version}`);
  return (
    <SpaceBetween size="m">
      <Button onClick={() => setEdited({ Name: '', Value: '' })}>Set an attribute</Button>
      <Answered of={found}>
        {({ UserAttributes = [] }) => (
          <Table
            items={UserAttributes.map(({ Name = '', Value = '' }) => ({ Name, Value }))}
            trackBy="Name"
            wrapLines
            columnDefinitions={[
              { id: 'name', header: 'Attribute', cell: ({ Name }) => Name, isRowHeader: true },
              { id: 'value', header: 'Value', cell: ({ Value }) => <span className="gh-break">{Value}</span> },
              {
                id: 'actions',
                header: 'Actions',
                cell: (one) => (
                  <SpaceBetween direction="horizontal" size="xs">
                    {one.Name !== 'sub' && one.Name !== 'identities' && (
                      <>
                        <Button variant="link" ariaLabel={`Edit ${one.Name}`} onClick={() => setEdited(one)}>
                          Edit
                        </Button>
                        <Button variant="link" ariaLabel={`Remove ${one.Name}`} onClick={() => setRemoved(one.Name)}>
                          Remove
                        </Button>
                      </>
                    )}
                    {contact.includes(one.Name) && (
                      <Button
                        variant="link"
                        ariaLabel={`Verified or not: ${one.Name}`}
                        onClick={() => {
                          const Name = `${one.Name}_verified`;
                          const is = UserAttributes.some((other) => other.Name === Name && other.Value === 'true');
                          setVerified({ Name, Value: String(!is) });
                        }}
                      >
                        Verified or not
                      </Button>
                    )}
                  </SpaceBetween>
                ),
              },
            ]}
          />
        )}
      </Answered>
      {edited && <Edit {...part} of={edited} onDismiss={() => setEdited(undefined)} />}
      {removed !== undefined && (
        <Confirm
          title={`Remove ${removed}?`}
          action="Remove"
          operation="AdminDeleteUserAttributes"
          request={{ ...named(part), UserAttributeNames: [removed] }}
          onDone={() => {
            setRemoved(undefined);
            part.changed(`${removed} is removed.`);
          }}
          onDismiss={() => setRemoved(undefined)}
        >
          The value is lost. Setting the attribute again undoes it.
        </Confirm>
      )}
      {verified && (
        <Confirm
          title={verified.Value === 'true' ? 'Mark as verified?' : 'Mark as not verified?'}
          action="Mark"
          operation="AdminUpdateUserAttributes"
          request={{ ...named(part), UserAttributes: [verified] }}
          onDone={() => {
            setVerified(undefined);
            part.changed(`${verified.Name} is ${verified.Value}.`);
          }}
          onDismiss={() => setVerified(undefined)}
        >
          A verified address finds the user where it is an alias, and gets codes for a new password. Mark only what you
          know to be the user's. The same button undoes it.
        </Confirm>
      )}
    </SpaceBetween>
  );
};
