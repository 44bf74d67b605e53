import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { Refusal } from '../signature.ts';
import { element, result } from './query-protocol.ts';

/** Paths of files that stand for the providers of IAM. They need not be there. */
export interface ProviderFiles {
  /** Lists of audiences, by the ARN of an OpenID provider. */
  readonly openIdProviders: string;
  /** Paths of files of metadata, from where this one is, by the ARN of a SAML provider. */
  readonly samlProviders: string;
}

const namespace = 'https://iam.amazonaws.com/doc/2010-05-08/';
const OpenIdProviders = v.record(v.string(), v.array(v.string()));
const SamlProviders = v.record(v.string(), v.string());

// Whoever writes a file has it read at the next request.
const memberOf = <T>(file: string, shape: v.GenericSchema<unknown, Readonly<Record<string, T>>>, name: string) => {
  const text: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { success, output } = v.safeParse(shape, text);
  if (!success) throw new Refusal(500, 'ServiceFailure', `${file} is not as it should be.`);
  return Object.hasOwn(output, name) ? output[name] : undefined;
};

const noProvider = (kind: string, arn: string): Refusal =>
  new Refusal(404, 'NoSuchEntity', `${kind} Provider not found for arn ${arn}`);

/** What IAM says of an OpenID provider: its audiences. Throws Refusal. */
export const tellOpenIdProvider = ({ openIdProviders }: ProviderFiles, arn: string): string => {
  const audiences = memberOf(openIdProviders, OpenIdProviders, arn);
  if (!audiences) throw noProvider('OpenIDConnect', arn);
  const members = audiences.map((audience) => element('member', audience)).join('');
  return result(namespace, 'GetOpenIDConnectProvider', `<ClientIDList>${members}</ClientIDList>`);
};

/** What IAM says of a SAML provider: its metadata. Throws Refusal. */
export const tellSamlProvider = ({ samlProviders }: ProviderFiles, arn: string): string => {
  const named = memberOf(samlProviders, SamlProviders, arn);
  const file = named === undefined ? undefined : path.resolve(path.dirname(samlProviders), named);
  if (file === undefined || !existsSync(file)) throw noProvider('SAML', arn);
  return result(namespace, 'GetSAMLProvider', element('SAMLMetadataDocument', readFileSync(file, 'utf8')));
};
