import * as v from 'valibot';
import { type Finding, mendedBy } from './finding.ts';

const Texts = v.optional(v.array(v.string()), []);

/** How clients register themselves in a pool, from the answer of DescribeUserPool. */
export const DcrFacts = v.object({
  EnableStatus: v.optional(v.string(), 'Enabled'),
  OpenDcrEnabled: v.optional(v.boolean(), false),
  OpenDcrGrantTypes: v.optional(v.array(v.string()), ['code']),
  AllowedScopes: Texts,
});

/** The members that the checks read from the answer of GetUserPoolRegistrationSettings. */
export const RegistrationFacts = v.object({
  ClientIdMetadataDocuments: v.string(),
  AllowedDocumentHosts: v.optional(v.array(v.string())),
  MaxClients: v.number(),
  HourlyRegistrations: v.number(),
});

const TrustFacts = v.object({
  Issuer: v.string(),
  Audiences: v.array(v.string()),
  Conditions: v.array(v.object({ Claim: v.string(), Values: v.array(v.string()) })),
  Scopes: v.optional(v.array(v.string())),
  UsernameClaim: v.optional(v.string()),
});

/** The members that the checks read from the answer of GetUserPoolTokenSettings. */
export const TokenFacts = v.object({ TrustedIssuers: v.optional(v.array(TrustFacts), []) });

type Trust = v.InferOutput<typeof TrustFacts>;

/** What a pool allows clients that nobody made, and tokens of others. */
export interface OAuthFacts {
  readonly poolId: string;
  readonly dcr: v.InferOutput<typeof DcrFacts> | undefined;
  readonly registration: v.InferOutput<typeof RegistrationFacts>;
  readonly tokens: v.InferOutput<typeof TokenFacts>;
}

type Found = Omit<Finding, 'subject'>;
type Check = (facts: OAuthFacts) => Found | undefined;

const isOpen = ({ dcr }: OAuthFacts): boolean =>
  dcr !== undefined && dcr.EnableStatus === 'Enabled' && dcr.OpenDcrEnabled && dcr.OpenDcrGrantTypes.length > 0;

const takesDocuments = ({ registration }: OAuthFacts): boolean => registration.ClientIdMetadataDocuments === 'ENABLED';

const openRegistration: Check = (facts) =>
  isOpen(facts)
    ? {
        check: 'open-registration',
        level: 'note',
        what: 'Anybody may register an app client.',
        why: 'Programs of strangers then ask people for access, under whatever name they like. Agents need that; apps of your own do not.',
        mend: `gatehouse-pools pools set ${facts.poolId} DcrConfiguration.OpenDcrEnabled=false, and initial access tokens: docs/mcp.md`,
      }
    : undefined;

const openMachines: Check = (facts) =>
  isOpen(facts) && facts.dcr?.OpenDcrGrantTypes.includes('client_credentials')
    ? {
        check: 'open-machines',
        level: 'warning',
        what: 'Anybody may register a machine, and get tokens without a user.',
        why: 'Nobody is asked: whoever knows the address of the pool has the scopes of AllowedScopes.',
        ...mendedBy(`set ${facts.poolId}`, ['DcrConfiguration.OpenDcrGrantTypes', ['code']]),
      }
    : undefined;

const adminScope = 'aws.cognito.signin.user.admin';

const strangersInAccounts: Check = ({ poolId, dcr }) =>
  dcr?.AllowedScopes.includes(adminScope)
    ? {
        check: 'strangers-in-accounts',
        level: 'warning',
        what: `Clients that registered themselves may ask for ${adminScope}.`,
        why: 'With it, they change the account itself: its attributes, its password, its second factors.',
        mend: `leave it out of DcrConfiguration.AllowedScopes of ${poolId}`,
      }
    : undefined;

const looseRegistration: Check = (facts) => {
  const { MaxClients, HourlyRegistrations } = facts.registration;
  const isLoose = MaxClients > 5000 || HourlyRegistrations > 1000;
  return (isOpen(facts) || takesDocuments(facts)) && isLoose
    ? {
        check: 'loose-registration',
        level: 'warning',
        what: `${HourlyRegistrations} clients may come in an hour, ${MaxClients} in all.`,
        why: 'That is no limit to a flood, and each client is an item that you pay for.',
        mend: 'Gatehouse.SetUserPoolRegistrationSettings with lower MaxClients and HourlyRegistrations, beside what else is set: docs/mcp.md',
      }
    : undefined;
};

const anyDocument: Check = (facts) =>
  takesDocuments(facts) && facts.registration.AllowedDocumentHosts === undefined
    ? {
        check: 'any-document',
        level: 'note',
        what: 'A document at any host is a client.',
        why: 'Where you know which agents people use, nobody else needs to ask them.',
        mend: 'Gatehouse.SetUserPoolRegistrationSettings with AllowedDocumentHosts, beside what else is set: docs/mcp.md',
      }
    : undefined;

// Issuers of tokens for everybody: a condition has to say whose these are.
const owners: Readonly<Record<string, RegExp>> = {
  'https://token.actions.githubusercontent.com': /^(?:sub|job_workflow_ref|(?:repository|enterprise)(?:_\w+)?)$/,
  'https://gitlab.com': /^(?:sub|ci_config_ref_uri|(?:project|namespace)_(?:id|path))$/,
  'https://accounts.google.com': /^(?:sub|email|hd)$/,
};

// `repo:*` says nothing of whose it is, nor does `*`.
const kindOfSubject = /^(?:repo|project_path|system:serviceaccount):/;
const namesOne = (value: string): boolean => !/^\*?$/.test(value.replace(kindOfSubject, '').slice(0, 1));

const isForAnybody = ({ Issuer, Conditions }: Trust): boolean => {
  const owner = owners[Issuer.replace(/\/$/, '')] ?? /./;
  return !Conditions.some(({ Claim, Values }) => owner.test(Claim) && Values.every(namesOne));
};

// What tokens for others are meant for by default.
const audiencesOfOthers =
  /^(?:sts\.amazonaws\.com|api:\/\/AzureADTokenExchange|https:\/\/(?:github\.com\/|kubernetes\.default\.svc|iam\.googleapis\.com\/).*)$/;

const checksOfTrusts: readonly ((trust: Trust) => Found | undefined)[] = [
  (trust) =>
    isForAnybody(trust)
      ? {
          check: 'trusts-anybody',
          level: 'warning',
          what: `Tokens of ${trust.Issuer} are taken whoever they are about.`,
          why: 'Whoever gets a token there, for your audience too, gets one here.',
          mend: 'a condition in SetUserPoolTokenSettings on the claim that says whose it is, such as repository_id: docs/token-exchange.md',
        }
      : undefined,
  ({ Issuer, Audiences }) => {
    const others = Audiences.filter((audience) => audiencesOfOthers.test(audience));
    return others.length === 0
      ? undefined
      : {
          check: 'audience-of-others',
          level: 'warning',
          what: `Tokens of ${Issuer} are taken that are meant for ${others.join(' and ')}.`,
          why: 'Whoever receives one there, or finds it in a log, can bring it here.',
          mend: 'an audience of your own in SetUserPoolTokenSettings, such as the address of the deployment: docs/token-exchange.md',
        };
  },
  ({ Issuer, UsernameClaim }) =>
    UsernameClaim === undefined
      ? undefined
      : {
          check: 'trusted-with-users',
          level: 'note',
          what: `${Issuer} says by ${UsernameClaim} who signs in.`,
          why: 'Whoever it names gets in, without a password or a second factor.',
          mend: 'leave UsernameClaim out in SetUserPoolTokenSettings where a machine acts for itself: docs/token-exchange.md',
        },
  ({ Issuer, Scopes }) =>
    Scopes === undefined
      ? {
          check: 'unlimited-trust',
          level: 'note',
          what: `For tokens of ${Issuer}, a client gets every scope that it has.`,
          why: 'A workload mostly needs one of them.',
          mend: 'Scopes in SetUserPoolTokenSettings: docs/token-exchange.md',
        }
      : undefined,
];

const checks: readonly Check[] = [openRegistration, openMachines, strangersInAccounts, looseRegistration, anyDocument];

/** The findings about clients that nobody made, and about trust in tokens of others. */
export const checkOAuth = (facts: OAuthFacts): Finding[] =>
  [
    ...checks.map((check) => check(facts)),
    ...facts.tokens.TrustedIssuers.flatMap((trust) => checksOfTrusts.map((check) => check(trust))),
  ].flatMap((found) => (found ? [{ subject: facts.poolId, ...found }] : []));
