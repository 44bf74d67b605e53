import type { Command } from 'commander';
import { type Api, createApi } from './api.ts';
import { createOutput, type Output } from './output.ts';
import { type GlobalOptions, resolveSettings } from './settings.ts';

/** What a command works with. */
export interface Session {
  readonly out: Output;
  readonly api: Api;
}

/** The output that the command line asks for. */
export const outputOf = (command: Command): Output =>
  createOutput(command.optsWithGlobals<GlobalOptions>().json === true);

/** The deployment that the command line names. Throws UsageError where it names none. */
export const openSession = async (command: Command): Promise<Session> => ({
  out: outputOf(command),
  api: createApi(await resolveSettings(command.optsWithGlobals<GlobalOptions>())),
});
