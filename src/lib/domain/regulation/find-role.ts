import type { OrganisationKind, Regulation, Signatory } from './schema.ts'

type Role = Regulation['roles'][number]

/** As the regulation has the role in an organisation of this kind; null: it says nothing of it. */
export function findRole({ roles }: Pick<Regulation, 'roles'>, role: Signatory, kind: OrganisationKind): Role | null {
	const own = roles.filter((one) => one.role === role)
	return own.find(({ kinds }) => kinds.includes(kind)) ?? own.find(({ kinds }) => kinds.length === 0) ?? null
}

/** Whether the institution's own curator or head speaks there; else only the municipality's does (domain.md V2, R8, S5, S7). */
export function isOfInstitution(
	regulation: Pick<Regulation, 'roles'>,
	role: 'curator' | 'head',
	kind: OrganisationKind
): boolean {
	return findRole(regulation, role, kind)?.of === 'organisation'
}
