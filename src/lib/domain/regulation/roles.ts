/**
 * Offices of the body that a regulation founds: who may hold which, and beside whom (domain.md D2, D29). They are told with the order
 * they rest on, and are no rights: `access.ts` does not know them.
 */
import type { IsoDate } from '../calendar.ts'
import { mentoringForms } from './choices.ts'
import type {
	CompletionReason,
	MentoringForm,
	Office,
	OrganisationKind,
	Regulation,
	Relation,
	Signatory,
	Standing
} from './schema.ts'

export interface Holding {
	officeId: string
	personId: string
	/** Of an office that is one organisation's: whose; null of every other. */
	organisationId: string | null
}

/** Null: the regulation has no such office. */
export function findOffice({ composition }: Pick<Regulation, 'composition'>, id: string): Office | null {
	return composition?.offices.find((office) => office.id === id) ?? null
}

/**
 * Before which day nobody has held an office of the body (domain.md D2); null: nobody knows. The shipped regulation founds it on its
 * own first day. A copy founds nothing anew, however late it is in force; one of another town may be older than its `origin`, what it
 * is a copy of. Never after `today`.
 */
export function foundedOn(
	{ composition, inForce }: Pick<Regulation, 'composition' | 'inForce'>,
	origin: Pick<Regulation, 'composition' | 'inForce'> | null,
	today: IsoDate
): IsoDate | null {
	if (composition === null || origin === null || origin.composition === null) return null
	return [origin.inForce.value.from, inForce.value.from, today].toSorted()[0] ?? null
}

/** As `findOffice`; one of another regulation has as many holders as that one let it have: `holders`. */
export function findHeldOffice(
	regulation: Pick<Regulation, 'composition'>,
	{ officeId, holders }: Pick<Holding, 'officeId'> & Pick<Office, 'holders'>
): Pick<Office, 'id' | 'holders'> {
	return findOffice(regulation, officeId) ?? { id: officeId, holders }
}

export function isPerOrganisation({ holders }: Pick<Office, 'holders'>): boolean {
	return holders === 'one-per-organisation'
}

/** Who of those that hold an office now stands in the way of another holder; null: nobody. Nobody holds the same twice. */
export function findHolderInTheWay<One extends Holding>(
	office: Pick<Office, 'id' | 'holders'>,
	held: readonly One[],
	{ personId, organisationId }: Omit<Holding, 'officeId'>
): One | null {
	const isInTheWay = (one: Holding) => {
		switch (office.holders) {
			case 'several':
				return one.personId === personId
			case 'one':
				return true
			case 'one-per-organisation':
				return one.organisationId === organisationId
		}
	}
	return held.find((one) => one.officeId === office.id && isInTheWay(one)) ?? null
}

/** Whether an organisation that is this by its results must have a holder of the office (domain.md D29). */
export function needsHolder({ standings }: Pick<Office, 'standings'>, known: readonly Standing[]): boolean {
	return known.some((standing) => standings?.includes(standing))
}

/**
 * Who works with whom, where it follows from the mentee's category: a roadmap of the city of Tomsk is for one kind of mentee
 * (domain.md T12, T34). Null: the regulation leaves a choice, and the curator makes it.
 */
export function deriveRelation(
	{ relations, categories }: Pick<Regulation, 'relations' | 'categories'>,
	categoryId: string
): Relation | null {
	const [first, ...others] = relations.value
	if (first !== undefined && others.length === 0) return first
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

/**
 * «Динской район» of «Динской район: муниципальный наставнический центр»; the whole title where one of the others would be called the
 * same in short, as a copy and its original are.
 */
export function shortTitle(title: string, others: readonly string[]): string {
	const short = shorten(title)
	return others.some((other) => shorten(other) === short) ? title : short
}

function shorten(title: string): string {
	return /^(.+?): /.exec(title)?.[1] ?? title
}

/**
 * What the product does where a regulation says nothing. A pack that takes a value from here says so by having no source
 * for it, and the screens show it as the product's own, not as the regulation's.
 */
type Held<Value> = { value: Value; source: null }

/** Whatever changes what two people agreed needs both, the curator and the head, as in the strictest of the five. */
const everybody: Held<Signatory[]> = held(['mentor', 'mentee', 'curator', 'head'])

export const unsaid = {
	order: held<Signatory[]>(['curator', 'head']),
	extend: everybody,
	change: everybody,
	release: held<Signatory[]>(['mentor', 'curator', 'head']),
	replace: held<Signatory[]>(['mentee', 'curator', 'head']),
	edition: everybody,
	closure: held<Signatory[]>(['curator', 'head'])
} satisfies Regulation['decisions']

export const anyForm: Held<MentoringForm[]> = held([...mentoringForms])

export const anyGroup = held({ min: 2, max: null })

/** A programme whose every activity is done has ended, whether or not a regulation says so. */
export const fulfilledPlan: CompletionReason = {
	id: 'fulfilled',
	wording: 'Завершение плана мероприятий в полном объёме',
	by: ['mentor', 'mentee', 'curator'],
	needs: 'plan',
	source: null
}

function held<Value>(value: Value): Held<Value> {
	return { value, source: null }
}
