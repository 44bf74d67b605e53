import type { Command } from 'commander';
import * as v from 'valibot';
import type { Api } from '../api.ts';
import { UsageError } from '../failures.ts';
import { toTable } from '../output.ts';
import { openSession } from '../session.ts';
import { readSettings } from './pools.ts';

const Texts = v.record(v.string(), v.string());
const Got = v.object({ UserPoolId: v.string(), Language: v.string(), Texts, DefaultTexts: Texts });
const Changed = v.object({ UserPoolId: v.string(), Language: v.string(), Texts });

type TextsByName = v.InferOutput<typeof Texts>;

const examples = `
The pages of managed login have texts in eleven languages. A pool may have its own in place of any of them.

Examples:
  gatehouse-pools texts list us-east-1_AbCdEfGhI de
  gatehouse-pools texts set us-east-1_AbCdEfGhI de 'signIn.title=Bei Acme anmelden' 'signIn.signUp=Neu hier?'
  gatehouse-pools texts set us-east-1_AbCdEfGhI de --file texts.json     an object of texts by name
  gatehouse-pools texts reset us-east-1_AbCdEfGhI de signIn.title
  gatehouse-pools texts reset us-east-1_AbCdEfGhI de                     all texts of that language`;

const get = (api: Api, UserPoolId: string, Language: string): Promise<v.InferOutput<typeof Got>> =>
  api.own('GetUserPoolPageTexts', { UserPoolId, Language }, Got);

const list = async (poolId: string, language: string, { own }: { readonly own?: boolean }, command: Command) => {
  const { api, out } = await openSession(command);
  const answer = await get(api, poolId, language);
  const { Texts: ownTexts, DefaultTexts } = answer;
  const shown = own ? ownTexts : { ...DefaultTexts, ...ownTexts };
  const rows = Object.entries(shown).map(([name, text]) => [name, name in ownTexts ? 'own' : '', text]);
  out.answer(answer, rows.length === 0 ? 'No texts of its own.' : toTable([['NAME', '', 'TEXT'], ...rows]));
};

const replace = async (
  command: Command,
  poolId: string,
  language: string,
  change: (own: TextsByName) => TextsByName,
) => {
  const { api, out } = await openSession(command);
  const { Texts: own } = await get(api, poolId, language);
  const request = { UserPoolId: poolId, Language: language, Texts: change(own) };
  const answer = await api.own('SetUserPoolPageTexts', request, Changed);
  const count = Object.keys(answer.Texts).length;
  out.answer(answer, `The pool has ${count} ${count === 1 ? 'text' : 'texts'} of its own in ${language}.`);
};

const toEntry = (text: string): readonly [name: string, text: string] => {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${text} is no text. Write it as name=text.`);
  return [text.slice(0, at), text.slice(at + 1)];
};

const readTexts = (file: string): TextsByName => {
  const { success, output } = v.safeParse(Texts, readSettings(file));
  if (!success) throw new UsageError(`${file} has something that is no text.`);
  return output;
};

const set = (
  poolId: string,
  language: string,
  texts: readonly string[],
  { file }: { readonly file?: string },
  command: Command,
): Promise<void> => {
  const given = { ...(file === undefined ? {} : readTexts(file)), ...Object.fromEntries(texts.map(toEntry)) };
  if (Object.keys(given).length === 0) throw new UsageError('Give texts as name=text, or --file.');
  return replace(command, poolId, language, (own) => ({ ...own, ...given }));
};

const reset = (poolId: string, language: string, names: readonly string[], _: object, command: Command) =>
  replace(command, poolId, language, (own) =>
    names.length === 0 ? {} : Object.fromEntries(Object.entries(own).filter(([name]) => !names.includes(name))),
  );

/** Adds `gatehouse-pools texts`. */
export const addTexts = (program: Command): void => {
  const texts = program.command('texts').description('change what pages say').addHelpText('after', examples);
  texts
    .command('list <pool> <language>')
    .description('show the texts of pages by name, in a language such as de or pt-BR')
    .option('--own', 'only those that the pool has of its own')
    .action(list);
  texts
    .command('set <pool> <language> [texts...]')
    .description('give a pool texts of its own, written as name=text; it keeps its others')
    .option('--file <file>', 'a JSON object of texts by name')
    .addHelpText('after', examples)
    .action(set);
  texts
    .command('reset <pool> <language> [names...]')
    .description('take texts of its own from a pool: these, or all of that language')
    .action(reset);
};
