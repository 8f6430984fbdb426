import type { ErrorCode } from '#protocol/api.ts'
import { m } from '#lib/paraglide/messages.js'

/** What to tell a person whose action the server did not take, where the screen knows nothing better. */
export function failureText(code: ErrorCode | 'offline'): string {
	switch (code) {
		case 'offline':
			return m.failed_offline()
		case 'internal':
			return m.failed_internal()
		case 'unauthorized':
			return m.failed_unauthorized()
		case 'invalid':
		case 'not_found':
		case 'conflict':
		case 'too_large':
			return m.failed_otherwise()
	}
}
