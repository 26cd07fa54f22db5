/** The headers of an answer, read as those of a `Response`. Names are in any case. */
export interface NodeHeaders extends Iterable<[name: string, value: string]> {
  /** The value of a header, or `null`. Several of one name are joined by commas. */
  get(name: string): string | null;
  /** Whether there is a header of that name. */
  has(name: string): boolean;
  /** The values of all `Set-Cookie` headers. */
  getSetCookie(): string[];
  /** Names in lower case with their values; each cookie is an entry of its own. */
  entries(): IterableIterator<[name: string, value: string]>;
  /** Calls a function for each of the entries. */
  forEach(visit: (value: string, name: string) => void): void;
}

/** An answer: what a `Response` has that is needed to read one, for less of the processor's time. */
export interface NodeResponse {
  readonly status: number;
  readonly statusText: string;
  /** Whether the status is one of success. */
  readonly ok: boolean;
  readonly url: string;
  /** Always `false`: no redirect is followed. */
  readonly redirected: boolean;
  readonly type: 'basic';
  readonly headers: NodeHeaders;
  /** The body as it arrives, decoded; `null` where a status has none. */
  readonly body: ReadableStream<Uint8Array> | null;
  /** Whether somebody reads the body, or has. */
  readonly bodyUsed: boolean;
  /** The whole body as text. Rejects where it is longer than 256 MiB. */
  text(): Promise<string>;
  /** The whole body, parsed as JSON. */
  json(): Promise<unknown>;
  /** The bytes of the whole body. Rejects where they are more than 256 MiB. */
  arrayBuffer(): Promise<ArrayBuffer>;
}
