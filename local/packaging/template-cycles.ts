import { declaredDependencies, type Template } from './template.ts';
import { referencesIn } from './template-references.ts';

/** Resources that wait for each other, as `A → B → A`. Empty where the stack can be made. */
export const cyclesOf = ({ Resources }: Template): string[] => {
  const waitsFor = new Map(
    Object.entries(Resources).map(([name, resource]) => {
      const named = referencesIn(resource.Properties).map(({ target }) => target);
      return [
        name,
        [...new Set([...named, ...declaredDependencies(resource)])].filter((target) => target in Resources),
      ];
    }),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) cycles.push([...path.slice(path.indexOf(name)), name].join(' → '));
    if (path.includes(name) || done.has(name)) return;
    for (const next of waitsFor.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of waitsFor.keys()) visit(name, []);
  return cycles;
};
