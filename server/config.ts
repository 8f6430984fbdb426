/** Reads the server's configuration from the environment. An error names everything that is wrong at once. */
import { isIP, isIPv4 } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { OidcSettings } from './people/accounts/oidc.ts'

export interface Config {
	/** An address of this machine, or `0.0.0.0` for all of them. */
	host: string
	/** 0: any free port. */
	port: number
	/** Absolute. */
	dataDirectory: string
	/** The address people use, without a slash at its end; null: whatever they typed. */
	origin: string | null
	/** Addresses and networks of proxies whose word about a device's address counts; this machine is always trusted. */
	trustedProxies: readonly string[]
	/** `auto`: what the data directory holds decides (demo/people.ts). */
	demo: 'on' | 'off' | 'auto'
	isDemoPublic: boolean
	/** Null: one is made on the first start and kept in the data directory. */
	secret: string | null
	/** The region's own identity system; null: there is none. */
	oidc: OidcSettings | null
	/** The port on this machine for metrics and readiness; null: there is none. */
	metricsPort: number | null
	/** The term of backups, in days. */
	backupDays: number
	logLevel: (typeof logLevels)[number]
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' })

const environment = z.object({
	HOST: z
		.string()
		.refine((host) => host === 'localhost' || isIP(host) !== 0, 'must be an IP address, or localhost')
		.default('127.0.0.1'),
	PORT: z.coerce
		.number({ error: 'must be a number from 0 to 65535' })
		.int('must be a number from 0 to 65535')
		.min(0, 'must be a number from 0 to 65535')
		.max(65535, 'must be a number from 0 to 65535')
		.default(3000),
	TANDEM_DATA: z.string().default('./data'),
	TANDEM_ORIGIN: z
		.string()
		.refine(isOrigin, 'must be an address without a path, such as https://tandem.example')
		.refine(
			(origin) => !isOrigin(origin) || origin.startsWith('https://') || isLoopback(new URL(origin).hostname),
			'must begin with https://, because phones keep an app for offline use only then'
		)
		.optional(),
	TANDEM_TRUSTED_PROXIES: z
		.string()
		.default('')
		.transform((text) => text.split(',').flatMap((proxy) => proxy.trim() || []))
		.refine((proxies) => proxies.every(isNetwork), 'must be addresses or networks, such as 172.18.0.2, 10.0.3.0/24'),
	TANDEM_DEMO: flag.optional(),
	TANDEM_DEMO_PUBLIC: flag.optional(),
	TANDEM_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
	TANDEM_OIDC_ISSUER: z
		.string()
		.refine(isIssuer, 'must be the address that the provider calls itself, https://…')
		.optional(),
	TANDEM_OIDC_CLIENT_ID: z.string().max(200).optional(),
	TANDEM_OIDC_CLIENT_SECRET: z.string().max(1000).optional(),
	TANDEM_OIDC_LABEL: z.string().max(40, 'must have at most 40 characters').optional(),
	/** 149-ФЗ, art. 8 part 10, lets people in only through a system whose owner is Russian (domain.md L5). */
	TANDEM_OIDC_OWNER: z
		.literal('russian', { error: 'must be russian: the law allows no other owner (149-ФЗ)' })
		.optional(),
	TANDEM_METRICS_PORT: z.coerce
		// 0, «any free one», would be a port that nobody knows.
		.number({ error: 'must be a number from 1 to 65535' })
		.int('must be a number from 1 to 65535')
		.min(1, 'must be a number from 1 to 65535')
		.max(65535, 'must be a number from 1 to 65535')
		.optional(),
	TANDEM_BACKUP_DAYS: z.coerce
		.number({ error: 'must be a number from 1 to 365' })
		.int('must be a number from 1 to 365')
		.min(1, 'must be a number from 1 to 365')
		.max(365, 'must be a number from 1 to 365')
		.default(30),
	LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('warn')
})

/** Throws CannotStart. A variable that is set but empty counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
	const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
	if (!parsed.success)
		throw wrongSettings(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`))
	const {
		HOST,
		PORT,
		TANDEM_DATA,
		TANDEM_ORIGIN,
		TANDEM_TRUSTED_PROXIES,
		TANDEM_DEMO,
		TANDEM_DEMO_PUBLIC,
		TANDEM_SECRET,
		TANDEM_METRICS_PORT,
		TANDEM_BACKUP_DAYS,
		LOG_LEVEL
	} = parsed.data
	const config: Config = {
		host: HOST,
		port: PORT,
		dataDirectory: resolve(TANDEM_DATA),
		origin: TANDEM_ORIGIN === undefined ? null : new URL(TANDEM_ORIGIN).origin,
		trustedProxies: TANDEM_TRUSTED_PROXIES,
		demo: TANDEM_DEMO === undefined ? 'auto' : TANDEM_DEMO === '1' ? 'on' : 'off',
		isDemoPublic: TANDEM_DEMO_PUBLIC === '1',
		secret: TANDEM_SECRET ?? null,
		oidc: readOidc(parsed.data),
		metricsPort: TANDEM_METRICS_PORT ?? null,
		backupDays: TANDEM_BACKUP_DAYS,
		logLevel: LOG_LEVEL
	}
	if (config.demo === 'on' && isPublic(config) && !config.isDemoPublic) {
		throw wrongSettings([
			'TANDEM_DEMO=1 lets anybody in without a password, and HOST or TANDEM_ORIGIN is open to others; ' +
				'if that is meant, set TANDEM_DEMO_PUBLIC=1'
		])
	}
	return config
}

/** All settings or none: half of a provider is a mistake. */
function readOidc(env: z.infer<typeof environment>): OidcSettings | null {
	const needed = [
		'TANDEM_OIDC_ISSUER',
		'TANDEM_OIDC_CLIENT_ID',
		'TANDEM_OIDC_CLIENT_SECRET',
		'TANDEM_OIDC_LABEL',
		'TANDEM_OIDC_OWNER'
	] as const
	if (needed.every((name) => env[name] === undefined)) return null
	// The provider sends people back to TANDEM_ORIGIN.
	const missing = [...needed, 'TANDEM_ORIGIN' as const].filter((name) => env[name] === undefined)
	if (missing.length > 0) throw wrongSettings(missing.map((name) => `${name} is needed for an identity provider`))
	return {
		issuer: env.TANDEM_OIDC_ISSUER ?? '',
		clientId: env.TANDEM_OIDC_CLIENT_ID ?? '',
		clientSecret: env.TANDEM_OIDC_CLIENT_SECRET ?? '',
		label: env.TANDEM_OIDC_LABEL ?? '',
		redirectUri: `${new URL(env.TANDEM_ORIGIN ?? '').origin}/api/sign-in/oidc/return`
	}
}

/** Whether people on other machines can come in: directly, or through a proxy on this one. */
export function isPublic({ host, origin }: Pick<Config, 'host' | 'origin'>): boolean {
	return !isLoopback(host) || (origin !== null && !isLoopback(new URL(origin).hostname))
}

/** An IP address or a name, as in a URL: IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
	const name = host.replace(/^\[|\]$/g, '')
	return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
}

function isOrigin(text: string): boolean {
	return /^https?:$/.test(URL.parse(text)?.protocol ?? '') && new URL(text).origin === text.replace(/\/$/, '')
}

/** An address, or a network with the length of its prefix. */
function isNetwork(text: string): boolean {
	const [address = '', prefix, ...more] = text.split('/')
	if (isIP(address) === 0 || more.length > 0) return false
	return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128))
}

function isIssuer(text: string): boolean {
	const address = URL.parse(text)
	return (
		address !== null &&
		(address.protocol === 'https:' || (address.protocol === 'http:' && isLoopback(address.hostname)))
	)
}

function wrongSettings(problems: readonly string[]): CannotStart {
	const list = problems.map((problem) => `  ${problem}`).join('\n')
	return new CannotStart(`Неверные настройки, сервер не запущен.`, `Wrong settings, the server did not start:\n${list}`)
}

/** A reason not to start that a person can fix. Its message is for them: Russian first, then English. */
export class CannotStart extends Error {
	constructor(russian: string, english: string) {
		super(`${russian}\n${english}`)
		this.name = 'CannotStart'
	}
}

/** The database file in the data directory. */
export const DATABASE_NAME = 'tandem.sqlite'
/** Derived from the database; it may be deleted while no server runs (server/database/board-rows.ts). */
export const BOARD_NAME = 'board.sqlite'
