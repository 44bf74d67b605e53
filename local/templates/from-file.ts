import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createApi } from '../cli/api.ts';
import { UsageError } from '../cli/failures.ts';
import type { AccessKey } from '../cli/settings.ts';
import { applyWishes, type Progress, planWishes } from './apply/apply.ts';
import { callsOf } from './apply/calls.ts';
import { type Made, readState, type State, writeState } from './apply/state.ts';
import type { Step } from './apply/steps.ts';
import { hasCognito, nestedStacks, type Wishes, wishesOf } from './apply/wanted.ts';
import type { Values } from './kinds/kind.ts';
import { givenValues } from './resolver/parameters.ts';
import type { Place } from './resolver/stand-ins.ts';
import { isDump, templateOfDumps } from './source/dumps.ts';
import { readTree } from './source/read.ts';
import { withSamTriggers } from './source/sam-triggers.ts';
import { type Resource, type Template, templateOf } from './source/template.ts';
import { type Node, TemplateError } from './source/tree.ts';
import type { Told } from './words.ts';

/** What the options of `start` say about a file. */
export interface FromOptions {
  readonly file: string;
  /** `Key=Value` each. */
  readonly parameters: readonly string[];
  /** What the file has no more is removed. */
  readonly removing: boolean;
}

/** Where what was made is written down, in which folder; undefined where nothing stays. */
export interface Keeping {
  readonly stateFile: string | undefined;
}

interface Target extends Keeping {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
}

/** A file that was read and found whole. */
export interface FromFile {
  /** What would be done. Throws UsageError. */
  readonly plan: (keeping: Keeping) => Told;
  /** Does it. Throws UsageError, and plain Error where nothing answers. */
  readonly apply: (target: Target, accessKey: AccessKey) => Promise<Told>;
}

const located = (file: string, error: unknown): unknown =>
  error instanceof TemplateError ? new UsageError(`${file}:${error.line}: ${error.message}`, { cause: error }) : error;

const inFile = <Result>(file: string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw located(file, error);
  }
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read.`, { cause });
  }
};

const valuesOf = (parameters: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    parameters.map((text): [string, string] => {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageError(`${text} is no parameter. Write it as Key=Value.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );

const parts = (tree: Node): Template => {
  const template = isDump(tree) ? templateOfDumps(tree) : withSamTriggers(templateOf(tree));
  if (hasCognito(template)) return template;
  const [nested] = nestedStacks(template);
  throw nested
    ? new TemplateError(
        nested.line,
        `Only the nested stack ${nested.logicalId} may have pools. Start from its own file.`,
      )
    : new TemplateError(tree.line, 'No resource in it is of AWS::Cognito.');
};

const isServed = (domain: string): boolean =>
  (process.env.GATEHOUSE_CUSTOM_DOMAINS ?? '').split(',').some((name) => name.trim() === domain);

const isLeftOut = ({ type }: Resource, { CustomDomainConfig, Domain }: Values): string | undefined =>
  type === 'AWS::Cognito::UserPoolDomain' && CustomDomainConfig !== undefined && !isServed(String(Domain))
    ? `${String(Domain)} is served here only where GATEHOUSE_CUSTOM_DOMAINS names it`
    : undefined;

/** What is made, in memory and, where it is to stay, in a file. */
const progressIn = (stateFile: string | undefined, name: string): Progress => {
  let state: State = stateFile === undefined ? {} : readState(stateFile, name);
  return {
    state: () => state,
    identityOf: (logicalId) => state[logicalId]?.identity,
    note: (logicalId, made: Made | undefined) => {
      const { [logicalId]: _former, ...rest } = state;
      state = made === undefined ? rest : { ...state, [logicalId]: made };
      if (stateFile !== undefined) writeState(stateFile, name, state);
    },
  };
};

const stackNameOf = (file: string): string => {
  const name = path
    .basename(file)
    .replace(/(\.template)?\.\w+$/, '')
    .replace(/[^A-Za-z\d-]+/g, '-');
  return /^[A-Za-z]/.test(name) ? name : `stack-${name}`;
};

// A plan has no stack to ask.
const placeToBe = (): Place => ({
  region: process.env.GATEHOUSE_REGION || 'us-east-1',
  accountId: process.env.GATEHOUSE_ACCOUNT_ID || '000000000000',
});

/** The same progress for a stack that is at this address now, which may be another than when a pool was made. */
const movedTo = (endpoint: string, progress: Progress): Progress => ({
  ...progress,
  identityOf: (logicalId) => {
    const identity = progress.identityOf(logicalId);
    return identity?.ProviderURL === undefined
      ? identity
      : { ...identity, ProviderURL: `${endpoint}/${identity.UserPoolId}` };
  },
});

/** Reads a file for `start --from`. Throws UsageError with the line of whatever is wrong with it. */
export const readFromFile = ({ file, parameters, removing }: FromOptions): FromFile => {
  const values = valuesOf(parameters);
  const tree = inFile(file, () => readTree(textOf(file)));
  const template = inFile(file, () => parts(tree));
  const name = path.resolve(file);
  const stackName = values.get('AWS::StackName') ?? stackNameOf(file);

  const wishesFor = (place: Place, progress: Progress): Wishes => {
    const given = givenValues(values);
    given.find('AWS::StackName');
    const wishes = inFile(file, () =>
      wishesOf({ template, given, place, stackName, isLeftOut, identityOf: progress.identityOf }),
    );
    wishes.outputs();
    const [unused] = given.unused().filter((key) => !template.parameters.entries.has(key));
    if (unused !== undefined) throw new UsageError(`${file} asks for nothing that is named ${unused}.`);
    return wishes;
  };

  const told = (wishes: Wishes, steps: readonly Step[]): Told => {
    const { told: outputs, untold } = wishes.outputs();
    return { file, steps, outputs, untold, replaced: wishes.replaced(), leftOut: wishes.leftOut };
  };

  // Whatever is wrong with the file is said before anything starts.
  wishesFor(placeToBe(), progressIn(undefined, name));

  return {
    plan: ({ stateFile }) => {
      // Nothing is written down of a plan.
      const kept = stateFile === undefined ? {} : readState(stateFile, name);
      const progress = progressIn(undefined, name);
      for (const [logicalId, made] of Object.entries(kept)) progress.note(logicalId, made);
      const wishes = wishesFor(placeToBe(), progress);
      return {
        ...told(
          wishes,
          inFile(file, () => planWishes(wishes, progress, removing)),
        ),
        outputs: {},
        untold: [],
      };
    },
    apply: async (target, accessKey) => {
      const progress = movedTo(target.endpoint, progressIn(target.stateFile, name));
      const wishes = wishesFor(target, progress);
      const call = callsOf(createApi({ endpoint: target.endpoint, region: target.region, accessKey }));
      const applying = { wishes, progress, call, endpoint: target.endpoint, stackName, removing };
      try {
        return told(wishes, await applyWishes(applying));
      } catch (error) {
        throw located(file, error);
      }
    },
  };
};
