import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CliRun, inDirectory, runCli } from '#tests/support/cli.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

const pool = (properties: string): string =>
  `Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties:\n      ${properties}\nOutputs:\n  Id: { Value: !Ref Pool }\n`;

describe('gatehouse-pools start --from', () => {
  it('plans, makes, changes in place, and introduces itself with what it made', () =>
    inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      const env = { GATEHOUSE_DATA_DIR: path.join(directory, 'data') };
      const run = (...options: readonly string[]): Promise<CliRun> =>
        runCli(['start', '--from', file, ...options], { env, interruptedAt: (said) => said.endsWith('\n') });
      const start = async (...options: readonly string[]) => {
        const { code, stdout, stderr } = await run('--port', '0', '--json', ...options);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const { from } = JSON.parse(stdout);
        return { id: from.outputs.Id, actions: from.steps.map(({ action }: { action: string }) => action) };
      };
      writeFileSync(file, pool('UserPoolName: one'));
      expect((await run('--plan')).stdout).toMatch(/would make +Pool/);
      const first = await start();
      expect(first).toEqual({ id: expect.stringMatching(/^us-east-1_\w+$/), actions: ['make'] });
      expect((await run('--plan')).stdout).toMatch(new RegExp(`as it is +Pool +UserPool +${first.id}`));
      writeFileSync(file, pool('UserPoolName: two'));
      expect((await run('--plan')).stdout).toMatch(/would change +Pool .*UserPoolName/);
      expect(await start()).toEqual({ id: first.id, actions: ['change'] });
      const noted = readFileSync(path.join(directory, 'data/templates.json'), 'utf8');
      const inMemory = await start('--memory');
      expect(inMemory.actions).toEqual(['make']);
      expect(readFileSync(path.join(directory, 'data/templates.json'), 'utf8')).toBe(noted);
    }));

  it('says where pools call the functions that it put in the place of others', () =>
    inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      const plan = async (text: string) => {
        writeFileSync(file, text);
        const env = { GATEHOUSE_DATA_DIR: path.join(directory, 'data') };
        return (await runCli(['start', '--from', file, '--plan'], { env })).stdout;
      };
      const withTrigger = pool('LambdaConfig: { PreSignUp: !GetAtt Check.Arn }').replace(
        'Outputs',
        '  Check: { Type: AWS::Lambda::Function, Properties: {} }\nOutputs',
      );
      expect(await plan(withTrigger)).toContain('LAMBDA_ENDPOINT');
      expect(await plan(pool('UserPoolName: one'))).not.toContain('LAMBDA_ENDPOINT');
    }));

  it('says in which line a file is wrong, before and after it starts, and with which exit code', () =>
    inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      const env = { GATEHOUSE_DATA_DIR: path.join(directory, 'data') };
      writeFileSync(file, pool('Name: one'));
      const misread = await runCli(['start', '--from', file, '--port', '0'], { env });
      expect(misread).toEqual({ code: 2, stdout: '', stderr: `${file}:5: Pool has no property Name.\n` });
      writeFileSync(file, pool('UserPoolName: "*"'));
      const refused = await runCli(['start', '--from', file, '--port', '0', '--json'], { env });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      const { message } = JSON.parse(refused.stderr).error;
      expect(message).toContain(`${file}:2: Pool (AWS::Cognito::UserPool): InvalidParameterException: `);
      const alone = await runCli(['start', '--plan'], { env });
      expect(alone).toMatchObject({ code: 2, stderr: '--plan is about a file: name it by --from.\n' });
      const nowhere = await runCli(['start', '--from', path.join(directory, 'none.yaml')], { env });
      expect(nowhere).toMatchObject({ code: 2, stderr: `${path.join(directory, 'none.yaml')} cannot be read.\n` });
    }));
});

describe('npm start -- --from', () => {
  it('takes the same options', () =>
    inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      writeFileSync(
        file,
        pool('UserPoolName: !Ref Name').replace('Resources', 'Parameters: { Name: { Type: String } }\nResources'),
      );
      const npmStart = (...options: readonly string[]) =>
        promisify(execFile)(process.execPath, ['local/start.ts', '--from', file, ...options], {
          env: { ...ownEnvironment(), GATEHOUSE_DATA_DIR: directory },
        });
      expect((await npmStart('--plan', '--parameter', 'Name=shop')).stdout).toMatch(/would make +Pool/);
      await expect(npmStart('--plan')).rejects.toMatchObject({
        code: 1,
        stderr: `${file}:6: The parameter Name has no default: give it by --parameter Name=….\n`,
      });
    }));
});
