/** A text without the passwords of URLs and of connection strings in it, for people to read. */
export function maskSecrets(text: string): string {
  return (
    text
      // A password may hold any character, so that all up to the last `@` is taken for one.
      .replace(/:\/\/.*@/gs, '://***@')
      .replace(/(password|passwd|pwd)(\s*=\s*)('[^']*'?|[^\s&]*)/gi, '$1$2***')
  );
}
