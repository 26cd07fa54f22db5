/** What the test API is made of. The jsdom of Jest hides them from tests. */
const needed = ['Request', 'Response', 'Headers', 'TextEncoder', 'TextDecoder'] as const;

/** @throws TypeError that names what the platform lacks. */
export function checkPlatform(): void {
  const missing = needed.filter((name) => typeof globalThis[name] !== 'function');
  if (missing.length === 0) return;
  throw new TypeError(
    `Failed to create test API: this platform has no ${missing.join(', ')}. ` +
      'In Jest, test in the environment node, or one that gives jsdom these classes of Node.',
  );
}
