import { personNames } from '#domain/person-name-schema.ts'

/** Who has no patronymic says nothing of it. */
export const invitedName = { ...personNames, patronymic: personNames.patronymic.default('') }
