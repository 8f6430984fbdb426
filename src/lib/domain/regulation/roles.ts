/**
 * What follows from a regulation about offices and roles: who may hold which office of its body (domain.md D2, D29), what papers
 * and screens call a role, the default values where a regulation says nothing. Offices are shown with the order they rest on and
 * give no rights: `access.ts` does not know them.
 */
import type { StaffVoice } from '../access.ts'
import type { IsoDate } from '../calendar.ts'
import { mentoringForms, relations as everyRelation } from './choices.ts'
import type {
	CompletionReason,
	MentoringForm,
	Office,
	OrganisationKind,
	Regulation,
	Relation,
	Signatory,
	OrganisationStatus
} from './schema.ts'

export interface OfficeHolder {
	officeId: string
	personId: string
	/** The organisation, for an office with one holder per organisation; null for every other office. */
	organisationId: string | null
}

export function findOffice({ composition }: Pick<Regulation, 'composition'>, id: string): Office | null {
	return composition?.offices.find((office) => office.id === id) ?? null
}

/**
 * The first day on which somebody can have held an office of the body (domain.md D2); null: it is not known. A shipped regulation
 * founds the body on its own first day. A copy founds nothing new, even if it comes into force later; the copy of another town may
 * also be older than its `origin`, the regulation it copies. Never after `today`.
 */
export function foundedOn(
	{ composition, inForce }: Pick<Regulation, 'composition' | 'inForce'>,
	origin: Pick<Regulation, 'composition' | 'inForce'> | null,
	today: IsoDate
): IsoDate | null {
	if (composition === null || origin === null || origin.composition === null) return null
	return [origin.inForce.value.from, inForce.value.from, today].toSorted()[0] ?? null
}

/** As `findOffice`. An office that this regulation lacks keeps the `holders` of the regulation it came from. */
export function findAssignedOffice(
	regulation: Pick<Regulation, 'composition'>,
	{ officeId, holders }: Pick<OfficeHolder, 'officeId'> & Pick<Office, 'holders'>
): Pick<Office, 'id' | 'holders'> {
	return findOffice(regulation, officeId) ?? { id: officeId, holders }
}

export function isPerOrganisation({ holders }: Pick<Office, 'holders'>): boolean {
	return holders === 'one-per-organisation'
}

/** The current holder who prevents another assignment of the office; null: nobody does. Nobody holds the same office twice. */
export function findHolderInTheWay<One extends OfficeHolder>(
	office: Pick<Office, 'id' | 'holders'>,
	holders: readonly One[],
	{ personId, organisationId }: Omit<OfficeHolder, 'officeId'>
): One | null {
	const isInTheWay = (one: OfficeHolder) => {
		switch (office.holders) {
			case 'several':
				return one.personId === personId
			case 'one':
				return true
			case 'one-per-organisation':
				return one.organisationId === organisationId
		}
	}
	return holders.find((one) => one.officeId === office.id && isInTheWay(one)) ?? null
}

/** Whether an organisation with these statuses must have a holder of the office (domain.md D29). */
export function needsHolder({ standings }: Pick<Office, 'standings'>, known: readonly OrganisationStatus[]): boolean {
	return known.some((status) => standings?.includes(status))
}

/** The relations that may be chosen: those that the regulation names come first. A team is never mentored as a person is (D3). */
export function allowedRelations({ relations, mentee }: Pick<Regulation, 'relations' | 'mentee'>): readonly Relation[] {
	const { value, others } = relations
	if (others === undefined) return value
	const isFitting = (one: Relation) => (one === 'head-team') === (mentee.value === 'team')
	return [...value, ...everyRelation.filter((one) => !value.includes(one) && isFitting(one))]
}

/**
 * The relation of mentor and mentee, if it follows from the mentee's category: each roadmap of the city of Tomsk is for one kind of
 * mentee (domain.md T12, T34). Null: the curator chooses.
 */
export function deriveRelation(
	{ relations, categories }: Pick<Regulation, 'relations' | 'categories'>,
	categoryId: string
): Relation | null {
	const [first, ...others] = relations.value
	if (first !== undefined && others.length === 0 && relations.others === undefined) return first
	const roadmapId = categories.find(({ id }) => id === categoryId)?.roadmapId
	const relation = relationByRoadmap.get(roadmapId ?? '')
	return relation !== undefined && relations.value.includes(relation) ? relation : null
}

const relationByRoadmap: ReadonlyMap<string, Relation> = new Map([
	['tomsk-beginner-head', 'head-head'],
	['tomsk-reservist', 'reservist-head'],
	['tomsk-low-results-school', 'head-head'],
	['tomsk-low-assessment', 'head-head']
])

/** Whether participants may be under 18 by the regulation (domain.md R5, R11). */
export function hasMinors({ consents }: Pick<Regulation, 'consents'>): boolean {
	return consents.some(({ ofMinors }) => ofMinors !== null)
}

type Role = Regulation['roles'][number]

/** The regulation's entry for the role in an organisation of this kind; null: it says nothing. */
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
 * What papers and screens call the role in a programme of these kinds of organisations, without the regulation's explanation in
 * brackets: «Педагог-навигатор» (domain.md R8). Null: use the plain name, because the regulation has no other title, or titles that
 * differ between these kinds.
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

/**
 * The regulation as its municipality calls the head: by the post of its requisites, once that is entered. The head of an organisation
 * keeps the regulation's title.
 */
export function withHeadPost<Of extends Pick<Regulation, 'roles'>>(regulation: Of, post: string): Of {
	if (post === '') return regulation
	const roles = regulation.roles.map((one) =>
		one.role === 'head' && one.of !== 'organisation' ? { ...one, title: post } : one
	)
	return { ...regulation, roles }
}

/** What papers print if the regulation has no other name. Screens have the same in their own language. */
export const plainNames: Readonly<Record<Signatory, string>> = {
	mentor: 'наставник',
	mentee: 'наставляемый',
	curator: 'куратор',
	head: 'начальник'
}

/**
 * As `roleTitle`, for a person who has made a statement. Null for a head if the organisation may have its own: the municipality's
 * head may have made it.
 */
export function speakerTitle(...[regulation, role, kinds]: Parameters<typeof roleTitle>): string | null {
	const isOfEither = role === 'head' && regulation.roles.some((one) => one.role === role && one.of === 'organisation')
	return isOfEither ? null : roleTitle(regulation, role, kinds)
}

/** Whether the organisation's own curator or head acts there, besides the municipality's (domain.md V2, R8, S5, S7). */
export function isOfOrganisation(
	regulation: Pick<Regulation, 'roles'>,
	role: StaffVoice,
	kind: OrganisationKind | null
): boolean {
	return findRole(regulation, role, kind)?.of === 'organisation'
}

/**
 * «Динской район» from «Динской район: муниципальный наставнический центр»; the whole title if another title has the same short
 * form, such as a copy and its original.
 */
export function shortTitle(title: string, others: readonly string[]): string {
	const short = shorten(title)
	return others.some((other) => shorten(other) === short) ? title : short
}

function shorten(title: string): string {
	return /^(.+?): /.exec(title)?.[1] ?? title
}

/**
 * The product's default value where a regulation says nothing. A pack that takes a value from here has no source for it, and the
 * screens show it as the product's, not as the regulation's.
 */
type Default<Value> = { value: Value; source: null }

/** A change of what two people agreed needs both of them, the curator and the head, as in the strictest of the five regulations. */
const everybody: Default<Signatory[]> = asDefault(['mentor', 'mentee', 'curator', 'head'])

export const unsaid = {
	order: asDefault<Signatory[]>(['curator', 'head']),
	extend: everybody,
	change: everybody,
	release: asDefault<Signatory[]>(['mentor', 'curator', 'head']),
	replace: asDefault<Signatory[]>(['mentee', 'curator', 'head']),
	edition: everybody,
	closure: asDefault<Signatory[]>(['curator', 'head'])
} satisfies Regulation['decisions']

export const anyForm: Default<MentoringForm[]> = asDefault([...mentoringForms])

export const anyGroup = asDefault({ min: 2, max: null })

/** A programme ends when every activity is done, whether or not a regulation says so. */
export const fulfilledPlan: CompletionReason = {
	id: 'fulfilled',
	wording: 'Завершение плана мероприятий в полном объёме',
	by: ['mentor', 'mentee', 'curator'],
	needs: 'plan',
	source: null
}

/** Mentoring is voluntary (domain.md S14, D6), so each side may leave, whether or not a regulation says how. */
export const ownWish: CompletionReason = {
	id: 'own-wish',
	wording: 'По собственному желанию, по письменному заявлению',
	by: ['mentor', 'mentee'],
	needs: 'statement',
	source: null
}

function asDefault<Value>(value: Value): Default<Value> {
	return { value, source: null }
}
