/** The names of a person as they are taken in, wherever they come from: a form, an invitation or a table. */
import { z } from 'zod'
import { isSpeltAsName, NAME_LETTERS } from './person-name.ts'

const name = z
	.string()
	.trim()
	.max(NAME_LETTERS)
	.refine((text) => text === '' || isSpeltAsName(text))

/** Who has no patronymic has an empty one. */
export const personNames = { familyName: name.min(1), givenName: name.min(1), patronymic: name }
