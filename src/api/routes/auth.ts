import { createApiError } from '../api-errors.ts';
import { readBody } from '../read-request.ts';
import { hasLength, loginSchema, signupSchema } from '../request-schemas.ts';
import type { RouteHandlers, Services } from '../services.ts';

export function createAuthRoutes(services: Services): RouteHandlers<'signup' | 'login'> {
  const { store, tokens, passwords } = services;
  return {
    async signup(context) {
      const { name, email, password } = await readBody(context, signupSchema);
      if (!hasLength(password, 10, 30)) throw createApiError('weakPassword');
      // Asked first so that no id is used up, and by `addUser` again, since hashing takes time.
      if (await store.findUserByEmail(email)) throw createApiError('emailInUse');
      const passwordHash = await passwords.hash(password);
      const user = {
        _id: services.createId('user'),
        name,
        email,
        createdAt: new Date(services.now()).toISOString(),
      };
      if (!(await store.addUser(user, passwordHash))) throw createApiError('emailInUse');
      return context.json({ message: 'User account created successfully.' }, 201);
    },

    async login(context) {
      const { email, password } = await readBody(context, loginSchema);
      const user = await store.findUserByEmail(email);
      const hash = user && (await store.findPasswordHash(user._id));
      // Asked without a user too: the time that it takes must not tell who has an account.
      const isMatch = await passwords.isMatch(password, hash);
      if (!user || !isMatch) throw createApiError('wrongCredentials');
      return context.json({ token: await tokens.create(user._id) });
    },
  };
}
