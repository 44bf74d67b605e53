import { Client, type Entry, EqualityFilter, InvalidCredentialsError } from 'ldapts';
import type { LdapSettings } from '#shared/config/trigger-settings.ts';

/** Attributes of a user, by their names in the pool. */
export type DirectoryUser = Readonly<Record<string, string>>;

/** A directory of users that speaks LDAP. */
export interface LdapDirectory {
  /** The user with that name and password; undefined where there is none. */
  readonly authenticate: (username: string, password: string) => Promise<DirectoryUser | undefined>;
  /** The user with that name; undefined where there is none, or more than one. */
  readonly find: (username: string) => Promise<DirectoryUser | undefined>;
}

// Four steps have to fit into the time of a trigger.
const timeoutMs = 1000;

const toText = (value: Buffer | string | undefined): string | undefined => {
  if (value === undefined || typeof value === 'string') return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    return undefined;
  }
};

const toUser = (entry: Entry, attributes: LdapSettings['attributes']): DirectoryUser =>
  Object.fromEntries(
    [...attributes].flatMap(([name, from]) => {
      const text = toText([entry[from]].flat()[0]);
      return text ? [[name, text]] : [];
    }),
  );

/** Asks a directory over TLS, on a new connection each time. */
export const createLdapDirectory = (settings: LdapSettings): LdapDirectory => {
  const { url, ca, bindDn, bindPassword, baseDn, nameAttribute, attributes } = settings;
  const tlsOptions = ca === undefined ? {} : { ca: [ca] };

  const connected = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const isSecure = url.startsWith('ldaps:');
    const client = new Client({ url, timeout: timeoutMs, connectTimeout: timeoutMs, ...(isSecure && { tlsOptions }) });
    try {
      // Passwords are never sent in clear.
      if (!isSecure) await client.startTLS(tlsOptions);
      return await work(client);
    } finally {
      await client.unbind().catch(() => undefined);
    }
  };

  const findEntry = async (client: Client, username: string): Promise<Entry | undefined> => {
    await client.bind(bindDn, bindPassword);
    const { searchEntries } = await client.search(baseDn, {
      scope: 'sub',
      // As an object with bytes: in a filter of text, a name could say more than a name.
      filter: new EqualityFilter({ attribute: nameAttribute, value: Buffer.from(username) }),
      attributes: [...attributes.values()],
      explicitBufferAttributes: [...attributes.values()],
      // One more than is wanted: a result that was cut at the limit does not say so.
      sizeLimit: 2,
    });
    return searchEntries.length === 1 ? searchEntries[0] : undefined;
  };

  return {
    find: (username) =>
      connected(async (client) => {
        const entry = await findEntry(client, username);
        return entry && toUser(entry, attributes);
      }),

    authenticate: async (username, password) => {
      // With an empty password, a directory binds anybody as nobody: RFC 4513 section 5.1.2.
      if (username === '' || password === '') return undefined;
      return connected(async (client) => {
        const entry = await findEntry(client, username);
        if (!entry) return undefined;
        try {
          await client.bind(entry.dn, password);
        } catch (error) {
          if (error instanceof InvalidCredentialsError) return undefined;
          throw error;
        }
        return toUser(entry, attributes);
      });
    },
  };
};
