import { z } from 'zod'

const name = z.string().trim().max(100)

/** How people are named, whoever enters them. */
export const names = { familyName: name.min(1), givenName: name.min(1), patronymic: name }

/** Who has no patronymic says nothing of it. */
export const invitedName = { ...names, patronymic: names.patronymic.default('') }
