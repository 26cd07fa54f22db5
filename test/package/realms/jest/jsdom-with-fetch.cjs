const { TestEnvironment } = require('jest-environment-jsdom');

/** jsdom with classes of Node, as people give them to it; its signals stay its own. */
module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { fetch, Request, Response, Headers, ReadableStream });
    Object.assign(this.global, { TextEncoder, TextDecoder });
  }
};
