import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ChoiceField, LinesField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';
import { CallDialog } from '../parts/dialog.tsx';

type Terms = NonNullable<AnswerOf<'ListTerms'>['Terms']>[number];

const names = [
  { value: 'terms-of-use', label: 'Terms of use' },
  { value: 'privacy-policy', label: 'Privacy policy' },
] as const;

interface MakeProps {
  readonly pool: string;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const Make = ({ pool, ...rest }: MakeProps) => {
  const [client, setClient] = useState('');
  const [name, setName] = useState<(typeof names)[number]['value']>('terms-of-use');
  const [links, setLinks] = useState<readonly string[]>(['cognito:default=https://']);
  const toLinks = (): Record<string, string> =>
    Object.fromEntries(
      links.flatMap((line) => {
        const at = line.indexOf('=');
        return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
      }),
    );
  return (
    <CallDialog
      title="Add a document"
      submit="Add the document"
      operation="CreateTerms"
      request={() => ({
        UserPoolId: pool,
        ClientId: client,
        TermsName: name,
        TermsSource: 'LINK',
        Enforcement: 'NONE',
        Links: toLinks(),
      })}
      done="The document was added. The sign-up pages link it."
      disabled={client === ''}
      {...rest}
    >
      <TextField
        label="App client"
        description="The id of the client whose users sign up."
        value={client}
        onChange={setClient}
      />
      <ChoiceField
        label="Document"
        description="The pages show both, once both are there."
        value={name}
        choices={names}
        onChange={setName}
      />
      <LinesField
        label="Links"
        description="One a line: language=address. cognito:default is for all other languages."
        value={links}
        onChange={setLinks}
      />
    </CallDialog>
  );
};

/** The documents that users agree to by signing up. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/terms'>) => {
  const flashes = useFlashes();
  const [asks, setAsks] = useState<{ readonly reload: () => void; readonly terms?: Terms }>();
  const close = (): void => setAsks(undefined);
  const done = (reload: () => void): void => {
    close();
    reload();
  };
  return (
    <Page title="Terms" description="Documents that the sign-up pages of an app client link to.">
      <PagedTable<Terms>
        title="All documents"
        of={pool}
        load={async (call, token) => {
          const { Terms: items = [], NextToken } = await call('ListTerms', {
            UserPoolId: pool,
            MaxResults: 20,
            NextToken: token,
          });
          return { items, next: NextToken };
        }}
        keyOf={({ TermsId = '' }) => TermsId}
        empty="The pool has no documents."
        choose="single"
        actions={([terms], reload) => [
          <Button key="delete" disabled={!terms} onClick={() => terms && setAsks({ terms, reload })}>
            Delete
          </Button>,
          <Button key="make" variant="primary" onClick={() => setAsks({ reload })}>
            Add a document
          </Button>,
        ]}
        columns={[
          { header: 'Document', cell: ({ TermsName }) => TermsName },
          { header: 'Id', cell: ({ TermsId }) => TermsId },
          { header: 'Enforcement', cell: ({ Enforcement }) => Enforcement },
          { header: 'Made', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
        ]}
      />
      {asks && !asks.terms && <Make pool={pool} onDone={() => done(asks.reload)} onDismiss={close} />}
      {asks?.terms && (
        <Confirm
          title="Delete the document?"
          action="Delete the document"
          operation="DeleteTerms"
          request={{ UserPoolId: pool, TermsId: asks.terms.TermsId }}
          onDone={() => {
            flashes.done('The document was deleted.');
            done(asks.reload);
          }}
          onDismiss={close}
        >
          The sign-up pages link it no more. What users agreed to stays on record.
        </Confirm>
      )}
    </Page>
  );
};
