import { admin, type Leg } from '../step.ts';
import { makePool } from './common.ts';

const german = { UserPoolId: '{{pool}}', Language: 'de' };
const badParameter = { refused: 'InvalidParameterException' } as const;

/** Texts that a pool has of its own on the pages of managed login. */
export const pageTexts: Leg = {
  name: 'page texts',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('GetUserPoolPageTexts', 'those of the pages', german),
    admin('SetUserPoolPageTexts', 'two', {
      ...german,
      Texts: { 'signIn.title': 'Bei Acme anmelden', 'code.sentTo': 'Der Code ging an {destination}.' },
    }),
    admin('GetUserPoolPageTexts', 'two', german),
    admin('SetUserPoolPageTexts', 'no such text', { ...german, Texts: { 'signIn.titel': 'x' } }, badParameter),
    admin('SetUserPoolPageTexts', 'no such place', { ...german, Texts: { 'signIn.title': '{user}' } }, badParameter),
    admin('SetUserPoolPageTexts', 'no such language', { ...german, Language: 'nl', Texts: {} }, badParameter),
    admin('SetUserPoolPageTexts', 'none again', { ...german, Texts: {} }),
    admin('GetUserPoolPageTexts', 'those of the pages again', german),
  ],
};
