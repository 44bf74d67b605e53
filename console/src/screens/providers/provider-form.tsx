import Alert from '@cloudscape-design/components/alert';
import { useState } from 'react';
import { useServices } from '../../api/context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ChoiceField, LinesField, LongTextField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useLoaded } from '../../ui/use-answer.ts';
import { addressesAt, domainsOf } from '../parts/pool-addresses.ts';
import { detailsOf, type Kind, kinds, nameOf } from './kinds.ts';

/** A provider as the form has it. */
export interface ProviderFacts {
  readonly kind: Kind;
  readonly name: string;
  readonly details: Readonly<Record<string, string>>;
  /** `email=mail`, one a line. */
  readonly mapping: readonly string[];
  readonly identifiers: readonly string[];
}

/** What has to be registered at the provider, for each address at which users meet the pool. */
const ToRegister = ({ pool, kind }: { readonly pool: string; readonly kind: Kind }) => {
  const { place } = useServices();
  const domains = useLoaded((call) => domainsOf(call, pool), pool);
  const hosts = (domains.answer ?? []).filter(({ name }) => name.includes('.')).map(({ name }) => `https://${name}`);
  return (
    <Alert type="info" statusIconAriaLabel="Info" header="What to register at the provider">
      {[place.endpoint, ...hosts].map((origin) => {
        const { redirectUri, consumer, entityId } = addressesAt(origin, pool);
        return kind === 'SAML' ? (
          <Facts
            key={origin}
            of={{
              'ACS URL': <CopyButton text={consumer} what="the ACS URL" variant="inline" />,
              'Entity ID': <CopyButton text={entityId} what="the entity ID" variant="inline" />,
            }}
          />
        ) : (
          <Facts
            key={origin}
            of={{ 'Redirect URI': <CopyButton text={redirectUri} what="the redirect URI" variant="inline" /> }}
          />
        );
      })}
      <p>A pool with a prefix domain is met at that domain, too: register the same path there.</p>
    </Alert>
  );
};

const toMapping = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const [name = '', ...from] = line.split('=');
      return name.trim() === '' ? [] : [[name.trim(), from.join('=').trim()]];
    }),
  );

const given = (details: ProviderFacts['details']): Record<string, string> =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== ''));

interface Props {
  readonly pool: string;
  readonly before: ProviderFacts;
  readonly isNew: boolean;
  readonly onDone: (name: string) => void;
}

/** Makes a provider, or changes one. */
export const ProviderForm = ({ pool, before, isNew, onDone }: Props) => {
  const action = useAction();
  const flashes = useFlashes();
  const [facts, setFacts] = useState(before);
  const name = nameOf(facts.kind) ?? facts.name;
  const save = async (): Promise<void> => {
    const members = {
      UserPoolId: pool,
      ProviderName: name,
      ProviderDetails: given(facts.details),
      AttributeMapping: toMapping(facts.mapping),
      IdpIdentifiers: [...facts.identifiers],
    };
    const isDone = await action.run(async (call) => {
      if (isNew) await call('CreateIdentityProvider', { ...members, ProviderType: facts.kind });
      else await call('UpdateIdentityProvider', members);
      return true;
    });
    if (!isDone) return;
    flashes.done(`The provider ${name} was saved.`);
    onDone(name);
  };
  return (
    <CallForm action={action} submit={isNew ? 'Make the provider' : 'Save'} disabled={name === ''} onSubmit={save}>
      {isNew && (
        <ChoiceField
          label="Kind"
          description="OIDC is for every OpenID provider, such as Entra ID, Okta or Keycloak."
          value={facts.kind}
          choices={kinds.map((value) => ({ value }))}
          onChange={(kind) => setFacts({ ...facts, kind, details: {} })}
        />
      )}
      {isNew && nameOf(facts.kind) === undefined && (
        <TextField
          label="Name"
          description="Of at least three characters. Usernames of those who come through it begin with it. It cannot be changed."
          value={facts.name}
          onChange={(typed) => setFacts({ ...facts, name: typed })}
        />
      )}
      <ToRegister pool={pool} kind={facts.kind} />
      {detailsOf[facts.kind].map(({ name: member, label, about, as }) => {
        const value = facts.details[member] ?? '';
        const change = (typed: string): void => setFacts({ ...facts, details: { ...facts.details, [member]: typed } });
        const isKept = as === 'secret' && !isNew;
        const description =
          isKept && member === 'private_key' ? `${about} Leave it empty to keep the former one.` : about;
        return as === 'long' ? (
          <LongTextField key={member} label={label} description={description} value={value} onChange={change} />
        ) : (
          <TextField
            key={member}
            label={label}
            description={description}
            value={value}
            type={as === 'secret' ? 'password' : 'text'}
            onChange={change}
          />
        );
      })}
      <LinesField
        label="Mapping of attributes"
        description="One a line: the attribute of users, =, the name that the provider has for it. Such as email=email."
        value={facts.mapping}
        onChange={(mapping) => setFacts({ ...facts, mapping })}
      />
      <LinesField
        label="Identifiers"
        description="Other names of the provider, one a line, such as domains of e-mail addresses."
        value={facts.identifiers}
        onChange={(identifiers) => setFacts({ ...facts, identifiers })}
      />
    </CallForm>
  );
};
