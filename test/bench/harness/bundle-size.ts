import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

/** Names the modules of Node without bundling them, for clients that have no other way. */
const leaveOutNode: Plugin = {
  name: 'leave-out-node',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true }));
  },
};

/** Bytes, minified and gzipped, of what a page downloads that contains a script. */
export async function toBundleSize(script: string, resolveDir: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    plugins: [leaveOutNode],
    logLevel: 'silent',
  });
  const [{ contents } = { contents: new Uint8Array() }] = outputFiles;
  return gzipSync(contents, { level: 9 }).byteLength;
}
