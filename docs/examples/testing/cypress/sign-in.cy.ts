import type { GatehouseFacts, TestUser } from 'gatehouse-pools/testing';

it('signs a user in on the page, and the app gets a code', () => {
  // Stands in for the app, to which the sign-in comes back.
  cy.intercept('http://localhost:3000/**', { body: 'The app' }).as('app');
  cy.task<TestUser>('user').then(({ username, password }) => {
    cy.task<GatehouseFacts>('facts').then(({ signInUrl }) => cy.visit(signInUrl));
    cy.get('input[name="username"]:visible').type(username);
    cy.get('input[name="password"]:visible').type(password, { log: false });
    cy.get('input[name="signInSubmitButton"]:visible').click();
  });
  cy.wait('@app')
    .its('request.query.code')
    .should('match', /^[\w-]+$/);
});
