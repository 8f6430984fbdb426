import { personOf, type Wording } from '#lib/components/wording.ts'
import { m } from '#lib/paraglide/messages.js'
import { shortNames } from '../../listing-names.ts'

/** «Ковалёв В. А., Седов О. И.: 3 оклада»; without names where all have the same. */
export function payWords(
	{ mentorIds, salaries }: { mentorIds: readonly string[]; salaries: number },
	{ nameOf }: Pick<Wording, 'nameOf'>
): string {
	const words = m.forming_pay_salaries({ salaries })
	const names = shortNames(mentorIds.map((id) => ({ name: personOf(id, nameOf) })))
	return names === '' ? words : `${names}: ${words}`
}
