import { personNames } from '#domain/people/person-name-schema.ts'

/** Who has no patronymic says nothing of it. */
export const invitedName = { ...personNames, patronymic: personNames.patronymic.default('') }
