import type { Reporter, TestCase, TestModule } from 'vitest/node';

const quietMs = 5 * 60_000;
const endMs = 70 * 60_000;

/**
 * Names the tests that have not ended when nothing has ended for five minutes. After 70 minutes it names them and ends the
 * run: a test that keeps its thread busy cannot be ended by its own time limit.
 */
export class UnfinishedReporter implements Reporter {
  readonly #modules = new Map<string, string>();
  readonly #cases = new Map<string, string>();
  #quiet: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;

  onTestRunStart(): void {
    this.#end = setTimeout(() => {
      this.#tell('The tests took 70 minutes');
      process.exit(1);
    }, endMs).unref();
    this.#somethingEnded();
  }

  onTestModuleStart(module: TestModule): void {
    this.#modules.set(module.id, `${module.project.name} ${module.relativeModuleId}`);
  }

  onTestCaseReady(test: TestCase): void {
    this.#cases.set(test.id, `${test.project.name} ${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestCaseResult(test: TestCase): void {
    this.#cases.delete(test.id);
    this.#somethingEnded();
  }

  onTestModuleEnd(module: TestModule): void {
    this.#modules.delete(module.id);
    this.#somethingEnded();
  }

  onTestRunEnd(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#end);
  }

  #somethingEnded(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#tell('Nothing has ended for five minutes'), quietMs).unref();
  }

  #tell(what: string): void {
    console.error([`${what}. Not ended:`, ...this.#modules.values(), ...this.#cases.values()].join('\n  '));
  }
}
