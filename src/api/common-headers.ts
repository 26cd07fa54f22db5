/**
 * The headers of every answer. Pages may send `Authorization` and `Content-Type` and no other header.
 * No header is exposed to them, so that they can read neither `Date` nor `Retry-After`.
 */
export function setCommonHeaders(headers: Headers, now: number): void {
  headers.set('Date', new Date(now).toUTCString());
  headers.set('Access-Control-Allow-Origin', '*');
}

/** Answers the preflight request of a browser (CORS). */
export function createPreflightResponse(now: number): Response {
  const headers = new Headers({
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
  });
  setCommonHeaders(headers, now);
  return new Response(null, { status: 204, headers });
}
