/**
 * The short code of an invitation, to be said by telephone: ten characters in two groups, «АВ234-КМ567». Its letters stand in
 * both alphabets and are called unlike each other; none looks like a digit of the code.
 *
 * Why it cannot be guessed: 16 characters at ten places are 2⁴⁰, 1.1·10¹² codes. A network has ten wrong guesses at once and one
 * more every 90 s, 13,450 in the fourteen days that an invitation lasts; all networks together 200 at once and 19,200 a day,
 * 269,000 in that time. With 1,000 invitations open all the while, somebody who never pauses and owns as many networks as they like
 * hits one of them with a chance of 269,000 · 1,000 / 2⁴⁰, one to 4,000 in a fortnight; from one network, one to 80,000. (The limits
 * are in http/invited.ts.) At rest it is hashed under the server's secret: 2⁴⁰ plain hashes are an hour's work for
 * whoever reads the database.
 */
import { createHmac, randomBytes } from 'node:crypto'

const CHARACTERS = 'АВЕКМРСТУ2345679'
const GROUP = 5

/** What people type for them on a Latin keyboard. */
const latin: Readonly<Record<string, string>> = {
	A: 'А',
	B: 'В',
	E: 'Е',
	K: 'К',
	M: 'М',
	P: 'Р',
	C: 'С',
	T: 'Т',
	Y: 'У'
}

export interface InvitationCodes {
	/** A new one, as it is shown. */
	draw(): string
	/** Null: no code at all. Spaces, hyphens, case and the keyboard's layout do not matter. */
	hashOf(typed: string): string | null
}

export function createInvitationCodes(secret: string): InvitationCodes {
	return {
		draw() {
			const code = [...randomBytes(2 * GROUP)].map((byte) => CHARACTERS[byte % CHARACTERS.length]).join('')
			return `${code.slice(0, GROUP)}-${code.slice(GROUP)}`
		},

		hashOf(typed) {
			const code = [...typed.normalize('NFKC').toUpperCase()]
				.filter((character) => /[\p{L}\p{N}]/u.test(character))
				.map((character) => latin[character] ?? character)
			const isCode = code.length === 2 * GROUP && code.every((character) => CHARACTERS.includes(character))
			return isCode ? createHmac('sha256', `invitation code ${secret}`).update(code.join('')).digest('hex') : null
		}
	}
}
