import { m } from '#lib/paraglide/messages.js'

const LEAST = 10

/** Why the server takes no such password: it is too short, or among those that are tried first. */
export function passwordProblem(password: string): string {
	return password.length < LEAST ? m.home_password_invalid() : m.account_password_common()
}
