/** What a statement or a connection failed with, of the server or of the driver. */
interface DriverFailure {
  readonly name: string;
  readonly message: string;
  /** A SQLSTATE, or the code of a system error. */
  readonly code: string;
}

/** The SQLSTATE of a failure that the server told, `''` where it did not come from there. */
export function getSqlState(error: unknown): string {
  const { code } = toFailure(error);
  return /^[\dA-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : '';
}

/**
 * Why the database cannot do what it is asked, in words of ours: those of the driver may name whoever
 * logs in, and with what. `undefined` where it is a bug of this program instead.
 */
export function toFailureReason(error: unknown): string | undefined {
  const state = getSqlState(error);
  if (state !== '') {
    return states[state] ?? classes[state.slice(0, 2)]?.replace('%', state);
  }
  const { name, code, message } = toFailure(error);
  if (name === 'TimeoutError' || message.startsWith('timeout exceeded'))
    return 'no connection to it is free';
  if (/timeout/.test(message)) return 'it does not answer';
  if (code !== '') return systemReasons[code] ?? `${unreachable} (${code})`;
  if (/SASL|password must be/.test(message))
    return 'it asks for a password, and there is none that fits';
  if (/does not support SSL/.test(message)) return 'it offers no TLS, which sslmode asks for';
  // Sentences of the driver, which has no codes for them.
  return /\bconnection\b|not queryable|calling end/i.test(message) ? unreachable : undefined;
}

const unreachable = 'it cannot be reached';
const refused = 'it does not let this user in';
const ends = 'it is being shut down or started';
const locked = 'others keep it locked';

const states: Readonly<Record<string, string>> = {
  '25006': 'it takes no changes at the moment',
  '28P01': 'it does not accept the password',
  '3D000': 'there is no such database',
  '3F000': 'the tables are gone',
  '40001': locked,
  '40P01': locked,
  '42501': 'its user may not do that',
  '42P01': 'the tables are gone',
  '42703': 'the tables are of another version',
  '53100': 'its disk is full',
  '53300': 'it has no connection left',
  '55P03': locked,
  '57014': 'a statement took too long',
  '57P01': ends,
  '57P02': ends,
  '57P03': ends,
};

const classes: Readonly<Record<string, string>> = {
  '08': unreachable,
  '25': 'it reports a transaction that went wrong (%)',
  '28': refused,
  '53': 'it lacks memory or room (%)',
  '55': 'it is not in a state to answer (%)',
  '57': 'somebody has ended the connection (%)',
  '58': 'its disk cannot be read or written (%)',
  XX: 'it reports that its data is damaged (%)',
};

const systemReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  EACCES: 'its socket may not be used',
  ENOENT: 'its socket is not there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its host cannot be looked up',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is that of another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody known has signed its certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody known has signed its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody known has signed its certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody known has signed its certificate',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

function toFailure(error: unknown): DriverFailure {
  const shape: Partial<Record<keyof DriverFailure, unknown>> =
    typeof error === 'object' && error !== null ? error : {};
  // What Node found at several addresses of a host is in `errors`.
  const first = 'errors' in shape && Array.isArray(shape.errors) ? shape.errors[0] : undefined;
  if (first !== undefined && shape.code === undefined) return toFailure(first);
  const toText = (value: unknown) => (typeof value === 'string' ? value : '');
  return { name: toText(shape.name), message: toText(shape.message), code: toText(shape.code) };
}
