/** Where the hosted API is. */
export const defaultBaseUrl = 'https://promptcrafter-production.up.railway.app';
