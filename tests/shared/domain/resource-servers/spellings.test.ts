import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSameResource, otherSpellings } from '#shared/domain/resource-servers/resource-server.ts';

it.each([
  ['https://mcp.example.com', ['https://mcp.example.com/']],
  ['https://mcp.example.com/', ['https://mcp.example.com']],
  ['HTTPS://MCP.example.com', ['https://mcp.example.com', 'https://mcp.example.com/']],
  ['https://MCP.example.com/Mcp', ['https://mcp.example.com/Mcp']],
  ['https://mcp.example.com/mcp', []],
  ['https://mcp.example.com/mcp/', []],
  ['orders', []],
])('%s is also %j', (resource, spellings) => {
  expect(otherSpellings(resource)).toEqual(spellings);
  for (const spelling of spellings) expect(isSameResource(resource, spelling)).toBe(true);
});

it('takes two resources for one where nothing but the spelling differs', () => {
  expect(isSameResource('https://a.example/mcp', 'https://a.example/mcp/')).toBe(false);
  expect(isSameResource('https://a.example/mcp', 'https://a.example/MCP')).toBe(false);
  expect(isSameResource(undefined, 'https://a.example')).toBe(false);
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(isSameResource(one, other)).toBe(one === other || isSameResource(other, one));
    }),
  );
});
