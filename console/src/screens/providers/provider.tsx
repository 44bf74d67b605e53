import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { isKind } from './kinds.ts';
import { ProviderForm } from './provider-form.tsx';
import { TestSignIn } from './test-sign-in.tsx';

/** One identity provider. */
export const Screen = ({ params: { pool, provider: name } }: ScreenProps<'pools/:pool/providers/:provider'>) => {
  const described = useAnswer('DescribeIdentityProvider', { UserPoolId: pool, ProviderName: name });
  const flashes = useFlashes();
  const [asks, setAsks] = useState(false);
  return (
    <Page title={name} actions={<Button onClick={() => setAsks(true)}>Delete</Button>}>
      <Answered of={described}>
        {({ IdentityProvider: told }) => (
          <>
            <Container header={<Header variant="h2">The provider</Header>}>
              <Facts
                of={{
                  Kind: told?.ProviderType,
                  Made: <Time at={told?.CreationDate} />,
                  Changed: <Time at={told?.LastModifiedDate} />,
                }}
              />
            </Container>
            <TestSignIn pool={pool} provider={name} />
            {told && isKind(told.ProviderType) && (
              <Container header={<Header variant="h2">Settings</Header>}>
                <ProviderForm
                  key={String(told.LastModifiedDate)}
                  pool={pool}
                  isNew={false}
                  before={{
                    kind: told.ProviderType,
                    name,
                    details: told.ProviderDetails ?? {},
                    mapping: Object.entries(told.AttributeMapping ?? {}).map(([own, from]) => `${own}=${from}`),
                    identifiers: told.IdpIdentifiers ?? [],
                  }}
                  onDone={described.reload}
                />
              </Container>
            )}
          </>
        )}
      </Answered>
      {asks && (
        <Confirm
          title={`Delete the provider ${name}?`}
          action="Delete the provider"
          operation="DeleteIdentityProvider"
          request={{ UserPoolId: pool, ProviderName: name }}
          typed={name}
          onDone={() => {
            flashes.done(`The provider ${name} was deleted.`);
            location.hash = href('pools', pool, 'providers');
          }}
          onDismiss={() => setAsks(false)}
        >
          Users who came through it stay, and cannot sign in any more. Its group is deleted.
        </Confirm>
      )}
    </Page>
  );
};
