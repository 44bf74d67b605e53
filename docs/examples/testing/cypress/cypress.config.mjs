// For Cypress: one stack for all specs. These run in a browser, and reach it by tasks.
import { defineConfig } from 'cypress';
import { startGatehouse } from 'gatehouse-pools/testing';

export default defineConfig({
  e2e: {
    specPattern: '*.cy.ts',
    supportFile: false,
    async setupNodeEvents(on) {
      const gatehouse = await startGatehouse();
      on('after:run', () => gatehouse.stop());
      // What they give comes as JSON.
      on('task', {
        facts: () => gatehouse.facts,
        user: (wanted) => gatehouse.user(wanted ?? {}),
        codeFor: (address) => gatehouse.codeFor(address),
        moveClock: (by) => gatehouse.moveClock(by),
        call: ({ operation, request }) => gatehouse.call(operation, request),
      });
    },
  },
});
