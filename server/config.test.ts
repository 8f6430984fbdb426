import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CannotStart, isLoopback, isPublic, readConfig } from './config.ts'

const provider = {
	TANDEM_OIDC_ISSUER: 'https://id.example/realm',
	TANDEM_OIDC_CLIENT_ID: 'tandem',
	TANDEM_OIDC_CLIENT_SECRET: 'a secret of the two',
	TANDEM_OIDC_LABEL: 'ЕСИА',
	TANDEM_OIDC_OWNER: 'russian'
}

describe('the settings', () => {
	it('have a value for everything when nothing is set', () => {
		expect(readConfig({})).toEqual({
			host: '127.0.0.1',
			port: 3000,
			dataDirectory: resolve('./data'),
			origin: null,
			trustedProxies: [],
			demo: 'auto',
			isDemoPublic: false,
			secret: null,
			oidc: null,
			metricsPort: null,
			backupDays: 30,
			logLevel: 'warn'
		})
	})

	it('name the region’s identity system, and where it sends people back to', () => {
		expect(readConfig({ ...provider, TANDEM_ORIGIN: 'https://tandem.example' }).oidc).toEqual({
			issuer: 'https://id.example/realm',
			clientId: 'tandem',
			clientSecret: 'a secret of the two',
			label: 'ЕСИА',
			redirectUri: 'https://tandem.example/api/sign-in/oidc/return'
		})
	})

	it.each([
		[{ PORT: '0' }, { port: 0 }],
		[{ PORT: '' }, { port: 3000 }],
		[{ TANDEM_DATA: '/srv/tandem' }, { dataDirectory: '/srv/tandem' }],
		[{ TANDEM_ORIGIN: 'https://tandem.example/' }, { origin: 'https://tandem.example' }],
		[{ TANDEM_ORIGIN: 'http://localhost:8080' }, { origin: 'http://localhost:8080' }],
		[
			{ TANDEM_TRUSTED_PROXIES: '172.18.0.2, 10.0.3.0/24,fd00:3::/64' },
			{ trustedProxies: ['172.18.0.2', '10.0.3.0/24', 'fd00:3::/64'] }
		],
		[{ TANDEM_DEMO: '1' }, { demo: 'on' }],
		[
			{ TANDEM_DEMO: '0', HOST: '0.0.0.0' },
			{ demo: 'off', host: '0.0.0.0' }
		],
		[
			{ TANDEM_DEMO: '1', TANDEM_DEMO_PUBLIC: '1', HOST: '::' },
			{ demo: 'on', host: '::' }
		],
		[{ TANDEM_SECRET: 'x'.repeat(32) }, { secret: 'x'.repeat(32) }],
		[{ TANDEM_METRICS_PORT: '9464' }, { metricsPort: 9464 }],
		[{ TANDEM_BACKUP_DAYS: '7' }, { backupDays: 7 }],
		[{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }]
	])('%o are understood', (env, expected) => {
		expect(readConfig(env)).toMatchObject(expected)
	})

	it.each([
		['a host that is a name', { HOST: 'tandem.example' }, 'HOST'],
		['a port that is no number', { PORT: 'eighty' }, 'PORT'],
		['a port too large', { PORT: '65536' }, 'PORT'],
		['half a port', { PORT: '80.5' }, 'PORT'],
		['metrics on a port that nobody would know', { TANDEM_METRICS_PORT: '0' }, 'TANDEM_METRICS_PORT'],
		['an origin with a path', { TANDEM_ORIGIN: 'https://tandem.example/app' }, 'TANDEM_ORIGIN'],
		['an origin that is no address', { TANDEM_ORIGIN: 'tandem.example' }, 'TANDEM_ORIGIN'],
		['an origin phones would not trust', { TANDEM_ORIGIN: 'http://tandem.example' }, 'https://'],
		['a proxy that is a name', { TANDEM_TRUSTED_PROXIES: 'nginx' }, 'TANDEM_TRUSTED_PROXIES'],
		['a network too narrow', { TANDEM_TRUSTED_PROXIES: '10.0.3.0/33' }, 'TANDEM_TRUSTED_PROXIES'],
		['a demonstration said otherwise than 0 or 1', { TANDEM_DEMO: 'yes' }, 'TANDEM_DEMO'],
		['a demonstration for everybody', { TANDEM_DEMO: '1', HOST: '0.0.0.0' }, 'TANDEM_DEMO_PUBLIC'],
		[
			'a demonstration behind a proxy',
			{ TANDEM_DEMO: '1', TANDEM_ORIGIN: 'https://tandem.example' },
			'TANDEM_DEMO_PUBLIC'
		],
		['a short secret', { TANDEM_SECRET: 'short' }, 'TANDEM_SECRET'],
		['half of an identity provider', { TANDEM_OIDC_ISSUER: 'https://id.example' }, 'TANDEM_OIDC_CLIENT_ID is needed'],
		[
			'[L5] an identity provider whose owner nobody has named',
			{ ...provider, TANDEM_OIDC_OWNER: '', TANDEM_ORIGIN: 'https://tandem.example' },
			'TANDEM_OIDC_OWNER is needed'
		],
		['[L5] an identity provider of a foreign owner', { ...provider, TANDEM_OIDC_OWNER: 'foreign' }, 'must be russian'],
		['an identity provider and no public address', { ...provider }, 'TANDEM_ORIGIN is needed'],
		['an identity provider that is overheard', { ...provider, TANDEM_OIDC_ISSUER: 'http://id.example' }, 'https://'],
		['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL']
	])('with %s are refused by name', (_what, env, named) => {
		expect(() => readConfig(env)).toThrow(CannotStart)
		expect(() => readConfig(env)).toThrow(named)
	})

	it('name everything that is wrong at once', () => {
		expect(() => readConfig({ PORT: 'x', TANDEM_DEMO: '2', LOG_LEVEL: 'loud' })).toThrow(
			/PORT[^]*TANDEM_DEMO[^]*LOG_LEVEL/
		)
	})
})

describe('reach', () => {
	it.each([
		['127.0.0.1', true],
		['127.8.8.8', true],
		['::1', true],
		['[::1]', true],
		['localhost', true],
		['0.0.0.0', false],
		['::', false],
		['192.168.1.4', false],
		['127.0.0.1.example', false]
	])('%s is this machine alone: %s', (host, expected) => {
		expect(isLoopback(host)).toBe(expected)
	})

	it('goes beyond this machine through a proxy too', () => {
		expect(isPublic({ host: '127.0.0.1', origin: 'https://tandem.example' })).toBe(true)
		expect(isPublic({ host: '127.0.0.1', origin: null })).toBe(false)
	})
})
