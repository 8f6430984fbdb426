import type { OrganisationKind, Regulation, Signatory } from './schema.ts'

type Role = Regulation['roles'][number]

/** As the regulation has the role in an organisation of this kind; null: it says nothing of it. */
export function findRole(
	{ roles }: Pick<Regulation, 'roles'>,
	role: Signatory,
	kind: OrganisationKind | null
): Role | null {
	const own = roles.filter((one) => one.role === role)
	const ofKind = kind === null ? undefined : own.find(({ kinds }) => kinds.includes(kind))
	return ofKind ?? own.find(({ kinds }) => kinds.length === 0) ?? null
}

/**
 * What papers and screens call whoever has the role in a programme of these kinds of organisations, without what the
 * regulation explains in brackets: «Педагог-навигатор» (domain.md R8). Null: by its plain name, since the regulation says no
 * more, or says it otherwise of one kind than of another.
 */
export function roleTitle(
	regulation: Pick<Regulation, 'roles'>,
	role: Signatory,
	kinds: readonly OrganisationKind[]
): string | null {
	const found = (kinds.length === 0 ? [null] : kinds).map((kind) => findRole(regulation, role, kind)?.title ?? null)
	const [title = null, ...others] = new Set(found.map((one) => one?.replace(/ \([^()]*\)$/, '') ?? null))
	return others.length > 0 || title?.toLowerCase() === plainNames[role] ? null : title
}

/** What papers print where the regulation has no other name; screens have the same in their own language. */
export const plainNames: Readonly<Record<Signatory, string>> = {
	mentor: 'наставник',
	mentee: 'наставляемый',
	curator: 'куратор',
	head: 'начальник'
}

/** The same of one who has spoken: where an organisation has a head of its own, the municipality's may have done it. */
export function speakerTitle(...[regulation, role, kinds]: Parameters<typeof roleTitle>): string | null {
	const isOfEither = role === 'head' && regulation.roles.some((one) => one.role === role && one.of === 'organisation')
	return isOfEither ? null : roleTitle(regulation, role, kinds)
}

/** Whether the organisation's own curator or head speaks there; else only the municipality's does (domain.md V2, R8, S5, S7). */
export function isOfOrganisation(
	regulation: Pick<Regulation, 'roles'>,
	role: 'curator' | 'head',
	kind: OrganisationKind | null
): boolean {
	return findRole(regulation, role, kind)?.of === 'organisation'
}
