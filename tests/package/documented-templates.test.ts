import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { limitFaultsOf } from '#local/packaging/limit-faults.ts';
import type { Template } from '#local/packaging/template.ts';
import { faultsOf } from '#local/packaging/template-faults.ts';

const folder = 'docs/templates';

const templateIn = (file: string): Template => parse(readFileSync(`${folder}/${file}`, 'utf8'));

// AWS documents this property, but the descriptions that it publishes for its development kit lack it still.
const newer: Readonly<Record<string, readonly string[]>> = {
  'rest-api.yml': ['Authorizer.JwtConfiguration is not a property of it.'],
};

const files = readdirSync(folder);

describe.each(files)('docs/templates/%s', (file) => {
  it('has nothing that CloudFormation would refuse', async () => {
    expect(await faultsOf(templateIn(file))).toEqual(newer[file] ?? []);
  });

  it('keeps within the limits', () => {
    expect(limitFaultsOf(templateIn(file), 'prod')).toEqual([]);
  });

  it('is told of on the page of load balancers and gateways', () => {
    expect(readFileSync('docs/alb-and-api-gateway.md', 'utf8')).toContain(`(templates/${file})`);
  });
});

it('has a rule of the load balancer for each way to meet who has not signed in', () => {
  const { Resources } = templateIn('load-balancer.yml');
  const ways = Object.values(Resources).map((rule) =>
    /"OnUnauthenticatedRequest":"(\w+)"/.exec(JSON.stringify(rule))?.at(1),
  );
  expect(new Set(ways)).toEqual(new Set(['allow', 'authenticate', 'deny']));
});
