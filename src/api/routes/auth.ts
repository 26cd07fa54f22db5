import { ApiError } from '../api-errors.ts';
import { toEmailKey } from '../email-key.ts';
import { type PasswordCaller, toPasswordForm } from '../passwords.ts';
import { readBody } from '../read-request.ts';
import { hasLength, loginSchema, signupSchema } from '../request-schemas.ts';
import type { RouteContext, RouteHandlers, Services } from '../services.ts';

export function createAuthRoutes(services: Services): RouteHandlers<'signup' | 'login'> {
  const { store, tokens, passwords, throttle } = services;

  /** Also matches a password that an older server kept as it was typed. */
  async function isPassword(
    password: string,
    hash: string | undefined,
    caller: PasswordCaller,
    mayBegin: () => void,
  ): Promise<boolean> {
    const form = toPasswordForm(password);
    if (await passwords.isMatch(form, hash, caller, mayBegin)) return true;
    return form !== password && (await passwords.isMatch(password, hash, caller, mayBegin));
  }

  return {
    async signup(context) {
      const fields = await readBody(context, signupSchema);
      const { name, email } = fields;
      const password = toPasswordForm(fields.password);
      if (!hasLength(password, 10, 30)) throw new ApiError('weakPassword');
      // Asked first so that no id is used up, and by `addUser` again, since hashing takes time.
      if (await store.findUserByEmail(email)) throw new ApiError('emailInUse');
      const passwordHash = await passwords.hash(password, toCaller(context, email));
      const user = {
        _id: services.createId('user'),
        name,
        email,
        createdAt: new Date(services.now()).toISOString(),
      };
      if (!(await store.addUser(user, passwordHash))) throw new ApiError('emailInUse');
      return context.json({ message: 'User account created successfully.' }, 201);
    },

    async login(context) {
      const { email, password } = await readBody(context, loginSchema);
      const caller = toCaller(context, email);
      const attempt = { account: caller.account, address: caller.address };
      const assertNotThrottled = () => {
        const wait = throttle?.readWait(attempt) ?? 0;
        if (wait > 0) throw new ApiError('tooManyAttempts', wait);
      };
      assertNotThrottled();
      const user = await store.findUserByEmail(email);
      const hash = user && (await store.findPasswordHash(user._id));
      // Compared without a user too: the time must not show who has an account. Guesses that were made
      // at once are checked again when it is their turn.
      const isMatch = await isPassword(password, hash, caller, assertNotThrottled);
      if (!user || !isMatch) {
        throttle?.noteFailure(attempt);
        throw new ApiError('wrongCredentials');
      }
      throttle?.noteSuccess(attempt);
      return context.json({ token: tokens.create(user._id) });
    },
  };
}

function toCaller(context: RouteContext, email: string): PasswordCaller {
  const { signal } = context.req.raw;
  return { address: context.env.address, account: toEmailKey(email), signal };
}
