import { z } from 'zod'

export const MIN_LOGIN = 3
export const MAX_LOGIN = 64
/** Characters. */
export const MIN_PASSWORD = 10
export const MAX_PASSWORD = 128

/** For a new account: stricter than for signing in, where a wrong form is merely a wrong password. */
export const newCredentials = z.object({
	login: z.string().transform(normaliseLogin).refine(isLogin),
	password: z.string().min(MIN_PASSWORD).max(MAX_PASSWORD)
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
