/** Whether two base URLs are one API. */
export function isSameUrl(a: string, b: string): boolean {
  const strip = (url: string) => url.replace(/\/+$/, '');
  return strip(a) === strip(b);
}
