import { describe, expect, it } from 'vitest';
import { ProxySettings } from '../../src/node/proxy-settings.ts';

const proxy = 'http://proxy.example:3128';
const both = { http_proxy: proxy, https_proxy: proxy };

const find = (url: string, environment: Record<string, string | undefined>) =>
  new ProxySettings(environment).find(new URL(url))?.href;

describe('the proxy of a URL', () => {
  it.each([
    ['http://a.example/', { http_proxy: proxy }, `${proxy}/`],
    ['http://a.example/', { HTTP_PROXY: proxy }, `${proxy}/`],
    ['https://a.example/', { https_proxy: proxy }, `${proxy}/`],
    ['https://a.example/', { HTTPS_PROXY: proxy }, `${proxy}/`],
    ['https://a.example/', { https_proxy: proxy, HTTPS_PROXY: 'http://other' }, `${proxy}/`],
    ['https://a.example/', { https_proxy: '', HTTPS_PROXY: proxy }, `${proxy}/`],
    ['https://a.example/', { http_proxy: proxy }, undefined],
    ['http://a.example/', { https_proxy: proxy }, undefined],
    ['http://a.example/', { http_proxy: 'proxy.example:3128' }, `${proxy}/`],
    ['http://a.example/', { http_proxy: 'https://proxy.example' }, 'https://proxy.example/'],
    ['http://a.example/', {}, undefined],
  ])('of %s in %o is %s', (url, environment, expected) => {
    expect(find(url, environment)).toBe(expected);
  });

  it.each([
    ['localhost', true],
    ['LOCALHOST', true],
    ['localhost.', true],
    ['api.localhost', true],
    ['127.0.0.1', true],
    ['127.1', true],
    ['127.255.0.9', true],
    ['[::1]', true],
    ['[0:0:0:0:0:0:0:1]', true],
    ['notlocalhost', false],
    ['localhost.example', false],
    ['127.example', false],
    ['128.0.0.1', false],
    ['[::2]', false],
  ])('is none for the machine itself: %s, %s', (host, isDirect) => {
    const expected = isDirect ? undefined : `${proxy}/`;
    expect(find(`http://${host}:3000/`, both)).toBe(expected);
    expect(find(`https://${host}/`, both)).toBe(expected);
  });

  it('is not found where the environment cannot be read', () => {
    const environment = new Proxy(
      {},
      {
        get: () => {
          throw new Error('not allowed');
        },
      },
    );
    expect(find('http://a.example/', environment)).toBeUndefined();
  });

  it.each(['http://:0', 'socks5://ada:hidden@127.0.0.1', 'http://ada:hidden@[::1'])(
    'is refused where it is %s, without showing it',
    (address) => {
      const environment = { http_proxy: address };
      expect(() => find('http://a.example/', environment)).toThrow(TypeError);
      expect(() => find('http://a.example/', environment)).not.toThrow(/hidden|ada/);
    },
  );
});

describe('NO_PROXY', () => {
  it.each([
    ['https://api.example.com/', '*', true],
    ['https://api.example.com/', 'api.example.com', true],
    ['https://API.example.com/', 'api.EXAMPLE.com', true],
    ['https://api.example.com/', 'example.com', true],
    ['https://api.example.com/', '.example.com', true],
    ['https://api.example.com/', '*.example.com', true],
    ['https://api.example.com/', 'other.test, example.com', true],
    ['https://api.example.com/', 'other.test example.com', true],
    ['https://badexample.com/', 'example.com', false],
    ['https://api.example.com/', 'api.example.org', false],
    ['https://api.example.com/', '', false],
    ['https://api.example.com/', 'example.com:443', true],
    ['https://api.example.com:8443/', 'example.com:443', false],
    ['http://api.example.com/', 'example.com:80', true],
    ['http://intranet:3000/', 'intranet', true],
    ['http://10.0.0.1:3000/', '10.0.0.1', true],
    ['http://10.0.0.1:3000/', '0.0.1', false],
    ['http://10.0.0.1:3000/', '10.0.0.0/8', true],
    ['http://11.0.0.1:3000/', '10.0.0.0/8', false],
    ['http://10.1.2.3/', '10.0.0.0/8,172.16.0.0/12', true],
    ['http://a.example/', '10.0.0.0/8', false],
    ['http://10.1.2.3/', '10.0.0.0/99', false],
    ['http://10.1.2.3/', 'nonsense/8', false],
    ['http://[fd00::1]:3000/', 'fd00::1', true],
    ['http://[fd00::1]:3000/', '[fd00::1]', true],
    ['http://[fd00::1]:3000/', '[fd00::1]:3000', true],
    ['http://[fd00::1]:3000/', '[fd00::1]:80', false],
    ['http://[fd00::1]/', 'fd00::/8', true],
    ['http://[fe00::1]/', 'fd00::/8', false],
  ])('%s with %j is reached directly: %s', (url, list, isDirect) => {
    expect(find(url, { ...both, no_proxy: list })).toBe(isDirect ? undefined : `${proxy}/`);
    expect(find(url, { ...both, NO_PROXY: list })).toBe(isDirect ? undefined : `${proxy}/`);
  });
});
