/** Where responses come: the assertion consumer service. */
export const consumerOf = (origin: string): string => `${origin}/saml2/idpresponse`;

/** Where messages about logouts come. */
export const logoutOf = (origin: string): string => `${origin}/saml2/logout`;
