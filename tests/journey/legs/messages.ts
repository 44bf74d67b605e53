import { admin, type Leg } from '../step.ts';
import { makePool, makeUser, ofUser } from './common.ts';

const inPool = { UserPoolId: '{{pool}}' };
const german = { ...inPool, Kind: 'SignUp', Language: 'de' };
const badParameter = { refused: 'InvalidParameterException' } as const;

/** How the messages of a pool look, and what they say. */
export const messages: Leg = {
  name: 'messages',
  clock: 'journey',
  steps: [
    ...makePool(),
    ...makeUser('ada'),
    admin('SetMessageBranding', 'a look', { ...inPool, Color: '#aa3311', SenderName: 'Acme', Footer: 'Acme Ltd' }),
    admin('GetMessageBranding', 'a look', inPool),
    admin('SetMessageBranding', 'no color', { ...inPool, Color: 'red' }, badParameter),
    admin('SetMessageTemplate', 'words', { ...german, EmailSubject: 'Hallo', EmailText: 'Code {####}' }),
    admin('SetMessageTemplate', 'no place for the code', { ...german, EmailText: 'Hallo dort' }, badParameter),
    admin('GetMessageTemplates', 'words', inPool),
    admin('PreviewMessage', 'words', german),
    admin('PreviewMessage', 'our own', { ...inPool, Kind: 'ForgotPassword', Language: 'ja' }),
    admin('SendTestMessage', 'words', { ...german, Destination: 'somebody@example.com' }),
    admin('SendTestMessage', 'nowhere', { ...german, Destination: 'nowhere' }, badParameter),
    admin('SetMessageTemplate', 'none again', german),
    admin('AdminGetMessageDelivery', 'all is well', ofUser('ada')),
    admin('AdminResetMessageDelivery', 'nothing to do', ofUser('ada')),
    admin('SetMessageBranding', 'none again', inPool),
  ],
};
