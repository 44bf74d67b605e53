// For Vitest: one stack for all tests, which they reach by what is provided here.
import { startGatehouse } from 'gatehouse-pools/testing';

export default async function setup(project) {
  const gatehouse = await startGatehouse();
  project.provide('gatehouse', gatehouse.facts);
  return gatehouse.stop;
}
