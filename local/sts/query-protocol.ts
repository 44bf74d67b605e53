/** Answers of AWS's query protocol, as IAM and STS give them: XML. */
import { randomUUID } from 'node:crypto';
import type { Refusal } from '../signature.ts';

const escaped = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** An element with a text. */
export const element = (name: string, value: string | number): string => `<${name}>${escaped(String(value))}</${name}>`;

/** The answer of an action, with the elements in it. */
export const result = (namespace: string, action: string, members: string): string =>
  `<${action}Response xmlns="${namespace}"><${action}Result>${members}</${action}Result><ResponseMetadata>${element('RequestId', randomUUID())}</ResponseMetadata></${action}Response>`;

/** The answer that refuses a request. */
export const refusal = (namespace: string, { code, message }: Refusal): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type>${element('Code', code)}${element('Message', message)}</Error>${element('RequestId', randomUUID())}</ErrorResponse>`;
