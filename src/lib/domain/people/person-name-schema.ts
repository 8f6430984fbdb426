/** The names of a person as they are taken in, wherever they come from: a form, an invitation or a table. */
import { z } from 'zod'
import { isSpeltAsName, NAME_LETTERS, plainName } from './person-name.ts'

/** Who has no patronymic has an empty one. */
export const personNames = namesAfter({ familyName: '', givenName: '', patronymic: '' })

/** Of somebody who is known: a name that stays as it was is taken, however it is spelt. */
export function namesAfter(known: Record<'familyName' | 'givenName' | 'patronymic', string>) {
	const familyName = nameAfter(known.familyName).min(1)
	return { familyName, givenName: nameAfter(known.givenName).min(1), patronymic: nameAfter(known.patronymic) }
}

function nameAfter(was: string) {
	return z
		.string()
		.overwrite(plainName)
		.max(NAME_LETTERS)
		.refine((text) => text === '' || isSpeltAsName(text, was))
}
