// For Playwright: one stack for all tests. These run in processes of their own, which have the environment of this one.
import { startGatehouse } from 'gatehouse-pools/testing';

export default async function setup() {
  const gatehouse = await startGatehouse();
  process.env.GATEHOUSE = JSON.stringify(gatehouse.facts);
  return gatehouse.stop;
}
