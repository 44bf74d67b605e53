import { describe, expect, it } from 'vitest';
import { textsIn } from '#shared/pages/texts/texts.ts';

describe('the texts of a page', () => {
  it('are filled in as text', async () => {
    const { say } = await textsIn('en');
    expect(say('signIn.title')).toBe('Sign in');
    expect(say('code.sentTo', { destination: '<b>{x}</b>' })).toBe('Enter the code that we sent to <b>{x}</b>.');
  });

  it('have the form for the number', async () => {
    const { say } = await textsIn('en');
    expect(say('rules.length', { count: 1 })).toBe('At least 1 character');
    expect(say('rules.length', { count: 8 })).toBe('At least 8 characters');
    expect(say('rules.length', { count: 2048 })).toBe('At least 2,048 characters');
  });

  it('come in pieces where links stand in them', async () => {
    const { pieces } = await textsIn('en');
    const [terms, privacy] = [{ href: '/terms' }, { href: '/privacy' }];
    expect(pieces('signUp.terms', { terms, privacy })).toEqual([
      'By signing up, you agree to our ',
      terms,
      ' and ',
      privacy,
      '.',
    ]);
  });

  it('name attributes, and those that only a pool has in the words of their names', async () => {
    const { attribute } = await textsIn('en');
    expect(attribute('given_name')).toBe('First name');
    expect(attribute('custom:shoe_size')).toBe('Shoe size');
    expect(attribute('custom:constructor')).toBe('Constructor');
  });
});
