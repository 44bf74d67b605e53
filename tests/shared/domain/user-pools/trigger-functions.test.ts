import { describe, expect, it } from 'vitest';
import { assertCallable } from '#shared/domain/user-pools/trigger-functions.ts';

const account = '123456789012';
const arn = (name: string, accountId = account): string => `arn:aws:lambda:us-east-1:${accountId}:function:${name}`;

const refusalOf = (name: string, triggerFunctions: string | undefined, accountId = account): string | undefined => {
  const callable = { accountId: account, triggerFunctions };
  try {
    assertCallable({ LambdaConfig: { PreSignUp: arn(name, accountId) } }, callable);
    return undefined;
  } catch (error) {
    return String(error);
  }
};

const byDefault = 'gatehouse-prod-trigger-*';
const withExamples = `${byDefault},gatehouse-prod-captcha,gatehouse-prod-magicLink`;

describe('functions that a deployment may call', () => {
  it.each([
    ['shop-welcome', 'shop-*'],
    ['shop-welcome:live', 'shop-*'],
    ['a.b-1', 'a.b-?'],
    ['anything', '*'],
    ['anything', undefined],
    ['gatehouse-prod-trigger-welcome', byDefault],
    ['gatehouse-prod-trigger-welcome', withExamples],
    ['gatehouse-prod-magicLink', withExamples],
  ])('are %s by %s', (name, pattern) => {
    expect(refusalOf(name, pattern)).toBeUndefined();
  });

  it.each([
    ['payroll', 'shop-*'],
    ['my-shop-welcome', 'shop-*'],
    ['axb-1', 'a.b-?'],
    ['shop:live', 'shop'],
    ['gatehouse-prod-magicLink', 'shop-*'],
    ['gatehouse-prod-magicLink', byDefault],
    ['gatehouse-prod-SignUp', byDefault],
    ['gatehouse-prod-eu-magicLink', byDefault],
    ['gatehouse-prod-eu-trigger-welcome', byDefault],
    ['gatehouse-trigger-prod', byDefault],
  ])('are not %s by %s', (name, pattern) => {
    expect(refusalOf(name, pattern)).toContain(`its setting triggerFunctions is ${pattern}`);
  });

  it('are, in what is said of a refusal, what the setting says', () => {
    expect(refusalOf('gatehouse-prod-auditSignIns', withExamples)).toContain(`triggerFunctions is ${byDefault}, in`);
  });

  it('are none of another account', () => {
    expect(refusalOf('shop-welcome', '*', '210987654321')).toContain(
      'names a function that this deployment may not call',
    );
  });
});
