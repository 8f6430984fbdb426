import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { isCommonPassword } from './common-passwords.ts'

export const MIN_LOGIN = 3
export const MAX_LOGIN = 64
/** Characters. No others are demanded or forbidden (ASVS 6.2.5). */
export const MIN_PASSWORD = 10
export const MAX_PASSWORD = 128

/** Whoever knows whose it is also asks `isCommonPassword` with that person's own words. */
export const newPassword = z
	.string()
	.min(MIN_PASSWORD)
	.max(MAX_PASSWORD)
	.refine((password) => !isCommonPassword(password))

/** For a new account: stricter than for signing in, where a wrong form is merely a wrong password. */
export const newCredentials = z.object({
	login: z.string().transform(normaliseLogin).refine(isLogin),
	password: newPassword
})

export type Credentials = z.infer<typeof newCredentials>

/** Letters of any script, digits, and `. _ - @`, so that an e-mail address will do. */
export function isLogin(login: string): boolean {
	return login.length >= MIN_LOGIN && login.length <= MAX_LOGIN && /^[\p{L}\p{N}._@-]+$/u.test(login)
}

/** «Ирина» and «ирина » are one login. */
export function normaliseLogin(login: string): string {
	return login.normalize('NFKC').trim().toLowerCase()
}

export type Removal = 'removed' | 'last' | 'unknown'

/**
 * Removes a passkey, or, with null, the identity of the provider, unless the person would have no way in left. In one statement:
 * two of them removed at the same moment would each be the last but one otherwise.
 */
export function removeWayIn(
	database: DatabaseSync,
	providerId: string,
	{ personId, passkeyId }: { personId: string; passkeyId: string | null }
): Removal {
	const [target, parameters] =
		passkeyId === null
			? [`auth_accounts where userId = ? and providerId = ?`, [personId, providerId]]
			: [`auth_passkeys where userId = ? and id = ?`, [personId, passkeyId]]
	const another = `(select count(*) from auth_passkeys where userId = ?)
		+ (select count(*) from auth_accounts where userId = ? and (providerId = 'credential' or providerId = ?)) > 1`
	const { changes } = database
		.prepare(`delete from ${target} and ${another}`)
		.run(...parameters, personId, personId, providerId)
	if (changes > 0) return 'removed'
	return database.prepare(`select 1 from ${target}`).get(...parameters) === undefined ? 'unknown' : 'last'
}

/** What signs session cookies: made on the first start, readable by the server's own user only. */
export function readSecret(dataDirectory: string): string {
	const path = join(dataDirectory, 'secret')
	try {
		return readFileSync(path, 'utf8').trim()
	} catch (error) {
		// Only a missing file is a first start; a new secret over an unreadable one would sign everybody out.
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
	}
	const secret = randomBytes(48).toString('base64url')
	writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' })
	return secret
}
