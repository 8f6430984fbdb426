import type { InvitationPreview } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiResult } from '#lib/sync/api.ts'

/** Why a link cannot be used, in words; null when it can, or when the server could not be asked. */
export function invitationProblem(
	result: ApiResult<InvitationPreview>,
	now: Date
): { title: string; text: string } | null {
	const unknown = { title: m.home_invite_unknown_title(), text: m.home_invite_unknown_text() }
	const used = { title: m.home_invite_used_title(), text: m.home_invite_used_text() }
	const expired = { title: m.home_invite_expired_title(), text: m.home_invite_expired_text() }
	const closed = { title: m.home_invite_closed_title(), text: m.home_invite_closed_text() }
	if (result.ok) return Date.parse(result.value.expiresAt) <= now.getTime() ? expired : null
	switch (result.code) {
		case 'not_found':
		case 'invalid':
		case 'too_large':
			return unknown
		case 'conflict':
			if (result.field === 'municipality') return closed
			return result.field === 'expiresAt' ? expired : used
		case 'unauthorized':
			return expired
		case 'offline':
		case 'internal':
			return null
	}
}
