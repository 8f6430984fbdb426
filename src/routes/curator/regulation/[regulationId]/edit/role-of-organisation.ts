import type { Regulation, Signatory } from '#domain/regulation/schema.ts'

type Role = Regulation['roles'][number]

/** Of an organisation's own people, only a curator and a head decide in programmes (domain.md V2, S5, S7). */
export function canBeOfOrganisation(role: Signatory): boolean {
	return role === 'curator' || role === 'head'
}

/** Another role loses `of`, which only a curator or a head can have. */
export function setRole(row: Role, role: Signatory): void {
	row.role = role
	if (!canBeOfOrganisation(role)) delete row.of
}

export function setOfOrganisation(row: Role, isOfOrganisation: boolean): void {
	if (isOfOrganisation) row.of = 'organisation'
	else delete row.of
}
