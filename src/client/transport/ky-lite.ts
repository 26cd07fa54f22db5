/**
 * What `ky` is in the published files: the one way through it that `http.ts` takes, with its
 * retries, timeouts, hooks and errors turned off. decisions/0001 says why.
 */
export default function ky(
  _url: string,
  { fetch }: { readonly fetch: () => Promise<Response> },
): Promise<Response> {
  return fetch();
}
