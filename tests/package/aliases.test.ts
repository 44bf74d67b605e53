import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Given {
  readonly DomainName?: string;
  readonly BaseDomain?: string;
  readonly CustomDomains?: string;
}

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((from, name) => Reflect.get(Object(from), name), value);

/** What CloudFormation makes of a value of a template, as far as the names of the distribution need it. */
const resolved = (value: unknown, given: Given): unknown => {
  const list = (part: unknown): unknown[] => (Array.isArray(part) ? part.map((one) => resolved(one, given)) : []);
  const parameter = (name: unknown): string => String(Reflect.get(given, String(name)) ?? '');
  if (Array.isArray(value)) return list(value);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return argument === 'AWS::NoValue' ? undefined : parameter(argument);
  if (name === 'Fn::Sub') return String(argument).replaceAll(/\$\{(\w+)\}/g, (_, one: string) => parameter(one));
  const [first, second, third] = Array.isArray(argument) ? argument : [];
  if (name === 'Fn::If') return resolved(parameter(String(first).replace(/^Has/, '')) ? second : third, given);
  if (name === 'Fn::Join') return list(second).join(String(first));
  if (name === 'Fn::Split') return String(resolved(second, given)).split(String(first));
  throw new Error(`${name} is not known here.`);
};

const file = (name: string): unknown => parse(readFileSync(`resources/${name}.yml`, 'utf8'), { merge: true });

const aliasesFor = (given: Given): unknown =>
  resolved(at(file('edge'), 'Resources', 'Distribution', 'Properties', 'DistributionConfig', 'Aliases'), given);

const baseDomainFor = (given: Given): unknown =>
  resolved(at(file('environment'), 'aws', 'GATEHOUSE_BASE_DOMAIN'), given);

describe('the names of the distribution', () => {
  const DomainName = 'auth.example.com';

  it.each<[Given, unknown]>([
    [{}, undefined],
    [{ DomainName }, [DomainName]],
    [{ DomainName, BaseDomain: DomainName }, [DomainName, `*.${DomainName}`]],
    [{ DomainName, CustomDomains: 'a.example.org,b.example.org' }, [DomainName, 'a.example.org', 'b.example.org']],
    [{ DomainName, BaseDomain: 'x.org', CustomDomains: 'a.b.org' }, [DomainName, '*.x.org', 'a.b.org']],
    [{ BaseDomain: 'x.org', CustomDomains: 'a.b.org' }, undefined],
  ])('are those that are asked for: %j', (given, aliases) => {
    expect(aliasesFor(given)).toEqual(aliases);
  });

  it('are known to the functions, as far as they are below a base domain', () => {
    expect(baseDomainFor({ DomainName, BaseDomain: 'x.org' })).toBe('x.org');
    expect(baseDomainFor({ BaseDomain: 'x.org' })).toBe('');
  });
});
