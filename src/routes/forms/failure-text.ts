import { m } from '#lib/paraglide/messages.js'
import type { FailureCode } from '#lib/sync/api.ts'

/** What to tell a person whose action the server did not take, where the screen knows nothing better. */
export function failureText(code: FailureCode): string {
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
