/** Whose token it is: the `sub` of a JWT, unchecked; `undefined` if it names none. */
export function readTokenSubject(token: string): string | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const bytes = Uint8Array.from(
      atob(payload.replaceAll('-', '+').replaceAll('_', '/')),
      (character) => character.charCodeAt(0),
    );
    const { sub } = Object(JSON.parse(new TextDecoder().decode(bytes))) as { sub?: unknown };
    return typeof sub === 'string' && sub !== '' ? sub : undefined;
  } catch {
    return undefined;
  }
}
