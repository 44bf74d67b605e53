import { checkProperties, findResourceType, loadSpecification, type Specification } from './property-faults.ts';
import { declaredDependencies, type Template } from './template.ts';
import { cyclesOf } from './template-cycles.ts';
import { type Reference, referencesIn } from './template-references.ts';

const PSEUDO_PARAMETERS = new Set(
  ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
    (name) => `AWS::${name}`,
  ),
);

const referenceFault = (db: Specification, template: Template, reference: Reference): string | undefined => {
  const { kind, target, attribute = '' } = reference;
  const { Resources, Parameters = {}, Conditions = {} } = template;
  if (kind === 'condition') return target in Conditions ? undefined : `names the unknown condition ${target}`;
  const resource = Resources[target];
  if (kind === 'value')
    return resource || target in Parameters || PSEUDO_PARAMETERS.has(target)
      ? undefined
      : `names the unknown ${target}`;
  if (!resource) return `wants ${attribute} of the unknown ${target}`;
  const type = findResourceType(db, resource.Type);
  if (!type || attribute in type.attributes || attribute in type.properties) return undefined;
  return `wants ${attribute}, which ${resource.Type} does not have`;
};

/**
 * What CloudFormation would refuse in a template, one sentence each: types, properties, references, conditions and
 * cycles. Values that only a deployment has, and permissions, are not checked.
 */
export const faultsOf = async (template: Template): Promise<string[]> => {
  const db = await loadSpecification();
  const faults: string[] = [];
  const report = (at: string, fault: string): void => {
    faults.push(`${at} ${fault}.`);
  };
  const { Resources, Outputs, Conditions } = template;
  for (const reference of referencesIn({ Resources, Outputs, Conditions })) {
    const fault = referenceFault(db, template, reference);
    if (fault) report(reference.at, fault);
  }
  for (const [name, resource] of Object.entries(Resources)) {
    const type = findResourceType(db, resource.Type);
    if (type) checkProperties(db, type.properties, resource.Properties ?? {}, name, report);
    else report(name, `is of the unknown type ${resource.Type}`);
    for (const needed of declaredDependencies(resource))
      if (!Resources[needed]) report(name, `depends on the unknown ${needed}`);
    if (resource.Condition && !(resource.Condition in (Conditions ?? {})))
      report(name, `has the unknown condition ${resource.Condition}`);
  }
  for (const cycle of cyclesOf(template)) report(cycle, 'is a cycle');
  return faults;
};
