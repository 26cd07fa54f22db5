import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { readProfile, writeProfile } from '../profiles.ts';
import { toExamples } from '../to-examples.ts';

/** Adds what `logout` takes and does. */
export function defineLogout(command: Command): void {
  command
    .description(
      'Removes a login from the file that keeps it. The API knows no logout: its token expires.',
    )
    .option('--profile <name>', 'remove the login of this name', 'default')
    .addHelpText('after', toExamples(['promptcrafter-client logout']))
    .action(({ profile }: { readonly profile: string }) => {
      if (!readProfile(profile)) {
        throw new CliError(
          `Failed to log out: there is no login of the profile '${profile}'. There is nothing to do.`,
        );
      }
      writeProfile(profile, undefined);
      process.stderr.write('Logged out.\n');
    });
}
