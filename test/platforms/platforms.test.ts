import { platforms } from '../../src/platforms';

const all = Object.values(platforms);
const credentials = { appid: 'wx1', secret: 's&c=r et' };

describe('the platforms', () => {
  it('are found by the names users write', () => {
    expect(Object.keys(platforms)).toEqual(['weixin', 'weixin.h5', 'weixin.app', 'qq']);
    for (const [name, platform] of Object.entries(platforms)) expect(platform.name).toBe(name);
  });

  it('are reached over TLS, on hosts of their own', () => {
    for (const { origin, twin, hosts } of all) {
      for (const url of [origin, twin]) {
        if (url === undefined) continue;
        expect(url).toMatch(/^https:\/\/[a-z0-9.]+$/);
        expect(hosts).toContain(new URL(url).host);
      }
    }
    expect(platforms.weixin.twin).toBe('https://api2.weixin.qq.com');
    expect(platforms['weixin.h5'].twin).toBe('https://api2.weixin.qq.com');
    expect(platforms.qq.twin).toBeUndefined();
  });

  it('have rows of their own in the shared convention', () => {
    expect(all.map(({ provider }) => provider)).toEqual(['weixin-mp', 'weixin-h5', 'weixin-app', 'qq-mp']);
    expect(all.map(({ client }) => client)).toEqual(['mp-weixin', 'h5-weixin', 'app', 'mp-qq']);
  });
});

describe('the numbers', () => {
  it('that mean a dead token are not those of a wrong secret only', () => {
    expect([...platforms.weixin.tokenDead]).toEqual([40001, 40014, 42001]);
    expect([...platforms.qq.tokenDead]).toEqual([40014, 40001]);
    for (const { transient, quota, quotaWindows, credentialsWrong, tokenDead } of all) {
      expect(quotaWindows).toEqual({ 45009: 'day', 45011: 'minute' });
      expect(transient).toBe(-1);
      expect(quota.has(45009) && quota.has(45011)).toBe(true);
      expect(credentialsWrong.has(40125)).toBe(true);
      expect(tokenDead.has(40125)).toBe(false);
    }
  });
});

describe('the request for a token', () => {
  it.each(['weixin', 'weixin.h5'] as const)('of %s goes to the stable endpoint', name => {
    const request = platforms[name].tokenRequest({ ...credentials, force: false });
    expect(request).toMatchObject({ method: 'POST', path: '/cgi-bin/stable_token' });
    expect(JSON.parse(request.body!)).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: 's&c=r et',
      force_refresh: false,
    });
    const forced = platforms[name].tokenRequest({ ...credentials, force: true });
    expect(JSON.parse(forced.body!)).toMatchObject({ force_refresh: true });
  });

  it('of qq has everything in its query', () => {
    const { method, path, body } = platforms.qq.tokenRequest({ ...credentials, force: true });
    expect(method).toBe('GET');
    expect(body).toBeUndefined();
    const url = new URL(path, platforms.qq.origin);
    expect(url.pathname).toBe('/api/getToken');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: 's&c=r et',
    });
  });
});
