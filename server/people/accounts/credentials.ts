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
