import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { useLoaded } from '../../ui/use-answer.ts';
import { CallDialog } from '../parts/dialog.tsx';
import { domainsOf } from '../parts/pool-addresses.ts';

type Domain = Awaited<ReturnType<typeof domainsOf>>[number];
type Family = '1' | '2';

interface EditProps {
  readonly pool: string;
  readonly domain: Domain | undefined;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const families = [
  { value: '2', label: 'Managed login', description: 'In the language and the style of the app client.' },
  { value: '1', label: 'Classic pages', description: 'The former pages, in English, with rules of CSS.' },
] as const;

const Edit = ({ pool, domain, ...rest }: EditProps) => {
  const [name, setName] = useState(domain?.name ?? '');
  const [family, setFamily] = useState<Family>(domain?.ManagedLoginVersion === 1 ? '1' : '2');
  const [certificate, setCertificate] = useState(domain?.CustomDomainConfig?.CertificateArn ?? '');
  return (
    <CallDialog
      title={domain ? `Change ${domain.name}` : 'Add a domain'}
      submit="Save"
      operation={domain ? 'UpdateUserPoolDomain' : 'CreateUserPoolDomain'}
      request={() => ({
        UserPoolId: pool,
        Domain: name,
        ManagedLoginVersion: Number(family),
        ...(certificate !== '' && { CustomDomainConfig: { CertificateArn: certificate } }),
      })}
      done={`The domain ${name} was saved. Pages follow within ten seconds.`}
      disabled={name === ''}
      {...rest}
    >
      {!domain && (
        <TextField
          label="Domain"
          description="A prefix, such as shop, or a whole name, such as auth.example.com. A pool has one of each."
          value={name}
          onChange={setName}
        />
      )}
      <ChoiceField
        label="Pages"
        description="What users see at this domain."
        value={family}
        choices={families}
        onChange={setFamily}
      />
      <TextField
        label="Certificate"
        description="For a whole name: the ARN of its certificate."
        value={certificate}
        onChange={setCertificate}
      />
    </CallDialog>
  );
};

const Record = ({ domain }: { readonly domain: Domain }) => {
  const target = domain.CloudFrontDistribution ?? '';
  if (!domain.name.includes('.')) {
    return <p>A prefix domain needs nothing in DNS: it is below the base domain of the deployment.</p>;
  }
  return (
    <>
      <p>In DNS, the name has to lead to the deployment, by one record. Browsers find it once the record has spread.</p>
      <CopyButton text={`${domain.name}. CNAME ${target}.`} what="the record" variant="inline" />
    </>
  );
};

type Asks = { readonly what: 'edit' | 'delete'; readonly domain?: Domain };

/** The domains at which users meet the pages of a pool. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/domains'>) => {
  const domains = useLoaded((call) => domainsOf(call, pool), pool);
  const flashes = useFlashes();
  const [asks, setAsks] = useState<Asks>();
  const close = (): void => setAsks(undefined);
  const done = (): void => {
    close();
    domains.reload();
  };
  return (
    <Page
      title="Domains"
      description="Where users meet the pages, and where providers lead back to."
      actions={
        <Button variant="primary" onClick={() => setAsks({ what: 'edit' })}>
          Add a domain
        </Button>
      }
    >
      <Answered of={domains}>
        {(all) =>
          all.length === 0 ? (
            <p>The pool has no domain: its pages are at the host of the deployment.</p>
          ) : (
            <SpaceBetween size="l">
              {all.map((domain) => (
                <Container
                  key={domain.name}
                  header={
                    <Header
                      variant="h2"
                      actions={
                        <SpaceBetween direction="horizontal" size="xs">
                          <Button
                            ariaLabel={`Delete ${domain.name}`}
                            onClick={() => setAsks({ what: 'delete', domain })}
                          >
                            Delete
                          </Button>
                          <Button ariaLabel={`Change ${domain.name}`} onClick={() => setAsks({ what: 'edit', domain })}>
                            Change
                          </Button>
                        </SpaceBetween>
                      }
                    >
                      <span className="gh-break">{domain.name}</span>
                    </Header>
                  }
                >
                  <Facts
                    of={{
                      Status: <Status of={domain.Status} />,
                      Pages: domain.ManagedLoginVersion === 2 ? 'Managed login' : 'Classic pages',
                      Certificate: domain.CustomDomainConfig?.CertificateArn,
                    }}
                  />
                  <Record domain={domain} />
                </Container>
              ))}
            </SpaceBetween>
          )
        }
      </Answered>
      {asks?.what === 'edit' && <Edit pool={pool} domain={asks.domain} onDone={done} onDismiss={close} />}
      {asks?.what === 'delete' && asks.domain && (
        <Confirm
          title={`Delete the domain ${asks.domain.name}?`}
          action="Delete the domain"
          operation="DeleteUserPoolDomain"
          request={{ UserPoolId: pool, Domain: asks.domain.name }}
          typed={asks.domain.name}
          onDone={() => {
            flashes.done('The domain was deleted.');
            done();
          }}
          onDismiss={close}
        >
          Apps and providers that use it fail at once. Somebody else may take the name.
        </Confirm>
      )}
    </Page>
  );
};
