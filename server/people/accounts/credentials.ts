import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SelectQueryBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Registry } from '../../database/database.ts'
import type { Tables } from '../../database/tables.ts'
import { isCommonPassword } from './common-passwords.ts'

export const MIN_LOGIN = 3
export const MAX_LOGIN = 64
/** In characters. No kinds of characters are required or forbidden (ASVS 6.2.5). */
export const MIN_PASSWORD = 10
export const MAX_PASSWORD = 128

/** If the person is known, also check `isCommonPassword` with the person's own words. */
export const newPassword = z
	.string()
	.min(MIN_PASSWORD)
	.max(MAX_PASSWORD)
	.refine((password) => !isCommonPassword(password))

/** For a new account. Signing in is less strict: there a wrong form is merely a wrong password. */
export const newCredentials = z.object({
	login: z.string().transform(normaliseLogin).refine(isLogin),
	password: newPassword
})

export type Credentials = z.infer<typeof newCredentials>

/** Letters of any script, digits, and `. _ - @`, so that an e-mail address is a login. */
export function isLogin(login: string): boolean {
	return login.length >= MIN_LOGIN && login.length <= MAX_LOGIN && /^[\p{L}\p{N}._@-]+$/u.test(login)
}

/** «Ирина» and «ирина » are one login. */
export function normaliseLogin(login: string): string {
	return login.normalize('NFKC').trim().toLowerCase()
}

export type Removal = 'removed' | 'last' | 'unknown'

/**
 * Removes a passkey, or, with null, the identity of the provider, unless it is the person's last way in. The removal itself counts the
 * others, because two removals at the same moment could remove both of the last two.
 */
export async function removeWayIn(
	registry: Registry,
	providerId: string,
	{ personId, passkeyId }: { personId: string; passkeyId: string | null }
): Promise<Removal> {
	const { query } = registry
	const passkeys = query.selectFrom('auth_passkeys').where('userId', '=', personId)
	const accounts = query.selectFrom('auth_accounts').where('userId', '=', personId)
	const target =
		passkeyId === null
			? accounts.select('id').where('providerId', '=', providerId)
			: passkeys.select('id').where('id', '=', passkeyId)
	const opening = accounts.where('providerId', 'in', ['credential', providerId])
	const removal = query
		.deleteFrom(passkeyId === null ? 'auth_accounts' : 'auth_passkeys')
		.where('id', 'in', target)
		.where(sql<boolean>`${countRows(passkeys)} + ${countRows(opening)} > 1`)
	if (await registry.commitIf(removal, [])) return 'removed'
	return (await target.executeTakeFirst()) === undefined ? 'unknown' : 'last'
}

function countRows<Row>(rows: SelectQueryBuilder<Tables, keyof Tables, Row>) {
	return sql`(${rows.select(({ fn }) => fn.countAll<number>().as('count'))})`
}

/** The secret that signs session cookies. Made on the first start; only the server's own user can read it. */
export function readSecret(dataDirectory: string): string {
	const path = join(dataDirectory, 'secret')
	try {
		return readFileSync(path, 'utf8').trim()
	} catch (error) {
		// Only a missing file is a first start. A new secret over an unreadable one would sign everybody out.
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
	}
	const secret = randomBytes(48).toString('base64url')
	writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' })
	return secret
}
