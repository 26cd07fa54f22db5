/**
 * What the client gets from Node.
 *
 * @module promptcrafter-client/node
 */
export {
  createNodeFetch,
  type NodeFetch,
  type NodeFetchInit,
  type NodeFetchOptions,
} from './create-node-fetch.ts';
export type { NodeHeaders, NodeResponse } from './node-response.ts';
