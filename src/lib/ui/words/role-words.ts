/**
 * What the roles are called on screens. One rule: on what belongs to one programme (its decisions, its chronicle, its papers, what is
 * asked and offered in it) a role has the title of the regulation the programme goes by, where that is known here. What only the
 * municipality does there (giving access back, correcting the bank, proposing others) is not said of an organisation's own curator:
 * `municipalCuratorWords`. What spans programmes (people, settings, municipalities, lists of many) and what is said of access and
 * devices, where no regulation may be at hand, has the product's own words: `routes/role-name.ts`, and `decision_role_*` here. A row
 * of such a list names no role but the reader's own.
 */
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import { isOfOrganisation, roleTitle, speakerTitle } from '#domain/regulation/roles.ts'
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

/** Both who decide beside the participants. */
export function staffWords(wording: RoleWording): { curator: string; head: string } {
	return { curator: roleWords('curator', wording), head: roleWords('head', wording) }
}

/** Who does in it what no curator of an organisation's own may: by the plain name where the regulation's title is of such a one. */
export function municipalCuratorWords(wording: RoleWording): string {
	const { regulation, organisationKinds } = wording
	const kinds = organisationKinds.length === 0 ? [null] : organisationKinds
	const isOfOthers = regulation !== null && kinds.some((kind) => isOfOrganisation(regulation, 'curator', kind))
	return isOfOthers ? plainRoles.curator() : roleWords('curator', wording)
}

type RoleWording = Pick<Wording, 'regulation' | 'organisationKinds'>

const plainRoles: Record<Signatory, () => string> = {
	mentor: m.decision_role_mentor,
	mentee: m.decision_role_mentee,
	curator: m.decision_role_curator,
	head: m.decision_role_head
}
