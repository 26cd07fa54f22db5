import PromptCrafterClient = require('promptcrafter-client');
import testing = require('promptcrafter-client/testing');

const api: testing.TestApi = testing.createTestApi();
const client = new PromptCrafterClient({ fetch: api.fetch, token: () => api.token() });

export = { client, requests: api.requests.map(({ status }) => status) };
