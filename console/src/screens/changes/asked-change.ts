import { quoted } from '../../api/commands.ts';
import type { PoolChangeAsked } from '../../api/own/pools.ts';

/** A change as the form has it. Empty and undefined members stay as they are. */
export interface ChangeForm {
  readonly names: '' | 'username' | 'email' | 'phone_number' | 'email,phone_number';
  readonly changesAliases: boolean;
  readonly aliases: readonly string[];
  readonly caseSensitive: '' | 'true' | 'false';
  readonly changesRequired: boolean;
  readonly required: readonly string[];
  /** `custom:old=custom:new`, one a line. */
  readonly renames: readonly string[];
  readonly deletions: readonly string[];
}

export const emptyForm: ChangeForm = {
  names: '',
  changesAliases: false,
  aliases: [],
  caseSensitive: '',
  changesRequired: false,
  required: [],
  renames: [],
  deletions: [],
};

const filled = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');

/** The member Change of PlanUserPoolChange. */
export const toAsked = (form: ChangeForm): PoolChangeAsked => {
  const [renames, deletions] = [filled(form.renames), filled(form.deletions)];
  return {
    ...(form.names !== '' && { UsernameAttributes: form.names === 'username' ? [] : form.names.split(',') }),
    ...(form.changesAliases && { AliasAttributes: form.aliases }),
    ...(form.caseSensitive !== '' && { UsernameConfiguration: { CaseSensitive: form.caseSensitive === 'true' } }),
    ...(form.changesRequired && { RequiredAttributes: filled(form.required) }),
    ...(renames.length > 0 && {
      RenameAttributes: renames.map((line) => {
        const [Name = '', ...rest] = line.split('=');
        return { Name: Name.trim(), NewName: rest.join('=').trim() };
      }),
    }),
    ...(deletions.length > 0 && { DeleteAttributes: deletions }),
  };
};

const words = (option: string, values: readonly string[]): string =>
  values.length === 0 ? `--no-${option}` : [`--${option}`, ...values.map(quoted)].join(' ');

/** The command of gatehouse-pools that plans or applies the change. */
export const commandFor = (verb: 'plan' | 'apply', poolId: string, asked: PoolChangeAsked): string =>
  [
    `gatehouse-pools change ${verb} ${poolId}`,
    ...(asked.AliasAttributes ? [words('aliases', asked.AliasAttributes)] : []),
    ...(asked.UsernameAttributes ? [words('usernames', asked.UsernameAttributes)] : []),
    ...(asked.UsernameConfiguration
      ? [asked.UsernameConfiguration.CaseSensitive ? '--case-sensitive' : '--case-insensitive']
      : []),
    ...(asked.RequiredAttributes ? [words('required', asked.RequiredAttributes)] : []),
    ...(asked.RenameAttributes?.map(({ Name, NewName }) => `--rename ${quoted(`${Name}=${NewName}`)}`) ?? []),
    ...(asked.DeleteAttributes ? [words('delete', asked.DeleteAttributes)] : []),
  ].join(' ');
