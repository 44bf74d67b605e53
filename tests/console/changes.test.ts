import { describe, expect, it } from 'vitest';
import { commandFor, emptyForm, toAsked } from '../../console/src/screens/changes/asked-change.ts';

describe('a change that the form asks for', () => {
  it('is nothing as long as nothing is chosen', () => {
    expect(toAsked(emptyForm)).toEqual({});
  });

  it('has what is chosen, none where that is chosen, and the command that does the same', () => {
    const asked = toAsked({
      ...emptyForm,
      names: 'username',
      changesAliases: true,
      aliases: ['email'],
      caseSensitive: 'false',
      changesRequired: true,
      required: ['email', ''],
      renames: ['custom:plan=custom:tier', ' '],
      deletions: ['custom:old'],
    });
    expect(asked).toEqual({
      UsernameAttributes: [],
      AliasAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      RequiredAttributes: ['email'],
      RenameAttributes: [{ Name: 'custom:plan', NewName: 'custom:tier' }],
      DeleteAttributes: ['custom:old'],
    });
    expect(commandFor('plan', 'us-east-1_AbCdEfGhI', asked)).toBe(
      'gatehouse-pools change plan us-east-1_AbCdEfGhI --aliases email --no-usernames --case-insensitive --required email --rename custom:plan=custom:tier --delete custom:old',
    );
  });
});
