import { type JsonPart, jsonParts } from './json-elements.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** What a Keycloak file says of the realms in it. */
export interface KeycloakRealms {
  /** By which of the file's own objects each is. */
  readonly names: ReadonlyMap<number, string>;
  /** Those that have users in this file. */
  readonly withUsers: ReadonlySet<string>;
  /** Whether there are users, too, whose realm is not said. */
  readonly hasOthers: boolean;
}

/** The users of a Keycloak file as text, and the names of their realms. Throws MisshapenFile. */
export const keycloakParts = (users: Bytes): AsyncIterable<JsonPart> =>
  jsonParts(users, { within: 'users', label: 'realm' });

/** Which realms a Keycloak file has. Throws MisshapenFile. */
export const keycloakRealms = async (users: Bytes): Promise<KeycloakRealms> => {
  const names = new Map<number, string>();
  const withUsers = new Set<number>();
  // The latest object with users whose realm was not named so far.
  let unnamed: number | undefined;
  let hasOthers = false;
  for await (const part of keycloakParts(users)) {
    const { holder } = part;
    if ('label' in part) {
      names.set(holder, part.label);
      if (unnamed === holder) withUsers.add(holder);
      if (unnamed === holder) unnamed = undefined;
    } else if (names.has(holder)) {
      withUsers.add(holder);
    } else {
      hasOthers ||= unnamed !== undefined && unnamed !== holder;
      unnamed = holder;
    }
  }
  return {
    names,
    withUsers: new Set([...names].flatMap(([holder, name]) => (withUsers.has(holder) ? [name] : []))),
    hasOthers: hasOthers || unnamed !== undefined,
  };
};
