import type { Parameters as Responses } from '../sign-in/parameters.ts';
import { type ChallengeName, challengeNames } from '../sign-in/sign-in-facts.ts';
import type { Parameters } from './parameters.ts';

/** The challenge of that name; undefined for a name of none. */
export const findChallenge = (name: string): ChallengeName | undefined =>
  challengeNames.find((known) => known === name);

/** The name of the field for an attribute, as on Cognito's pages. */
export const attributeField = (name: string): string => `requiredAttributes[${name}]`;

const given = (form: Parameters, fields: Readonly<Record<string, string>>): Responses => {
  const found: Record<string, string> = {};
  for (const [response, field] of Object.entries(fields)) {
    const value = form.get(field);
    if (value !== undefined) found[response] = value;
  }
  return found;
};

/**
 * ChallengeResponses from the fields of a page's form, by their names on Cognito's pages. `attributes` are those that
 * the page asked for. Throws invalid_request for a field that comes more than once.
 */
export const toResponses = (
  challenge: ChallengeName,
  username: string,
  form: Parameters,
  attributes: readonly string[],
): Responses => {
  const named = attributes.map((name) => [`userAttributes.${name}`, attributeField(name)]);
  const fields: Readonly<Record<string, string>> =
    challenge === 'NEW_PASSWORD_REQUIRED'
      ? { NEW_PASSWORD: 'new_password', ...Object.fromEntries(named) }
      : {
          [`${challenge}_CODE`]: 'authentication_code',
          ANSWER: 'answer',
          CREDENTIAL: 'credential',
          EMAIL: 'EMAIL',
          PASSWORD: 'password',
          PHONE_NUMBER: 'PHONE_NUMBER',
        };
  return { USERNAME: username, ...given(form, fields) };
};
