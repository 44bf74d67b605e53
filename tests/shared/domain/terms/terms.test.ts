import { describe, expect, it } from 'vitest';
import { linkFor } from '#shared/domain/terms/terms.ts';

const links = {
  'cognito:default': 'https://example.com/',
  'cognito:english': 'https://example.com/en',
  'cognito:portuguese-brazil': 'https://example.com/pt',
};

describe('linkFor', () => {
  it.each([
    ['en', 'https://example.com/en'],
    ['pt-BR', 'https://example.com/pt'],
    ['de', 'https://example.com/'],
    ['english', 'https://example.com/'],
    ['toString', 'https://example.com/'],
    ['', 'https://example.com/'],
  ])('gives for %j %s', (language, link) => {
    expect(linkFor({ links }, language)).toBe(link);
  });
});
