/**
 * A certificate that vouches for itself, for `localhost` and `api.example.test`, until 2126, and its
 * key, which protects nothing.
 *
 *     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
 *       -subj /CN=localhost -addext subjectAltName=DNS:localhost,DNS:api.example.test
 */
export const tlsIdentity = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0tukldUpMsOzw/NP
tkrkXf5d4GnOz5111N3vfc4H0UShRANCAAR2s+bTXVj/jVB6GEhrky9RDxjnCa+C
Nr7ZyRCXPwPJpvq4k3jKD76VJNMw8uTrx1ztUw3NNl8PhRfP/q67IhRf
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBqDCCAU2gAwIBAgIUMw1IzeL5Od3Q7JRgPTJHa02S8ZIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjExMDEwN1oYDzIxMjYxMTAy
MTEwMTA3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR2s+bTXVj/jVB6GEhrky9RDxjnCa+CNr7ZyRCXPwPJpvq4k3jKD76V
JNMw8uTrx1ztUw3NNl8PhRfP/q67IhRfo3sweTAdBgNVHQ4EFgQUMXdbQiigcgXq
49sCzOv2Xv8UMygwHwYDVR0jBBgwFoAUMXdbQiigcgXq49sCzOv2Xv8UMygwDwYD
VR0TAQH/BAUwAwEB/zAmBgNVHREEHzAdgglsb2NhbGhvc3SCEGFwaS5leGFtcGxl
LnRlc3QwCgYIKoZIzj0EAwIDSQAwRgIhAKvJeLjsKSTfFG4toBXliNXcKm7ceDmq
DNQ89FDCbClVAiEAm1W7s5GJKkDJHSUWKnWN6HTrL9o4C0s/LpfxTQq3f/A=
-----END CERTIFICATE-----
`,
};
