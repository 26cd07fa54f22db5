import { ServeError } from '../serve-error.ts';

/** Where a database is and how it is reached, by the names that libpq has for it. */
export type ConnectionSettings = Readonly<Record<SettingName, string | undefined>>;

/** What a URL may say, and the variable of the environment that says it where the URL does not. */
const variables = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslnegotiation: 'PGSSLNEGOTIATION',
  channel_binding: 'PGCHANNELBINDING',
  application_name: 'PGAPPNAME',
  options: 'PGOPTIONS',
  connect_timeout: 'PGCONNECT_TIMEOUT',
} as const;

export type SettingName = keyof typeof variables;

/** What libpq knows and this program has no use for: keeping a connection alive is its own affair. */
const ignored = new Set([
  'client_encoding',
  'fallback_application_name',
  'gssencmode',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'tcp_user_timeout',
]);

/** Whether `--data` names a PostgreSQL database. */
export function isPostgresUrl(data: string): boolean {
  return /^postgres(ql)?:\/\//i.test(data);
}

/**
 * Reads a URL as libpq does: what it leaves out comes from the environment.
 *
 * @throws {@link ServeError} when it is no such URL.
 */
export function readConnectionUrl(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionSettings {
  const url = parse(text);
  const given = new Map<string, string>();
  const give = (name: string, value: string) => value !== '' && given.set(name, decode(value));
  if (url.hostname !== noHost) give('host', url.hostname.replace(/^\[(.*)\]$/, '$1'));
  give('port', url.port);
  give('user', url.username);
  give('password', url.password);
  give('dbname', url.pathname.replace(/^\//, ''));
  for (const [name, value] of url.searchParams) {
    if (!(Object.hasOwn(variables, name) || ignored.has(name))) refuseParameter(name);
    if (value !== '') given.set(name, value);
  }
  const entries = Object.entries(variables).map(([name, variable]) => [
    name,
    given.get(name) ?? (environment[variable] || undefined),
  ]);
  return Object.fromEntries(entries) as ConnectionSettings;
}

/** What stands behind a `?` may be the rest of a password, which is not to be printed. */
function refuseParameter(name: string): never {
  throw new ServeError(
    /^[a-z_]+$/.test(name)
      ? `it has a parameter that is not known, '${name}'`
      : 'it has a ? or & that belongs to no parameter: in a password they are written as %3F and %26',
  );
}

/** Stands for a host that is left out, which a URL with a user in it may not do. */
const noHost = 'none.invalid';

function parse(text: string): URL {
  const whole = text.replace(/^(\w+:\/\/(?:[^/?]*@)?)(?=[:/?]|$)/, `$1${noHost}`);
  // What stands for a folder in place of the host is written with %2F, which these URLs allow.
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const [, hosts = url?.hostname ?? ''] = /@([^@/?]*)/.exec(text) ?? [];
  if (hosts.includes(',')) throw new ServeError('it names several hosts, and one is asked');
  if (url) return url;
  throw new ServeError(
    'it is no URL that can be read: characters such as @ and # are written as %40 and %23',
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServeError('it has a % that stands for no character');
  }
}
