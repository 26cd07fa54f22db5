import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { CliError } from './cli-error.ts';

/** A login that is kept. */
export interface Profile {
  readonly baseUrl: string;
  readonly email: string;
  readonly token: string;
  /** Only if the user asked to be logged in again by itself. */
  readonly password?: string | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
}

type Profiles = Readonly<Record<string, Profile>>;

/** The file that holds the logins, in the folder that the user keeps settings in. */
export function findProfileFile(): string {
  const { XDG_CONFIG_HOME: folder, APPDATA } = process.env;
  const fallback = process.platform === 'win32' && APPDATA ? APPDATA : join(homedir(), '.config');
  // A relative path is to be ignored, says the specification.
  return join(folder && isAbsolute(folder) ? folder : fallback, 'promptcrafter', 'profiles.json');
}

/** Reads a login, if there is one. */
export function readProfile(name: string): Profile | undefined {
  const profiles = readProfiles();
  return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
}

/** Keeps a login, or removes it. */
export function writeProfile(name: string, profile: Profile | undefined): void {
  const others = Object.entries(readProfiles()).filter(([other]) => other !== name);
  const profiles = Object.fromEntries(profile ? [...others, [name, profile]] : others);
  const file = findProfileFile();
  const next = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    chmodSync(dirname(file), 0o700);
    // A new file, so that nobody has it open who could read an earlier one.
    writeFileSync(next, `${JSON.stringify({ version: 1, profiles }, undefined, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw new CliError(`Failed to keep the login: ${toCode(error)} at ${file}. See who owns it.`);
  }
}

function readProfiles(): Profiles {
  const file = findProfileFile();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (toCode(error) === 'ENOENT') return {};
    throw new CliError(`Failed to read the logins: ${toCode(error)} at ${file}. See who owns it.`);
  }
  try {
    const { version, profiles } = JSON.parse(text) as { version: unknown; profiles: Profiles };
    if (version === 1 && typeof profiles === 'object' && profiles !== null) return profiles;
  } catch {
    // Not even JSON. The message of the parser would show a part of it.
  }
  throw new CliError(`Failed to read the logins: ${file} is damaged. Remove it, and log in again.`);
}

const toCode = (error: unknown) => String((error as { code?: unknown }).code ?? 'an error');
