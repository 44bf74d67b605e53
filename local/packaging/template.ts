import { readFileSync } from 'node:fs';

/** The parts of a CloudFormation template that are checked here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

/** The template in a file. */
export const readTemplate = (file: string): Template => JSON.parse(readFileSync(file, 'utf8'));

/** The resources that this one declares it depends on. */
export const declaredDependencies = ({ DependsOn = [] }: TemplateResource): readonly string[] =>
  typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
