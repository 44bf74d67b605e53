import { type DocumentHosts, isTrustedHost } from '../app-clients/document-hosts.ts';
import type { UserPool } from './user-pool.ts';

/** What a self-registered client may be for: a flow of people, or a machine's own. The implicit flow is never one. */
export type RegistrableFlow = 'code' | 'client_credentials';

/** How clients may register themselves in a pool, with defaults filled in. */
export interface RegistrationSettings {
  /** The flows of clients that bring no initial access token; empty where nobody may register so. */
  readonly open: readonly RegistrableFlow[];
  /** The flows of clients that bring one; empty where nobody may register so. */
  readonly authenticated: readonly RegistrableFlow[];
  /** What clients may ask for beyond the scopes of OpenID Connect. */
  readonly scopes: readonly string[];
  /** The identity providers that their users may sign in through. */
  readonly providers: readonly string[];
  /** True where a client may be named by the URL of its metadata document. */
  readonly documents: boolean;
  /** Whose documents these may be. */
  readonly documentHosts: DocumentHosts;
  /** How many such clients the pool has at most. */
  readonly mostClients: number;
  /** How many may come in an hour without an initial access token. */
  readonly hourly: number;
  /** After how many days without a use a client is forgotten. */
  readonly idleDays: number;
}

const defaults = {
  providers: ['COGNITO'],
  documents: false,
  documentHosts: {},
  mostClients: 1000,
  hourly: 200,
  idleDays: 90,
} as const;

const registrable = (flows: readonly string[]): readonly RegistrableFlow[] =>
  (['code', 'client_credentials'] as const).filter((flow) => flows.includes(flow));

/** The pool's settings for clients that register themselves. */
export const registrationSettings = ({
  settings,
  clientRegistration,
}: Pick<UserPool, 'settings' | 'clientRegistration'>): RegistrationSettings => {
  const dcr = settings.DcrConfiguration;
  // A configuration that does not say switches it on, as in Cognito.
  const isOn = dcr !== undefined && (dcr.EnableStatus ?? 'Enabled') === 'Enabled';
  const isOpen = isOn && dcr.OpenDcrEnabled === true;
  return {
    open: isOpen ? registrable(dcr.OpenDcrGrantTypes ?? ['code']) : [],
    authenticated: isOn ? registrable(dcr.AuthenticatedGrantTypes ?? ['code', 'client_credentials']) : [],
    scopes: dcr?.AllowedScopes ?? [],
    ...defaults,
    ...clientRegistration,
  };
};

/** True where clients may register at the endpoint. */
export const takesRegistrations = ({ open, authenticated }: RegistrationSettings): boolean =>
  open.length > 0 || authenticated.length > 0;

/** True where the pool takes the client that the document at that URL describes. */
export const takesDocument = ({ documents, documentHosts }: RegistrationSettings, url: string): boolean =>
  documents && isTrustedHost(documentHosts, url);

/** True where clients may come that no administrator made: then the pool's domains are authorization servers of their own. */
export const takesStrangers = (settings: RegistrationSettings): boolean =>
  settings.documents || takesRegistrations(settings);
