/** The parts of a pool without its users, in the order in which one needs the other. */
import {
  AddCustomAttributesCommand,
  AddUserPoolClientSecretCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  CreateManagedLoginBrandingCommand,
  CreateResourceServerCommand,
  CreateTermsCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  type SchemaAttributeType,
  SetLogDeliveryConfigurationCommand,
  SetRiskConfigurationCommand,
  SetUICustomizationCommand,
  SetUserPoolMfaConfigCommand,
  UpdateGroupCommand,
  UpdateIdentityProviderCommand,
  UpdateManagedLoginBrandingCommand,
  UpdateResourceServerCommand,
  UpdateTermsCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as form from './comparable.ts';
import type { Part } from './parts.ts';
import { allClients, type PoolFacts } from './pool-facts.ts';
import { schemaOf } from './pool-manifest.ts';

type Send = CognitoIdentityProviderClient['send'];

interface Sides {
  readonly there: PoolFacts;
  /** Undefined where the pool is yet to be made: then nothing is sent. */
  readonly here: PoolFacts | undefined;
}

const formed = <Value, Form extends object>(
  values: ReadonlyMap<string, Value> | undefined,
  toForm: (value: Value) => Form,
): ReadonlyMap<string, Form> => new Map([...(values ?? [])].map(([name, value]) => [name, toForm(value)]));

const at = <Value>(values: ReadonlyMap<string, Value>, name: string): Value => {
  const value = values.get(name);
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
};

const attributeOf = ({ Name: _, ...attribute }: SchemaAttributeType) => attribute;

const attributesOf = ({ pool }: PoolFacts): ReadonlyMap<string, SchemaAttributeType> =>
  new Map(schemaOf(pool).map((attribute) => [attribute.Name ?? '', attribute]));

const settingParts = (
  send: Send,
  { there, here }: { readonly there: PoolFacts; readonly here: PoolFacts },
): readonly Part[] => {
  const UserPoolId = there.pool.Id;
  const one = <Form extends object>(name: string, value: Form) => new Map([[name, value]]);
  const attributes = attributesOf(there);
  // The key of the pool there is for there. What was chosen here stays.
  const settings = { ...form.updatableOf(there.pool), KeyConfiguration: here.pool.KeyConfiguration };
  return [
    {
      what: 'setting',
      wanted: one('of how names are unique', form.formOf(there.pool)),
      present: one('of how names are unique', form.formOf(here.pool)),
    },
    {
      what: 'attribute',
      wanted: formed(attributes, attributeOf),
      present: formed(attributesOf(here), attributeOf),
      make: (name) => {
        const attribute = { ...at(attributes, name), Name: name.replace(/^(?:dev:)?custom:/, '') };
        return send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [attribute] }));
      },
    },
    {
      what: 'settings',
      wanted: one('of the pool', settings),
      present: one('of the pool', form.updatableOf(here.pool)),
      change: () => send(new UpdateUserPoolCommand({ UserPoolId, ...settings })),
    },
    {
      what: 'settings',
      wanted: one('of MFA and passkeys', form.mfaOf(there.mfa)),
      present: one('of MFA and passkeys', form.mfaOf(here.mfa)),
      change: () => send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...form.mfaOf(there.mfa) })),
    },
  ];
};

const resourceServers = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.resourceServers, form.resourceServerOf);
  const asked = (Identifier: string) => ({ UserPoolId, Identifier, ...at(wanted, Identifier) });
  return {
    what: 'resource server',
    wanted,
    present: formed(here?.resourceServers, form.resourceServerOf),
    make: (name) => send(new CreateResourceServerCommand(asked(name))),
    change: (name) => send(new UpdateResourceServerCommand(asked(name))),
  };
};

const providers = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.providers, form.providerOf);
  return {
    what: 'identity provider',
    wanted,
    present: formed(here?.providers, form.providerOf),
    make: (ProviderName) =>
      send(new CreateIdentityProviderCommand({ UserPoolId, ProviderName, ...at(wanted, ProviderName) })),
    change: (ProviderName) => {
      const { ProviderType: _, ...changed } = at(wanted, ProviderName);
      return send(new UpdateIdentityProviderCommand({ UserPoolId, ProviderName, ...changed }));
    },
  };
};

const clients = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.clients, form.updatableClientOf);
  return {
    what: 'app client',
    wanted,
    present: formed(here?.clients, form.updatableClientOf),
    // No operation gives a new client the id of another one.
    make: here ? undefined : () => Promise.resolve(),
    change: (ClientId) => send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...at(wanted, ClientId) })),
  };
};

const secretsOf = ({ clients: all }: PoolFacts, known: PoolFacts): ReadonlyMap<string, { readonly secret: string }> =>
  new Map(
    [...all].flatMap(([id, { ClientSecret: secret }]) =>
      secret !== undefined && known.clients.has(id) ? [[id, { secret }] as const] : [],
    ),
  );

const clientSecrets = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = here ? secretsOf(there, here) : new Map<string, { readonly secret: string }>();
  const bring = async (ClientId: string): Promise<void> => {
    const client = { UserPoolId, ClientId };
    const { ClientSecrets: former = [] } = await send(new ListUserPoolClientSecretsCommand(client));
    await send(new AddUserPoolClientSecretCommand({ ...client, ClientSecret: at(wanted, ClientId).secret }));
    // Where both count there, both count here.
    if ((there.secrets.get(ClientId) ?? 1) > 1) return;
    for (const { ClientSecretId } of former) {
      await send(new DeleteUserPoolClientSecretCommand({ ...client, ClientSecretId }));
    }
  };
  return {
    what: 'secret of the app client',
    wanted,
    present: here ? secretsOf(here, there) : new Map(),
    make: bring,
    change: bring,
  };
};

const domains = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.domains, form.domainOf);
  return {
    what: 'domain',
    wanted,
    present: formed(here?.domains, form.domainOf),
    make: (Domain) => send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, ...at(wanted, Domain) })),
    change: (Domain) => send(new UpdateUserPoolDomainCommand({ UserPoolId, Domain, ...at(wanted, Domain) })),
  };
};

const looks = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.looks, form.lookOf);
  const set = (ClientId: string) =>
    send(new SetUICustomizationCommand({ UserPoolId, ClientId, ...at(wanted, ClientId) }));
  return {
    what: 'look of classic pages for',
    wanted,
    present: formed(here?.looks, form.lookOf),
    make: set,
    change: set,
  };
};

const brandings = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.brandings, form.brandingOf);
  return {
    what: 'style of the app client',
    wanted,
    present: formed(here?.brandings, form.brandingOf),
    make: (ClientId) => send(new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, ...at(wanted, ClientId) })),
    change: (ClientId) => {
      const ManagedLoginBrandingId = here?.brandings.get(ClientId)?.ManagedLoginBrandingId;
      const asked = { UserPoolId, ManagedLoginBrandingId, ...at(wanted, ClientId) };
      return send(new UpdateManagedLoginBrandingCommand(asked));
    },
  };
};

const terms = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  return {
    what: 'terms of the app client',
    wanted: formed(there.terms, form.termsOf),
    present: formed(here?.terms, form.termsOf),
    make: (name) => {
      const { ClientId, TermsName, Links } = at(there.terms, name);
      const kind = { TermsSource: 'LINK', Enforcement: 'NONE' } as const;
      return send(new CreateTermsCommand({ UserPoolId, ClientId, TermsName, Links, ...kind }));
    },
    change: (name) => {
      const { Links } = at(there.terms, name);
      return send(new UpdateTermsCommand({ UserPoolId, TermsId: here?.terms.get(name)?.TermsId, Links }));
    },
  };
};

const risks = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.risks, form.riskOf);
  const set = (name: string) => {
    const of = name === allClients ? {} : { ClientId: name };
    return send(new SetRiskConfigurationCommand({ UserPoolId, ...of, ...at(wanted, name) }));
  };
  return {
    what: 'risk configuration for',
    wanted,
    present: formed(here?.risks, form.riskOf),
    make: set,
    change: set,
  };
};

const logs = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const as = (facts: PoolFacts | undefined): ReadonlyMap<string, object> =>
    new Map(facts && facts.logs.length > 0 ? [['of the pool', { logs: facts.logs }]] : []);
  const set = () => send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations: [...there.logs] }));
  return { what: 'log delivery', wanted: as(there), present: as(here), make: set, change: set };
};

const groups = (send: Send, { there, here }: Sides): Part => {
  const UserPoolId = there.pool.Id;
  const wanted = formed(there.groups, form.groupOf);
  const asked = (GroupName: string) => ({ UserPoolId, GroupName, ...at(wanted, GroupName) });
  return {
    what: 'group',
    wanted,
    present: formed(here?.groups, form.groupOf),
    make: (name) => send(new CreateGroupCommand(asked(name))),
    change: (name) => send(new UpdateGroupCommand(asked(name))),
  };
};

/** All parts of a pool; `target` is where it is to be. */
export const partsOf = (target: CognitoIdentityProviderClient, { there, here }: Sides): readonly Part[] => {
  const send: Send = target.send.bind(target);
  const sides = { there, here };
  // A provider shares the group of its users where that is there, and makes it otherwise.
  const first = [resourceServers, groups, providers, clients, clientSecrets, domains];
  const makers = [...first, looks, brandings, terms, risks, logs];
  return [...(here ? settingParts(send, { there, here }) : []), ...makers.map((make) => make(send, sides))];
};
