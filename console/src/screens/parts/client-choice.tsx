import type { ReactNode } from 'react';
import { useState } from 'react';
import { Answered } from '../../ui/answered.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { useAnswer } from '../../ui/use-answer.ts';

interface Props {
  readonly pool: string;
  readonly label: string;
  readonly description: string;
  /** A choice beside the clients, such as all of them. */
  readonly beside?: { readonly value: string; readonly label: string };
  readonly children: (client: string) => ReactNode;
}

/** A choice among the first sixty app clients of a pool. */
export const ClientChoice = ({ pool, label, description, beside, children }: Props) => {
  const listed = useAnswer('ListUserPoolClients', { UserPoolId: pool, MaxResults: 60 });
  const [chosen, setChosen] = useState<string>();
  return (
    <Answered of={listed}>
      {({ UserPoolClients: clients = [] }) => {
        const choices = [
          ...(beside ? [beside] : []),
          ...clients.map(({ ClientId = '', ClientName = ClientId }) => ({
            value: ClientId,
            label: ClientName,
            description: ClientId,
          })),
        ];
        const client = chosen ?? choices[0]?.value;
        if (client === undefined) return <p>The pool has no app client yet. Make one first.</p>;
        return (
          <>
            <ChoiceField
              label={label}
              description={description}
              value={client}
              choices={choices}
              onChange={setChosen}
            />
            {children(client)}
          </>
        );
      }}
    </Answered>
  );
};
