/** Schemas of what people enter in a form, an invitation or a table: a person's names, and days. */
import { z } from 'zod'
import { isSpeltAsName, NAME_LETTERS, plainName } from './text.ts'
import { isPlausibleDay } from './calendar.ts'

/** A person without a patronymic has an empty one. */
export const personNames = namesAfter({ familyName: '', givenName: '', patronymic: '' })

/** For a known person: an unchanged name is accepted, however it is spelt. */
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

/** The schema of a day that a person enters: it refuses mistyped years wherever the day comes from. */
export const givenDay = z.iso.date({ abort: true }).refine(isPlausibleDay, { params: { problem: 'year' } })
