import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import * as v from 'valibot';
import { UsageError } from '../failures.ts';
import { toTable } from '../output.ts';
import { openSession } from '../session.ts';
import { readSettings } from './pools.ts';

const Words = {
  EmailSubject: v.optional(v.string()),
  EmailMessage: v.optional(v.string()),
  EmailText: v.optional(v.string()),
  SmsMessage: v.optional(v.string()),
};
const Found = v.object({ Templates: v.array(v.object({ Kind: v.string(), Language: v.string(), ...Words })) });
const Preview = v.object(Words);
const Anything = v.looseObject({});

const examples = `
Kinds are SignUp, ResendCode, ConfirmationLink, ForgotPassword, UpdateUserAttribute, VerifyUserAttribute, Authentication,
AdminCreateUser, RiskNoAction, RiskMfa and RiskBlock. A file of words is a JSON object of EmailSubject, EmailMessage (HTML),
EmailText and SmsMessage.

Examples:
  gatehouse-pools messages brand us-east-1_AbCdEfGhI --file look.json        SenderName, LogoUrl, Color, Footer …
  gatehouse-pools messages get us-east-1_AbCdEfGhI
  gatehouse-pools messages set us-east-1_AbCdEfGhI SignUp de --file words.json
  gatehouse-pools messages reset us-east-1_AbCdEfGhI SignUp de
  gatehouse-pools messages preview us-east-1_AbCdEfGhI SignUp de --to mail.html
  gatehouse-pools messages test us-east-1_AbCdEfGhI SignUp de somebody@example.com`;

interface OfClient {
  readonly client?: string;
}

const clientOf = ({ client }: OfClient) => (client === undefined ? {} : { ClientId: client });

const get = async (UserPoolId: string, { client }: OfClient, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const look = await api.own(
    'GetMessageBranding',
    { UserPoolId, ...clientOf({ ...(client && { client }) }) },
    Anything,
  );
  const { Templates } = await api.own('GetMessageTemplates', { UserPoolId }, Found);
  const rows = Templates.map(({ Kind, Language, EmailSubject = '' }) => [Kind, Language, EmailSubject]);
  const looks = Object.entries(look).filter(([name]) => name !== 'UserPoolId');
  const shown = [
    looks.length === 0
      ? 'No look of its own.'
      : toTable([['LOOK', ''], ...looks.map(([name, value]) => [name, String(value)])]),
    rows.length === 0 ? 'No words of its own.' : toTable([['KIND', 'LANGUAGE', 'SUBJECT'], ...rows]),
  ];
  out.answer({ Branding: look, Templates }, shown.join('\n\n'));
};

interface FromFile extends OfClient {
  readonly file?: string;
}

const brand = async (UserPoolId: string, { file, ...of }: FromFile, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const look = file === undefined ? {} : readSettings(file);
  const answer = await api.own('SetMessageBranding', { ...look, UserPoolId, ...clientOf(of) }, Anything);
  out.answer(answer, file === undefined ? 'Messages have no look of their own any more.' : 'Messages have that look.');
};

const set = async (UserPoolId: string, Kind: string, Language: string, { file }: FromFile, command: Command) => {
  if (file === undefined) throw new UsageError('Give the words by --file.');
  const { api, out } = await openSession(command);
  const answer = await api.own('SetMessageTemplate', { ...readSettings(file), UserPoolId, Kind, Language }, Anything);
  out.answer(answer, `${Kind} has words of the pool in ${Language}.`);
};

const reset = async (UserPoolId: string, Kind: string, Language: string, _: object, command: Command) => {
  const { api, out } = await openSession(command);
  const answer = await api.own('SetMessageTemplate', { UserPoolId, Kind, Language }, Anything);
  out.answer(answer, `${Kind} has no words of the pool in ${Language}.`);
};

interface Shown extends FromFile {
  readonly to?: string;
}

const preview = async (
  UserPoolId: string,
  Kind: string,
  Language: string,
  { file, to, ...of }: Shown,
  command: Command,
) => {
  const { api, out } = await openSession(command);
  const draft = file === undefined ? {} : { Template: readSettings(file) };
  const answer = await api.own('PreviewMessage', { UserPoolId, Kind, Language, ...clientOf(of), ...draft }, Preview);
  const { EmailSubject = '', EmailMessage = '', EmailText = '(HTML alone)', SmsMessage } = answer;
  if (to !== undefined) writeFileSync(to, EmailMessage);
  const lines = [`Subject: ${EmailSubject}`, '', EmailText.trimEnd()];
  if (SmsMessage !== undefined) lines.push('', `SMS: ${SmsMessage}`);
  if (to !== undefined) lines.push('', `The HTML is in ${to}.`);
  out.answer(answer, lines.join('\n'));
};

const test = async (
  UserPoolId: string,
  Kind: string,
  Language: string,
  Destination: string,
  of: OfClient,
  command: Command,
) => {
  const { api, out } = await openSession(command);
  const answer = await api.own(
    'SendTestMessage',
    { UserPoolId, Kind, Language, Destination, ...clientOf(of) },
    Anything,
  );
  out.answer(answer, `A message was sent to ${Destination}.`);
};

const ofClient = ['--client <client>', 'of an app client that has a look of its own'] as const;

/** Adds `gatehouse-pools messages`. */
export const addMessages = (program: Command): void => {
  const messages = program.command('messages').description('change how mails and SMS look, and what they say');
  messages.addHelpText('after', examples);
  messages
    .command('get <pool>')
    .description('show the look and the words of a pool')
    .option(...ofClient)
    .action(get);
  messages
    .command('brand <pool>')
    .description('give mails the look in a JSON file; without a file, none')
    .option(
      '--file <file>',
      'a JSON object of SenderName, LogoUrl, Color, Footer, CodeInSubject, DefaultLanguage, Designed',
    )
    .option(...ofClient)
    .action(brand);
  messages
    .command('set <pool> <kind> <language>')
    .description('set the words of a kind of message in a language')
    .option('--file <file>', 'a JSON object of the words')
    .action(set);
  messages.command('reset <pool> <kind> <language>').description('take the words of the pool away').action(reset);
  messages
    .command('preview <pool> <kind> <language>')
    .description('show a message with made-up values, and send nothing')
    .option('--file <file>', 'words that are not stored')
    .option('--to <file>', 'write the HTML of the mail there')
    .option(...ofClient)
    .action(preview);
  messages
    .command('test <pool> <kind> <language> <destination>')
    .description('send a message with made-up values to an address or number')
    .option(...ofClient)
    .action(test);
};
