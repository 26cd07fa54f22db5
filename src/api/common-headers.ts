/**
 * The headers of every answer. Browsers may send `Authorization` and `Content-Type` and no other
 * header, and may read none of `Date` and `Retry-After`: nothing is exposed to them.
 */
export function setCommonHeaders(headers: Headers, now: number): void {
  headers.set('Date', new Date(now).toUTCString());
  headers.set('Access-Control-Allow-Origin', '*');
}

/** What answers a browser that asks before it sends. */
export function createPreflightResponse(now: number): Response {
  const headers = new Headers({
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
  });
  setCommonHeaders(headers, now);
  return new Response(null, { status: 204, headers });
}
