import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandOf, kebab, quoted, withoutSecrets } from '../../console/src/api/commands.ts';

const place = { endpoint: 'https://auth.example.com', region: 'eu-west-1' };

describe('the command for a call', () => {
  it.each([
    ['ListUsers', 'list-users'],
    ['GetCSVHeader', 'get-csv-header'],
    ['GetUICustomization', 'get-ui-customization'],
    ['AdminSetUserMFAPreference', 'admin-set-user-mfa-preference'],
    ['ListWebAuthnCredentials', 'list-web-authn-credentials'],
    ['SetUserPoolMfaConfig', 'set-user-pool-mfa-config'],
  ])('calls %s as the AWS CLI does', (operation, name) => {
    expect(kebab(operation)).toBe(name);
  });

  it('gives the shell exactly the request, whatever is in it', () => {
    const request = { UserPoolId: 'eu-west-1_AbCdEfGhI', Filter: 'name = "O\'Hara $(id) `id` \\ !"' };
    const words = execFileSync('sh', ['-c', `set -- ${commandOf('ListUsers', request, place)}; printf '%s\\0' "$@"`])
      .toString()
      .split('\0');
    expect(words.slice(0, 7)).toEqual([
      'aws',
      'cognito-idp',
      'list-users',
      '--endpoint-url',
      place.endpoint,
      '--region',
      place.region,
    ]);
    expect(JSON.parse(words[words.indexOf('--cli-input-json') + 1] ?? '')).toEqual(request);
  });

  it('is one of curl for an operation that the AWS CLI does not know', () => {
    const command = commandOf('GetOperatorConfiguration', {}, place);
    expect(command).toContain('curl -sS --aws-sigv4 aws:amz:eu-west-1:cognito-idp');
    expect(command).toContain("-H 'x-amz-target: Gatehouse.GetOperatorConfiguration'");
  });

  it('quotes nothing that needs no quotation marks', () => {
    expect([quoted('a-b_c:1'), quoted('a b'), quoted('')]).toEqual(['a-b_c:1', "'a b'", "''"]);
  });
});

describe('a request that is shown', () => {
  it('has placeholders for secrets, however deep they are', () => {
    const request = {
      Username: 'ada',
      TemporaryPassword: 'Secret-1',
      ProviderDetails: { client_id: 'x', client_secret: 'y' },
      List: [{ Password: 'z' }],
      NextToken: 'page',
      PaginationToken: 'page',
      Policies: { PasswordPolicy: { MinimumLength: 8 } },
    };
    expect(withoutSecrets(request)).toEqual({
      ...request,
      TemporaryPassword: '<TemporaryPassword>',
      ProviderDetails: { client_id: 'x', client_secret: '<client_secret>' },
      List: [{ Password: '<Password>' }],
    });
  });
});
