import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { isStaffOnly, overseesMunicipality, seesBoard } from '../../../entry.ts'

/** Why a programme may be none of this person's, and what they can do about it: a curator is sent to no curator. */
export function unlistedWords(me: Me): string {
	if (overseesMunicipality(me)) return m.program_unknown_overseer()
	if (seesBoard(me)) return m.program_unknown_organisation()
	return isStaffOnly(me) || me.roles.includes('region') ? m.program_unknown_staff() : m.program_unknown_text()
}
