import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { root } from '../root.ts';
import { addAccessKeys } from './commands/access-keys.ts';
import { addChange } from './commands/change.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addKeys } from './commands/keys.ts';
import { addLeakedPasswords } from './commands/leaked-passwords.ts';
import { addLogin } from './commands/login.ts';
import { addMessages } from './commands/messages.ts';
import { addPools } from './commands/pools.ts';
import { addPull } from './commands/pull.ts';
import { addPush } from './commands/push.ts';
import { addRestore } from './commands/restore.ts';
import { addStart } from './commands/start.ts';
import { addTexts } from './commands/texts.ts';
import { addTrail } from './commands/trail.ts';
import { addUsers } from './commands/users.ts';

const manual = `
Where to:
  After gatehouse-pools start, or npm start in a clone, commands go there without any option. To another deployment:
    export GATEHOUSE_ENDPOINT=https://auth.example.com GATEHOUSE_REGION=eu-central-1
    export GATEHOUSE_ACCESS_KEY_ID=… GATEHOUSE_SECRET_ACCESS_KEY=…
  or --profile with a profile of the AWS CLI that holds the access key.

Examples:
  gatehouse-pools pools create shop --sign-in-with email
  gatehouse-pools import csv us-east-1_AbCdEfGhI users.csv
  gatehouse-pools users search us-east-1_AbCdEfGhI 'custom:plan=gold' --count
  gatehouse-pools doctor --strict

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the service, 130 interrupted by Ctrl-C.`;

const versionOf = (): string => {
  const file: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : '';
};

/**
 * The whole command line. Parsing throws CommanderError instead of ending the process. It tells people what is wrong;
 * for machines, the caller does.
 */
export const createProgram = ({ forMachines = false } = {}): Command => {
  const program = new Command('gatehouse-pools')
    .configureOutput(forMachines ? { writeErr: () => undefined } : {})
    .description('Administers user pools of a Gatehouse deployment.')
    .version(versionOf())
    .exitOverride()
    .showHelpAfterError('Add --help for how it is used.')
    .addOption(new Option('--endpoint <url>', 'the deployment (GATEHOUSE_ENDPOINT)'))
    .addOption(new Option('--region <region>', 'Region in signatures (GATEHOUSE_REGION)'))
    .addOption(new Option('--access-key-id <id>', 'access key of Gatehouse (GATEHOUSE_ACCESS_KEY_ID)'))
    .addOption(new Option('--secret-access-key <secret>', 'its secret; better in GATEHOUSE_SECRET_ACCESS_KEY'))
    .addOption(new Option('--session-token <token>', 'where the key is of an operator (GATEHOUSE_SESSION_TOKEN)'))
    .addOption(new Option('--profile <name>', 'profile of the AWS CLI that holds the access key (GATEHOUSE_PROFILE)'))
    .addOption(new Option('--json', 'one JSON document in place of words; JSON Lines while long work goes on'))
    .addHelpText('after', manual);
  addStart(program);
  addPools(program);
  addUsers(program);
  addImport(program);
  addExport(program);
  addRestore(program);
  addPull(program);
  addPush(program);
  addChange(program);
  addTexts(program);
  addMessages(program);
  addKeys(program);
  addLeakedPasswords(program);
  addAccessKeys(program);
  addLogin(program);
  addTrail(program);
  addDoctor(program);
  return program;
};
