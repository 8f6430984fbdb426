/** What the roles are called: as the regulation of the programme has it, where it is known here. */
import { lowerFirst } from '#domain/papers/declension/first-letter.ts'
import { roleTitle, speakerTitle } from '#domain/regulation/find-role.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Wording } from './wording.ts'

/** «координатор наставничества»: as the regulation calls the role. */
export function roleWords(role: Signatory, { regulation, organisationKinds }: RoleWording): string {
	const title = regulation === null ? null : roleTitle(regulation, role, organisationKinds)
	return title === null ? plainRoles[role]() : lowerFirst(title)
}

/** The same of one who has spoken in it. */
export function speakerWords(role: Signatory, { regulation, organisationKinds }: RoleWording): string {
	const title = regulation === null ? null : speakerTitle(regulation, role, organisationKinds)
	return title === null ? plainRoles[role]() : lowerFirst(title)
}

type RoleWording = Pick<Wording, 'regulation' | 'organisationKinds'>

const plainRoles: Record<Signatory, () => string> = {
	mentor: m.decision_role_mentor,
	mentee: m.decision_role_mentee,
	curator: m.decision_role_curator,
	head: m.decision_role_head
}
