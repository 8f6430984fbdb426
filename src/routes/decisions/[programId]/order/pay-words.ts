import { roleWords } from '#lib/ui/words/role-words.ts'
import type { Wording } from '#lib/ui/words/wording.ts'
import { m } from '#lib/paraglide/messages.js'
import { shortName } from '../../../short-name.ts'

/** «Ковалёв В. А., Седов О. И.: 3 оклада»; whom this device does not know, by their role; without names where all have the same. */
export function payWords(
	{ mentorIds, salaries }: { mentorIds: readonly string[]; salaries: number },
	wording: Pick<Wording, 'nameOf' | 'regulation' | 'organisationKinds'>
): string {
	const words = m.forming_pay_salaries({ salaries })
	const names = mentorIds.map((id) => shortName(wording.nameOf(id)) || roleWords('mentor', wording)).join(', ')
	return names === '' ? words : `${names}: ${words}`
}
